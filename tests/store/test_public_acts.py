"""Retweets and taking them back: nothing goes out, or stays out, that nobody means."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from making import ASHA, NOW, RAJ, decide, judged, post, undo
from standup_tui.model.command import Done, Refused
from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.acting import LATER, ask_hiding, hidden, sent


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    await opened.add([judged(1, trusted=True)], [], NOW)
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


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


@pytest.mark.parametrize("verb", [Verb.DELETE, Verb.ERASE, Verb.EDIT, Verb.ARRIVE, Verb.UNDO])
async def test_nobody_can_ask_for_what_only_a_source_does(store: SqliteStore, verb: Verb) -> None:
    assert isinstance(await store.apply(decide(verb, 1), ASHA, NOW), Refused)
    assert (await store.changes(0, 10)).entries[0].standing.status is Status.SHOWN


# Hiding a reply on its network.


async def hiding(store: SqliteStore) -> PublicAct:
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.hiding is not None
    return entry.hiding


async def test_only_what_is_hidden_here_can_be_hidden_there(store: SqliteStore) -> None:
    refused = await ask_hiding(store, ASHA)
    assert isinstance(refused, Refused)
    assert "hide it here first" in refused.why
    assert not refused.confirm


async def test_hiding_there_takes_a_second_step_and_then_ten_seconds(store: SqliteStore) -> None:
    await store.apply(decide(Verb.HIDE, 1), ASHA, NOW)
    asked = await store.apply(decide(Verb.HIDE_REPLY, 1, 2), ASHA, NOW)
    assert isinstance(asked, Refused)
    assert asked.confirm
    assert isinstance(await ask_hiding(store, ASHA), Done)
    assert await store.claim(LATER - timedelta(seconds=1)) is None
    act = await store.claim(LATER)
    assert act is not None
    assert (act.verb, act.post) == (Verb.HIDE_REPLY, post(1).id)


async def test_a_hiding_that_waits_is_stopped_by_u(store: SqliteStore) -> None:
    await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    await ask_hiding(store, ASHA)
    outcome = await store.apply(undo(), ASHA, NOW)
    assert isinstance(outcome, Done)
    assert "stopped" in outcome.said
    assert await store.claim(LATER) is None
    assert (await hiding(store)).stage is Stage.STOPPED


async def test_a_hiding_that_waits_is_stopped_when_the_post_comes_back_here(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    await ask_hiding(store, ASHA)
    await store.apply(undo(), RAJ, NOW)
    assert await store.claim(LATER) is None
    assert (await hiding(store)).stage is Stage.STOPPED


async def test_what_leaves_the_wall_takes_its_retweet_along_and_no_hiding(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    await ask_hiding(store, ASHA)
    await store.apply(decide(Verb.ESCALATE, 1, 2), RAJ, NOW)
    act = await store.claim(LATER)
    assert act is not None
    assert act.verb is Verb.HIDE_REPLY


@pytest.mark.parametrize("stage", [Stage.DONE, Stage.IN_DOUBT])
async def test_a_sent_hiding_is_taken_back_in_two_steps(store: SqliteStore, stage: Stage) -> None:
    await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    await ask_hiding(store, ASHA)
    await sent(store, stage)
    asked = await store.apply(undo(), ASHA, LATER)
    assert isinstance(asked, Refused)
    assert asked.confirm
    assert isinstance(await store.apply(undo(confirmed=True), ASHA, LATER), Done)
    act = await store.claim(LATER)
    assert act is not None
    assert act.verb is Verb.UNHIDE_REPLY
    await store.settle(act.id, Stage.FAILED, "X refused", LATER)
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.hidden_there
    assert isinstance(await store.apply(undo(confirmed=True), ASHA, LATER), Done)
    await sent(store, Stage.DONE)
    (entry,) = (await store.changes(0, 10)).entries
    assert not entry.hidden_there


async def test_my_undo_leaves_alone_what_somebody_else_hid_there_after_me(
    store: SqliteStore,
) -> None:
    await hidden(store)
    await ask_hiding(store, RAJ, Verb.UNHIDE_REPLY)
    await sent(store, Stage.DONE)
    await ask_hiding(store, RAJ)
    await sent(store, Stage.DONE)
    outcome = await store.apply(undo(confirmed=True), ASHA, LATER)
    assert isinstance(outcome, Done)
    assert "Raj Patel" in outcome.said
    assert await store.claim(LATER) is None
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.hidden_there


async def test_a_post_that_is_shown_again_here_can_be_shown_again_there(
    store: SqliteStore,
) -> None:
    await hidden(store)
    await store.apply(undo(), RAJ, NOW)
    assert isinstance(await ask_hiding(store, ASHA, Verb.UNHIDE_REPLY), Done)
    act = await store.claim(LATER)
    assert act is not None
    assert act.verb is Verb.UNHIDE_REPLY


async def test_doubt_about_a_hiding_allows_to_ask_again(store: SqliteStore) -> None:
    await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    await ask_hiding(store, ASHA)
    await sent(store, Stage.IN_DOUBT)
    assert isinstance(await ask_hiding(store, ASHA), Done)
    await sent(store, Stage.DONE)
    refused = await ask_hiding(store, ASHA)
    assert refused == Refused("it is hidden on X already")


async def test_a_retweet_and_a_hiding_stand_beside_each_other(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await sent(store, Stage.DONE)
    await hidden(store)
    (entry,) = (await store.changes(0, 10)).entries
    assert [(act.verb, act.stage) for act in entry.acts] == [
        (Verb.HIDE_REPLY, Stage.DONE),
        (Verb.RETWEET, Stage.DONE),
    ]
    assert isinstance(await store.apply(undo(confirmed=True), ASHA, LATER), Done)
    await sent(store, Stage.DONE)
    asked = await store.apply(undo(), ASHA, LATER)
    assert isinstance(asked, Refused)
    assert "retweet" in asked.why


async def test_a_hiding_of_a_post_that_is_gone_is_undone_without_a_word_to_the_network(
    store: SqliteStore,
) -> None:
    await hidden(store)
    await store.remove([post(1).id], NOW)
    outcome = await store.apply(undo(confirmed=True), ASHA, LATER)
    assert isinstance(outcome, Done)
    assert "gone" in outcome.said
    assert await store.claim(LATER) is None
