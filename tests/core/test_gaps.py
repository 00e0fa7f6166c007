"""What was not read is found, repaired where it can be, and on record."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from core.scripts import Desk, Scripted, arrived, reading, until
from halls import StoppedClock
from making import NOW, post
from standup_tui.core.coverage import count_hours, coverage
from standup_tui.core.gaps import Gaps
from standup_tui.core.health import Vitals
from standup_tui.core.opening_hours import Period
from standup_tui.errors import Refusal, SourceDropped, SourceRefused
from standup_tui.model.coverage import Gap, Progress, Repair
from standup_tui.model.post import PostId
from standup_tui.ports.source import Batch, Further
from standup_tui.store.store import SqliteStore

ENDLESS = [Batch()] * 10_000


async def repaired(desk: Desk, *, gaps: int = 1) -> tuple[Gap, ...]:
    async def so() -> bool:
        found = await desk.store.gaps(50)
        return len(found) >= gaps and all(gap.repair is not Repair.OPEN for gap in found)

    await until(so)
    return await desk.store.gaps(50)


async def test_a_first_start_has_no_gap(tmp_path: Path) -> None:
    async with reading(tmp_path, Scripted([Batch(), arrived(1), *ENDLESS])) as desk:

        async def known() -> bool:
            return await desk.store.newest("x") is not None

        await until(known)
        assert await desk.store.gaps(5) == ()


async def test_a_drop_is_a_gap_until_search_has_closed_it(tmp_path: Path) -> None:
    source = Scripted([Batch(), SourceDropped("X closed the stream.")], [Batch(), *ENDLESS])
    async with reading(tmp_path, source) as desk:
        desk.clock.pass_(5)
        (gap,) = await repaired(desk)
        assert (gap.repair, gap.why) == (Repair.REPAIRED, "X closed the stream.")
        assert gap.ended is not None
        assert gap.ended > gap.began
        assert desk.vitals.health().gaps == 0


async def test_a_reason_of_any_length_leaves_the_gaps_readable(tmp_path: Path) -> None:
    source = Scripted([Batch(), SourceDropped("X says: " + "no " * 500_000)], [Batch(), *ENDLESS])
    async with reading(tmp_path, source) as desk:
        (gap,) = await repaired(desk)
        assert gap.why.startswith("X says: no")
        assert len(gap.why) == 500
        gaps = Gaps(source, desk.store, desk.clock, desk.vitals)
        await gaps.left_out(NOW, NOW + timedelta(minutes=1), "y" * 1_000)
        assert sorted(len(it.why) for it in await desk.store.gaps(50)) == [500, 500]


async def test_posts_of_a_gap_that_came_later_count_as_recovered(tmp_path: Path) -> None:
    class Remembering(Scripted):
        async def since(
            self, newest: PostId | None, start: datetime | None, further: Further | None = None
        ) -> AsyncGenerator[Batch, None]:
            del further
            self.asked.append((newest, start))
            yield arrived(500, 501) if self.connected > 1 else Batch()

    drop = SourceDropped("closed", NOW + timedelta(seconds=600))
    source = Remembering([Batch(), arrived(1), drop], [Batch(), *ENDLESS])
    async with reading(tmp_path, source) as desk:
        (gap,) = await repaired(desk)
        assert gap.recovered == 2


async def test_a_gap_begins_as_far_back_as_posts_were_late(tmp_path: Path) -> None:
    """What X had yet to send when the connection ended is older than the last sign of life."""
    clock = StoppedClock(NOW + timedelta(seconds=100))
    clock.sleeps = 0
    drop = SourceDropped("closed", NOW + timedelta(seconds=600))
    source = Scripted([Batch(), arrived(40), drop])
    async with reading(tmp_path, source, clock=clock) as desk:

        async def on_record() -> bool:
            return bool(await desk.store.gaps(5))

        await until(on_record)
        (gap,) = await desk.store.gaps(5)
        assert gap.began == NOW + timedelta(seconds=40)


async def test_what_search_cannot_find_is_said(tmp_path: Path) -> None:
    source = Scripted([Batch(), SourceDropped("closed")], [Batch(), *ENDLESS])
    source.unsearchable = "retweets"
    async with reading(tmp_path, source) as desk:
        (gap,) = await repaired(desk)
        assert gap.missing == "retweets"
        told = await coverage(desk.store, desk.vitals, source)
        assert told.unsearchable == "retweets"


async def test_a_gap_stays_open_while_search_is_refused(tmp_path: Path) -> None:
    class Closed(Scripted):
        async def since(
            self, newest: PostId | None, start: datetime | None, further: Further | None = None
        ) -> AsyncGenerator[Batch, None]:
            del newest, start, further
            raise SourceRefused("403: no search", Refusal.ACCESS)
            yield Batch()

    source = Closed([Batch(), SourceDropped("closed")], [Batch(), *ENDLESS])
    async with reading(tmp_path, source) as desk:

        async def on_record() -> bool:
            gaps = await desk.store.gaps(5)
            return any(gap.ended for gap in gaps) and "no search" in desk.vitals.health().trouble

        await until(on_record)
        assert desk.vitals.health().gaps == 1


async def test_a_search_that_outlives_its_connection_never_moves_the_cursor(
    tmp_path: Path,
) -> None:
    """Its first page is the newest: a hub killed then must begin where nothing was missing."""
    half_read = asyncio.Event()
    vitals: list[Vitals] = []

    class Slow(Scripted):
        async def since(
            self, newest: PostId | None, start: datetime | None, further: Further | None = None
        ) -> AsyncGenerator[Batch, None]:
            del further
            self.asked.append((newest, start))
            if len(self.asked) < 3:
                yield Batch()
                return
            while vitals[0].gaps == 0:  # noqa: ASYNC110  # until the connection is lost
                await asyncio.sleep(0.01)
            yield arrived(5000)
            half_read.set()
            await asyncio.Event().wait()

    drop = SourceDropped("429", NOW + timedelta(hours=1))
    source = Slow([Batch(), arrived(1, 2), *[Batch()] * 60, drop], [Batch(), *ENDLESS])
    clock = StoppedClock()
    clock.sleeps = 2  # for the two searches after the first; the pause after the drop stays
    async with reading(tmp_path, source, clock=clock) as desk:
        vitals.append(desk.vitals)

        async def known() -> bool:
            return await desk.store.newest("x") == post(2).id and desk.vitals.health().gaps > 0

        await until(known)
        await asyncio.wait_for(half_read.wait(), 20)

        async def stored() -> bool:
            return (await desk.store.totals()).posts == 3

        await until(stored)
        assert await desk.store.newest("x") == post(2).id


async def test_a_gap_older_than_the_networks_memory_is_lost(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.save_progress("x", Progress(NOW - timedelta(days=9)))
    await store.close()
    period = Period(NOW - timedelta(days=30))
    async with reading(tmp_path, Scripted([Batch(), *ENDLESS]), period) as desk:
        (gap,) = await repaired(desk)
        assert (gap.repair, gap.why) == (Repair.LOST, "no hub was running")
        assert "7 days" in gap.missing
        assert desk.vitals.health().gaps == 1


async def test_a_lost_gap_is_no_news_after_a_day_and_stays_on_record(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.save_progress("x", Progress(NOW - timedelta(days=9)))
    await store.close()
    period = Period(NOW - timedelta(days=30))
    clock = StoppedClock()
    async with reading(tmp_path, Scripted([Batch(), *ENDLESS]), period, clock) as desk:
        await repaired(desk)
        assert desk.vitals.health().gaps == 1
        await clock.sleep(25 * 3600)

        async def gone() -> bool:
            return desk.vitals.health().gaps == 0

        await until(gone)
        (gap,) = await desk.store.gaps(5)
        assert gap.repair is Repair.LOST


async def test_a_gap_begins_where_the_last_hub_left(tmp_path: Path) -> None:
    async with reading(tmp_path, Scripted([Batch(), *ENDLESS])) as desk:

        async def noted() -> bool:
            return (await desk.store.progress("x")).alive is not None

        await until(noted)
    later = StoppedClock(NOW + timedelta(hours=2))
    async with reading(tmp_path, Scripted([Batch(), *ENDLESS]), clock=later) as desk:
        (gap,) = await repaired(desk)
        assert gap.why == "no hub was running"
        assert gap.began < NOW + timedelta(minutes=10)
        assert gap.ended == NOW + timedelta(hours=2)


async def test_gaps_are_repaired_while_the_connection_is_lost_again_and_again(
    tmp_path: Path,
) -> None:
    """Each connection is shorter than search needs to know everything.

    On a busy machine a search takes several connections; there are enough of them for that.
    """
    drops = [SourceDropped("closed", NOW + timedelta(minutes=30 * n)) for n in range(1, 200)]
    source = Scripted(*[(Batch(), drop) for drop in drops])
    async with reading(tmp_path, source) as desk:

        async def some_repaired() -> bool:
            gaps = await desk.store.gaps(50)
            return sum(gap.repair is Repair.REPAIRED for gap in gaps) >= 5

        await until(some_repaired)
        assert await desk.store.newest("x") is None


async def test_drops_in_quick_succession_are_one_gap(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    for number in range(20):
        began = NOW + timedelta(seconds=2 * number)
        await store.open_gap("x", began, "closed")
        await store.end_gap("x", began + timedelta(seconds=1))
    (gap,) = await store.gaps(50)
    assert (gap.began, gap.ended) == (NOW, NOW + timedelta(seconds=39))
    await store.open_gap("x", NOW + timedelta(minutes=5), "closed")
    assert len(await store.open_gaps("x")) == 2
    await store.close()


async def test_a_hub_keeps_to_the_pause_of_the_last_one(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    again = NOW + timedelta(seconds=300)
    await store.save_progress("x", Progress(None, 3, again))
    await store.close()
    clock = StoppedClock()
    source = Scripted([Batch(), *ENDLESS])
    async with reading(tmp_path, source, clock=clock):

        async def connected() -> bool:
            return source.connected == 1

        await until(connected)
        assert clock.slept[0] == 300


async def test_a_hub_that_is_killed_over_and_over_connects_ever_more_slowly(
    tmp_path: Path,
) -> None:
    """Nothing of a killed hub runs to its end: what counts is on disk before it connects."""
    waits: list[float] = []
    for _ in range(8):
        store = await SqliteStore.open(tmp_path / "standup.db")
        before = await store.progress("x")
        await store.close()
        clock = StoppedClock()
        clock.sleeps = 0 if before.again is None else 1  # for the pause, not for the search
        async with reading(tmp_path, Scripted([Batch(), *ENDLESS]), clock=clock) as desk:

            async def alive(desk: Desk = desk, before: Progress = before) -> bool:
                now = await desk.store.progress("x")
                return now.alive is not None and now.failures > before.failures

            await until(alive)
            killed = await desk.store.progress("x")
        store = await SqliteStore.open(tmp_path / "standup.db")
        await store.save_progress("x", killed)
        await store.close()
        waits.append(killed.failures)
        assert killed.failures == before.failures + 1
    assert waits == list(range(1, 9))


async def test_the_networks_own_count_stands_beside_ours(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    clock = StoppedClock(NOW.replace(minute=30))
    clock.sleeps = 12
    source = Scripted()
    counting = asyncio.create_task(count_hours(source, store, clock, start=NOW))
    await asyncio.wait_for(clock.still.wait(), 20)
    counting.cancel()
    await asyncio.gather(counting, return_exceptions=True)
    hours = await store.hours(10)
    assert [(hour.theirs, hour.ours) for hour in hours] == [(7, 0)] * len(hours)
    assert hours[-1].start == NOW.replace(minute=0, second=0, microsecond=0)
    assert len({hour.start for hour in hours}) == len(hours) >= 2
    await store.close()


async def test_an_hour_that_was_counted_is_not_paid_for_again(tmp_path: Path) -> None:
    class Paid(Scripted):
        asked_for: ClassVar[list[datetime]] = []

        async def counted(self, start: datetime, end: datetime) -> int:
            self.asked_for.append(start)
            return await super().counted(start, end)

    store = await SqliteStore.open(tmp_path / "standup.db")
    for _ in range(3):  # a hub that is started again and again
        clock = StoppedClock(NOW + timedelta(hours=5))
        clock.sleeps = 1
        source = Paid()
        counting = asyncio.create_task(count_hours(source, store, clock, start=NOW))
        await asyncio.wait_for(clock.still.wait(), 20)
        counting.cancel()
        await asyncio.gather(counting, return_exceptions=True)
    assert len(Paid.asked_for) == len(set(Paid.asked_for)) >= 5
    await store.close()


async def test_counting_ends_with_the_campaign(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    clock = StoppedClock()
    until = NOW + timedelta(hours=2, minutes=30)
    await asyncio.wait_for(count_hours(Scripted(), store, clock, start=NOW, until=until), 20)
    assert max(hour.start for hour in await store.hours(10)) == until - timedelta(hours=1)
    await store.close()
