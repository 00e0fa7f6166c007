"""Undo and redo: my own, one at a time, and nothing that somebody else decided since."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from making import ASHA, NOW, RAJ, decide, many, mute, post, redo, some, tag, undo
from standup_tui.model.command import Redo, Undo
from standup_tui.model.entry import Moderator, Stage
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.acting import LATER, sent
from store.standing import decisions, done, entry, refused, several, statuses

S = Status


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    await opened.add(some(6), [], NOW)
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def test_they_walk_back_and_forward_and_say_what_they_did(store: SqliteStore) -> None:
    await done(store, decide(Verb.APPROVE, 1), ASHA)
    await done(store, decide(Verb.PIN, 1, 2), ASHA)
    await done(store, decide(Verb.HIDE, 2), ASHA)

    said = [(await done(store, undo(), ASHA)).said for _ in range(3)]
    assert said == [
        "@person_2: undone: hide",
        "@person_1: undone: pin",
        "@person_1: undone: approve",
    ]
    assert await statuses(store, 1, 2) == [S.WAITING, S.WAITING]

    again = [(await done(store, redo(), ASHA)).said for _ in range(3)]
    assert again == [
        "@person_1: done again: approve",
        "@person_1: done again: pin",
        "@person_2: done again: hide",
    ]
    assert await statuses(store, 1, 2) == [S.SHOWN, S.HIDDEN]
    assert (await entry(store)).standing.pin == 1
    assert "nothing to do again" in await refused(store, redo(), ASHA)


async def test_what_was_done_again_is_taken_back_and_done_again_as_often_as_one_likes(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HIDE, 1), ASHA)
    for _ in range(3):
        await done(store, undo(), ASHA)
        assert await statuses(store, 1) == [S.WAITING]
        await done(store, redo(), ASHA)
        assert await statuses(store, 1) == [S.HIDDEN]
    assert [one.verb for one in await decisions(store)] == ["hide", *["undo", "hide"] * 3]


async def test_a_new_decision_of_mine_ends_what_can_be_done_again(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1), ASHA)
    await done(store, undo(), ASHA)
    await done(store, decide(Verb.HOLD, 2), ASHA)

    assert "did something since" in await refused(store, redo(), ASHA)
    assert await statuses(store, 1, 2) == [S.WAITING, S.HELD]


async def test_a_decision_of_somebody_else_ends_nothing_of_mine(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1), ASHA)
    await done(store, undo(), ASHA)
    await done(store, decide(Verb.HOLD, 2), RAJ)

    assert (await done(store, redo(), ASHA)).post == post(1).id


async def test_redo_stays_away_from_what_somebody_else_decided_since(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1), ASHA)
    await done(store, undo(), ASHA)
    await done(store, decide(Verb.APPROVE, 1, 3), RAJ)

    assert "it was approved by Raj Patel since" in await refused(store, redo(), ASHA)
    assert await statuses(store, 1) == [S.SHOWN]


async def test_redo_stays_away_from_a_post_whose_ground_was_moved_by_an_undo(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.APPROVE, 1), RAJ)
    await done(store, decide(Verb.HIDE, 1, 2), ASHA)
    await done(store, undo(), ASHA)
    await done(store, undo(), RAJ)

    assert "it was moved by Raj Patel since" in await refused(store, redo(), ASHA)
    assert await statuses(store, 1) == [S.WAITING]


async def test_what_cannot_be_taken_back_is_said_once_and_then_in_nobodys_way(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HIDE, 1), ASHA)
    await done(store, decide(Verb.HOLD, 2), ASHA)
    await done(store, decide(Verb.APPROVE, 2, 2), RAJ)

    first = undo()
    why = "hold of @person_2: it was approved by Raj Patel since"
    assert (await refused(store, first, ASHA)).startswith(why)
    assert (await refused(store, first, ASHA)).startswith(why), "asked again is no second key"
    assert await statuses(store, 1, 2) == [S.HIDDEN, S.SHOWN]
    assert (await done(store, undo(), ASHA)).said == "@person_1: undone: hide"
    assert await statuses(store, 1, 2) == [S.WAITING, S.SHOWN]


async def test_it_can_be_taken_back_after_all_once_the_other_decision_is(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HOLD, 2), ASHA)
    await done(store, decide(Verb.APPROVE, 2, 2), RAJ)
    await refused(store, undo(), ASHA)
    await done(store, undo(), RAJ)

    await done(store, undo(), ASHA)
    assert await statuses(store, 2) == [S.WAITING]


async def test_a_post_that_is_gone_is_in_nobodys_way(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1), ASHA)
    await done(store, decide(Verb.HIDE, 2), ASHA)
    await store.remove([post(2).id], NOW)

    assert "deleted at its source" in await refused(store, undo(), ASHA)
    assert (await done(store, undo(), ASHA)).post == post(1).id


async def test_a_redo_keeps_verb_and_reason_and_marks_the_undo_as_taken_back(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HIDE, 1, reason="Abuse of a person"), ASHA)
    await done(store, undo(), ASHA)
    await done(store, redo(), ASHA)

    first, back, again = await decisions(store)
    assert (again.verb, again.reason, again.undoes) == ("hide", "Abuse of a person", back.seq)
    assert back.undoes == first.seq


async def test_flags_and_tags_of_a_person_go_and_come_with_their_decision(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.FLAG, 1), ASHA)
    await done(store, tag("MP", 2), ASHA)
    for _ in range(2):
        await done(store, undo(), ASHA)
    assert ((await entry(store, 1)).flags, (await entry(store, 2)).tags) == ((), ())

    for _ in range(2):
        await done(store, redo(), ASHA)
    assert [flag.kind for flag in (await entry(store, 1)).flags] == [Kind.PERSON]
    assert (await entry(store, 2)).counts_for == ("MP",)
    await done(store, undo(), ASHA)
    assert (await entry(store, 2)).tags == ()


async def test_what_the_public_sees_is_not_done_again_by_a_key(store: SqliteStore) -> None:
    await done(store, decide(Verb.APPROVE, 1), ASHA)
    await done(store, decide(Verb.RETWEET, 1, 2), ASHA)
    await done(store, undo(), ASHA)

    assert "press ‹retweet›" in await refused(store, redo(), ASHA)
    assert (await entry(store)).act is not None
    assert await store.claim(NOW) is None


async def test_an_act_on_its_way_is_not_passed_by_for_an_earlier_decision(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.APPROVE, 1), ASHA)
    await done(store, decide(Verb.RETWEET, 1, 2), ASHA)
    assert await store.claim(LATER) is not None

    for _ in range(2):
        assert "wait until that is known" in await refused(store, undo(), ASHA)
    assert await statuses(store, 1) == [S.SHOWN]


async def test_a_retweet_in_doubt_can_be_taken_back_at_once_and_so_once_only(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.APPROVE, 1), ASHA)
    await done(store, decide(Verb.RETWEET, 1, 2), ASHA)
    await sent(store, Stage.IN_DOUBT)

    assert "nobody knows yet" in await refused(store, undo(), ASHA)
    await done(store, undo(confirmed=True), ASHA)
    assert await store.doubts() == ()  # the undo has to come to its end first
    act = await store.claim(LATER)
    assert act is not None
    assert act.verb is Verb.UNRETWEET
    await store.settle(act.id, Stage.IN_DOUBT, "", LATER)
    assert await store.claim(LATER) is None
    assert [doubt.act.verb for doubt in await store.doubts()] == [Verb.UNRETWEET]
    await store.settle(act.id, Stage.DONE, "", LATER)
    assert [(it.act.verb, it.taken_back) for it in await store.doubts()] == [(Verb.RETWEET, True)]


async def test_two_on_one_login_who_say_different_names_each_take_back_their_own(
    store: SqliteStore,
) -> None:
    day, night = (Moderator(name, "desk", declared=True) for name in ("Kim", "Noor"))
    await done(store, decide(Verb.HIDE, 1), day)
    await done(store, decide(Verb.HIDE, 2), night)

    assert (await done(store, undo(), day)).post == post(1).id
    assert "nothing to do again" in await refused(store, redo(), night)
    assert (await done(store, undo(), night)).post == post(2).id


async def test_a_name_that_only_its_bearer_vouches_for_is_marked_wherever_it_is_told(
    store: SqliteStore,
) -> None:
    kim = Moderator("Kim", "desk", declared=True)
    await done(store, decide(Verb.HOLD, 1), ASHA)
    await done(store, decide(Verb.APPROVE, 1, 2), kim)
    await done(store, decide(Verb.FLAG, 2), kim)

    assert "approved by Kim (says so) since" in await refused(store, undo(), ASHA)
    (left,) = (await several(store, many(Verb.HIDE, 1), ASHA)).left
    assert left.why == "approved by Kim (says so) before you"
    assert (await entry(store, 2)).flags[-1].reason == "flagged by Kim (says so)"
    assert (await decisions(store, 2))[-1].by == kim


async def test_an_undo_brings_no_post_back_to_the_wall_whose_author_was_muted_since(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.APPROVE, 1), ASHA)
    await done(store, decide(Verb.HIDE, 1, 2), ASHA)
    await several(store, mute(1), RAJ)

    assert "its author was muted by Raj Patel since" in await refused(store, undo(), ASHA)
    assert await statuses(store, 1) == [S.HIDDEN]


# Several at once are one thing to take back.


async def test_one_undo_takes_all_of_a_bulk_back_and_one_redo_does_all_again(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HOLD, 6), ASHA)
    await several(store, many(Verb.HIDE, 1, 2, 3, reason="Abuse of a person"), ASHA)

    back = await several(store, undo(), ASHA)
    assert back.said == "undone: hide, 3 posts"
    assert await statuses(store, 1, 2, 3, 6) == [S.WAITING] * 3 + [S.HELD]
    again = await several(store, redo(), ASHA)
    assert again.said == "done again: hide, 3 posts"
    assert await statuses(store, 1, 2, 3) == [S.HIDDEN] * 3
    assert (await entry(store, 2)).hidden_for == "Abuse of a person"
    await several(store, undo(), ASHA)
    assert (await done(store, undo(), ASHA)).post == post(6).id


async def test_of_a_bulk_what_somebody_decided_since_stays_and_is_said(
    store: SqliteStore,
) -> None:
    await several(store, many(Verb.HOLD, 1, 2, 3), ASHA)
    await done(store, decide(Verb.APPROVE, 2, 2), RAJ)

    back = await several(store, undo(), ASHA)
    assert {one.post for one in back.done} == {post(1).id, post(3).id}
    (left,) = back.left
    assert left.post == post(2).id
    assert "it was approved by Raj Patel since" in left.why
    assert "1 post stayed" in back.said
    assert await statuses(store, 1, 2, 3) == [S.WAITING, S.SHOWN, S.WAITING]
    again = await several(store, redo(), ASHA)
    assert {one.post for one in again.done} == {post(1).id, post(3).id}


async def test_a_bulk_of_which_nothing_can_be_taken_back_is_said_and_passed_by(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HIDE, 6), ASHA)
    await several(store, many(Verb.HOLD, 1, 2), ASHA)
    for number in (1, 2):
        await done(store, decide(Verb.APPROVE, number, 2), RAJ)

    assert "approved by Raj Patel since" in await refused(store, undo(), ASHA)
    assert (await done(store, undo(), ASHA)).post == post(6).id


async def test_a_bulk_is_still_one_thing_to_take_back_when_the_store_is_opened_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "again.db"
    store = await SqliteStore.open(path)
    await store.add(some(3), [], NOW)
    await several(store, many(Verb.APPROVE, 1, 2, 3), ASHA)
    await store.close()
    store = await SqliteStore.open(path)
    assert len((await several(store, undo(), ASHA)).done) == 3
    await store.close()
    store = await SqliteStore.open(path)
    assert len((await several(store, redo(), ASHA)).done) == 3
    await store.close()


@pytest.mark.parametrize("taken_back", [undo, redo])
async def test_an_undo_or_redo_asked_twice_is_done_once(
    store: SqliteStore, taken_back: Callable[[], Undo | Redo]
) -> None:
    await several(store, many(Verb.HIDE, 1, 2), ASHA)
    await several(store, many(Verb.HOLD, 3, 4), ASHA)
    if taken_back is redo:
        await several(store, undo(), ASHA)
        await several(store, undo(), ASHA)
    command = taken_back()
    first = await several(store, command, ASHA)
    before = (await store.changes(0, 100)).entries
    assert await store.apply(command, ASHA, NOW) == first
    assert (await store.changes(0, 100)).entries == before


async def test_whoever_decided_nothing_has_nothing_to_take_back(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1), ASHA)
    assert await refused(store, undo(), RAJ) == "there is no decision of yours to undo"
    assert "nothing to do again" in await refused(store, redo(), RAJ)
