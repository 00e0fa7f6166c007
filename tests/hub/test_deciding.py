"""Deciding over a real socket: several at once, undo and redo, notes, muting, who may act."""

import grp
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from halls import ABOUT, Clock, hall, seat
from making import LOOK, author, decide, judged, many, mute, op, post, redo, some, undo
from standup_tui.core.health import Vitals
from standup_tui.core.moderation import Moderation
from standup_tui.errors import HubError
from standup_tui.hub.identity import Peer, may_act
from standup_tui.hub.server import Hub
from standup_tui.model.command import Done, Handover, Refused, Several
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import Open, Role
from standup_tui.store.store import SqliteStore

ONE = post(1).id
(RULE,) = ABOUT.reasons
NO_GROUP_OF_OURS = next(
    group.gr_name
    for group in grp.getgrall()
    if group.gr_gid not in {*os.getgroups(), os.getegid(), os.getgid()}
)


async def test_a_bulk_reaches_everybody_and_one_undo_brings_it_back(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path, name="Asha") as asha,
        seat(tmp_path, name="Raj") as raj,
        seat(tmp_path, Role.WALL) as wall,
    ):
        await here.add(some(20))
        outcome = await asha.ask(many(Verb.APPROVE, *range(1, 21)))
        assert isinstance(outcome, Several)
        assert len(outcome.done) == 20
        await wall.until(lambda: len(wall.posts) == 20)
        await raj.until(
            lambda: {one.standing.status for one in raj.posts.values()} == {Status.SHOWN}
        )
        assert isinstance(await asha.ask(undo()), Several)
        await wall.until(lambda: not wall.posts)
        assert isinstance(await asha.ask(redo()), Several)
        await wall.until(lambda: len(wall.posts) == 20)


async def test_two_who_decide_on_the_same_posts_are_told_who_was_faster(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path, name="Asha") as asha,
        seat(tmp_path, name="Raj") as raj,
    ):
        await here.add(some(10))
        await asha.ask(many(Verb.APPROVE, *range(1, 6)))
        outcome = await raj.ask(many(Verb.HIDE, *range(1, 11)))
        assert isinstance(outcome, Several)
        assert len(outcome.done) == 5
        assert {one.why for one in outcome.left} == {"approved by Asha (says so) before you"}


async def test_two_names_on_one_login_have_a_past_each(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path, name="Asha") as asha,
        seat(tmp_path, name="Raj") as raj,
    ):
        await here.add(some(2))
        await asha.ask(decide(Verb.HIDE, 1))
        await raj.ask(decide(Verb.HIDE, 2))
        outcome = await asha.ask(undo())
        assert isinstance(outcome, Done)
        assert outcome.post == ONE
        assert isinstance(await asha.ask(undo()), Refused)


async def test_only_a_house_rule_is_a_reason_for_hiding(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add(some(2))
        for command in (
            decide(Verb.HIDE, 1, reason="Criticism"),
            many(Verb.HIDE, 1, 2, reason="Criticism"),
        ):
            outcome = await asha.ask(command)
            assert isinstance(outcome, Refused)
            assert "no house rule of this campaign" in outcome.why
        assert isinstance(await asha.ask(decide(Verb.HIDE, 1, reason=RULE)), Done)
        await asha.until(lambda: ONE in asha.posts and asha.posts[ONE].hidden_for == RULE)
        assert isinstance(await asha.ask(decide(Verb.HIDE, 2)), Done), "a reason may come later"
        assert isinstance(await asha.ask(decide(Verb.REASON, 2, 2, reason=RULE)), Done)


async def test_a_note_reaches_the_other_consoles_and_no_wall(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path) as asha,
        seat(tmp_path, Role.WALL) as wall,
    ):
        await here.add([judged(1, trusted=True, flags=())])
        await here.store.set_muted({author(1).id})
        assert isinstance(await asha.ask(decide(Verb.NOTE, 1, reason="rang\nthe school")), Done)
        await asha.until(lambda: ONE in asha.posts and asha.posts[ONE].notes == 1)
        assert asha.posts[ONE].muted
        asha.client.send(Open(ONE))
        await asha.until(lambda: asha.opened)
        note = asha.opened[-1].decisions[-1].reason
        assert note.startswith("rang")
        assert "\n" not in note
        await wall.until(lambda: ONE in wall.posts)
        assert (wall.posts[ONE].notes, wall.posts[ONE].muted) == (0, False)


async def test_a_note_that_is_too_long_is_refused_and_not_cut(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add(some(1))
        outcome = await asha.ask(decide(Verb.NOTE, 1, reason="x" * 501))
        assert outcome == Refused("a note has at most 500 characters, and this one has 501")
        assert isinstance(await asha.ask(decide(Verb.NOTE, 1, reason="x" * 500)), Done)


async def test_muting_asks_first_and_then_takes_the_posts_off_the_wall(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path) as asha,
        seat(tmp_path, Role.WALL) as wall,
    ):
        await here.add([judged(1, trusted=True), judged(8, flags=(LOOK,))])
        await wall.until(lambda: ONE in wall.posts)
        asked = await asha.ask(mute(1, confirmed=False))
        assert isinstance(asked, Refused)
        assert asked.confirm
        assert (
            "@person_1 has 2 posts here: 1 leaves the walls, 1 that waits is hidden" in asked.why
        )
        assert isinstance(await asha.ask(mute(1)), Several)
        await wall.until(lambda: not wall.posts)
        await asha.until(lambda: all(one.muted for one in asha.posts.values()))
        assert isinstance(await asha.ask(mute(1, muted=False, confirmed=False)), Several)
        await wall.until(lambda: ONE in wall.posts)


async def test_our_own_are_never_muted_by_id_or_by_handle(tmp_path: Path) -> None:
    ours = {"x:1": "is on the roster", "@person_2": "is the campaign's account"}
    async with hall(tmp_path, ours=ours) as here, seat(tmp_path) as asha:
        await here.add(some(3))
        assert await asha.ask(mute(1)) == Refused(
            "@person_1 is on the roster in campaign.toml and is never muted"
        )
        assert await asha.ask(mute(2)) == Refused(
            "@person_2 is the campaign's account in campaign.toml and is never muted"
        )
        assert isinstance(await asha.ask(mute(3)), Several)


async def test_a_note_for_the_next_shift_is_recorded_with_its_lines(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        outcome = await asha.ask(Handover(op(), " Rang the team.\nThe MP comes at four.\x1b[2J "))
        assert isinstance(outcome, Done)
        rows = await here.store._db.read(
            lambda db: db.execute_fetchall(
                "SELECT d.verb, d.post, t.reason FROM decision d JOIN decision_text t USING (seq)"
            )
        )
        ((verb, about, text),) = rows
        assert (verb, about) == ("handover", None)
        assert text.startswith("Rang the team.\nThe MP comes at four.")
        assert "\x1b" not in text
        assert isinstance(await asha.ask(Handover(op(), " \n ")), Refused)
        assert isinstance(await asha.ask(undo()), Refused), "it is no decision to take back"


# Who may ask for what the public sees.


def test_the_owner_root_and_the_groups_members_may_and_nobody_else() -> None:
    gid = grp.getgrnam(NO_GROUP_OF_OURS).gr_gid
    assert may_act(Peer(os.geteuid(), frozenset()), NO_GROUP_OF_OURS)
    assert may_act(Peer(0, frozenset()), NO_GROUP_OF_OURS)
    assert may_act(Peer(4711, frozenset({gid})), NO_GROUP_OF_OURS)
    assert not may_act(Peer(4711, frozenset({gid + 1})), NO_GROUP_OF_OURS)
    assert may_act(Peer(4711, frozenset()), "")


async def test_a_group_that_is_not_there_is_said_at_the_start(tmp_path: Path) -> None:
    store, clock = await SqliteStore.open(tmp_path / "standup.db"), Clock()
    parts = (tmp_path, ABOUT, store, Moderation(store, clock))
    hub = Hub(*parts, vitals=Vitals(clock), clock=clock, public_group="no-such-group")
    with pytest.raises(HubError, match=r"no group 'no-such-group': see retweet_group under"):
        await hub.listen()
    await store.close()


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's answer about every terminal: somebody of no group."""
    monkeypatch.setattr("standup_tui.hub.server.may_act", lambda *_: False)


@pytest.mark.usefixtures("stranger")
async def test_who_is_not_of_the_group_is_told_and_may_do_all_the_rest(tmp_path: Path) -> None:
    async with (
        hall(tmp_path, public_group=NO_GROUP_OF_OURS) as here,
        seat(tmp_path) as asha,
    ):
        await here.add([judged(1, trusted=True), judged(2)])
        assert not asha.welcomes[0].may_act
        refused = await asha.ask(decide(Verb.RETWEET, 1))
        assert isinstance(refused, Refused)
        assert f"the group {NO_GROUP_OF_OURS}" in refused.why
        hidden = await asha.ask(decide(Verb.HIDE, 2))
        assert isinstance(hidden, Done)
        refused = await asha.ask(replace(decide(Verb.HIDE_REPLY, 2, 2), confirmed=True))
        assert isinstance(refused, Refused)
        assert not refused.confirm
        assert isinstance(await asha.ask(undo()), Done)
        assert await here.store.outbox() == ()


async def test_without_a_group_everybody_who_moderates_may(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add([judged(1, trusted=True)])
        assert asha.welcomes[0].may_act
        assert isinstance(await asha.ask(decide(Verb.RETWEET, 1)), Done)
