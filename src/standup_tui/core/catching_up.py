"""Searches what was published while nobody was listening, beside a new connection."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from standup_tui.core.gaps import Gaps
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Complete, Ingest
from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.model.money import Level
from standup_tui.model.post import PostId
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Allowance
from standup_tui.ports.source import Source

_log = logging.getLogger(__name__)

SETTLED = 40.0
"""Seconds until search knows what was published before a connection: X's recent search ends
30 s before now (docs.x.com, search/recent, `end_time`)."""

STRAGGLERS = 180.0
"""Seconds after which search is asked once more, for what it learnt late. It costs nothing:
what was read on the same day is free."""

OVERLAP = timedelta(seconds=300)
"""How much before the last known post a search begins, for the same reason."""

_REFUSED_AGAIN = 900.0
"""Seconds until a refused search is tried again: somebody may have mended the reason."""

_LOOK = 5.0
"""Seconds between two looks whether there is money for another page."""

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What it takes to close the gap before a connection."""

    source: Source
    ingest: Ingest
    gaps: Gaps
    clock: Clock
    vitals: Vitals
    allowance: Allowance
    settled: float = SETTLED

    async def run(
        self,
        newest: PostId | None,
        start: datetime | None,
        connected: datetime,
        lasts: Callable[[], bool],
    ) -> None:
        """Search at once, again when search knows everything, and once for stragglers.

        A search that fails is repeated: until two have succeeded something may be missing, the
        gaps stay open, and the next start searches from the same place. This may outlive the
        connection: what was missed before it is searched all the same.

        Args:
            newest: The post after which something may be missing.
            start: From when to search where there is no such post.
            connected: Gaps that ended by then are repaired.
            lasts: Whether that connection still lasts, so that nothing is missing after it.
        """
        await self._search(newest, start)
        await self.clock.sleep(self.settled)
        await self._search(newest, start)
        if lasts():
            await (await self.ingest.mark(Complete())).wait()
        await self.gaps.searched(connected)
        await self.clock.sleep(self.settled * (STRAGGLERS / SETTLED - 1))
        await self._search(newest, start)

    async def _search(self, newest: PostId | None, start: datetime | None) -> None:
        """Search once, however often that has to be tried."""
        failures = 0
        while True:
            try:
                async for batch in self.source.since(newest, start):
                    await self.ingest.take(batch)
                    # The next page costs too. Whoever reads the stream ends this search soon.
                    while batch.more and self.allowance.level in (Level.SLOW, Level.STOP):
                        await self.clock.sleep(_LOOK)
            except SourceDropped as drop:
                failures += 1
                wait = longer(_FIRST_PAUSE, failures, _LONGEST_PAUSE)
                if drop.retry_at is not None:
                    wait = max(wait, (drop.retry_at - self.clock.now()).total_seconds() + 1)
                _log.warning("search dropped: %s; again in %.0f s", drop, wait)
            except SourceRefused as refusal:
                _log.error("search is refused: %s", refusal)  # known, no traceback
                self.vitals.troubled("search", f"older posts may be missing: {refusal}")
                wait = _REFUSED_AGAIN
            else:
                self.vitals.troubled("search", "")
                return
            await self.clock.sleep(wait)


def longer(first: float, failures: int, longest: float) -> float:
    """Return how many seconds to wait after so many failures; any number of them."""
    return min(first * 2.0 ** min(failures, 10), longest)
