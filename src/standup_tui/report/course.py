"""How posts came over the campaign's local time: by hour, by day or by month.

A local hour is found by the wall clock and known by its moment in UTC. So the night on which the
clocks go back has its second hour of one o'clock, and the one on which they go forward has none
of it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from standup_tui.model.facts import Slot
from standup_tui.report.contents import Course, Stretch
from standup_tui.ui.widgets.wording import count

Span = tuple[datetime, datetime]
"""From when to when, in UTC."""

_HOURS = timedelta(hours=72)
"""Up to so long a campaign is told by the hour."""

_DAYS = timedelta(days=92)
"""Up to so long by the day; a longer one by the month."""

_QUARTER = timedelta(minutes=15)


def course_of(slots: Sequence[Slot], zone: ZoneInfo, gaps: Sequence[Span] = ()) -> Course:
    """Return the course of a campaign.

    Args:
        slots: Posts by quarters of an hour.
        zone: The campaign's time zone.
        gaps: Stretches that were not read and not made up for.
    """
    if not slots:
        return Course("hour", said="No post came in.")
    first, last = slots[0].start, slots[-1].start
    unit, floor = _unit(last - first)
    counts: Counter[datetime] = Counter()
    for slot in slots:
        counts[floor(slot.start, zone)] += slot.posts
    stretches = _stretches(counts, floor, zone, gaps)
    return Course(unit, stretches, _said(unit, stretches))


def _unit(long: timedelta) -> tuple[str, Callable[[datetime, ZoneInfo], datetime]]:
    if long <= _HOURS:
        return "hour", _hour
    return ("day", _day) if long <= _DAYS else ("month", _month)


def _hour(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment - into


def _day(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    return datetime(local.year, local.month, local.day, tzinfo=zone).astimezone(UTC)


def _month(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    return datetime(local.year, local.month, 1, tzinfo=zone).astimezone(UTC)


def _stretches(
    counts: Counter[datetime],
    floor: Callable[[datetime, ZoneInfo], datetime],
    zone: ZoneInfo,
    gaps: Sequence[Span],
) -> tuple[Stretch, ...]:
    starts = _starts(min(counts), max(counts), floor, zone)
    ends = [*starts[1:], _next(starts[-1], floor, zone)]
    labels = _labels(starts, floor, zone)
    return tuple(
        Stretch(
            start,
            label,
            counts[start],
            any(began < end and ended > start for began, ended in gaps),
        )
        for start, end, label in zip(starts, ends, labels, strict=True)
    )


def _starts(
    first: datetime,
    last: datetime,
    floor: Callable[[datetime, ZoneInfo], datetime],
    zone: ZoneInfo,
) -> list[datetime]:
    starts = [first]
    while starts[-1] < last:
        starts.append(_next(starts[-1], floor, zone))
    return starts


def _next(
    start: datetime, floor: Callable[[datetime, ZoneInfo], datetime], zone: ZoneInfo
) -> datetime:
    """Return where the stretch after one begins: by steps that no change of clocks can jump."""
    step = _QUARTER if floor is _hour else timedelta(hours=20)
    moment = start + step
    while (floored := floor(moment, zone)) <= start:
        moment += step
    return floored


def _labels(
    starts: Sequence[datetime], floor: Callable[[datetime, ZoneInfo], datetime], zone: ZoneInfo
) -> list[str]:
    local = [start.astimezone(zone) for start in starts]
    if floor is _day:
        return [f"{it.day} {it:%b}" for it in local]
    if floor is _month:
        return [f"{it:%b %Y}" for it in local]
    days = {it.date() for it in local}
    plain = [f"{it:%H:%M}" if len(days) == 1 else f"{it.day} {it:%b %H:%M}" for it in local]
    twice = {label for label, times in Counter(plain).items() if times > 1}
    return [
        f"{label} {it:%Z}" if label in twice else label
        for label, it in zip(plain, local, strict=True)
    ]


def _said(unit: str, stretches: Sequence[Stretch]) -> str:
    busiest = max(stretches, key=lambda it: it.posts)
    said = (
        f"The busiest {unit} was {_from(unit, busiest.label)}, with {count(busiest.posts, 'post')}"
    )
    short = sum(it.in_gap for it in stretches)
    if not short:
        return f"{said}."
    were = "was" if short == 1 else "were"
    return f"{said}. In {count(short, unit)} not everything {were} read: there may have been more."


def _from(unit: str, label: str) -> str:
    return f"the one from {label}" if unit == "hour" else label
