"""How the screens say numbers, ages and acts, in one place."""

from datetime import datetime, timedelta

from standup_tui.model.wrapping import cells, fits, wrap_spans

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS = ((_DAY, "d", _HOUR, "h"), (_HOUR, "h", _MINUTE, "min"), (_MINUTE, "min", 1, "s"))
_PLAIN = timedelta(days=300)
"""For so long a day and a month say which year they mean."""
_STEP = 10
_FEW = 2


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1,284 posts``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def age(at: datetime, now: datetime) -> str:
    """Return how old something is, coarse enough that a calm screen stays still."""
    seconds = (now - at).total_seconds()
    if seconds < _STEP:
        return "now"
    if seconds < _MINUTE:
        return f"{int(seconds) // _STEP * _STEP} s"
    if seconds < _HOUR:
        return f"{int(seconds) // _MINUTE} min"
    if seconds < _DAY:
        return f"{int(seconds) // _HOUR} h"
    return _day(at, now)


def _day(at: datetime, now: datetime) -> str:
    """Return the day of something older, with the year where that is not plain."""
    return f"{at.day} {at:%b}" if now - at < _PLAIN else f"{at:%b %Y}"


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago something happened, to the second while it is fresh."""
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < _FEW:
        return "just now"
    if seconds < _DAY:
        return f"{span(seconds)} ago"
    return f"{'on' if now - at < _PLAIN else 'in'} {_day(at, now)}"


def span(seconds: float) -> str:
    """Return a stretch of time: ``3 s``, ``4 min``, ``26 h``, ``3 d``."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    return f"{whole // _HOUR} h" if whole < 2 * _DAY else f"{whole // _DAY:,} d"


def length(seconds: float) -> str:
    """Return how long something took, in two units: ``1 min 29 s``, ``2 d 4 h``."""
    whole = max(0, int(seconds))
    for size, name, part, smaller in _UNITS:
        if whole >= size:
            rest = whole % size // part
            return f"{whole // size} {name}" + (f" {rest} {smaller}" if rest else "")
    return f"{whole} s"


def dollars(sum_: float, *, short: bool = False) -> str:
    """Return US dollars with cents: ``$2.41``; short ones do without ``.00``."""
    said = f"${sum_:,.2f}"
    return said.removesuffix(".00") if short else said


def sentence(text: str) -> str:
    """Return a text that ends as a sentence does, however its author ended it."""
    said = text.rstrip()
    return said if not said or said[-1] in ".!?…" else said + "."


def clip(text: str, width: int) -> str:
    """Return a line shortened to a number of columns, with an ellipsis where it was cut."""
    if fits(text, width):
        return text
    if width < 1:
        return ""
    start, end = wrap_spans(text.replace(" ", "\u00a0"), max(1, width - 1), 1)[0]
    return text[start:end].rstrip(" …") + "…"


def cut_short(line: str, width: int) -> str:
    """Return a line with an ellipsis at its end, whether or not it fits."""
    return clip(line + "…", width) if cells(line) > width - 1 else line + "…"
