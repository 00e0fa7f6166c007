"""Reading by search alone: for apps that may not stream, and to make the last money last."""

from datetime import datetime, timedelta

from standup_tui.core.gaps import Gaps
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Broken, Complete, Ingest
from standup_tui.model.money import Level
from standup_tui.model.post import PostId
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Allowance
from standup_tui.ports.reading import ReadingLog
from standup_tui.ports.source import Arrived, Source

_EACH = 5.0
"""Posts that a search should find: a busy campaign is searched more often."""
_SHORTEST = 10.0
_LONGEST = 60.0
"""Seconds between two searches; an empty one costs nothing."""
_BEHIND = timedelta(seconds=30)
"""How far X's search stays behind (docs.x.com, search/recent, `end_time`)."""
_LATE = 60.0
"""Seconds a search may be late before reading counts as stalled."""


class Polling:
    """Searches once at a time, and says when to search next."""

    overlap = timedelta(seconds=90)
    """How much before the last known post a search begins: search learns of posts late, and
    not in their order. What is read twice on a day is charged once."""

    def __init__(  # noqa: PLR0913  # the parts it joins
        self,
        source: Source,
        log: ReadingLog,
        ingest: Ingest,
        gaps: Gaps,
        *,
        clock: Clock,
        vitals: Vitals,
        allowance: Allowance,
    ) -> None:
        self._source = source
        self._records = log
        self._ingest = ingest
        self._gaps = gaps
        self._clock = clock
        self._vitals = vitals
        self._allowance = allowance
        self._began = clock.now()
        self._whole = True
        self._short = False
        self._last: datetime | None = None
        """Up to when the newest search has read."""

    async def once(self, newest: PostId | None, start: datetime | None) -> float:
        """Search what came after a post or a time, and return the seconds until the next time.

        While money is short only the newest posts are read, a page of each query; what is left
        out for that is put on record, and read once there is money again.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: The network says no, and why.
            StoreError: A gap cannot be put on record.
        """
        self._began = self._clock.now()
        short = self._allowance.level is Level.SLOW
        if short and not self._short:
            self._allowance.pace(self._began)  # from here on it is asked what a search costs
        self._short = short
        self._whole = True
        left_out: datetime | None = None
        # What is stored of an unfinished search must not move the cursor: pages come newest
        # first.
        await self._ingest.mark(Broken())
        found = self._source.since(newest, start, self._affordable)
        try:
            async for batch in found:
                await self._ingest.take(batch)
                if batch.cut:
                    times = [it.post.at for it in batch.items if isinstance(it, Arrived)]
                    until = min(times, default=self._began)
                    left_out = max(until, left_out or until)
                if batch.more and self._allowance.level is Level.STOP:
                    left_out = self._began  # what else was to be searched was not, not at all
                    break
        finally:
            await found.aclose()
        since = self._last or start
        self._whole = left_out is None
        if left_out is not None and since is not None:
            await self._gaps.left_out(since, left_out, "left out to make the money last")
        self._last = self._began - _BEHIND
        wait = max(self._interval(), self._allowance.pace(self._began) if short else 0.0)
        self._vitals.alive(wait + _LATE, self._clock.now() + timedelta(seconds=wait))
        return wait

    async def settle(self) -> None:
        """Nothing is missing up to the last search, unless it left something out."""
        if self._whole:
            await (await self._ingest.mark(Complete())).wait()
            await self._gaps.searched(self._clock.now())

    def _affordable(self) -> bool:
        """Tell whether there is money for another page, which may have run short on the last."""
        return self._allowance.level not in (Level.SLOW, Level.STOP)

    def _interval(self) -> float:
        lately = self._vitals.lately
        return min(max(60 * _EACH / lately, _SHORTEST), _LONGEST) if lately else _LONGEST
