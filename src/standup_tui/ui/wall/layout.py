"""Where things go on a wall of one size, for type that is read from across a room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from standup_tui.model.wrapping import cells
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, width_of

WIDEST = 92
"""Columns of one post: about as many letters as an eye follows without losing the line."""

GUTTER = 6
_NARROWEST = 30
_FOR_COLUMNS = (0, 160, 240, 320)
"""From which width on there are one, two, three, four columns."""

_FULL_COLUMNS = (0, 110, 170, 230)
"""The same where as many posts as possible are wanted."""

CALM = 2
"""Posts on a wall that is read from far away, or in passing."""

_PLENTY = 100
"""More posts than any column holds."""


class Density(StrEnum):
    """How many posts a wall shows at a time."""

    AUTO = "auto"
    """A handful, as many columns as suit the screen."""
    CALM = "calm"
    """Two, below each other, with room around them: read from far away, or in passing."""
    FULL = "full"
    """As many as fit, close together: read from nearby."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things go on a screen of one size."""

    left: int
    width: int
    columns: int
    top: int
    """Blank lines below the header."""
    gap: int
    """Blank lines between two posts at least."""
    widest_gap: int
    airy: bool
    """Whether name, text and time of a post have a blank line between them."""
    handful: int
    """Posts in one column at most."""
    footed: bool
    """Whether there is room for the footer."""
    large: int
    """Cells to a pixel of the header's large letters; 0: there is no room for any."""

    @property
    def column(self) -> int:
        """Columns of the terminal that one column of posts takes."""
        return (self.width - GUTTER * (self.columns - 1)) // self.columns


def layout(width: int, height: int, columns: int = 0, density: Density = Density.AUTO) -> Layout:
    """Return where things go.

    Args:
        width: Columns of the terminal.
        height: Its rows.
        columns: Columns of posts, as far as they fit; 0: as many as suit the width.
        density: How many posts there are to be.
    """
    if density is Density.CALM:
        made = layout(width, height, columns or 1)
        return replace(made, handful=CALM, airy=True, widest_gap=made.widest_gap * 2)
    steps = _FULL_COLUMNS if density is Density.FULL else _FOR_COLUMNS
    made = _layout(width, height, columns or sum(width >= least for least in steps))
    if density is Density.FULL:
        return replace(
            made, handful=_PLENTY, airy=False, gap=1, widest_gap=1, top=min(1, made.top)
        )
    return made


def _layout(width: int, height: int, wanted: int) -> Layout:
    margin = 0 if width < 40 else 2 if width < 100 else 6  # noqa: PLR2004
    inner = max(1, width - 2 * margin)
    columns = max(1, min(wanted, (inner + GUTTER) // (_NARROWEST + GUTTER)))
    room = sum(height >= least for least in (16, 30, 50))
    large = sum(width >= wide and height >= high for wide, high in ((108, 34), (280, 80)))
    block = min(inner, max(columns * WIDEST + (columns - 1) * GUTTER, 110 if large else 0))
    return Layout(
        left=(width - block) // 2,
        width=block,
        columns=columns,
        top=min(2, room),
        gap=max(1, room),
        widest_gap=max(2 * room + 1, height // 6),
        airy=height >= 50,  # noqa: PLR2004
        handful=5 if columns == 1 else 4,
        footed=height >= 12,  # noqa: PLR2004
        large=large,
    )


def indented(lines: Sequence[Line], by: int) -> list[Line]:
    """Return lines further to the right."""
    margin = (" " * by, Role.TEXT)
    return [(margin, *line) if line else EMPTY for line in lines]


def amid(lines: Sequence[Line], room: int) -> list[Line]:
    """Return lines in the middle of some rows, a little above it as on a page."""
    above = max(0, (room - len(lines)) * 2 // 5)
    return [*[EMPTY] * above, *lines]


def centred(line: Line, width: int) -> Line:
    """Return a line in the middle of some columns."""
    return ((" " * max(0, (width - width_of(line)) // 2), Role.TEXT), *line) if line else EMPTY


def beside(row: Sequence[Line], column: int, gutter: int = GUTTER) -> Line:
    """Return lines next to each other, in columns of one width."""
    line: Line = row[0]
    for number, piece in enumerate(row[1:], 1):
        if piece:
            gap = number * (column + gutter) - width_of(line)
            line = (*line, (" " * gap, Role.TEXT), *piece)
    return line


def one(text: str, role: Role, width: int) -> Line:
    """Return a line of one role in the middle of some columns; nothing if it does not fit."""
    return centred(((text, role),), width) if text and cells(text) <= width else EMPTY
