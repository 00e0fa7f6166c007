"""The page about a drill, as text for a terminal and as Markdown to keep."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from standup_tui.core.drill import (
    EXPECTED,
    Incident,
    Outcome,
    Score,
    WrongHide,
    taken,
    typical,
)
from standup_tui.model.text import clean_line
from standup_tui.model.wrapping import cells, wrap
from standup_tui.ui.widgets.wording import clip, count, length

_KINDS = {
    "abuse": "abuse",
    "postcode": "an address or a number",
    "court": "a family in court",
    "despair": "somebody in danger",
    "press": "a press enquiry",
    "flood": "a flood",
    "hijack": "advertising",
    "lookalike": "a false account of ours",
    "hostile": "text against terminals",
}
"""What was planted, in words."""
_WIDTH = 96
_NARROWEST = 60
"""Columns of a page in plain text, at most and at least."""
_GUTTER = "  "
_EXCERPT = 44


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; all but the first column are numbers or short."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with sentences and perhaps a table under it."""

    title: str
    said: tuple[str, ...] = ()
    table: Table | None = None


def page(score: Score, seed: int, most: int = 500) -> list[Part]:
    """Return what is to be said of a drill, the sum of it first.

    Args:
        score: How it went.
        seed: Which day it was.
        most: Rows of a list at most; the rest are counted.
    """
    return [
        Part(f"Drill of {score.ended.astimezone():%Y-%m-%d %H:%M}", tuple(_summary(score, seed))),
        _by_kind(score),
        _missed(score, most),
        _on_wall(score, most),
        _wrong_hides(score, most),
        Part("How this was counted", tuple(_caveats(score))),
    ]


def _summary(score: Score, seed: int) -> Iterator[str]:
    lasted = length((score.ended - score.began).total_seconds())
    yield f"{lasted} on made-up posts (seed {seed}); {count(score.arrived, 'post')} came in."
    counted, missed = score.counted, score.missed
    dealt = len(counted) - len(missed)
    middle = typical(taken(counted))
    fast = "" if middle is None else f", half of them within {_seconds(middle)}"
    if counted:
        of = count(len(counted), "incident")
        yield f"{dealt} of {of} dealt with{fast}; {len(missed)} missed."
    else:
        yield "No incident came early enough to count."
    if score.on_wall:
        yield f"Something wrong could be on the walls for {_seconds(score.on_wall)}."
    else:
        yield "Nothing wrong was on the walls."
    hidden = score.criticism_hidden
    came = count(score.criticism, "critical post")
    if hidden:
        yield f"{len(hidden)} of {came} hidden: criticism is no reason to hide anything."
    elif score.criticism:
        yield f"{came} came, and none was hidden."
    else:
        yield "No critical post came."
    if score.decisions:
        made = ", ".join(
            f"{clean_line(who)} {number:,}" for who, number in score.decisions.items()
        )
        yield f"Decisions: {made}. {count(score.undecided, 'post')} still waited at the end."
    else:
        yield f"Nobody decided anything; {count(score.undecided, 'post')} waited at the end."


def _by_kind(score: Score) -> Part:
    rows = []
    for kind, name in _KINDS.items():
        these = [it for it in score.incidents if it.planted.kind == kind]
        if not these:
            continue
        times = taken(these)
        middle = typical(times)
        rows.append(
            (
                name,
                str(len(these)),
                str(sum(it.outcome is Outcome.DEALT_WITH for it in these)),
                str(sum(it in score.missed for it in these)),
                "" if middle is None else _seconds(middle),
                _seconds(times[-1]) if times else "",
                _seconds(wall) if (wall := sum(it.on_wall for it in these)) else "",
            )
        )
    if not rows:
        return Part("What was planted", ("Nothing yet: the drill was too short.",))
    heads = ("planted", "posts", "dealt with", "missed", "median", "slowest", "on walls")
    return Part("What was planted", table=Table(heads, tuple(rows)))


def _missed(score: Score, most: int) -> Part:
    return _listed("What was missed", "Nothing.", score.missed, ("what", "who", "how it ended"),
                   lambda it: (str(it.outcome),), most)  # fmt: skip


def _on_wall(score: Score, most: int) -> Part:
    shown = [it for it in score.incidents if it.on_wall]
    title, heads = "What was on the walls and should not have been", ("what", "who", "seconds")
    return _listed(title, "Nothing.", shown, heads, lambda it: (f"{it.on_wall:.1f}",), most)


def _listed(  # noqa: PLR0913, PLR0917  # what differs between two lists
    title: str,
    nothing: str,
    incidents: Sequence[Incident],
    heads: tuple[str, ...],
    last: Callable[[Incident], tuple[str, ...]],
    most: int,
) -> Part:
    if not incidents:
        return Part(title, (nothing,))
    rows = tuple(
        (
            f"{_KINDS.get(it.planted.kind, it.planted.kind)}: {_excerpt(it.planted.text)}",
            f"@{clean_line(it.planted.handle)}",
            *last(it),
        )
        for it in incidents[:most]
    )
    return Part(title, _and_more(incidents, most), Table(heads, rows))


def _wrong_hides(score: Score, most: int) -> Part:
    hides = sorted(score.wrong_hides, key=lambda it: not it.is_criticism)
    if not hides:
        return Part("What was hidden and should not have been", ("Nothing.",))
    rows = tuple(_wrong_hide(it) for it in hides[:most])
    heads = ("what", "by", "reason given", "hidden for")
    return Part(
        "What was hidden and should not have been", _and_more(hides, most), Table(heads, rows)
    )


def _wrong_hide(it: WrongHide) -> tuple[str, ...]:
    kind = "criticism" if it.is_criticism else "an ordinary post"
    how_long = f"{_seconds(it.seconds)}, then taken back" if it.taken_back else "to the end"
    reason = clip(clean_line(it.reason), 30) or "none"
    return f"{kind}: {_excerpt(it.planted.text)}", clean_line(it.by), reason, how_long


def _caveats(score: Score) -> Iterator[str]:
    yield (
        "An incident is dealt with when a person has hidden, held or escalated it for good; a "
        "press enquiry when a person has decided anything about it. Its time runs from its "
        "publication."
    )
    yield (
        "“On the walls” is when walls were allowed to show it and were not blank; whether a wall "
        "had it on its page at that moment is not known. A flood counts as wrong, though one post "
        "of it alone would be an opinion."
    )
    idle = {
        Outcome.TOO_LATE: "came too shortly before the end",
        Outcome.NEVER_CAME: "never reached the hub",
        Outcome.GONE: "were deleted by their authors first",
    }
    left = [
        f"{number} {said}"
        for outcome, said in idle.items()
        if (number := sum(it.outcome is outcome for it in score.incidents))
    ]
    if left:
        yield f"Not counted: {'; '.join(left)}."
    kinds = {it.planted.kind for it in score.incidents} | (
        {"criticism"} if score.criticism else set()
    )
    absent = [_KINDS.get(kind, kind) for kind in EXPECTED if kind not in kinds]
    if absent:
        yield f"Not met in this stretch of the day: {', '.join(absent)}."


def _and_more(those: Sequence[object], most: int) -> tuple[str, ...]:
    return (f"The first {most} of {len(those)}.",) if len(those) > most else ()


def _excerpt(text: str) -> str:
    return clip(clean_line(text), _EXCERPT)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else length(seconds)  # noqa: PLR2004, a minute


# Putting it on paper.


def as_text(parts: Iterable[Part], width: int = _WIDTH) -> str:
    """Return a page for a terminal, a log or a mail, of so many columns at most."""
    width = min(max(width, _NARROWEST), _WIDTH)
    return "\n".join(line.rstrip() for part in parts for line in _text(part, width))


def _text(part: Part, width: int) -> Iterator[str]:
    yield part.title
    yield "─" * cells(part.title)
    for sentence in part.said:
        yield from wrap(sentence, width)
    if part.table is not None:
        rows = (part.table.heads, *part.table.rows)
        widths = _columns(rows, width)
        for row in rows:
            columns = [wrap(cell, wide) for cell, wide in zip(row, widths, strict=True)]
            for line in zip_longest(*columns, fillvalue=""):
                yield _GUTTER.join(
                    cell + " " * (wide - cells(cell))
                    for cell, wide in zip(line, widths, strict=True)
                )
    yield ""


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return how wide each column is: the widest give way until all fit."""
    widths = [max(cells(row[place]) for row in rows) for place in range(len(rows[0]))]
    while sum(widths) + len(_GUTTER) * (len(widths) - 1) > width:
        widths[widths.index(max(widths))] -= 1
    return widths


def as_markdown(parts: Iterable[Part]) -> str:
    """Return a page as Markdown, in which nobody's words are markup."""
    return "\n".join(line for number, part in enumerate(parts) for line in _markdown(part, number))


def _markdown(part: Part, number: int) -> Iterator[str]:
    yield f"{'##' if number else '#'} {_plain(part.title)}"
    yield ""
    for sentence in part.said:
        yield _plain(sentence)
        yield ""
    if part.table is not None:
        yield _row(part.table.heads)
        yield _row(["---"] * len(part.table.heads), plain=False)
        for row in part.table.rows:
            yield _row(row)
        yield ""


def _row(row: Sequence[str], *, plain: bool = True) -> str:
    return f"| {' | '.join(_plain(cell) if plain else cell for cell in row)} |"


def _plain(text: str) -> str:
    """Return a text in which no sign means anything to Markdown."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


_SIGNS = frozenset("\\`*_{}[]<>#|~!&")
