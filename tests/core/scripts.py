"""A source that plays scripts, and somebody who reads it, for tests."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from halls import StoppedClock
from making import NOW, post
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Ingest
from standup_tui.core.opening_hours import Period
from standup_tui.core.reading import Reading
from standup_tui.model.flag import Flag
from standup_tui.model.money import Usage
from standup_tui.model.post import Post, PostId
from standup_tui.ports.source import Arrived, Batch, Further, Seen
from standup_tui.simulator.clock import SpedClock
from standup_tui.store.store import SqliteStore


def arrived(*numbers: int, text: str = "A good day") -> Batch:
    return Batch(tuple(Arrived(post(number, text), "{}") for number in numbers))


class Scripted:
    """A source that plays one script after the other, one a connection."""

    name, network, quiet = "X", "x", 20.0
    reach, unsearchable = timedelta(days=7), ""

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
        self, newest: PostId | None, start: datetime | None, further: Further | None = None
    ) -> AsyncGenerator[Batch, None]:
        self.asked.append((newest, start))
        for step in list(self.found):
            if isinstance(step, Exception):
                self.found.remove(step)
                raise step
            if step.more and not step.cut and further is not None and not further():
                yield replace(step, more=False, cut=True)
                return
            yield step

    async def counted(self, start: datetime, end: datetime) -> int:
        del start, end
        return 7

    async def usage(self) -> Usage | None:
        return None

    async def look_up(self, posts: Sequence[PostId]) -> Seen:
        return Seen(frozenset(posts[:1]))


FROM_NOW = Period(NOW)


async def no_flags(posts: Sequence[Post]) -> list[tuple[Flag, ...]]:
    return [()] * len(posts)


class Desk:
    """A source being read into a store, by a clock that runs when somebody sleeps."""

    def __init__(self, store: SqliteStore, source: Scripted, clock: Any, **more: Any) -> None:
        self.clock = clock
        self.vitals = Vitals(clock)
        self.tasks: list[asyncio.Task[None]] = []
        self.store = store
        self.ingest = Ingest(store, no_flags, frozenset(), clock, self.vitals)
        self.reading = Reading(source, store, self.ingest, clock=clock, vitals=self.vitals, **more)


@asynccontextmanager
async def reading(
    folder: Path,
    source: Scripted,
    period: Period = FROM_NOW,
    clock: StoppedClock | SpedClock | None = None,
    **more: Any,
) -> AsyncIterator[Desk]:
    """Read a source into a store; `more` goes to `Reading`."""
    store = await SqliteStore.open(folder / "standup.db")
    desk = Desk(store, source, clock or StoppedClock(), period=period, **more)
    desk.tasks += [asyncio.create_task(job.run()) for job in (desk.ingest, desk.reading)]
    try:
        yield desk
    finally:
        for task in desk.tasks:
            task.cancel()
        await asyncio.gather(*desk.tasks, return_exceptions=True)
        await store.close()


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110  # the store has no event for a test
            await asyncio.sleep(0.005)


async def count(desk: Desk) -> int:
    return (await desk.store.totals()).posts
