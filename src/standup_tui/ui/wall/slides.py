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
    """Return the scene's lines; None where nothing is announced, or not all fits."""
    if not about.plan.slides:
        return None
    slide = about.plan.slides[board.place(at).slot.slide % len(about.plan.slides)]
    place = layout(width, height)
    head = header(board, about, place, at)
    codes = board.wishes.codes
    # Without the header there is more room for the code, without the code for the words.
    for above, coded in ((head, codes), ([], codes), (head, False), ([], False)):
        room = max(0, height - len(above))
        made = _drawn(slide, place.width, room, codes=coded)
        if made is not None:
            return indented([*above, *amid(made, room)], place.left)
    return None


def shows_code(slide: Slide, width: int, height: int) -> bool:
    """Tell whether a screen of this size has room for a slide with its code."""
    place = layout(width - 1, height - 1)
    return _drawn(slide, place.width, height - 2, codes=True) is not None


def _drawn(slide: Slide, width: int, room: int, *, codes: bool) -> list[Line] | None:
    """Return a slide with its code beside the words, if it has one; None if it does not fit."""
    if not slide.link or not codes:
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
