"""The spotlight: one post alone, as large as all of it can be set."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from standup_tui.model.entry import Entry
from standup_tui.model.post import Post
from standup_tui.model.wall_card import handle
from standup_tui.model.wrapping import wrap
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.card import BAR, Card, author, card, last_line
from standup_tui.ui.wall.header import footer, header
from standup_tui.ui.wall.layout import WIDEST, amid, indented, layout
from standup_tui.ui.wall.lettering import can_set, rows_of, typeset, wrapped
from standup_tui.ui.wall.lettering import width as width_set
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, Span

_SETTINGS = (
    *((4, 2, 2), (3, 2, 1), (2, 2, 1), (2, 1, 1), (2, 1, 0)),
    *((1, 2, 1), (1, 1, 1), (1, 2, 0), (1, 1, 0), (1, 0, 0)),
)
"""How large a text may be, the blank rows between its lines, and how large its author's name."""

_FEW_LETTERS = 400
"""A longer text is not tried in large letters."""

_MOST_LINES = 9
"""Of large type: more is a wall of letters, not a line that is read in passing."""


def spotlight(board: Board, about: About, width: int, height: int, at: float) -> list[Line] | None:
    """Return the scene's lines; None where no post can be in it now."""
    entry = board.spotlight(at)
    return None if entry is None else alone(board, about, entry, (width, height), at)


def alone(
    board: Board, about: About, entry: Entry, size: tuple[int, int], at: float
) -> list[Line] | None:
    """Return a scene of one post, with the header if that leaves room; None if it cannot be."""
    width, height = size
    place, now = layout(width, height), board.now(at)
    foot = footer(board, place)
    small = replace(place, large=0)
    for one, drawn in ((place, large_card), (small, large_card), (place, _small)):
        head = header(board, about, one, at)
        room = height - len(head) - len(foot)
        if (lines := drawn(entry, place.width, room, now)) is not None:
            return _framed(head, lines, foot, place.left, room)
    bare = _small(entry, width - 1, height, now)
    return None if bare is None else amid(bare, height)


def _framed(
    head: list[Line], lines: Sequence[Line], foot: list[Line], left: int, room: int
) -> list[Line]:
    body = amid(lines, room)
    return indented([*head, *body, *[EMPTY] * (room - len(body)), *foot], left)


def _small(entry: Entry, width: int, room: int, now: datetime) -> list[Line] | None:
    """Return a post as it is in the stream, in the middle."""
    column = min(width, WIDEST)
    drawn = card(entry, column, room, now, airy=True)
    return None if drawn is None else indented(drawn, (width - column) // 2)


def large_card(entry: Entry, width: int, room: int, now: datetime) -> Card | None:
    """Return a post with its text in large letters; None where it has none or does not fit."""
    post, inner = entry.post, width - BAR
    if len(post.text) > _FEW_LETTERS or not can_set(post.text) or post.media or inner < 1:
        return None
    below = [EMPTY, *last_line(post, now, inner)]
    bar: Span = ("┃ ", Role.ACCENT) if entry.standing.pin else ("  ", Role.TEXT)
    for scale, gap, named in _SETTINGS:
        above, lines = _named(post, inner, room, named), wrapped(post.text, inner, scale)
        if above is None or lines is None or len(lines) > _MOST_LINES:
            continue
        rows = len(lines) * (rows_of(scale) + gap) - gap
        if rows + len(above) + len(below) <= room:
            text: list[Line] = []
            for line in lines:
                text += [EMPTY] * gap if text else []
                text += typeset(line, scale, Role.TEXT, Role.KEY)
            return tuple((bar, *line) for line in (*above, *text, *below))
    return None


def _named(post: Post, width: int, room: int, scale: int) -> list[Line] | None:
    """Return the author's lines, the name in letters of a size; None where it cannot be."""
    name = post.author.name
    if not scale:
        return [*author(post, width, room), EMPTY]
    if "\n" in name or not can_set(name) or width_set(name, scale) > width:
        return None
    handles: list[Line] = [((line, Role.MUTED),) for line in wrap(handle(post), width)]
    return [*typeset(name, scale, Role.ACCENT), *handles, EMPTY, EMPTY]
