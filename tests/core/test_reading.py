import asyncio
from datetime import timedelta
from pathlib import Path

from core.scripts import Scripted, arrived, count, no_flags, reading, until
from halls import StoppedClock
from making import LOOK, NOW, each, post
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Ingest
from standup_tui.core.opening_hours import Period
from standup_tui.errors import SourceDropped, StoreError
from standup_tui.model.flag import Flag
from standup_tui.model.health import Liveness
from standup_tui.model.post import Post
from standup_tui.ports.source import Batch, Unreadable
from standup_tui.ports.store import Added
from standup_tui.store.store import SqliteStore


async def test_stream_and_search_together_store_each_post_once(tmp_path: Path) -> None:
    source = Scripted([Batch(), arrived(3, 4), arrived(5)], found=[arrived(4, 3, 2, 1)])
    async with reading(tmp_path, source) as desk:

        async def all_there() -> bool:
            return await count(desk) == 5

        await until(all_there)
        assert source.asked[0] == (None, NOW)


async def test_coming_back_searches_from_a_little_before_where_nothing_was_missing(
    tmp_path: Path,
) -> None:
    first = Scripted([Batch(), arrived(1, 300, 1000)], found=[arrived(1)])
    async with reading(tmp_path, first) as desk:

        async def complete() -> bool:
            return await desk.store.newest("x") == post(1000).id

        await until(complete)
    second = Scripted([Batch(), arrived(1009)], found=[arrived(1005)])
    async with reading(tmp_path, second) as desk:

        async def asked() -> bool:
            return len(second.asked) > 0

        await until(asked)
        assert second.asked[0][0] == post(300).id


async def test_the_cursor_waits_for_the_search_that_closes_the_gap(tmp_path: Path) -> None:
    source = Scripted([Batch(), arrived(7), *[Batch()] * 10_000])
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
    vitals.alive(quiet=20)
    clock.pass_(19)
    assert vitals.health().liveness is Liveness.LIVE
    clock.pass_(5)
    assert vitals.health().liveness is Liveness.STALLED
    since = vitals.health().since
    assert since is not None
    assert clock.now() - since == timedelta(seconds=24)
    assert "sign of life" in vitals.health().why


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
    ingest = Ingest(store, each(stumbling), frozenset(), clock, Vitals(clock))
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
