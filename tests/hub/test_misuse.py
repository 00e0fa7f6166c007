"""Terminals that misbehave, stores that fail, and a hub that is stopped meanwhile."""

import asyncio
import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from halls import ABOUT, Clock, Hall, hall, seat
from making import ASHA, blank, decide, judged, post, some, undo
from standup_tui.core.health import Vitals
from standup_tui.core.moderation import Moderation
from standup_tui.errors import HubAbsent, HubRefused, StoreError
from standup_tui.hub.identity import peer
from standup_tui.hub.server import Hub
from standup_tui.model.command import Done, Refused
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.search import parse
from standup_tui.model.text import clean
from standup_tui.protocol.client import join
from standup_tui.protocol.messages import (
    LARGEST,
    VERSION,
    Find,
    Hello,
    Open,
    Pulse,
    Role,
    StopHub,
    frame,
)
from standup_tui.store.store import SqliteStore

ONE = post(1).id


def full_disk(here: Hall) -> Callable[[], None]:
    """Have the store take no command; returns what makes room again."""
    real = here.store.apply

    async def apply(*_: object) -> Any:
        raise StoreError("nothing can be written: the disk is full")

    here.store.apply = apply  # type: ignore[method-assign, assignment]

    def room() -> None:
        here.store.apply = real  # type: ignore[method-assign]

    return room


@pytest.mark.fault("C1")
async def test_the_blank_key_works_on_a_full_disk(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        room = full_disk(here)
        outcome = await asha.ask(blank())
        assert isinstance(outcome, Refused)
        assert "every wall is blank" in outcome.why
        await wall.until(lambda: wall.wall.blank, 1)
        async with seat(tmp_path, Role.WALL) as late:
            assert late.welcomes[0].wall.blank
        room()
        async with asyncio.timeout(20):
            while not (await here.store.wall()).blank:  # noqa: ASYNC110  # no event says so
                await asyncio.sleep(0.05)
        assert (await here.store.wall()).by == asha.welcomes[0].you.name
        await asha.ask(blank(on=False))
        await wall.until(lambda: not wall.wall.blank, 2)


async def test_a_blank_that_is_not_saved_can_be_lifted(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        full_disk(here)
        await asha.ask(blank())
        await wall.until(lambda: wall.wall.blank, 1)
        outcome = await asha.ask(blank(on=False))
        assert isinstance(outcome, Refused)
        assert "the walls are on" in outcome.why
        await wall.until(lambda: not wall.wall.blank, 2)


@pytest.mark.fault("C1")
async def test_what_cannot_be_hidden_on_a_full_disk_says_what_can(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add([judged(1, trusted=True)])
        full_disk(here)
        outcome = await asha.ask(decide(Verb.HIDE, 1))
        assert isinstance(outcome, Refused)
        assert "not saved" in outcome.why
        assert "! blanks" in outcome.why


async def test_a_mistake_of_the_hub_is_an_answer_not_the_sessions_end(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:

        async def stumbling(*_: object) -> Any:
            raise ZeroDivisionError

        here.store.apply = stumbling  # type: ignore[method-assign, assignment]
        outcome = await asha.ask(undo())
        assert isinstance(outcome, Refused)
        assert "hub.log" in outcome.why
        assert len(asha.welcomes) == 1


async def test_a_job_that_the_store_ends_says_what_it_waits_for_without_a_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tried = asyncio.Event()
    times = 0

    async def job() -> None:
        nonlocal times
        times += 1
        if times == 2:
            tried.set()
        raise StoreError("the disk is full: make room on it")

    store = await SqliteStore.open(tmp_path / "standup.db")
    clock = Clock()
    vitals = Vitals(clock)
    hub = Hub(tmp_path, ABOUT, store, Moderation(store, clock), vitals=vitals, clock=clock)
    running = asyncio.create_task(hub.run([("reading", job)]))
    await asyncio.wait_for(tried.wait(), 30)
    assert vitals.health().trouble == "reading waits: the disk is full: make room on it"
    hub.stop("the test ended")
    await running
    await store.close()

    said = [it for it in caplog.records if "reading" in it.getMessage()]
    assert {it.getMessage() for it in said} == {"reading waits: the disk is full: make room on it"}
    assert not any(it.exc_info for it in said)


async def test_a_note_is_one_clean_line_and_keeps_its_length(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add_some(1)
        reason = "\x1b]0;title\x07 two\nlines " + "and more " * 50
        assert isinstance(await asha.ask(decide(Verb.NOTE, 1, reason=reason)), Done)
        story = await here.store.story(ONE)
        assert story is not None
        kept = story.decisions[-1].reason
        assert kept.endswith("and more")
        assert "\x1b" not in kept
        assert "\n" not in kept


async def test_what_is_too_long_to_be_sent_is_refused_by_the_client(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add_some(1)
        outcome = await asha.ask(decide(Verb.HIDE, 1, reason="x" * 300_000))
        assert isinstance(outcome, Refused)
        assert "too long" in outcome.why
        assert isinstance(await asha.ask(decide(Verb.HIDE, 1)), Done)
        assert len(asha.welcomes) == 1


@pytest.mark.uncounted
async def test_a_story_too_large_for_a_frame_is_cut_to_what_fits(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        mine = judged(1).post.author
        long = "長" * 60_000
        await here.add([judged(n, long, author=mine) for n in range(1, 61)])
        asha.client.send(Open(ONE))
        await asha.until(lambda: asha.opened)
        assert asha.opened[0].entry.post.text == clean(long)
        assert len(frame(asha.opened[0])) <= LARGEST
        assert len(asha.opened[0].by_author) > 2
        assert asha.lost == []


@pytest.mark.fault("P3")
@pytest.mark.parametrize("question", [Open(ONE), Find("kettle")], ids=["opens", "searches"])
async def test_a_terminal_that_asks_and_never_reads_costs_no_memory(
    question: Open | Find, tmp_path: Path
) -> None:
    async with hall(tmp_path) as here:
        await here.add([judged(n, "kettle " * 2_000) for n in range(1, 101)])
        while not (await here.store.find(parse("kettle"))).total:  # noqa: ASYNC110  # no event
            await asyncio.sleep(0.02)
        stuck = socket.socket(socket.AF_UNIX)
        stuck.connect(str(tmp_path / "hub.sock"))
        stuck.sendall(frame(Hello(VERSION, Role.CONSOLE)) + frame(question) * 500)
        async with asyncio.timeout(60):
            while not (here.hub._sessions and waiting(here) > 10_000):  # noqa: ASYNC110  # as well
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)
        assert waiting(here) < 2**20 + 2 * 100 * 15_000
        stuck.close()


def waiting(here: Hall) -> int:
    """Return how many bytes wait for the only terminal there is."""
    (session,) = here.hub._sessions
    return session.outbound.waiting


@pytest.mark.fault("P3")
async def test_the_hub_stops_although_terminals_do_not_read(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add([judged(n, "long " * 300) for n in range(2000)])
        stuck = [socket.socket(socket.AF_UNIX) for _ in range(20)]
        for one in stuck:
            one.connect(str(tmp_path / "hub.sock"))
            one.sendall(frame(Hello(VERSION, Role.CONSOLE)))
        await asyncio.sleep(0.3)
        began = asyncio.get_running_loop().time()
        here.hub.stop("now")
        await asyncio.wait_for(asyncio.shield(here.running), 20)
        assert asyncio.get_running_loop().time() - began < 2
        for one in stuck:
            one.close()


async def test_a_console_that_knows_more_than_the_store_is_told(tmp_path: Path) -> None:
    """A backup was put in the store's place: what is on that console may not be so any more."""
    async with hall(tmp_path) as here:
        await here.add(some(3))
        with pytest.raises(HubRefused, match="quit and start again"):
            await join(tmp_path, Hello(VERSION, Role.CONSOLE, after=5000))


async def test_a_store_that_cannot_be_read_now_is_no_refusal(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:

        async def unreadable(*_: object) -> Any:
            raise StoreError("the disk is failing")

        here.store.changes = unreadable  # type: ignore[method-assign, assignment]
        with pytest.raises(HubAbsent, match="the disk is failing"):
            await join(tmp_path, Hello(VERSION, Role.CONSOLE))


async def test_a_session_whose_sender_failed_ends_and_is_begun_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await asha.until(lambda: asha.pulses)
        real = here.store.changes

        async def stumbling(*_: object) -> Any:
            here.store.changes = real  # type: ignore[method-assign]
            raise ZeroDivisionError

        here.store.changes = stumbling  # type: ignore[method-assign, assignment]
        await here.add_some(1)
        await asha.until(lambda: ONE in asha.posts, 5)


async def test_only_terminals_that_said_who_they_are_are_counted(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path) as asha:
        silent = socket.socket(socket.AF_UNIX)
        silent.connect(str(tmp_path / "hub.sock"))
        await asyncio.sleep(0.1)
        asha.pulses.clear()
        await asha.until(lambda: asha.pulses)
        assert asha.pulses[-1].walls == 0
        silent.close()


async def test_a_heartbeat_never_says_less_of_the_wall_than_what_went_before(
    tmp_path: Path,
) -> None:
    """A blank comes while a heartbeat is being made: the wall must not light up again."""
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await asha.until(lambda: asha.pulses)  # that one is not being made any more
        real, slow = here.store.outbox, asyncio.Event()

        async def outbox() -> Any:
            slow.set()
            await asyncio.sleep(0.3)
            return await real()

        here.store.outbox = outbox  # type: ignore[method-assign]
        seen: list[bool] = []
        asha.pulses.clear()
        await asyncio.wait_for(slow.wait(), 20)
        await here.store.apply(blank(), ASHA, here.hub._clock.now())
        await asha.until(lambda: asha.wall.blank)
        await asha.until(lambda: asha.pulses, 3)
        seen += [pulse.wall.blank for pulse in asha.pulses]
        assert all(seen)


async def test_the_owner_stops_a_hub_whose_store_hides_nothing(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add_some(1)
        asking = asyncio.create_task(asha.client.ask(decide(Verb.APPROVE, 1)))
        await asyncio.sleep(0)
        asha.client.send(StopHub())
        await asyncio.wait_for(asyncio.shield(here.running), 20)
        story = await here.store.story(ONE)
        assert story is not None
        done = story.entry.standing.status is Status.SHOWN
        assert done or not asking.done()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


def test_an_account_with_a_large_number_is_itself() -> None:
    class Nobody:
        def getsockopt(self, _level: int, option: int, _size: int) -> bytes:
            one = (7).to_bytes(4, "little")
            most = (2**32 - 2).to_bytes(4, "little")
            return one + most + most if option == socket.SO_PEERCRED else most

    who = peer(Nobody())  # type: ignore[arg-type]
    assert who.uid == 2**32 - 2
    assert who.groups == {2**32 - 2}
    assert who.login == "uid 4294967294" or who.login


async def test_pulses_reach_consoles_and_walls_alike(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path, Role.WALL) as wall:
        await wall.until(lambda: wall.pulses)
        assert isinstance(wall.pulses[0], Pulse)
