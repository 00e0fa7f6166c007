"""Refusals, money and the two ways of reading."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.scripts import Desk, Scripted, arrived, count, reading, until
from halls import StoppedClock
from making import NOW, post
from standup_tui.core.opening_hours import Period
from standup_tui.errors import Refusal, SourceDropped, SourceRefused
from standup_tui.model.coverage import Repair
from standup_tui.model.health import Liveness, Way
from standup_tui.model.money import Level
from standup_tui.model.post import PostId
from standup_tui.ports.source import Batch, Further
from standup_tui.simulator.clock import SpedClock


class Purse:
    """A budget that a test spends."""

    def __init__(self, level: Level = Level.FREE, seconds: float = 240) -> None:
        self.level = level
        self.seconds = seconds

    def pace(self, now: datetime) -> float:
        del now
        return self.seconds


def refused(kind: Refusal, why: str = "no; do something") -> SourceRefused:
    return SourceRefused(why, kind)


async def stands(desk: Desk, liveness: Liveness) -> None:
    async def so() -> bool:
        return desk.vitals.health().liveness is liveness

    await until(so)


@pytest.mark.parametrize(
    ("kind", "liveness"),
    [
        (Refusal.CREDENTIALS, Liveness.STOPPED),
        (Refusal.MONEY, Liveness.OUT_OF_BUDGET),
        (Refusal.OTHER, Liveness.STOPPED),
    ],
)
async def test_a_refusal_is_met_three_times_and_then_said(
    tmp_path: Path, kind: Refusal, liveness: Liveness
) -> None:
    source = Scripted(*[[refused(kind, "401: make a new one")] for _ in range(9)])
    async with reading(tmp_path, source) as desk:
        await stands(desk, liveness)
        await asyncio.sleep(0.05)
        assert source.connected == 3
        assert "make a new one" in desk.vitals.health().why
        assert all(wait >= 4 for wait in desk.clock.slept)


async def test_a_refusal_that_was_a_mistake_stops_nothing(tmp_path: Path) -> None:
    no = [refused(Refusal.CREDENTIALS)]
    source = Scripted(no, no, [Batch(), SourceDropped("closed")], no, no, [Batch(), arrived(1)])
    async with reading(tmp_path, source) as desk:

        async def read() -> bool:
            return await count(desk) == 1

        await until(read)
        assert source.connected == 6


async def test_asked_to_read_on_it_tries_again(tmp_path: Path) -> None:
    no = [refused(Refusal.CREDENTIALS)]
    source = Scripted(no, no, no, [Batch(), arrived(1), *[Batch()] * 10_000])
    async with reading(tmp_path, source) as desk:
        await stands(desk, Liveness.STOPPED)
        desk.reading.read_on()

        async def read() -> bool:
            return await count(desk) == 1

        await until(read)
        assert desk.vitals.health().why == ""


async def test_asked_to_read_on_it_still_keeps_to_the_networks_time(tmp_path: Path) -> None:
    clock = StoppedClock()
    clock.sleeps = 0
    source = Scripted([SourceDropped("429", NOW + timedelta(seconds=300))])
    async with reading(tmp_path, source, clock=clock) as desk:
        await asyncio.wait_for(clock.still.wait(), 20)
        desk.reading.read_on()
        await asyncio.sleep(0.05)
        assert source.connected == 1
        assert desk.vitals.health().again == NOW + timedelta(seconds=301)


async def test_asked_to_read_on_a_refused_stream_is_tried_again(tmp_path: Path) -> None:
    no = [refused(Refusal.ACCESS, "403: not in this plan")]
    source = Scripted(no, no, no, [Batch(), arrived(1), *[Batch()] * 10_000])
    async with reading(tmp_path, source) as desk:

        async def by_search() -> bool:
            return desk.vitals.health().way is Way.SEARCH

        await until(by_search)
        assert "‹read-on› tries" in desk.vitals.health().trouble
        desk.reading.read_on()

        async def read() -> bool:
            return await count(desk) == 1

        await until(read)
        assert (desk.vitals.way, desk.vitals.health().trouble) == (Way.STREAM, "")


async def test_asked_again_and_again_it_connects_no_more_often_than_it_may(
    tmp_path: Path,
) -> None:
    source = Scripted(*[[SourceDropped("closed")] for _ in range(50)])
    clock = SpedClock(50)
    async with reading(tmp_path, source, Period(), clock=clock) as desk:
        while source.connected < 3:
            desk.reading.read_on()
            await asyncio.sleep(0.001)
        began, connected = clock.monotonic(), source.connected
        while source.connected < connected + 8:
            desk.reading.read_on()
            await asyncio.sleep(0.001)
        assert clock.monotonic() - began >= 10


async def test_a_stream_that_is_refused_is_replaced_by_search(tmp_path: Path) -> None:
    no = [refused(Refusal.ACCESS, "403: not in this plan")]
    source = Scripted(no, no, no, found=[arrived(1, 2, 3)])
    async with reading(tmp_path, source) as desk:

        async def read() -> bool:
            return await count(desk) == 3 and len(source.asked) > 3

        await until(read)
        health = desk.vitals.health()
        assert (source.connected, health.way, health.liveness) == (3, Way.SEARCH, Liveness.LIVE)
        assert "by search" in health.trouble
        assert "not in this plan" in health.trouble


async def test_a_search_that_is_refused_too_stops(tmp_path: Path) -> None:
    no = [refused(Refusal.ACCESS, "403: not in this plan")]
    source = Scripted(no, no, no, found=[])
    source.found = [refused(Refusal.ACCESS, "403: nor this") for _ in range(3)]
    async with reading(tmp_path, source) as desk:
        await stands(desk, Liveness.STOPPED)
        assert "nor this" in desk.vitals.health().why
        assert len(source.asked) == 3


async def test_chosen_search_never_opens_a_stream(tmp_path: Path) -> None:
    source = Scripted(found=[arrived(2, 1)])
    async with reading(tmp_path, source, way=Way.SEARCH) as desk:

        async def known() -> bool:
            return await desk.store.newest("x") == post(2).id and len(source.asked) > 2

        await until(known)
        assert source.connected == 0
        assert all(10 <= wait <= 60 for wait in desk.clock.slept[:3])


async def test_a_busy_campaign_is_searched_more_often(tmp_path: Path) -> None:
    clock = StoppedClock()
    clock.sleeps = 1
    source = Scripted(found=[arrived(*range(1, 200))])
    async with reading(tmp_path, source, way=Way.SEARCH, clock=clock) as desk:
        await asyncio.wait_for(clock.still.wait(), 20)
        assert desk.vitals.lately > 30
    assert clock.slept[0] == 60
    busy = StoppedClock()
    busy.sleeps = 2
    async with reading(tmp_path, source, way=Way.SEARCH, clock=busy) as desk:
        desk.vitals.arrived(500, 0)
        await asyncio.wait_for(busy.still.wait(), 20)
    assert busy.slept[-1] == 10


async def test_short_money_turns_the_stream_into_paced_searches_of_one_page(
    tmp_path: Path,
) -> None:
    purse = Purse()
    clock = StoppedClock()
    source = Scripted(
        [Batch(), *[arrived(number) for number in range(1, 2000)]],
        found=[Batch(arrived(40).items, more=True), arrived(39, 38)],
    )
    async with reading(tmp_path, source, allowance=purse, clock=clock) as desk:

        async def some() -> bool:
            return await count(desk) > 5

        await until(some)
        purse.level = Level.SLOW
        asked = len(source.asked)

        async def searched() -> bool:
            return len(source.asked) > asked + 2

        await until(searched)
        health = desk.vitals.health()
        assert (health.way, health.liveness) == (Way.SEARCH, Liveness.LIVE)
        assert 240 in clock.slept
        assert source.connected == 1


class Costly(Scripted):
    """A search of many pages, each of which somebody pays for."""

    def __init__(self, purse: Purse, level: Level, *, live: bool) -> None:
        super().__init__([Batch(), *[Batch()] * 10_000] if live else [])
        self.purse, self.level = purse, level
        self.pages = 0

    async def since(
        self, newest: PostId | None, start: datetime | None, further: Further | None = None
    ) -> AsyncGenerator[Batch, None]:
        self.asked.append((newest, start))
        for page in range(100):
            self.pages += 1
            self.purse.level = self.level
            cut = further is not None and not further()
            yield Batch(arrived(1000 - page).items, more=not cut, cut=cut)
            if cut:
                return


@pytest.mark.parametrize("level", [Level.SLOW, Level.STOP])
@pytest.mark.parametrize("way", Way)
async def test_a_search_that_uses_up_the_money_asks_for_no_further_page(
    tmp_path: Path, way: Way, level: Level
) -> None:
    purse = Purse()
    source = Costly(purse, level, live=way is Way.STREAM)
    clock = StoppedClock()
    clock.sleeps = 3
    async with reading(tmp_path, source, allowance=purse, way=way, clock=clock):
        await asyncio.wait_for(clock.still.wait(), 20)
        assert source.pages <= 4


async def test_what_was_left_out_for_money_is_on_record(tmp_path: Path) -> None:
    clock = StoppedClock()
    late = Batch(arrived(3600).items, more=True)
    source = Scripted(found=[late])
    purse = Purse(Level.SLOW)
    async with reading(tmp_path, source, allowance=purse, clock=clock) as desk:

        async def noted() -> bool:
            return desk.vitals.health().gaps > 0

        await until(noted)
        gap = (await desk.store.gaps(5))[-1]
        assert (gap.repair, gap.ended) == (Repair.OPEN, NOW + timedelta(hours=1))
        assert "money" in gap.why
        assert await desk.store.newest("x") is None


async def test_what_several_searches_left_out_is_on_record_up_to_the_latest_of_them(
    tmp_path: Path,
) -> None:
    clock = StoppedClock()
    first, second = arrived(1800).items, arrived(3600).items
    source = Scripted(found=[Batch(first, more=True, cut=True), Batch(second, cut=True)])
    async with reading(tmp_path, source, allowance=Purse(Level.SLOW), clock=clock) as desk:

        async def noted() -> bool:
            return desk.vitals.health().gaps > 0 and await count(desk) == 2

        await until(noted)
        gap = (await desk.store.gaps(5))[-1]
        assert gap.ended == NOW + timedelta(hours=1)


async def test_asked_again_and_again_it_searches_no_more_often_than_it_may(
    tmp_path: Path,
) -> None:
    source = Scripted()
    clock = SpedClock(50)
    async with reading(tmp_path, source, Period(), clock=clock, way=Way.SEARCH) as desk:
        while len(source.asked) < 2:
            desk.reading.read_on()
            await asyncio.sleep(0.001)
        began, searched = clock.monotonic(), len(source.asked)
        while len(source.asked) < searched + 6:
            desk.reading.read_on()
            await asyncio.sleep(0.001)
        assert clock.monotonic() - began >= 10


async def test_without_money_nothing_is_read_until_there_is_some(tmp_path: Path) -> None:
    purse = Purse(Level.STOP)
    clock = StoppedClock()
    clock.sleeps = 3
    source = Scripted([Batch(), arrived(1), *[Batch()] * 10_000])
    async with reading(tmp_path, source, allowance=purse, clock=clock) as desk:
        await asyncio.wait_for(clock.still.wait(), 20)
        health = desk.vitals.health()
        assert (source.connected, health.liveness) == (0, Liveness.OUT_OF_BUDGET)
        assert [gap.why for gap in await desk.store.gaps(5)] == ["out of budget"]


async def test_a_campaign_that_searches_ends_too(tmp_path: Path) -> None:
    period = Period(NOW, NOW + timedelta(seconds=0.2))
    async with reading(tmp_path, Scripted(), period, way=Way.SEARCH) as desk:
        await stands(desk, Liveness.STOPPED)
        assert "ended" in desk.vitals.health().why
