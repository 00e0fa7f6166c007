"""What never goes out in public: dry runs, more than a day's cap, what a limit holds."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from making import ASHA, NOW, RAJ, decide, judged, post, undo
from standup_tui.model.command import Done, Refused
from standup_tui.model.entry import Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.ports.store import ActRules
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


# Dry runs.


async def test_a_dry_run_stays_one_whatever_a_later_hub_is_told(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    for dry in (True, False):
        store = await SqliteStore.open(path, ActRules(dry=dry))
        number = 1 + dry
        await store.add([judged(number, trusted=True)], [], NOW)
        await store.apply(decide(Verb.RETWEET, number), ASHA, NOW)
        await store.close()
    for rules in (ActRules(dry=True), ActRules(dry=False)):
        store = await SqliteStore.open(path, rules)
        act = await store.claim(LATER)
        assert act is not None
        assert act.dry is (act.post == post(2).id)
        await store.settle(act.id, Stage.DRY_RUN if act.dry else Stage.DONE, "", LATER)
        await store.close()
    assert (await check(path)).problems == ()


async def test_after_a_dry_run_there_is_nothing_to_take_back_and_a_retweet_works(
    tmp_path: Path,
) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path, ActRules(dry=True))
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await sent(store, Stage.DRY_RUN)
    await store.close()

    store = await SqliteStore.open(path)
    undone = await store.apply(undo(), ASHA, LATER)
    assert isinstance(undone, Done)
    assert "nothing to take back" in undone.said
    assert isinstance(await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW), Done)
    act = await store.claim(LATER)
    assert act is not None
    assert not act.dry
    await store.settle(act.id, Stage.DONE, "", LATER)
    await store.close()
    assert (await check(path)).problems == ()


async def test_what_was_hidden_for_real_is_not_shown_again_in_a_dry_run(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(1, trusted=True)], [], NOW)
    await hidden(store)
    await store.close()
    store = await SqliteStore.open(tmp_path / "standup.db", ActRules(dry=True))
    refused = await ask_hiding(store, ASHA, Verb.UNHIDE_REPLY)
    assert isinstance(refused, Refused)
    assert "enabled" in refused.why
    await store.close()


# The day's cap, and the network's limits.


async def test_the_day_s_retweets_are_counted_by_the_campaign_s_clock(tmp_path: Path) -> None:
    rules = ActRules(most=2, zone=ZoneInfo("America/New_York"))  # where NOW is 04:30
    store = await SqliteStore.open(tmp_path / "standup.db", rules)
    await store.add([judged(number, trusted=True) for number in range(1, 6)], [], NOW)
    for number in (1, 2):
        assert isinstance(await store.apply(decide(Verb.RETWEET, number), ASHA, NOW), Done)
    await sent(store, Stage.DONE)
    await sent(store, Stage.IN_DOUBT)
    await store.close()

    store = await SqliteStore.open(tmp_path / "standup.db", rules)
    evening = NOW + timedelta(hours=19)
    refused = await store.apply(decide(Verb.RETWEET, 3), ASHA, evening)
    assert isinstance(refused, Refused)
    assert "today's 2 retweets" in refused.why
    assert "most_per_day" in refused.why
    midnight = NOW + timedelta(hours=19, minutes=30)
    assert isinstance(await store.apply(decide(Verb.RETWEET, 3), ASHA, midnight), Done)
    await store.close()


async def test_a_failed_or_stopped_retweet_and_a_dry_run_leave_room(tmp_path: Path) -> None:
    for dry in (True, False):
        store = await SqliteStore.open(tmp_path / "standup.db", ActRules(most=1, dry=dry))
        await store.add([judged(number, trusted=True) for number in range(1, 6)], [], NOW)
        first = 1 if dry else 2
        await store.apply(decide(Verb.RETWEET, first), ASHA, NOW)
        await sent(store, Stage.DRY_RUN if dry else Stage.FAILED)
        assert isinstance(await store.apply(decide(Verb.RETWEET, 3), ASHA, NOW), Done)
        await store.apply(undo(), ASHA, NOW)
        await store.close()
    store = await SqliteStore.open(tmp_path / "standup.db", ActRules(most=1))
    assert isinstance(await store.apply(decide(Verb.RETWEET, 4), ASHA, NOW), Done)
    assert isinstance(await store.apply(decide(Verb.RETWEET, 5), ASHA, NOW), Refused)
    await store.close()


async def test_a_lower_cap_stops_what_waits_from_before(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(number, trusted=True) for number in (1, 2)], [], NOW)
    for number in (1, 2):
        await store.apply(decide(Verb.RETWEET, number), ASHA, NOW)
    await store.close()
    store = await SqliteStore.open(tmp_path / "standup.db", ActRules(most=1))
    await sent(store, Stage.DONE)
    assert await store.claim(LATER) is None
    stages = {one.act.stage for one in (await store.changes(0, 10)).entries if one.act}
    assert stages == {Stage.DONE, Stage.STOPPED}
    await store.close()


async def test_a_limit_holds_every_act_of_its_kind_and_none_is_too_late_then(
    tmp_path: Path,
) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add([judged(number, trusted=True) for number in (1, 2, 3)], [], NOW)
    for number in (1, 2):
        await store.apply(decide(Verb.RETWEET, number), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    until = LATER + timedelta(minutes=15)
    await store.postpone(act, until, "X's limit", LATER)
    await store.apply(decide(Verb.RETWEET, 3), ASHA, LATER)
    for after in (timedelta(seconds=10), timedelta(minutes=14)):
        assert await store.claim(LATER + after) is None
    held = [entry.act for entry in (await store.changes(0, 10)).entries]
    assert {(one.stage, one.due, one.problem) for one in held if one} == {
        (Stage.DUE, until, "X's limit")
    }
    await store.close()

    store = await SqliteStore.open(path)  # a new hub keeps to it as well
    for _ in range(3):
        act = await store.claim(until)
        assert act is not None
        await store.settle(act.id, Stage.DONE, "", until)
    await store.close()
    assert (await check(path)).problems == ()


async def test_what_waited_for_a_limit_is_too_late_where_no_hub_was_there(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    until = LATER + timedelta(minutes=15)
    await store.postpone(act, until, "X's limit", LATER)
    assert await store.claim(until + timedelta(minutes=11)) is None
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.act is not None
    assert entry.act.stage is Stage.STOPPED


async def test_what_left_the_wall_while_the_network_was_asked_does_not_wait_for_its_limit(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    await store.apply(decide(Verb.HIDE, 1), RAJ, LATER)
    await store.postpone(act, LATER + timedelta(minutes=15), "X's limit", LATER)
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.act is not None
    assert entry.act.stage is Stage.STOPPED


async def test_u_stops_what_waits_for_a_limit(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    until = LATER + timedelta(minutes=15)
    await store.postpone(act, until, "X's limit", LATER)
    assert isinstance(await store.apply(undo(), ASHA, LATER), Done)
    assert await store.claim(until) is None


async def test_a_limit_does_not_hold_a_dry_run(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(number, trusted=True) for number in (1, 2)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    await store.postpone(act, LATER + timedelta(minutes=15), "X's limit", LATER)
    await store.close()

    store = await SqliteStore.open(tmp_path / "standup.db", ActRules(dry=True))
    await store.apply(decide(Verb.RETWEET, 2), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    assert (act.post, act.dry) == (post(2).id, True)
    await store.close()
