"""Retweets and taking them back: nothing goes out, or stays out, that nobody means."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from making import ASHA, NOW, RAJ, decide, judged, post, undo
from standup_tui.model.command import Done, Refused
from standup_tui.model.entry import Stage
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

LATER = NOW + timedelta(seconds=10)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    await opened.add([judged(1, trusted=True)], [], NOW)
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def sent(store: SqliteStore, stage: Stage, problem: str = "") -> None:
    """Claim the act that is due, and settle it."""
    act = await store.claim(LATER)
    assert act is not None
    await store.settle(act.id, stage, problem, LATER)


async def test_undo_takes_back_my_retweet_and_nobody_elses(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await sent(store, Stage.FAILED, "X refused")
    await store.apply(decide(Verb.RETWEET, 1), RAJ, NOW)
    outcome = await store.apply(undo(confirmed=True), ASHA, NOW)
    assert isinstance(outcome, Done)
    assert "did not go out" in outcome.said
    act = await store.claim(LATER)
    assert act is not None
    assert (act.verb, act.by) == (Verb.RETWEET, "Raj Patel")


async def test_a_sent_retweet_of_somebody_else_survives_my_undo(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await sent(store, Stage.FAILED, "X refused")
    await store.apply(decide(Verb.RETWEET, 1), RAJ, NOW)
    await sent(store, Stage.DONE)
    outcome = await store.apply(undo(), ASHA, LATER)
    assert isinstance(outcome, Done)
    assert await store.claim(LATER) is None


@pytest.mark.parametrize("edited", [True, False], ids=["edited", "deleted"])
async def test_a_retweet_of_a_post_that_is_gone_can_be_taken_back(
    store: SqliteStore, *, edited: bool
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await sent(store, Stage.DONE)
    if edited:
        await store.add([judged(2, "something awful", edit_of=(post(1).id,))], [], LATER)
    else:
        await store.remove([post(1).id], LATER)
    asked = await store.apply(undo(), ASHA, LATER)
    assert isinstance(asked, Refused)
    assert asked.confirm
    assert isinstance(await store.apply(undo(confirmed=True), ASHA, LATER), Done)
    act = await store.claim(LATER)
    assert act is not None
    assert (act.verb, act.post) == (Verb.UNRETWEET, post(1).id)


async def test_taking_a_retweet_back_can_be_tried_again_until_it_works(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await sent(store, Stage.DONE)
    for _ in range(3):
        asked = await store.apply(undo(), ASHA, LATER)
        assert isinstance(asked, Refused)
        assert asked.confirm
        assert isinstance(await store.apply(undo(confirmed=True), ASHA, LATER), Done)
        await sent(store, Stage.FAILED, "X's limit is reached")
    await store.apply(undo(confirmed=True), ASHA, LATER)
    await sent(store, Stage.DONE)
    outcome = await store.apply(undo(confirmed=True), ASHA, LATER)
    assert outcome == Refused("there is no decision of yours to undo")


async def test_a_retweet_that_fell_due_while_no_hub_ran_does_not_go_out(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    tomorrow = NOW + timedelta(hours=16)
    assert await store.claim(tomorrow) is None
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.act is not None
    assert entry.act.stage is Stage.STOPPED
    assert "r" in entry.act.problem
    assert isinstance(await store.apply(decide(Verb.RETWEET, 1), ASHA, tomorrow), Done)


async def test_taking_back_is_never_too_late(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await sent(store, Stage.DONE)
    await store.apply(undo(confirmed=True), ASHA, LATER)
    assert await store.claim(NOW + timedelta(hours=16)) is not None


async def test_what_waits_is_stopped_where_retweets_are_switched_off(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    seen = (await store.changes(0, 10)).seq
    await store.stop_waiting("retweets are switched off", NOW)
    assert await store.claim(LATER) is None
    (entry,) = (await store.changes(seen, 10)).entries
    assert entry.act is not None
    assert (entry.act.stage, entry.act.problem) == (Stage.STOPPED, "retweets are switched off")


async def test_a_retweet_claimed_before_the_hide_is_on_record_as_sent(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    await store.apply(decide(Verb.HIDE, 1), RAJ, LATER)
    await store.settle(act.id, Stage.DONE, "", LATER)
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.act is not None
    assert (entry.standing.status, entry.act.stage) == (Status.HIDDEN, Stage.DONE)


@pytest.mark.parametrize("verb", [Verb.DELETE, Verb.EDIT, Verb.ARRIVE, Verb.UNDO])
async def test_nobody_can_ask_for_what_only_a_source_does(store: SqliteStore, verb: Verb) -> None:
    assert isinstance(await store.apply(decide(verb, 1), ASHA, NOW), Refused)
    assert (await store.changes(0, 10)).entries[0].standing.status is Status.SHOWN
