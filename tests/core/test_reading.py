import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from halls import StoppedClock
from making import LOOK, NOW, judged, post
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Ingest
from standup_tui.core.reading import Period, Reading
from standup_tui.core.recheck import recheck
from standup_tui.errors import SourceDropped, SourceRefused, StoreError
from standup_tui.model.flag import Flag
from standup_tui.model.health import Liveness
from standup_tui.model.post import Post, PostId
from standup_tui.ports.source import Arrived, Batch, Unreadable
from standup_tui.ports.store import Added
from standup_tui.store.store import SqliteStore


def arrived(*numbers: int, text: str = "A good day") -> Batch:
    return Batch(tuple(Arrived(post(number, text), "{}") for number in numbers))


class Scripted:
    """A source that plays one script after the other, one a connection."""

    name, network, quiet = "X", "x", 20.0

    def __init__(
        self, *connections: Sequence[Batch | Exception], found: Sequence[Batch] = ()
    ) -> None:
        self._connections = list(connections)
        self.found: list[Batch | Exception] = list(found)
        self.asked: list[tuple[PostId | None, datetime | None]] = []
        self.connected = 0

    async def live(self) -> AsyncGenerator[Batch, None]:
        self.connected += 1
        if not self._connections:
            await asyncio.sleep(3600)
        for step in self._connections.pop(0):
            if isinstance(step, Exception):
                raise step
            yield step
            await asyncio.sleep(0.01)

    async def since(
        self, newest: PostId | None, start: datetime | None
    ) -> AsyncGenerator[Batch, None]:
        self.asked.append((newest, start))
        for step in list(self.found):
            if isinstance(step, Exception):
                self.found.remove(step)
                raise step
            yield step

    async def missing(self, posts: Sequence[PostId]) -> frozenset[PostId]:
        return frozenset(posts[:1])


FROM_NOW = Period(NOW)


def no_flags(_: Post) -> tuple[Flag, ...]:
    return ()


class Desk:
    def __init__(self, store: SqliteStore, source: Scripted, period: Period) -> None:
        self.clock = StoppedClock()
        self.vitals = Vitals(self.clock)
        self.tasks: list[asyncio.Task[None]] = []
        self.store = store
        self.ingest = Ingest(store, no_flags, frozenset(), self.clock, self.vitals)
        self.reading = Reading(
            source,
            store,
            self.ingest,
            clock=self.clock,
            vitals=self.vitals,
            period=period,
        )


@asynccontextmanager
async def reading(
    folder: Path, source: Scripted, period: Period = FROM_NOW
) -> AsyncIterator[Desk]:
    store = await SqliteStore.open(folder / "standup.db")
    desk = Desk(store, source, period)
    desk.tasks += [asyncio.create_task(job.run()) for job in (desk.ingest, desk.reading)]
    try:
        yield desk
    finally:
        for task in desk.tasks:
            task.cancel()
        await asyncio.gather(*desk.tasks, return_exceptions=True)
        await store.close()


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110  # the store has no event for a test
            await asyncio.sleep(0.005)


async def count(desk: Desk) -> int:
    return (await desk.store.totals()).posts


async def test_stream_and_search_together_store_each_post_once(tmp_path: Path) -> None:
    source = Scripted([Batch(), arrived(3, 4), arrived(5)], found=[arrived(4, 3, 2, 1)])
    async with reading(tmp_path, source) as desk:

        async def all_there() -> bool:
            return await count(desk) == 5

        await until(all_there)
        assert source.asked[0] == (None, NOW)


async def test_coming_back_searches_from_where_nothing_was_missing(tmp_path: Path) -> None:
    first = Scripted([Batch(), arrived(1, 2)], found=[arrived(1)])
    async with reading(tmp_path, first) as desk:

        async def complete() -> bool:
            return await desk.store.newest("x") == post(2).id

        await until(complete)
    second = Scripted([Batch(), arrived(9)], found=[arrived(5)])
    async with reading(tmp_path, second) as desk:

        async def asked() -> bool:
            return len(second.asked) > 0

        await until(asked)
        assert second.asked[0][0] == post(2).id


async def test_the_cursor_waits_for_the_search_that_closes_the_gap(tmp_path: Path) -> None:
    source = Scripted([Batch(), arrived(7), *[Batch()] * 300])
    source.found = [SourceDropped("busy") for _ in range(50)]
    async with reading(tmp_path, source) as desk:
        desk.clock.sleeps = 10

        async def stored() -> bool:
            return await count(desk) == 1 and desk.clock.still.is_set()

        await until(stored)
        assert len(source.found) < 50
        assert await desk.store.newest("x") is None


async def test_a_dropped_stream_is_tried_again_ever_more_slowly(tmp_path: Path) -> None:
    source = Scripted(*[[SourceDropped("closed")] for _ in range(6)])
    async with reading(tmp_path, source) as desk:

        async def connected() -> bool:
            return source.connected == 7

        await until(connected)
        slept = desk.clock.slept[:6]
        assert all(later > earlier for earlier, later in zip(slept, slept[2:], strict=False))
        assert 0.4 <= slept[0] <= 0.6


async def test_nothing_is_asked_before_the_network_wants_it(tmp_path: Path) -> None:
    source = Scripted([SourceDropped("429", NOW + timedelta(seconds=300))])
    async with reading(tmp_path, source) as desk:

        async def again() -> bool:
            return source.connected == 2

        await until(again)
        assert desk.clock.slept[0] >= 300


async def test_a_refusal_stops_with_the_reason_and_is_not_repeated(tmp_path: Path) -> None:
    source = Scripted([SourceRefused("401: the bearer token is not valid; make a new one")])
    async with reading(tmp_path, source) as desk:

        async def stopped() -> bool:
            return desk.vitals.health().liveness is Liveness.STOPPED

        await until(stopped)
        await asyncio.sleep(0.05)
        assert source.connected == 1
        assert "make a new one" in desk.vitals.health().why


async def test_reading_ends_with_the_campaign(tmp_path: Path) -> None:
    source = Scripted([Batch()], [Batch()])
    async with reading(tmp_path, source, Period(NOW, NOW - timedelta(seconds=1))) as desk:

        async def stopped() -> bool:
            return desk.vitals.health().liveness is Liveness.STOPPED

        await until(stopped)
        assert source.connected == 0


async def test_a_silent_stream_is_stalled_and_says_for_how_long() -> None:
    clock = StoppedClock()
    vitals = Vitals(clock)
    vitals.alive(quiet=20)
    clock.pass_(19)
    assert vitals.health().liveness is Liveness.LIVE
    clock.pass_(5)
    assert vitals.health().liveness is Liveness.STALLED
    assert "24 s" in vitals.health().why


async def test_the_curve_counts_arrivals_by_the_minute() -> None:
    clock = StoppedClock()
    vitals = Vitals(clock)
    vitals.arrived(3, 0)
    clock.pass_(60)
    vitals.arrived(2, 1)
    clock.pass_(60)
    health = vitals.health()
    assert health.per_minute[-3:] == (3, 2, 0)
    assert (health.posts, health.unreadable) == (5, 1)


async def test_one_bad_post_never_stops_the_next(tmp_path: Path) -> None:
    def stumbling(one: Post) -> tuple[Flag, ...]:
        if one.id == post(2).id:
            raise ZeroDivisionError
        return (LOOK,)

    store = await SqliteStore.open(tmp_path / "standup.db")
    clock = StoppedClock()
    ingest = Ingest(store, stumbling, frozenset(), clock, Vitals(clock))
    task = asyncio.create_task(ingest.run())
    unreadable = Batch((Unreadable('{"half', "not JSON"),))
    for batch in (arrived(1), arrived(2), unreadable, arrived(3)):
        await ingest.take(batch)
    await ingest.idle()
    totals = await store.totals()
    assert (totals.posts, totals.unreadable) == (2, 2)
    task.cancel()
    await store.close()


async def test_a_full_disk_pauses_collecting_and_loses_nothing(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    clock = StoppedClock()
    vitals = Vitals(clock)
    real, refusals = store.add, [2]

    async def full(*args: object, **kwargs: object) -> Added:
        if refusals[0]:
            refusals[0] -= 1
            raise StoreError("the disk is full")
        return await real(*args, **kwargs)  # type: ignore[arg-type]

    store.add = full  # type: ignore[method-assign]
    ingest = Ingest(store, no_flags, frozenset(), clock, vitals)
    task = asyncio.create_task(ingest.run())
    await ingest.take(arrived(1, 2))
    await ingest.idle()
    assert (await store.totals()).posts == 2
    assert vitals.health().trouble == ""
    assert len(clock.slept) == 2
    task.cancel()
    await store.close()


async def test_what_was_deleted_on_the_network_leaves_the_wall(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(1, trusted=True), judged(2, trusted=True)], [], NOW)
    clock = StoppedClock()
    clock.sleeps = 1
    task = asyncio.create_task(recheck(store, Scripted(), clock, 900))
    await asyncio.wait_for(clock.still.wait(), 5)
    assert await store.shown(10) == (post(2).id,)
    assert (clock.slept, (await store.changes(0, 10)).removed) == ([900], (post(1).id,))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await store.close()
