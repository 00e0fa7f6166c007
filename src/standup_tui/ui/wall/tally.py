"""The tally: the campaign's actions as bars, and how the day went, hour by hour."""

from collections.abc import Sequence
from itertools import zip_longest

from standup_tui.model.wall import Said
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.header import header
from standup_tui.ui.wall.layout import GUTTER, amid, beside, indented, layout
from standup_tui.ui.wall.lettering import rows_of, typeset
from standup_tui.ui.wall.lettering import width as width_set
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, both_ends, width_of
from standup_tui.ui.widgets.wording import clip

_SIDE_BY_SIDE = 150
"""Columns from which on actions and hours stand beside each other."""

_BLOCKS = " ▁▂▃▄▅▆▇█"
_TALLEST = 18
_ROOMY = 22
"""Rows from which on there is space between the parts."""

_NARROWEST, _BROADEST = 4, 12
"""Columns of one hour."""

_CURVE = 5
"""Rows of the curve of the hours, its legend included, where there is that space."""

_LEAST_HOURS = 3
"""Rows below which a curve of the hours says nothing."""


def tally(board: Board, about: About, width: int, height: int, at: float) -> list[Line]:
    """Return the scene's lines."""
    place = layout(width, height)
    head = header(board, about, place, at)
    room = max(0, height - len(head))
    wide = place.width >= _SIDE_BY_SIDE and bool(board.said)
    column = (place.width - 2 * GUTTER) // 2 if wide else place.width
    if wide:
        day = _day(board, column, room, at)
        bars = _bars(board.said, column, room)
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
    """Return a bar for each action, with its number large where there is room for all."""
    if not said:
        return []
    for large, gap in ((1, 4), (1, 3), (1, 2), (1, 1), (0, 2), (0, 1), (0, 0)):
        rows = rows_of(1) if large else 2
        if len(said) * (rows + gap) - gap <= room:
            break
    else:
        return [_flat(one, width) for one in said][:room]
    most = max(1, *(one.number for one in said))
    numbers = max(width_set(f"{one.number:,}", 1) for one in said) if large else 0
    lines: list[Line] = []
    for one in said:
        lines += [EMPTY] * gap if lines else []
        lines += _large(one, most, width, numbers) if large else _plain(one, most, width)
    return lines


def _flat(one: Said, width: int) -> Line:
    number: Line = ((f"{one.number:,}", Role.STRONG),)
    return both_ends(((clip(one.action, width - 8), Role.TEXT),), number, width)


def _plain(one: Said, most: int, width: int) -> list[Line]:
    return [_flat(one, width), _bar(one, most, width)]


def _large(one: Said, most: int, width: int, numbers: int) -> list[Line]:
    """Return an action beside its number in large letters."""
    digits = f"{one.number:,}"
    inner = width - numbers - 3
    bar = _bar(one, most, inner)
    upper: Line = (("▄" * len(bar[0][0]), Role.FOCUS),)
    lower: Line = (("█" * len(bar[0][0]), Role.FOCUS), *bar[1:])
    left: list[Line] = [((clip(one.action, inner), Role.STRONG),), EMPTY, upper, lower]
    right = typeset(digits, 1, Role.ACCENT)
    push = (" " * (numbers - width_set(digits, 1)), Role.TEXT)
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
    """Return how many posts and people, large where there is room."""
    both = ((board.posts, "post", "posts"), (board.crowd.people, "person", "people"))
    said = [(f"{number:,}", one if number == 1 else many) for number, one, many in both]
    wide = sum(width_set(digits, 1) + cells(noun) + 2 for digits, noun in said) + GUTTER
    if room <= rows_of(1) or wide > width:
        line: Line = ()
        for digits, noun in said:
            line = (*line, (digits, Role.STRONG), (f" {noun}   ", Role.MUTED))
        return [line] if room else []
    first, second = (_with_noun(digits, noun) for digits, noun in said)
    column = width_set(said[0][0], 1) + cells(said[0][1]) + 2
    return [beside(row, column) for row in zip(first, second, strict=True)]


def _with_noun(digits: str, noun: str) -> list[Line]:
    """Return a number in large letters with its noun behind it, at its foot."""
    *above, foot = typeset(digits, 1)
    gap = width_set(digits, 1) + 2 - width_of(foot)
    return [*above, (*foot, (" " * gap, Role.TEXT), (noun, Role.MUTED))]


def _day(board: Board, width: int, room: int, at: float) -> list[Line]:
    """Return the numbers of the day and the curve of its hours."""
    numbers = _numbers(board, width, room)
    left = room - len(numbers) - 1
    curve = _hours(board, width, min(left, _TALLEST), at) if left >= _LEAST_HOURS else []
    return [*numbers, *([EMPTY] if numbers and curve else []), *curve][:room]


def _hours(board: Board, width: int, rows: int, at: float) -> list[Line]:
    """Return how many posts each hour had: columns of eighths, with the hours below."""
    hours = board.crowd.hours(board.now(at), max(1, min(24, width // _NARROWEST)))
    slot = min(max(_NARROWEST, width // len(hours)), _BROADEST)
    most = max((number for _, number in hours), default=0)
    tall = rows - 2
    if not most or tall < 1:
        return []
    lines: list[Line] = []
    for row in range(tall, 0, -1):
        blocks = (_eighths(number / most * tall - (row - 1)) for _, number in hours)
        drawn = "".join(block * (slot - 1) + " " for block in blocks)
        lines.append(((drawn.rstrip(), Role.GOOD),))
    below = "".join(f"{hour:%H}".ljust(slot) for hour, _ in hours).rstrip()
    said = clip("posts by the hour", width)
    return [*lines, ((below, Role.MUTED),), ((said, Role.MUTED),)]


def _eighths(part: float) -> str:
    return _BLOCKS[max(0, min(8, round(part * 8)))]
