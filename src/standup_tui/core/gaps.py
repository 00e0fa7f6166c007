"""Puts what was not read on record, and what became of it."""

import logging
from datetime import datetime, timedelta

from standup_tui.core.health import Vitals
from standup_tui.model.coverage import Repair
from standup_tui.ports.clock import Clock
from standup_tui.ports.reading import ReadingLog
from standup_tui.ports.source import Source

_log = logging.getLogger(__name__)

_LONGEST = 500
"""Characters kept of a reason; it goes to every console that looks at the reading."""

TOLD = timedelta(days=1)
"""How long a gap that nobody can repair any more is counted in the status line: a sign that
never goes out says nothing about the next gap. It stays on record."""


class Gaps:
    """The gaps of one source; the status line always knows how many are not repaired."""

    def __init__(self, source: Source, log: ReadingLog, clock: Clock, vitals: Vitals) -> None:
        self._source = source
        self._records = log
        self._clock = clock
        self._vitals = vitals

    async def lost(self, began: datetime, why: str) -> None:
        """Nothing comes in; one that goes on already stays as it is."""
        await self._records.open_gap(self._source.network, began, why[:_LONGEST])
        await self.tell()

    async def regained(self, at: datetime) -> None:
        """Posts come in again."""
        await self._records.end_gap(self._source.network, at)
        await self.tell()

    async def left_out(self, began: datetime, ended: datetime, why: str) -> None:
        """Posts between two times were not read on purpose."""
        if began < ended:
            network = self._source.network
            await self._records.note_gap(network, began, ended, why[:_LONGEST])
            await self.tell()

    async def searched(self, upto: datetime) -> None:
        """Everything up to a time has been searched, as far back as the network can look."""
        network, reach = self._source.network, self._source.reach
        horizon = self._clock.now() - reach
        old = [it for it in await self._records.open_gaps(network) if it.began < horizon]
        over = [it.ended for it in old if it.ended is not None and it.ended <= upto]
        if over:
            days = f"what is older than {reach.days} days, which {self._source.name} cannot search"
            await self._records.settle_gaps(network, max(over), Repair.LOST, days)
        missing = self._source.unsearchable
        repaired = await self._records.settle_gaps(network, upto, Repair.REPAIRED, missing)
        if repaired:
            _log.info("%s: what was missed up to %s has been searched", self._source.name, upto)
        await self.tell()

    async def tell(self) -> None:
        """Let the status line know how many there are."""
        since = self._clock.now() - TOLD
        self._vitals.gaps = await self._records.unrepaired(since, self._source.reach)
