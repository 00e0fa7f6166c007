"""Keeps one source read: connects, catches up, waits longer after each failure, says so.

The adapters never retry: two owners of one retry once made thousands of connections a second.
There are two ways: the stream, with a search beside it for what was missed, or the search alone.
"""

import asyncio
import logging
import random
from contextlib import suppress
from datetime import datetime, timedelta

from standup_tui.core.catching_up import OVERLAP, SETTLED, CatchUp, longer
from standup_tui.core.gaps import Gaps
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Broken, Ingest
from standup_tui.core.opening_hours import Period, until_it_begins
from standup_tui.core.polling import Polling
from standup_tui.errors import Refusal, SourceDropped, SourceRefused, StoreError
from standup_tui.model.coverage import Progress
from standup_tui.model.health import Liveness, Way
from standup_tui.model.money import Level
from standup_tui.model.post import PostId
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Allowance
from standup_tui.ports.reading import ReadingLog
from standup_tui.ports.source import Arrived, Batch, Source

_log = logging.getLogger(__name__)

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0
_LONGEST_KEPT = 3600.0
"""Seconds of a pause that the next hub still keeps: a clock may have jumped since."""
_STEADY = 60.0
"""Seconds a connection has to last before its end counts as a first failure again."""
_TRIES = 3
"""How often a refusal is met before reading stops: X has refused by mistake before."""
_BETWEEN_TRIES = 5.0
"""Seconds after the first refusal; twice that after the second."""
_AT_LEAST = 2.0
"""Seconds between two attempts that nobody can hurry."""
_NOTED = 10.0
"""Seconds between two notes on disk that reading is alive; a gap begins at the last one."""
_LATEST = timedelta(minutes=5)
"""How late posts of a stream are taken to be at most; a clock may be wrong."""
_NOTHING = Batch()
_PATIENCE = 1.6
"""Signs of life that may be missing before a connection that the adapter holds is given up."""
_LOOK = 5.0
"""Seconds between two looks whether there is money again."""


class Unlimited:
    """No budget."""

    level = Level.FREE

    def pace(self, now: datetime) -> float:
        """Return no pause at all."""
        del now
        return 0.0


class _Turned(Exception):  # no error: the way of reading is another one now
    """Reading goes on in another way."""


class Reading:
    """Supervises one source for a campaign's period."""

    def __init__(  # noqa: PLR0913  # the parts it joins
        self,
        source: Source,
        log: ReadingLog,
        ingest: Ingest,
        *,
        clock: Clock,
        vitals: Vitals,
        period: Period,
        way: Way = Way.STREAM,
        allowance: Allowance | None = None,
        settled: float = SETTLED,
    ) -> None:
        self._source = source
        self._records = log
        self._ingest = ingest
        self._clock = clock
        self._vitals = vitals
        self._period = period
        self._wanted = way
        self._allowance = allowance or Unlimited()
        self._gaps = Gaps(source, log, clock, vitals)
        self._catch_up = CatchUp(
            source, ingest, self._gaps, clock, vitals, self._allowance, settled
        )
        self._polling = Polling(
            source, log, ingest, self._gaps, clock=clock, vitals=vitals, allowance=self._allowance
        )
        self._stream_refused = False
        self._failures = 0
        self._refusals = 0
        self._began = 0.0
        """When the connection or the way of searching began, by the steady clock."""
        self._again: datetime | None = None
        self._resting = False
        self._alive: datetime | None = None
        """Up to when any hub of this campaign has read."""
        self._late = timedelta(0)
        """How long after their publication the last posts came."""
        self._noted = float("-inf")
        self._go = asyncio.Event()
        self._catching_up: list[asyncio.Task[None]] = []
        self._current: list[asyncio.Task[None]] = []
        """The search of the connection that lasts; empty between two."""

    def read_on(self) -> None:
        """Try again now: somebody has mended what made reading stop, or the stream be refused."""
        self._stream_refused = False
        self._vitals.troubled("stream", "")
        self._go.set()

    async def run(self) -> None:
        """Read until the campaign's end; what stops it is said, and `read_on` tries again."""
        await until_it_begins(self._period, self._clock, self._vitals)
        if self._left() > 0:
            await self._resume()
        try:
            while (left := self._left()) > 0:
                end = asyncio.timeout(left if left < float("inf") else None)
                try:
                    async with end:
                        await self._turn()
                except TimeoutError:
                    if not end.expired():  # somebody else's: not the campaign's end
                        raise
        except asyncio.CancelledError:
            if not self._resting:
                self._again = None
            with suppress(StoreError):
                await self._save(self._failures)
            raise
        finally:
            await self._end_searches()
        self._vitals.become(Liveness.STOPPED, self._period.over)

    def _left(self) -> float:
        """Return the seconds until the campaign's end."""
        return self._period.left(self._clock.now())

    async def _resume(self) -> None:
        """Go on as the last hub would have, and note what it did not read."""
        before = await self._records.progress(self._source.network)
        self._failures, self._alive = before.failures, before.alive
        self._again = before.again
        await self._gaps.tell()
        if before.alive is not None:
            began = max(filter(None, (before.alive, self._period.start)))
            if began < self._clock.now():
                await self._gaps.lost(began, "no hub was running")
        if before.again is not None:
            wait = (before.again - self._clock.now()).total_seconds()
            if before.alive is not None and before.alive > self._clock.now():
                # The clock was put back: what was a minute from then on is one from now on.
                wait = min(wait, (before.again - before.alive).total_seconds())
            if wait > 0:
                why = "the last hub was asked to wait"
                self._vitals.become(Liveness.RECONNECTING, why, before.again, held=True)
                await self._clock.sleep(min(wait, _LONGEST_KEPT))

    async def _turn(self) -> None:
        """Read in the way that is right now until that ends."""
        if self._allowance.level is Level.STOP:
            await self._wait_for_money()
            return
        way = self._vitals.way = self._way()
        # Before connecting: a hub that is killed over and over must not connect as often.
        failing = longer(_FIRST_PAUSE, self._failures, _LONGEST_PAUSE)
        self._again = self._clock.now() + timedelta(seconds=failing)
        await self._save(self._failures + 1)
        self._began = self._clock.monotonic()
        try:
            await (self._stream() if way is Way.STREAM else self._search())
        except _Turned:
            return
        except SourceDropped as drop:
            await self._pause(drop)
        except SourceRefused as refusal:
            await self._refused(refusal, way)

    def _way(self) -> Way:
        """Return how to read now: a stream cannot be slowed down, a search can."""
        if self._stream_refused or self._allowance.level is Level.SLOW:
            return Way.SEARCH
        return self._wanted

    async def _wait_for_money(self) -> None:
        """Read nothing while nothing may be spent."""
        await self._end_searches()
        self._vitals.become(Liveness.OUT_OF_BUDGET)  # the budget says the rest
        await self._gaps.lost(self._alive or self._clock.now(), "out of budget")
        while self._allowance.level is Level.STOP:
            await self._clock.sleep(_LOOK)

    async def _pause(self, drop: SourceDropped) -> None:
        """Wait before the next attempt: longer each time, never two hubs in step."""
        wait = longer(_FIRST_PAUSE, self._failures, _LONGEST_PAUSE)
        wait *= random.uniform(0.8, 1.2)  # noqa: S311  # spreads load, guards nothing
        if drop.retry_at is not None:
            wait = max(wait, (drop.retry_at - self._clock.now()).total_seconds() + 1)
        self._failures += 1
        _log.warning("%s dropped: %s; again in %.1f s", self._source.name, drop, wait)
        await self._rest(str(drop), wait, hurry=drop.retry_at is None)

    async def _refused(self, refusal: SourceRefused, way: Way) -> None:
        """Try a little more, then go the other way, or stop until somebody has mended it."""
        self._refusals += 1
        _log.error("%s refuses, %s of %s: %s", self._source.name, self._refusals, _TRIES, refusal)
        if self._refusals < _TRIES:
            await self._rest(str(refusal), _BETWEEN_TRIES * self._refusals, hurry=True)
            return
        self._refusals = 0
        await self._gaps.lost(self._alive or self._clock.now(), str(refusal))
        if refusal.kind is Refusal.ACCESS and way is Way.STREAM:
            self._stream_refused = True
            why = (
                f"reading by search, which is slower, for the stream is refused: {refusal} "
                "‹read-on› tries the stream again."
            )
            self._vitals.troubled("stream", why)
            return
        await self._end_searches()
        spent = refusal.kind is Refusal.MONEY
        stopped = Liveness.OUT_OF_BUDGET if spent else Liveness.STOPPED
        self._vitals.become(stopped, str(refusal), mendable=True)
        self._go.clear()
        await self._go.wait()

    async def _rest(self, why: str, wait: float, *, hurry: bool) -> None:
        """Read nothing for a while.

        Args:
            why: For the status line and the record.
            wait: Seconds.
            hurry: Whether `read_on` may end it; never where the network named the time.
        """
        # Nothing is whole from here on: a search that goes on brings the newest first.
        await self._ingest.mark(Broken())
        wait = min(wait, max(self._left(), 0))
        self._again = self._clock.now() + timedelta(seconds=wait)
        self._vitals.become(Liveness.RECONNECTING, why, self._again, held=not hurry)
        await self._gaps.lost(self._alive or self._clock.now(), why)
        await self._save(self._failures)
        self._resting = True
        await self._sleep(wait, hurry=hurry)
        self._resting = False

    async def _sleep(self, seconds: float, *, hurry: bool) -> None:
        """Wait; where `read_on` may end that, it does so only so often."""
        self._go.clear()
        began = self._clock.monotonic()
        sleeping = asyncio.create_task(self._clock.sleep(seconds))
        going = asyncio.create_task(self._go.wait())
        try:
            await asyncio.wait(
                {sleeping, going} if hurry else {sleeping}, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for task in (sleeping, going):
                task.cancel()
            await asyncio.gather(sleeping, going, return_exceptions=True)
        passed = self._clock.monotonic() - began
        if passed < min(seconds, _AT_LEAST) - 0.01:  # somebody was in a hurry, and may be again
            await self._clock.sleep(_AT_LEAST - passed)

    async def _stream(self) -> None:
        """Read one connection to its end, catching up beside it."""
        network = self._source.network
        newest = await self._records.newest(network, OVERLAP)
        this: list[asyncio.Task[None]] = []
        await self._ingest.mark(Broken())
        live = self._source.live()
        try:
            while True:
                try:
                    # Not wait_for: on 3.11 it can swallow a cancellation, and a stop hangs.
                    async with asyncio.timeout(_PATIENCE * self._source.quiet):
                        batch = await anext(live)
                except TimeoutError:
                    raise SourceDropped("nothing was heard for too long") from None
                except StopAsyncIteration:
                    raise SourceDropped("the stream ended") from None
                self._vitals.alive(self._source.quiet)
                if not this:
                    connected = await self._connected()
                    catching_up = self._catch_up.run(
                        newest, self._start(newest), connected, lambda: this is self._current
                    )
                    self._current = this
                    this.append(asyncio.create_task(catching_up, name="catch up"))
                    self._catching_up += this
                self._look_after_searches()
                await self._ingest.take(batch)
                await self._note_life(batch)
                if self._way() is not Way.STREAM or self._allowance.level is Level.STOP:
                    raise _Turned
        finally:
            self._current = []
            await live.aclose()

    def _look_after_searches(self) -> None:
        """Raise what a search raised; of many that run, only the first and the last are needed.

        The first must come to its end, however often the connection is lost meanwhile; the
        last one searches what those between would have.
        """
        for task in self._catching_up:
            if task.done():
                task.result()
        running = [task for task in self._catching_up if not task.done()]
        for task in running[1:-1]:
            task.cancel()
        self._catching_up = running[:1] + running[1:][-1:]

    async def _end_searches(self) -> None:
        """End what is being searched; the gaps stay open, and the next search covers them."""
        for task in self._catching_up:
            task.cancel()
        # Gathered, so that a cancellation of ours is not taken for the searches'.
        await asyncio.gather(*self._catching_up, return_exceptions=True)
        self._catching_up = []
        self._vitals.troubled("search", "")

    async def _search(self) -> None:
        """Search in steps until the stream is the better way again, or money runs out."""
        await self._end_searches()
        while self._way() is Way.SEARCH and self._allowance.level is not Level.STOP:
            newest = await self._records.newest(self._source.network, self._polling.overlap)
            wait = await self._polling.once(newest, self._start(newest))
            await self._connected()
            await self._polling.settle()
            await self._note_life()
            # Paced to make the money last: a hurry would spend it.
            await self._sleep(wait, hurry=self._allowance.level is not Level.SLOW)
        raise _Turned

    def _start(self, newest: PostId | None) -> datetime | None:
        """Return from when to search: X charges for every post found."""
        return self._period.start or (self._period.day if newest is None else None)

    async def _connected(self) -> datetime:
        """Note that posts come in, and return since when."""
        now = self._clock.now()
        self._refusals = 0
        self._alive, self._late = now, timedelta(0)
        await self._gaps.regained(now)
        return now

    async def _note_life(self, batch: Batch = _NOTHING) -> None:
        """Keep the time of this sign of life, and every so often on disk.

        Where posts come late, what was on its way is lost with the connection: as far back as
        the last ones were late nothing is certain.
        """
        newest = max((it.post.at for it in batch.items if isinstance(it, Arrived)), default=None)
        if newest is not None:
            late = self._clock.now() - newest
            self._late = min(max(late, timedelta(0)), _LATEST)
        self._alive = self._clock.now() - self._late
        now = self._clock.monotonic()
        steady = now - self._began > _STEADY
        if steady:
            self._failures = 0
        if now - self._noted >= _NOTED:
            self._noted = now
            with suppress(StoreError):  # the ingest says so and waits; the connection holds
                await self._save(self._failures + (not steady))
                await self._gaps.tell()  # a lost one is no news after a while

    async def _save(self, failures: int) -> None:
        """Keep how far reading has come for the next hub."""
        progress = Progress(self._alive, failures, self._again)
        await self._records.save_progress(self._source.network, progress)
