"""Keeps one source read: connects, catches up, waits longer after each failure, says so.

The adapters never retry: two owners of one retry once made thousands of connections a second.
"""

import asyncio
import logging
import random
from dataclasses import dataclass
from datetime import datetime

from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Broken, Complete, Ingest
from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.model.health import Liveness
from standup_tui.model.post import PostId
from standup_tui.ports.clock import Clock
from standup_tui.ports.source import Source
from standup_tui.ports.store import PostReader

_log = logging.getLogger(__name__)

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0
_STEADY = 60.0
"""Seconds a connection has to last before its end counts as a first failure again."""

SETTLED = 40.0
"""Seconds until search knows what was published before a connection: X's recent search ends
30 s before now (docs.x.com, search/recent, `end_time`)."""


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when a campaign reads."""

    start: datetime | None = None
    until: datetime | None = None
    day: datetime | None = None
    """From when a store that knows of nothing yet is filled where there is no `start`."""


class Reading:
    """Supervises one source for a campaign's period."""

    def __init__(  # noqa: PLR0913  # the parts it joins
        self,
        source: Source,
        store: PostReader,
        ingest: Ingest,
        *,
        clock: Clock,
        vitals: Vitals,
        period: Period,
        settled: float = SETTLED,
    ) -> None:
        self._source = source
        self._store = store
        self._ingest = ingest
        self._clock = clock
        self._vitals = vitals
        self._period = period
        self._settled = settled
        self._failures = 0

    async def run(self) -> None:
        """Read until the campaign's end, or until the network refuses us."""
        while (left := self._left()) > 0:
            began = self._clock.monotonic()
            end = asyncio.timeout(left if left < float("inf") else None)
            try:
                async with end:
                    await self._once()
            except TimeoutError:
                if not end.expired():  # somebody else's: not the campaign's end
                    raise
                break
            except SourceRefused as refusal:
                _log.error("%s refuses: %s", self._source.name, refusal)
                self._vitals.become(Liveness.STOPPED, str(refusal))
                return
            except SourceDropped as drop:
                if self._clock.monotonic() - began > _STEADY:
                    self._failures = 0
                await self._pause(drop)
        self._vitals.become(Liveness.STOPPED, "the campaign has ended; nothing more is read")

    def _left(self) -> float:
        """Return the seconds until the campaign's end."""
        if self._period.until is None:
            return float("inf")
        return (self._period.until - self._clock.now()).total_seconds()

    async def _pause(self, drop: SourceDropped) -> None:
        """Wait before the next attempt: longer each time, never two hubs in step."""
        wait = _longer(_FIRST_PAUSE, self._failures)
        wait *= random.uniform(0.8, 1.2)  # noqa: S311  # spreads load, guards nothing
        if drop.retry_at is not None:
            wait = max(wait, (drop.retry_at - self._clock.now()).total_seconds() + 1)
        self._failures += 1
        _log.warning("%s dropped: %s; again in %.1f s", self._source.name, drop, wait)
        self._vitals.become(Liveness.RECONNECTING, str(drop))
        await self._clock.sleep(min(wait, max(self._left(), 0)))

    async def _once(self) -> None:
        """Read one connection to its end, catching up beside it."""
        newest = await self._store.newest(self._source.network)
        catching_up: asyncio.Task[None] | None = None
        await self._ingest.mark(Broken())
        live = self._source.live()
        try:
            while True:
                try:
                    # Not wait_for: on 3.11 it can swallow a cancellation, and a stop hangs.
                    async with asyncio.timeout(2 * self._source.quiet):
                        batch = await anext(live)
                except TimeoutError:
                    raise SourceDropped("nothing was heard for too long") from None
                except StopAsyncIteration:
                    raise SourceDropped("the stream ended") from None
                self._vitals.alive(self._source.quiet)
                if catching_up is None:
                    catching_up = asyncio.create_task(self._catch_up(newest), name="catch up")
                elif catching_up.done():
                    catching_up.result()
                await self._ingest.take(batch)
        finally:
            await live.aclose()
            if catching_up is not None:
                catching_up.cancel()
                # Gathered, so that a cancellation of ours is not taken for the search's.
                await asyncio.gather(catching_up, return_exceptions=True)

    async def _catch_up(self, newest: PostId | None) -> None:
        """Search what was published before the connection, now and once search knows it all.

        A search that fails is repeated: until one has succeeded, something may be missing and
        the next start searches from the same place. One that is refused is said to be, and
        left: the stream goes on, and each new connection asks again.
        """
        start = self._period.start or (self._period.day if newest is None else None)
        failures, rounds = 0, 0
        while rounds < 2:  # noqa: PLR2004  # see the docstring
            try:
                async for batch in self._source.since(newest, start):
                    await self._ingest.take(batch)
            except SourceDropped as drop:
                failures += 1
                wait = _longer(1.0, failures)
                if drop.retry_at is not None:
                    wait = max(wait, (drop.retry_at - self._clock.now()).total_seconds() + 1)
                _log.warning("search dropped: %s; again in %.0f s", drop, wait)
                await self._clock.sleep(wait)
                continue
            except SourceRefused as refusal:
                _log.error("search is refused: %s", refusal)  # known, no traceback
                self._vitals.troubled("search", f"older posts may be missing: {refusal}")
                return
            rounds += 1
            if rounds == 1:
                await self._clock.sleep(self._settled)
        self._vitals.troubled("search", "")
        await self._ingest.mark(Complete())


def _longer(first: float, failures: int) -> float:
    """Return how long to wait after so many failures; any number of them."""
    return min(first * 2.0 ** min(failures, 10), _LONGEST_PAUSE)
