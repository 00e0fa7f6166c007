import asyncio
import errno
import json
import os
import socket
import stat
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from halls import ABOUT, Clock, Seat, hall, seat
from making import LOOK, blank, decide, judged, post, some, tag, undo
from standup_tui.core.counting import Actions
from standup_tui.errors import HubAbsent, HubError, HubRefused
from standup_tui.hub import session
from standup_tui.hub.lock import campaign_lock
from standup_tui.model.action import ActionDone
from standup_tui.model.command import Done, Refused, Superseded
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.client import join
from standup_tui.protocol.messages import (
    VERSION,
    Ask,
    AskCounts,
    Hello,
    Open,
    Role,
    StopHub,
    frame,
    up,
)
from standup_tui.rules.actions import ActionRule

ONE = post(1).id


def _has(one: Seat, posts: int) -> bool:
    return len(one.posts) == posts


async def test_an_arrival_reaches_every_console(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, name="raj") as raj:
        await here.add_some(1, 2, flags=(LOOK,))
        for one in (asha, raj):
            await one.until(partial(_has, one, 2))
            assert one.posts[ONE].flags == (LOOK,)


async def test_a_wall_gets_a_post_only_once_it_is_approved(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        await here.add_some(1, 2)
        await wall.until(lambda: {ONE, post(2).id} <= wall.removed)
        assert wall.posts == {}
        assert isinstance(await asha.ask(decide(Verb.APPROVE, 1)), Done)
        await wall.until(lambda: set(wall.posts) == {ONE}, 1)
        assert isinstance(await asha.ask(decide(Verb.HIDE, 1, revision=2)), Done)
        await wall.until(lambda: wall.posts == {}, 1)


async def test_a_wall_is_never_told_flags_or_decisions(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        await here.add([judged(1, flags=(LOOK,), actions=(ActionDone("MP"),))])
        await asha.ask(decide(Verb.APPROVE, 1, reason="fine"))
        await wall.until(lambda: ONE in wall.posts)
        entry = wall.posts[ONE]
        assert (entry.flags, entry.last, entry.act, entry.tags) == ((), None, None, ())


@pytest.mark.fault("E1")
async def test_of_two_moderators_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path, name="Asha") as asha,
        seat(tmp_path, name="Raj") as raj,
    ):
        await here.add(some(30))
        outcomes = await asyncio.gather(
            *(
                who.ask(decide(verb, number))
                for number in range(1, 31)
                for who, verb in ((asha, Verb.APPROVE), (raj, Verb.HIDE))
            )
        )
        assert sum(isinstance(one, Done) for one in outcomes) == 30
        losers = [one for one in outcomes if isinstance(one, Superseded)]
        assert len(losers) == 30
        assert {one.by.name for one in losers} <= {"Asha", "Raj"}


async def test_a_blank_reaches_every_wall_and_survives_the_hub(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        await asha.ask(blank())
        await wall.until(lambda: wall.wall.blank, 1)
    async with hall(tmp_path), seat(tmp_path, Role.WALL) as wall:
        assert wall.welcomes[0].wall.blank


async def test_a_terminal_comes_back_by_itself_and_misses_nothing(tmp_path: Path) -> None:
    async with seat(tmp_path) as asha:
        async with hall(tmp_path) as here:
            await asha.until(lambda: asha.welcomes)
            await here.add_some(1)
            await asha.until(lambda: ONE in asha.posts)
        await asha.until(lambda: asha.lost)
        async with hall(tmp_path) as here:
            await here.add_some(2)
            await asha.until(lambda: post(2).id in asha.posts)
            assert len(asha.welcomes) == 2


async def test_a_command_asked_while_the_hub_is_away_is_done_once_it_is_back(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as asha:
        async with hall(tmp_path) as here:
            await asha.until(lambda: asha.welcomes)
            await here.add_some(1)
            await asha.until(lambda: ONE in asha.posts)
        await asha.until(lambda: len(asha.lost) > 1)
        asking = asyncio.create_task(asha.client.ask(decide(Verb.APPROVE, 1)))
        await asyncio.sleep(0)
        async with hall(tmp_path) as here:
            assert isinstance(await asyncio.wait_for(asking, 20), Done)
            story = await here.store.story(ONE)
            assert story is not None
            assert len(story.decisions) == 1


async def test_an_answer_comes_after_its_effect(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add(some(20))
        await asha.until(lambda: len(asha.posts) == 20)
        for number in range(1, 21):
            assert isinstance(await asha.ask(decide(Verb.APPROVE, number)), Done)
            assert asha.posts[post(number).id].standing.status is Status.SHOWN


async def test_the_opened_post_brings_its_past_and_its_author(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, name="Raj") as raj:
        await here.add_some(1, 8, conversation=post(1).id)
        await asha.ask(decide(Verb.APPROVE, 1))
        asha.client.send(Open(ONE))
        await asha.until(lambda: asha.opened)
        (opened,) = asha.opened
        assert [one.verb for one in opened.decisions] == [Verb.APPROVE]
        assert [one.post.id for one in opened.by_author] == [post(8).id]
        assert [one.post.id for one in opened.thread] == [post(8).id]
        await raj.until(
            lambda: raj.pulses and ONE in {one.opened for one in raj.pulses[-1].moderators}
        )


async def test_the_heartbeat_says_who_is_there_and_how_many_walls(tmp_path: Path) -> None:
    async with (
        hall(tmp_path),
        seat(tmp_path, name="Raj Patel") as raj,
        seat(tmp_path, Role.WALL),
    ):
        await raj.until(lambda: raj.pulses and raj.pulses[-1].walls == 1)
        (me,) = raj.pulses[-1].moderators
        assert (me.name, me.initials, me.declared) == ("Raj Patel", "RP", True)


async def test_a_retweet_is_a_dry_run_while_they_are_switched_off(tmp_path: Path) -> None:
    async with hall(tmp_path, retweets=False) as here, seat(tmp_path) as asha:
        await here.add([judged(1, trusted=True)])
        outcome = await asha.ask(decide(Verb.RETWEET, 1))
        assert isinstance(outcome, Done)
        assert "nothing is sent" in outcome.said
        assert not asha.welcomes[0].about.retweets


async def test_a_post_too_long_for_the_wall_is_not_approved(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add([judged(1, "line\n" * 24_000)])
        outcome = await asha.ask(decide(Verb.APPROVE, 1))
        assert isinstance(outcome, Refused)
        assert "too long" in outcome.why
        await asha.until(lambda: ONE in asha.posts)
        assert asha.posts[ONE].post.text.count("\n") == 24_000


async def test_undo_over_the_socket_gives_the_post_back(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add_some(1)
        await asha.ask(decide(Verb.HIDE, 1))
        assert isinstance(await asha.ask(undo()), Done)
        await asha.until(lambda: asha.posts[ONE].standing.revision == 3)
        assert asha.posts[ONE].standing.status is Status.WAITING


@pytest.mark.fault("P1")
async def test_only_the_owner_may_open_the_socket(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        mode = (here.folder / "hub.sock").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


@pytest.mark.fault("P2")
@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\x00 garbage\n",
        b"null\n",
        b"[]\n",
        b'{"type":"unheard-of"}\n',
        b'{"type":"alive","at":"soon"}\n',
        b'{"type":"hello","version":99,"role":"console"}\n',
        b"[" * 100_000 + b"\n",
        json.dumps({"type": "alive", "at": 1, "pad": "x" * 9_000_000}).encode() + b"\n",
    ],
    ids=["bytes", "null", "list", "unknown", "type", "version", "nesting", "9MB"],
)
async def test_no_frame_harms_the_hub_or_another_terminal(tmp_path: Path, line: bytes) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        reader, writer = await asyncio.open_unix_connection(str(tmp_path / "hub.sock"))
        writer.write(line)
        said = b""
        with suppress(ConnectionResetError):  # it hung up with our bytes unread
            said = await asyncio.wait_for(reader.read(), 20)
        writer.close()
        assert said == b"" or b"goodbye" in said
        await here.add_some(1)
        await asha.until(lambda: ONE in asha.posts)


@pytest.mark.fault("E7")
async def test_a_terminal_of_another_version_is_told_to_restart(tmp_path: Path) -> None:
    async with hall(tmp_path):
        with pytest.raises(HubRefused, match="restart the older one"):
            await join(tmp_path, Hello(VERSION + 1, Role.CONSOLE))


@pytest.mark.fault("E7", control=True)
async def test_a_hub_that_lets_in_other_versions_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_hello", up)
    async with hall(tmp_path):
        one = await join(tmp_path, Hello(VERSION + 1, Role.CONSOLE))
        await one.close()


@pytest.mark.fault("P2")
async def test_a_wall_cannot_command(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        session = await join(tmp_path, Hello(VERSION, Role.WALL))
        session.send(Ask(decide(Verb.APPROVE, 1)))
        with pytest.raises(HubAbsent):
            async for _ in session.messages():
                pass
        await session.close()
        story = await here.store.story(ONE)
        assert story is not None
        assert story.entry.standing.status is Status.WAITING


@pytest.mark.fault("P3")
async def test_a_terminal_that_does_not_read_holds_up_nobody(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        with socket.socket(socket.AF_UNIX) as stuck:
            stuck.connect(str(tmp_path / "hub.sock"))
            stuck.sendall(frame(Hello(VERSION, Role.CONSOLE)))
            for start in range(0, 2000, 500):
                await here.add([judged(n, "long " * 300) for n in range(start, start + 500)])
            # Whoever waits for it waits longer than an answer may take here.
            assert isinstance(await asha.ask(decide(Verb.APPROVE, 1)), Done)


async def test_the_owner_can_stop_the_hub(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        asha.client.send(StopHub())
        why = await asyncio.wait_for(asyncio.shield(here.running), 20)
        assert "stopped the hub" in why
        assert not (tmp_path / "hub.sock").exists()


async def test_a_socket_with_a_long_path_works(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 40)
    folder.mkdir()
    async with hall(folder) as here, seat(folder) as asha:
        await here.add_some(1)
        await asha.until(lambda: ONE in asha.posts)


async def test_where_nobody_listens_the_client_says_so(tmp_path: Path) -> None:
    with pytest.raises(HubAbsent, match="no hub answers"):
        await join(tmp_path, Hello(VERSION, Role.CONSOLE))


@pytest.mark.fault("E5")
def test_a_campaign_has_one_hub_and_names_it(tmp_path: Path) -> None:
    with (
        campaign_lock(tmp_path),
        pytest.raises(HubError, match=f"process {os.getpid()}"),
        campaign_lock(tmp_path),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="cannot be written"), campaign_lock(tmp_path / "absent"):
        pass


def test_a_disk_without_room_is_named_before_anything_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    said = "hub.lock cannot be written: No space left on device; make room on its disk"
    with pytest.raises(HubError, match=said), campaign_lock(tmp_path):
        pass


async def test_a_console_is_told_the_tally_when_it_asks(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        here.hub.tally = Actions((ActionRule("MP"),), here.store, Clock()).tally
        await here.add_some(1, 2, actions=(ActionDone("MP"),))
        asha.client.send(AskCounts())
        await asha.until(lambda: asha.counts)
        assert asha.counts[0].tally.actions[0].number == 2


async def test_a_tag_reaches_every_console_and_an_unknown_action_is_refused(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, name="raj") as raj:
        await here.add_some(1)
        action = ABOUT.actions[0]
        assert isinstance(await asha.ask(tag(action, 1)), Done)
        await raj.until(lambda: ONE in raj.posts and raj.posts[ONE].counts_for == (action,))

        refused = await asha.ask(tag("Jump", 1, 2))
        assert isinstance(refused, Refused)
        assert "no such action" in refused.why
