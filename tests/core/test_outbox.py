import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from halls import StoppedClock
from making import ASHA, NOW, RAJ, decide, judged, post, undo
from standup_tui.core.outbox import Sender
from standup_tui.errors import ActFailed, ActInDoubt, ActLater
from standup_tui.model.command import Done
from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Post, PostId
from standup_tui.ports.store import ActRules
from standup_tui.store.store import SqliteStore


class Counting:
    """A network that counts what it is asked to do, and does it or does not."""

    def __init__(self, *problems: Exception, happened: bool | None = None) -> None:
        self._problems = list(problems)
        self.happened = happened
        self.done: list[tuple[str, PostId]] = []
        self.asked = 0

    async def retweet(self, post: PostId) -> None:
        self._make("retweet", post)

    async def unretweet(self, post: PostId) -> None:
        self._make("undo", post)

    async def hide_reply(self, post: PostId) -> None:
        self._make("hide", post)

    async def unhide_reply(self, post: PostId) -> None:
        self._make("unhide", post)

    def _make(self, act: str, post: PostId) -> None:
        self.done.append((act, post))
        if self._problems:
            raise self._problems.pop(0)

    async def why_not_hide(self, post: Post) -> str:
        del post
        return ""

    async def has_retweeted(self, post: PostId) -> bool | None:
        del post
        self.asked += 1
        return self.happened


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    await opened.add([judged(1, trusted=True)], [], NOW)
    yield opened
    await opened.close()


async def ran(
    store: SqliteStore, network: Counting | None, rounds: int = 60, start: datetime = NOW
) -> StoppedClock:
    """Let a sender work for a while of stopped time."""
    clock = StoppedClock(start)
    clock.sleeps = rounds
    task = asyncio.create_task(Sender(store, network, clock).run())
    await asyncio.wait_for(clock.still.wait(), 10)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return clock


async def acts(store: SqliteStore) -> Sequence[PublicAct | None]:
    return [entry.act for entry in (await store.changes(0, 10)).entries]


async def test_a_retweet_goes_out_once_after_its_delay(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    network = Counting()
    await ran(store, network, rounds=9)
    assert network.done == []
    await ran(store, network)
    await ran(store, network)
    assert network.done == [("retweet", post(1).id)]
    (act,) = await acts(store)
    assert act is not None
    assert act.stage is Stage.DONE


async def test_a_stopped_retweet_never_goes_out(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await store.apply(undo(), ASHA, NOW)
    network = Counting()
    await ran(store, network)
    assert network.done == []


async def test_a_refused_retweet_is_failed_with_the_reason(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    network = Counting(ActFailed("X says: the post is protected"))
    await ran(store, network)
    (act,) = await acts(store)
    assert act is not None
    assert (act.stage, act.problem) == (Stage.FAILED, "X says: the post is protected")
    assert len(network.done) == 1


@pytest.mark.parametrize(
    ("happened", "stage"),
    [(True, Stage.DONE), (False, Stage.FAILED), (None, Stage.IN_DOUBT)],
)
async def test_doubt_is_resolved_by_asking_and_never_by_sending_again(
    store: SqliteStore,
    happened: bool | None,  # noqa: FBT001  # a parameter of the table above
    stage: Stage,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    network = Counting(ActInDoubt("the answer was lost"), happened=happened)
    await ran(store, network, rounds=90)
    (act,) = await acts(store)
    assert act is not None
    assert act.stage is stage
    assert len(network.done) == 1
    assert network.asked >= 1


@pytest.mark.parametrize(
    ("happened", "stage"),
    [(True, Stage.DONE), (False, Stage.FAILED), (None, Stage.IN_DOUBT)],
)
async def test_what_a_dead_hub_was_sending_is_asked_about_and_never_sent_again(
    store: SqliteStore,
    happened: bool | None,  # noqa: FBT001  # a parameter of the table above
    stage: Stage,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    assert await store.claim(NOW + timedelta(seconds=11)) is not None
    network = Counting(happened=happened)
    await ran(store, network)
    await ran(store, network, rounds=90)
    (act,) = await acts(store)
    assert act is not None
    assert act.stage is stage
    assert network.done == []


@pytest.mark.parametrize(
    ("begun", "late", "early"),
    [
        (Verb.RETWEET, False, True),
        (Verb.UNRETWEET, True, False),
    ],
)
async def test_what_the_network_does_not_show_yet_is_asked_again_until_it_surely_would(
    store: SqliteStore,
    begun: Verb,
    late: bool,  # noqa: FBT001  # a parameter of the table above
    early: bool,  # noqa: FBT001  # a parameter of the table above
) -> None:
    """A hub is killed while it sends; the account's own posts on X lag behind for a while."""
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    if begun is Verb.UNRETWEET:
        await ran(store, Counting())
        await store.apply(undo(confirmed=True), ASHA, NOW)
    claimed = await store.claim(NOW + timedelta(seconds=11))
    assert claimed is not None
    assert claimed.verb is begun
    network, start = Counting(happened=late), NOW + timedelta(seconds=12)

    await ran(store, network, rounds=58, start=start)
    (act,) = await acts(store)
    assert act is not None
    assert act.stage is Stage.IN_DOUBT
    assert 5 <= network.asked <= 7

    network.happened = early
    await ran(store, network, rounds=1, start=start + timedelta(seconds=10))
    (act,) = await acts(store)
    assert act is not None
    assert (act.stage, network.done) == (Stage.DONE, [])


async def test_that_it_did_not_happen_is_believed_a_minute_after_it_was_sent(
    store: SqliteStore,
) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    assert await store.claim(NOW + timedelta(seconds=11)) is not None
    network = Counting(happened=False)
    await ran(store, network, rounds=1, start=NOW + timedelta(seconds=71))
    (act,) = await acts(store)
    assert act is not None
    assert (act.stage, network.asked, network.done) == (Stage.FAILED, 1, [])


async def test_a_hub_stopped_while_it_sends_leaves_a_question_for_the_next(
    store: SqliteStore,
) -> None:
    class Endless(Counting):
        async def retweet(self, post: PostId) -> None:
            await super().retweet(post)
            await asyncio.sleep(3600)

    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    network, clock = Endless(happened=False), StoppedClock()
    task = asyncio.create_task(Sender(store, network, clock).run())
    async with asyncio.timeout(20):
        while not network.done:  # noqa: ASYNC110  # no event says so
            await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await ran(store, network, rounds=90)
    (act,) = await acts(store)
    assert act is not None
    assert (act.stage, len(network.done)) == (Stage.FAILED, 1)


async def ask_to_hide(store: SqliteStore) -> None:
    """Hide post 1 here, and ask for it on the network too."""
    await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    asked = replace(decide(Verb.HIDE_REPLY, 1, 2), confirmed=True)
    assert isinstance(await store.apply(asked, ASHA, NOW), Done)


async def hiding(store: SqliteStore) -> PublicAct:
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.hiding is not None
    return entry.hiding


async def doubted(store: SqliteStore) -> Counting:
    """Leave a retweet in doubt, and take it back at once."""
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    network = Counting(ActInDoubt("the answer was lost"))
    await ran(store, network, rounds=11)
    (act,) = await acts(store)
    assert act is not None
    assert act.stage is Stage.IN_DOUBT
    assert isinstance(await store.apply(undo(confirmed=True), ASHA, NOW), Done)
    return network


def ends(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "standup.db")) as db:
        return list(db.execute("SELECT stage, problem FROM outbox ORDER BY id"))


async def test_what_overtook_a_retweet_in_doubt_is_believed_when_its_network_surely_shows_it(
    store: SqliteStore, tmp_path: Path
) -> None:
    network = await doubted(store)
    network.happened = False
    later = NOW + timedelta(seconds=12)
    await ran(store, network, rounds=30, start=later)
    assert [stage for stage, _ in ends(tmp_path)] == ["in doubt", "in doubt"]
    await ran(store, network, rounds=80, start=later + timedelta(seconds=30))
    (retweet, problem), (back, _) = ends(tmp_path)
    assert (retweet, back) == ("failed", "done")
    assert "taken back" in problem
    assert [act for act, _ in network.done] == ["retweet", "undo"]


async def test_a_retweet_that_arrives_after_its_undo_is_said_to_be_out(
    store: SqliteStore, tmp_path: Path
) -> None:
    network = await doubted(store)
    network.happened = True
    await ran(store, network, rounds=200, start=NOW + timedelta(seconds=12))
    (retweet, _), (back, problem) = ends(tmp_path)
    assert (retweet, back) == ("done", "failed")
    assert "still out" in problem
    assert isinstance(await store.apply(undo(confirmed=True), ASHA, NOW), Done)


async def test_hiding_a_reply_and_showing_it_again_go_out_once_each(store: SqliteStore) -> None:
    await ask_to_hide(store)
    network = Counting()
    await ran(store, network)
    assert (await hiding(store)).stage is Stage.DONE
    await store.apply(undo(confirmed=True), ASHA, NOW)
    await ran(store, network)
    assert network.done == [("hide", post(1).id), ("unhide", post(1).id)]


async def test_doubt_about_a_hiding_stays_and_says_where_to_look(store: SqliteStore) -> None:
    await ask_to_hide(store)
    network = Counting(ActInDoubt("The answer was lost."), happened=True)
    await ran(store, network, rounds=200)
    act = await hiding(store)
    assert act.stage is Stage.IN_DOUBT
    assert "hidden replies" in act.problem
    assert (len(network.done), network.asked) == (1, 0)


async def test_a_hiding_that_a_dead_hub_was_sending_is_in_doubt_and_not_sent_again(
    store: SqliteStore,
) -> None:
    await ask_to_hide(store)
    assert await store.claim(NOW + timedelta(seconds=11)) is not None
    network = Counting(happened=False)
    await ran(store, network, rounds=200)
    act = await hiding(store)
    assert act.stage is Stage.IN_DOUBT
    assert "hidden replies" in act.problem
    assert network.done == []


async def test_acts_wait_for_a_limit_and_only_the_first_meets_it(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(number, trusted=True) for number in (1, 2, 3)], [], NOW)
    for number in (1, 2, 3):
        await store.apply(decide(Verb.RETWEET, number), ASHA, NOW)
    until = NOW + timedelta(minutes=15)
    network = Counting(ActLater("X's limit is reached.", until))
    await ran(store, network, rounds=14 * 60)
    assert len(network.done) == 1
    waiting = await acts(store)
    assert {(act.stage, act.due) for act in waiting if act} == {(Stage.DUE, until)}
    await ran(store, network, rounds=16 * 60)
    assert len(network.done) == 4
    assert {act.stage for act in await acts(store) if act} == {Stage.DONE}
    await store.close()


async def test_a_dry_run_goes_the_whole_way_and_nothing_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path, ActRules(dry=True))
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    network = Counting(happened=True)
    await ran(store, network, rounds=9)
    assert [act.stage for act in await acts(store) if act] == [Stage.DUE]
    await ran(store, network)
    assert [act.stage for act in await acts(store) if act] == [Stage.DRY_RUN]
    assert (network.done, network.asked) == ([], 0)
    await store.close()


async def test_a_dry_run_cut_short_is_no_doubt(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db", ActRules(dry=True))
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    assert await store.claim(NOW + timedelta(seconds=11)) is not None
    network = Counting(happened=True)
    await ran(store, network)
    assert [act.stage for act in await acts(store) if act] == [Stage.DRY_RUN]
    assert network.asked == 0
    await store.close()


async def test_without_a_network_an_act_fails_and_says_why(store: SqliteStore) -> None:
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await ran(store, None)
    (act,) = await acts(store)
    assert act is not None
    assert act.stage is Stage.FAILED
    assert "doctor" in act.problem
