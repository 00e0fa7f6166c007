"""From when to when a campaign reads, and the waiting before that."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from standup_tui.core.health import Vitals
from standup_tui.model.health import Liveness
from standup_tui.ports.clock import Clock

_LOOK = 15.0
"""Seconds between two looks at the clock, which somebody may set meanwhile."""


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when a campaign reads."""

    start: datetime | None = None
    until: datetime | None = None
    day: datetime | None = None
    """From when a store that knows of nothing yet is filled where there is no `start`."""
    zone: tzinfo = UTC
    """In which times are said."""

    def ahead(self, now: datetime) -> float:
        """Return the seconds until the campaign's beginning."""
        return 0.0 if self.start is None else (self.start - now).total_seconds()

    def left(self, now: datetime) -> float:
        """Return the seconds until the campaign's end."""
        return float("inf") if self.until is None else (self.until - now).total_seconds()

    @property
    def over(self) -> str:
        """Why nothing is read after the end, and the way out."""
        when = "" if self.until is None else f" at {_moment(self.until, self.zone)}"
        return (
            f"the campaign ended{when}, so nothing more is read: set a later `until` in "
            "campaign.toml and start the hub again."
        )

    @property
    def not_yet(self) -> str:
        """Why nothing is read before the beginning, and the way out."""
        when = "" if self.start is None else f" at {_moment(self.start, self.zone)}"
        return (
            f"the campaign begins{when}, and nothing is read before: for an earlier beginning "
            "set `starts` in campaign.toml and start the hub again."
        )


async def until_it_begins(period: Period, clock: Clock, vitals: Vitals) -> None:
    """Wait for the campaign's beginning, and say so meanwhile."""
    while (wait := period.ahead(clock.now())) > 0:
        vitals.become(Liveness.STOPPED, period.not_yet, period.start)
        await clock.sleep(min(wait, _LOOK))


async def once_begun(period: Period, clock: Clock, job: Callable[[], Awaitable[None]]) -> None:
    """Do something that asks the network, but not before the campaign's beginning."""
    while (wait := period.ahead(clock.now())) > 0:
        await clock.sleep(min(wait, _LOOK))
    await job()


def _moment(when: datetime, zone: tzinfo) -> str:
    local = when.astimezone(zone)
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"
