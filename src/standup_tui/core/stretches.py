"""Stretches of time: when walls might show a post, and when they were blank."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from standup_tui.model.history import History
from standup_tui.model.lifecycle import Status


class Stretch(Struct, frozen=True, order=True):
    """From when to when."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.end - self.start).total_seconds()


def shown(history: History | None, off: Sequence[Stretch], end: datetime) -> list[Stretch]:
    """Return when walls might show a post, without the time in which they were blank."""
    if history is None:
        return []
    stretches: list[Stretch] = []
    since = history.arrived if history.status is Status.SHOWN else None
    for step in history.steps:
        if step.standing.on_wall and since is None:
            since = step.at
        elif not step.standing.on_wall and since is not None:
            stretches.append(Stretch(since, step.at))
            since = None
    if since is not None:
        stretches.append(Stretch(since, max(since, end)))
    for blank in off:
        stretches = [rest for one in stretches for rest in _without(one, blank)]
    return stretches


def blanked(blanks: Sequence[tuple[datetime, bool]], end: datetime) -> list[Stretch]:
    """Return when the walls were blank."""
    stretches: list[Stretch] = []
    since: datetime | None = None
    for at, blank in blanks:
        if blank and since is None:
            since = at
        elif not blank and since is not None:
            stretches.append(Stretch(since, at))
            since = None
    return [*stretches, *([Stretch(since, max(since, end))] if since else [])]


def _without(one: Stretch, other: Stretch) -> Iterable[Stretch]:
    """Yield what is left of a stretch without another."""
    if one.start < min(one.end, other.start):
        yield Stretch(one.start, min(one.end, other.start))
    if max(one.start, other.end) < one.end:
        yield Stretch(max(one.start, other.end), one.end)


def together(stretches: Sequence[Stretch]) -> float:
    """Return the seconds that are in any of some stretches."""
    total, reached = 0.0, None
    for one in sorted(stretches):
        start = one.start if reached is None else max(one.start, reached)
        total += max(0.0, (one.end - start).total_seconds())
        reached = one.end if reached is None else max(reached, one.end)
    return total
