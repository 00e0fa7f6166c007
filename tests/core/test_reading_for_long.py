"""Reading through long outages, refusals and stops that come at a bad moment."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from core.scripts import Desk, Scripted, arrived, count, reading, until
from halls import StoppedClock
from making import NOW, post
from standup_tui.core.opening_hours import Period
from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.model.health import Liveness
from standup_tui.model.post import PostId
from standup_tui.ports.source import Batch, Further


@pytest.mark.uncounted
async def test_an_outage_of_a_day_ends_with_one_attempt_a_minute(tmp_path: Path) -> None:
    source = Scripted(*[[SourceDropped("down")] for _ in range(1200)])
    async with reading(tmp_path, source) as desk:

        async def connected() -> bool:
            return source.connected == 1201

        await until(connected, 20)
        assert 40 < desk.clock.slept[-1] < 80


async def test_a_search_that_fails_for_a_day_is_still_tried(tmp_path: Path) -> None:
    source = Scripted([Batch(), *[Batch()] * 100_000])
    source.found = [SourceDropped("busy") for _ in range(1200)]
    async with reading(tmp_path, source):

        async def searched() -> bool:
            return not source.found

        await until(searched, 20)
        assert source.connected == 1


async def test_a_refused_search_leaves_the_stream_alive_and_says_so(tmp_path: Path) -> None:
    source = Scripted([Batch(), *[arrived(n) for n in range(1, 50)], *[Batch()] * 10_000])
    source.found = [SourceRefused("403: search is not in this plan") for _ in range(10**4)]
    clock = StoppedClock()
    clock.sleeps = 0
    async with reading(tmp_path, source, clock=clock) as desk:

        async def all_there() -> bool:
            said = "search is not in this plan" in desk.vitals.health().trouble
            return said and await count(desk) == 49

        await until(all_there)
        assert desk.vitals.health().liveness is Liveness.LIVE
        assert await desk.store.newest("x") is None


async def test_an_error_of_ours_is_not_taken_for_the_campaigns_end(tmp_path: Path) -> None:
    class Slow(Scripted):
        async def since(
            self, newest: PostId | None, start: datetime | None, further: Further | None = None
        ) -> AsyncGenerator[Batch, None]:
            del newest, start, further
            raise TimeoutError("a library's, not ours")
            yield Batch()

    source = Slow([Batch(), *[Batch()] * 10_000])
    async with reading(tmp_path, source) as desk:
        done, _ = await asyncio.wait(desk.tasks, timeout=0.3)
        assert "ended" not in desk.vitals.health().why
        for task in done:
            assert isinstance(task.exception(), TimeoutError)


async def test_a_stop_while_searches_end_is_heeded(tmp_path: Path) -> None:
    """A search takes its time to end, for X refuses to go on, and the stop comes just then."""
    ending = asyncio.Event()

    class Lingering(Scripted):
        async def since(
            self, newest: PostId | None, start: datetime | None, further: Further | None = None
        ) -> AsyncGenerator[Batch, None]:
            del newest, start, further
            try:
                await asyncio.sleep(3600)
                yield Batch()
            finally:
                ending.set()
                await asyncio.sleep(0.2)

    no = [SourceRefused("401: no")]
    source = Lingering([Batch(), Batch(), SourceDropped("closed")], no, no, no)
    async with reading(tmp_path, source, period=Period(NOW, NOW.replace(year=2030))) as desk:
        await asyncio.wait_for(ending.wait(), 20)
        task = desk.tasks[1]
        task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(asyncio.shield(task), 20)
        assert task.cancelled()


async def test_without_a_beginning_an_empty_store_begins_with_the_day(tmp_path: Path) -> None:
    """Each post that a search finds is paid for: seven days of them are nobody's wish."""
    midnight = NOW.replace(hour=0, minute=0)
    for expected in [(None, midnight), (post(1).id, None)]:
        source = Scripted([Batch(), arrived(1, 2), *[Batch()] * 10_000])
        async with reading(tmp_path, source, period=Period(day=midnight)) as desk:

            async def complete(desk: Desk = desk, source: Scripted = source) -> bool:
                return bool(source.asked) and await desk.store.newest("x") == post(2).id

            await until(complete)
        assert source.asked[0] == expected
