"""An announcement of the campaign: a title, some words, and a code for telephones."""

from itertools import zip_longest

from standup_tui.model.wall import Slide
from standup_tui.model.wrapping import cells, wrap
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.code import code
from standup_tui.ui.wall.header import header
from standup_tui.ui.wall.layout import GUTTER, WIDEST, amid, beside, indented, layout
from standup_tui.ui.wall.lettering import can_set, rows_of, typeset, wrapped
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, width_of

_MOST_TITLE = 3
"""Lines of large letters for a title."""

_LEAST_TEXT = 24
"""Columns beside a code below which the words stand alone."""


def announcement(
    board: Board, about: About, width: int, height: int, at: float
) -> list[Line] | None:
    """Return the scene's lines; None where the campaign announces nothing."""
    if not about.plan.slides:
        return None
    slide = about.plan.slides[board.place(at).slot.slide % len(about.plan.slides)]
    place = layout(width, height)
    head = header(board, about, place, at)
    room = max(0, height - len(head))
    made = _drawn(board, slide, place.width, room)
    if made is None:  # without the header there is more room for the code
        made, head, room = _drawn(board, slide, place.width, height), [], height
    lines = made or _words(slide, place.width, room)[:room]
    return indented([*head, *amid(lines, room)], place.left)


def _drawn(board: Board, slide: Slide, width: int, room: int) -> list[Line] | None:
    """Return a slide with its code beside the words, if it has one; None if one does not fit."""
    if not slide.link or not board.wishes.codes:
        words = _words(slide, width, room)
        return words if len(words) <= room else None
    square = code(slide.link, width - _LEAST_TEXT - GUTTER, room)
    if not square:
        return None
    side = width_of(square[0])
    text = _words(slide, width - side - GUTTER, room)
    if len(text) > room:
        return None
    tall = max(len(text), len(square))
    left = [*[EMPTY] * ((tall - len(text)) // 2), *text]
    column = width - side - GUTTER
    return [beside(row, column) for row in zip_longest(left, square, fillvalue=EMPTY)]


def _words(slide: Slide, width: int, room: int) -> list[Line]:
    """Return title, text and link, the title large where that leaves room for the rest."""
    rest: list[Line] = [EMPTY] if slide.text else []
    rest += [((line, Role.TEXT),) for line in wrap(slide.text, min(width, WIDEST)) if slide.text]
    if slide.link:
        rest += [EMPTY, *(((line, Role.KEY),) for line in wrap(slide.link, width))]
    return [*_title(slide.title, width, room - len(rest)), *rest]


def _title(title: str, width: int, room: int) -> list[Line]:
    for scale in (2, 1) if can_set(title) else ():
        lines = wrapped(title, width, scale)
        if lines and len(lines) <= _MOST_TITLE and len(lines) * (rows_of(scale) + 1) <= room:
            drawn = [[EMPTY, *typeset(line, scale, Role.FOCUS)] for line in lines]
            return [row for rows in drawn for row in rows][1:]
    return [((line, Role.FOCUS),) for line in wrap(title, width) if cells(line) <= width]
