"""The tally: the campaign's actions as bars, and how the day went, hour by hour."""

from collections.abc import Sequence
from itertools import zip_longest

from standup_tui.model.wall import Said
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.crowd import FEWEST_HOURS
from standup_tui.ui.wall.header import header
from standup_tui.ui.wall.layout import GUTTER, amid, beside, indented, layout
from standup_tui.ui.wall.lettering import can_set, rows_of, typeset
from standup_tui.ui.wall.lettering import width as width_set
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, both_ends, width_of
from standup_tui.ui.widgets.wording import clip

_SIDE_BY_SIDE = 150
"""Columns from which on actions and hours stand beside each other."""

_BLOCKS = " ▁▂▃▄▅▆▇█"
_ROOMY = 22
"""Rows from which on there is space between the parts."""

_NARROWEST, _BROADEST = 4, 16
"""Columns of one hour."""

_CURVE = 5
"""Rows of the curve of the hours, its legend included, where there is that space."""

_LINED = 6
"""Rows from which on the columns of the hours stand on a line."""

_LEAST_HOURS = 3
"""Rows below which a curve of the hours says nothing."""

_SETTINGS = (
    *((2, 1, gap) for gap in (4, 3, 2)),
    *((1, 0, gap) for gap in (4, 3, 2, 1)),
    *((0, 0, gap) for gap in (2, 1, 0)),
)
"""How large an action's number and name may be, and the blank rows between actions."""


def tally(board: Board, about: About, width: int, height: int, at: float) -> list[Line]:
    """Return the scene's lines."""
    place = layout(width, height)
    head = header(board, about, place, at)
    room = max(0, height - len(head))
    wide = place.width >= _SIDE_BY_SIDE and bool(board.said)
    column = (place.width - 2 * GUTTER) // 2 if wide else place.width
    if wide:
        bars = _bars(board.said, column, room)
        day = _day(board, column, max(len(bars), min(room, _ROOMY)), at)
        body = [beside(row, column, 2 * GUTTER) for row in zip_longest(bars, day, fillvalue=EMPTY)]
    else:
        apart = 1 + (room > _ROOMY)
        numbers = len(_numbers(board, column, room // 3))
        least = numbers + apart + (_CURVE if room > _ROOMY else _LEAST_HOURS) + 1
        bars = _bars(board.said, column, max(0, room - least))
        day = _day(board, column, room - len(bars) - apart * bool(bars), at)
        body = [*bars, *([EMPTY] * apart if bars and day else []), *day]
    return indented([*head, *amid(body[:room], room)], place.left)


def _bars(said: Sequence[Said], width: int, room: int) -> list[Line]:
    """Return a bar for each action, as large as there is room for all of them."""
    if not said:
        return []
    most = max(1, *(one.number for one in said))
    for number, name, gap in _SETTINGS:
        rows = rows_of(number) if number else 2
        if len(said) * (rows + gap) - gap > room:
            continue
        numbers = max(width_set(f"{one.number:,}", number) for one in said) if number else 0
        inner = width - numbers - 3
        if name and not all(_can_name(one, inner, name) for one in said):
            continue
        lines: list[Line] = []
        for one in said:
            lines += [EMPTY] * gap if lines else []
            lines += (
                _large(one, most, (inner, numbers), (number, name))
                if number
                else _plain(one, most, width)
            )
        return lines
    return [_flat(one, width) for one in said][:room]


def _can_name(one: Said, width: int, scale: int) -> bool:
    return can_set(one.action) and width_set(one.action, scale) <= width


def _flat(one: Said, width: int) -> Line:
    number: Line = ((f"{one.number:,}", Role.STRONG),)
    return both_ends(((clip(one.action, width - 8), Role.TEXT),), number, width)


def _plain(one: Said, most: int, width: int) -> list[Line]:
    return [_flat(one, width), _bar(one, most, width)]


def _large(one: Said, most: int, widths: tuple[int, int], scales: tuple[int, int]) -> list[Line]:
    """Return an action and its bar, beside its number in large letters.

    Args:
        one: The action.
        most: How often the one that was done most often was.
        widths: Columns of the bar and of the number.
        scales: How large the number is set, and the name; 0: in ordinary letters.
    """
    (inner, numbers), (scale, named) = widths, scales
    digits = f"{one.number:,}"
    name = (
        typeset(one.action, named, Role.STRONG)
        if named
        else [((clip(one.action, inner), Role.STRONG),)]
    )
    bar = _bar(one, most, inner)
    thick = max(1, rows_of(scale) - len(name) - 2)
    full: Line = (("█" * len(bar[0][0]), Role.FOCUS),)
    upper: Line = (("▄" * len(bar[0][0]), Role.FOCUS),)
    bars: list[Line] = [upper, *[full] * (thick - 1), (*full, *bar[1:])]
    left = [*name, *[EMPTY] * (rows_of(scale) - len(name) - len(bars)), *bars]
    right = typeset(digits, scale, Role.ACCENT)
    push = (" " * (numbers - width_set(digits, scale)), Role.TEXT)
    return [
        beside((ours, (push, *theirs) if theirs else EMPTY), inner, 3)
        for ours, theirs in zip(left, right, strict=True)
    ]


def _bar(one: Said, most: int, width: int) -> Line:
    filled = round(one.number / most * width)
    if one.number and not filled:
        filled = 1
    return (("▆" * filled, Role.FOCUS), ("·" * (width - filled), Role.LINE))


def _numbers(board: Board, width: int, room: int) -> list[Line]:
    """Return how many posts and people, as large as there is room."""
    both = ((board.posts, "post", "posts"), (board.crowd.people, "person", "people"))
    said = [(f"{number:,}", one if number == 1 else many) for number, one, many in both]
    for scale, least in ((2, 3 * rows_of(2)), (1, rows_of(1) + 1)):
        wide = sum(width_set(digits, scale) + cells(noun) + 2 for digits, noun in said) + GUTTER
        if least <= room and wide <= width:
            first, second = (_with_noun(digits, noun, scale) for digits, noun in said)
            column = width_set(said[0][0], scale) + cells(said[0][1]) + 2
            return [beside(row, column) for row in zip(first, second, strict=True)]
    line: Line = ()
    for digits, noun in said:
        line = (*line, (digits, Role.STRONG), (f" {noun}   ", Role.MUTED))
    return [line] if room else []


def _with_noun(digits: str, noun: str, scale: int) -> list[Line]:
    """Return a number in large letters with its noun behind it, at its foot."""
    lines = typeset(digits, scale)
    foot = max(row for row, line in enumerate(lines) if line)
    gap = width_set(digits, scale) + 2 - width_of(lines[foot])
    lines[foot] = (*lines[foot], (" " * gap, Role.TEXT), (noun, Role.MUTED))
    return lines


def _day(board: Board, width: int, room: int, at: float) -> list[Line]:
    """Return the numbers of the day and the curve of its hours."""
    numbers = _numbers(board, width, room)
    left = room - len(numbers) - 1
    curve = _hours(board, width, left, at) if left >= _LEAST_HOURS else []
    return [*numbers, *([EMPTY] if numbers and curve else []), *curve][:room]


def _hours(board: Board, width: int, rows: int, at: float) -> list[Line]:
    """Return how many posts each hour had: columns of eighths, with the hours below."""
    now = board.now(at)
    hours = board.crowd.hours(now, max(1, min(24, width // _NARROWEST)), FEWEST_HOURS)
    slot = min(max(_NARROWEST, width // len(hours)), _BROADEST)
    most = max((number for _, number in hours), default=0)
    ground: list[Line] = [(("─" * (slot * len(hours) - 1), Role.LINE),)] if rows >= _LINED else []
    tall = rows - 2 - len(ground)
    if not most or tall < 1:
        return []
    lines: list[Line] = []
    for row in range(tall, 0, -1):
        blocks = (_eighths(number / most * tall - (row - 1)) for _, number in hours)
        drawn = "".join(block * (slot - 1) + " " for block in blocks)
        lines.append(((drawn.rstrip(), Role.GOOD),))
    below = "".join(f"{hour:%H}".ljust(slot) for hour, _ in hours).rstrip()
    said = clip("posts by the hour", width)
    return [*lines, *ground, ((below, Role.MUTED),), ((said, Role.MUTED),)]


def _eighths(part: float) -> str:
    return _BLOCKS[max(0, min(8, round(part * 8)))]
