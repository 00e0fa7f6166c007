"""One thing done to several posts: each for itself, all in one transaction."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from making import ASHA, LOOK, NOW, RAJ, decide, judged, many, post, redo, some, undo
from standup_tui.model.command import Refused, Several
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import PUBLIC, Status, Verb
from standup_tui.model.votes import VoteCounts, Votes
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.standing import decisions, done, entry, several, statuses

S = Status


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def test_every_post_is_decided_by_itself_and_has_a_decision_of_its_own(
    store: SqliteStore,
) -> None:
    await store.add(some(3), [], NOW)
    outcome = await several(store, many(Verb.HIDE, 1, 2, 3, reason="Abuse of a person"), ASHA)

    assert outcome.said == "3 posts hidden (Abuse of a person)"
    assert [one.post for one in outcome.done] == [post(number).id for number in (1, 2, 3)]
    assert outcome.left == ()
    assert await statuses(store, 1, 2, 3) == [S.HIDDEN] * 3
    (decision,) = await decisions(store, 2)
    assert (decision.verb, decision.by, decision.reason) == ("hide", ASHA, "Abuse of a person")


async def test_what_is_impossible_for_one_leaves_the_others_alone_and_is_said(
    store: SqliteStore,
) -> None:
    await store.add([*some(4), judged(5, "much to say. " * 200)], [], NOW)
    await done(store, decide(Verb.HOLD, 2), RAJ)
    await store.remove([post(3).id], NOW)

    outcome = await several(store, many(Verb.APPROVE, 1, 2, 3, 4, 5), ASHA)
    assert [one.post for one in outcome.done] == [post(1).id, post(4).id]
    assert {one.post: one.why for one in outcome.left}[
        post(2).id
    ] == "held by Raj Patel before you"
    assert {one.post: one.why for one in outcome.left}[post(3).id].startswith("it is gone")
    assert {one.post: one.why for one in outcome.left}[post(5).id].startswith("too long")
    assert outcome.said.startswith("2 posts approved; 3 posts stayed as they were: one of them: ")
    assert await statuses(store, 1, 2, 4, 5) == [S.SHOWN, S.HELD, S.SHOWN, S.WAITING]


async def test_where_nothing_was_possible_nothing_is_recorded_or_to_be_taken_back(
    store: SqliteStore,
) -> None:
    await store.add(some(2), [], NOW)
    outcome = await several(store, many(Verb.PIN, 1, 2), ASHA)

    assert (outcome.done, len(outcome.left)) == ((), 2)
    assert outcome.said == (
        "2 posts stayed as they were: approve it first: only a shown post can be pinned"
    )
    assert await decisions(store, 1) == ()
    assert isinstance(await store.apply(undo(), ASHA, NOW), Refused)


async def test_a_replay_is_answered_with_what_was_done_and_doubles_nothing(
    store: SqliteStore,
) -> None:
    await store.add(some(3), [], NOW)
    await done(store, decide(Verb.HIDE, 3), RAJ)
    command = many(Verb.TAG, 1, 2, 3, action="MP")
    first = await several(store, command, ASHA)
    before = await store.changes(0, 100)
    assert await store.apply(command, ASHA, NOW) == first
    assert await store.changes(0, 100) == before
    assert len(await decisions(store, 1)) == 1


async def test_a_post_that_is_named_twice_is_decided_once(store: SqliteStore) -> None:
    await store.add(some(1), [], NOW)
    outcome = await several(store, many(Verb.NOTE, 1, 1, reason="looked at"), ASHA)
    assert (len(outcome.done), outcome.left) == (1, ())
    assert (await entry(store)).notes == 1


@pytest.mark.parametrize("verb", sorted(PUBLIC))
async def test_the_public_is_shown_nothing_in_bulk(store: SqliteStore, verb: Verb) -> None:
    await store.add([judged(n, trusted=True) for n in (1, 2)], [], NOW)
    outcome = await store.apply(many(verb, 1, 2), ASHA, NOW)
    assert outcome == Refused("what the public sees is asked for one post at a time")
    assert await store.outbox() == ()


@pytest.mark.parametrize("verb", [Verb.ARRIVE, Verb.DELETE, Verb.UNDO, Verb.MUTE, Verb.UNMUTE])
async def test_nobody_does_in_bulk_what_only_a_source_or_a_muting_does(
    store: SqliteStore, verb: Verb
) -> None:
    await store.add(some(1), [], NOW)
    assert isinstance(await store.apply(many(verb, 1), ASHA, NOW), Refused)
    assert isinstance(await store.apply(decide(verb, 1), ASHA, NOW), Refused)
    assert await statuses(store, 1) == [S.WAITING]


async def test_pins_in_bulk_get_places_one_after_another(store: SqliteStore) -> None:
    await store.add([judged(n, trusted=True) for n in (1, 2, 3)], [], NOW)
    await several(store, many(Verb.PIN, 3, 1, 2), ASHA)
    assert [(await entry(store, n)).standing.pin for n in (3, 1, 2)] == [1, 2, 3]


async def test_two_who_decide_on_the_same_posts_at_once_share_them_and_are_told(
    store: SqliteStore,
) -> None:
    await store.add(some(10), [], NOW)
    first = await several(store, many(Verb.APPROVE, 1, 2, 3, 4, 5, 6), ASHA)
    second = await several(store, many(Verb.HIDE, *range(4, 11)), RAJ)

    assert (len(first.done), len(second.done)) == (6, 4)
    assert {one.why for one in second.left} == {"approved by Asha Rowe before you"}


WORD = Flag(Kind.ABUSE, "abuse.word", Severity.LOOK, "abusive word: damn")


async def votes(store: SqliteStore) -> Votes:
    sums = VoteCounts()
    for case in await store.cases(NOW):
        sums = sums.plus(case.verb, case.posts, open_=case.open, today=case.today)
    return sums.today


async def test_every_post_of_a_bulk_is_a_vote_that_goes_and_comes_with_undo_and_redo(
    store: SqliteStore,
) -> None:
    await store.add([judged(n, flags=(LOOK,)) for n in (1, 2, 3)], [], NOW)
    await several(store, many(Verb.APPROVE, 1, 2, 3), ASHA)
    assert await votes(store) == Votes(3, 0, 3, 0)
    await several(store, undo(), ASHA)
    assert await votes(store) == Votes(3, 0, 0, 3)
    await several(store, redo(), ASHA)
    assert await votes(store) == Votes(3, 0, 3, 0)


async def test_a_note_and_a_reason_are_no_votes(store: SqliteStore) -> None:
    await store.add([judged(1, flags=(WORD,))], [], NOW)
    await done(store, decide(Verb.NOTE, 1, reason="ask the press office"), ASHA)
    assert await votes(store) == Votes(1, 0, 0, 1)
    await done(store, decide(Verb.HIDE, 1), ASHA)
    await done(store, decide(Verb.REASON, 1, 2, reason="Abuse of a person"), RAJ)
    assert await votes(store) == Votes(1, 1, 0, 0)


async def test_a_command_whose_derived_name_is_taken_harms_nobody(store: SqliteStore) -> None:
    """No console names its commands so; whoever does is refused, and nothing is half done."""
    await store.add(some(3), [], NOW)
    command = many(Verb.HIDE, 1, 2)
    taken = replace(decide(Verb.HOLD, 3), op=f"{command.op}/2")
    await done(store, taken, RAJ)
    try:
        outcome = await store.apply(command, ASHA, NOW)
    except Exception:  # noqa: BLE001  # the hub says that it was not saved
        outcome = None
    assert not isinstance(outcome, Several)
    assert await statuses(store, 1, 2, 3) == [S.WAITING, S.WAITING, S.HELD]
