"""How much of what was posted we have: the gaps, and the network's own counts beside ours."""

import logging
from datetime import datetime, timedelta

from standup_tui.core.health import Vitals
from standup_tui.errors import SourceError, StoreError
from standup_tui.model.coverage import Coverage, Hour
from standup_tui.model.money import Level
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Allowance
from standup_tui.ports.reading import ReadingLog
from standup_tui.ports.source import Source

_log = logging.getLogger(__name__)

_HOUR = timedelta(hours=1)
_SETTLED = timedelta(minutes=10)
"""After an hour's end, until everything of it has been counted and read."""
_BACK = 24
"""Hours that are made up for after a break."""
_GAPS, _HOURS = 200, 48
"""How many of each a screen is told of."""


async def coverage(
    log: ReadingLog, vitals: Vitals, source: Source | None, *, counts: bool = False
) -> Coverage:
    """Return what is known to be there, and what may be missing.

    Args:
        log: What is on record.
        vitals: What reading does now.
        source: The network; None where nothing is read.
        counts: Whether the network is asked how many posts each hour had.
    """
    return Coverage(
        way=vitals.way,
        gaps=await log.gaps(_GAPS),
        hours=await log.hours(_HOURS),
        counts=counts,
        unsearchable=source.unsearchable if source else "",
    )


async def count_hours(  # noqa: PLR0913  # what it joins
    source: Source,
    log: ReadingLog,
    clock: Clock,
    *,
    start: datetime | None,
    until: datetime | None = None,
    allowance: Allowance | None = None,
) -> None:
    """Ask the network how many posts each hour had; each answer costs a little.

    Args:
        source: The network to ask.
        log: Keeps its answer beside our own count.
        clock: Waits.
        start: Hours before this are not asked for; None begins with the hour that runs now.
        until: The campaign's end: hours after it are not asked for.
        allowance: Whether money is short; then nothing is asked. None: it never is.
    """
    done = _floor(start or clock.now())
    while until is None or done < _floor(until):
        end = _floor(min(filter(None, (clock.now() - _SETTLED, until))))
        hour = max(done, end - _BACK * _HOUR)
        try:
            counted = {it.start for it in await log.hours(2 * _BACK)}
            while hour < end:
                if hour in counted:
                    hour = done = hour + _HOUR
                    continue
                if allowance and allowance.level in (Level.SLOW, Level.STOP):
                    break
                theirs = await source.counted(hour, hour + _HOUR)
                ours = await log.count(hour, hour + _HOUR)
                await log.note_hour(source.network, Hour(hour, theirs, ours))
                hour = done = hour + _HOUR
        except (SourceError, StoreError) as error:
            _log.warning("the count of posts waits: %s", error)
        await clock.sleep(_SETTLED.total_seconds())


def _floor(when: datetime) -> datetime:
    return when.replace(minute=0, second=0, microsecond=0)
