"""Parts of a line that are left out, the least important first, where there is no room."""

from collections.abc import Sequence
from dataclasses import dataclass

from standup_tui.ui.widgets.ink import Line, Role, both_ends, width_of

GAP = "   "


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar that is left out before the others where there is no room."""

    line: Line
    rank: int
    """0 stays the longest."""


def fitted(left: Sequence[Part], right: Sequence[Part], width: int) -> Line:
    """Return a line with parts at both ends, without those for which there is no room."""
    kept = sorted([*left, *right], key=lambda part: part.rank)
    while len(kept) > 1 and _needed(kept) > width:
        kept.pop()
    start = _row([part for part in left if part in kept])
    return both_ends(start, _row([part for part in right if part in kept]), width)


def _needed(parts: Sequence[Part]) -> int:
    return sum(width_of(part.line) + len(GAP) for part in parts)


def _row(parts: Sequence[Part]) -> Line:
    row: list[tuple[str, Role]] = []
    for part in parts:
        row += [(GAP, Role.TEXT), *part.line] if row else part.line
    return tuple(row)
