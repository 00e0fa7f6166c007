"""How a report says times: always the campaign's own, to the minute."""

from datetime import datetime
from zoneinfo import ZoneInfo

from standup_tui.ui.widgets.wording import length


def moment(when: datetime, zone: ZoneInfo) -> str:
    """Return a day and a time: ``1 Feb 2027, 08:00``."""
    local = when.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}{_which(local)}"


def stretch(began: datetime, ended: datetime | None, zone: ZoneInfo) -> str:
    """Return from when to when: ``1 Feb 2027, 09:12 to 09:14``."""
    if ended is None:
        return f"{moment(began, zone)} to now"
    first, last = began.astimezone(zone), ended.astimezone(zone)
    if first.date() == last.date():
        return f"{moment(began, zone)} to {last:%H:%M}{_which(last)}"
    return f"{moment(began, zone)} to {moment(ended, zone)}"


def waited(seconds: float | None) -> str:
    """Return how long somebody waited: ``1 min 29 s``."""
    return "no decision" if seconds is None else length(seconds)


def _which(local: datetime) -> str:
    """Return which of two equal times is meant, in the hour that the clocks repeat."""
    other = local.replace(fold=1 - local.fold)
    return f" {local:%Z}" if other.utcoffset() != local.utcoffset() else ""
