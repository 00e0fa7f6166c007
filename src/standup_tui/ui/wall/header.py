"""What stands above and below every scene: hashtag, title and time; posts and people."""

from standup_tui.model.text import clean_line
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.layout import Layout
from standup_tui.ui.wall.lettering import can_set, typeset
from standup_tui.ui.wall.lettering import width as width_set
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, both_ends
from standup_tui.ui.widgets.wording import clip, count

_APART = 6
"""Columns between hashtag and time at least."""


def header(board: Board, about: About, place: Layout, at: float) -> list[Line]:
    """Return hashtag, title and time, large where there is room; then some blank lines."""
    clock = f"{board.now(at):%H:%M}"
    tag = clean_line(about.tags[0]) if about.tags else ""
    fits = width_set(clock, place.large) + _APART
    if place.large and can_set(tag) and width_set(tag, place.large) + fits <= place.width:
        lines = _large(tag, clock, clean_line(about.title), place)
    else:
        lines = [_small(tag, clock, clean_line(about.title), place.width)]
    return [*lines, *[EMPTY] * place.top]


def _large(tag: str, clock: str, title: str, place: Layout) -> list[Line]:
    """Return hashtag and time in large letters, and the title below."""
    tags = typeset(tag, place.large, Role.FOCUS)
    clocks = typeset(clock, place.large, Role.MUTED)
    gap = place.width - width_set(clock, place.large) - width_set(tag, place.large) - place.large
    middle = (" " * gap, Role.TEXT)
    lines = [(*left, middle, *right) for left, right in zip(tags, clocks, strict=True)]
    return [*lines, ((clip(title, place.width), Role.MUTED),)]


def _small(tag: str, clock: str, whole: str, width: int) -> Line:
    """Return all on one line; what does not fit stays away, the title first."""
    tag = clip(tag, width)
    room = width - 2 * max(cells(tag), cells(clock)) - 4
    title = whole if cells(whole) <= room else ""
    if cells(tag) + 1 + cells(clock) > width:
        return ((tag, Role.FOCUS),)
    left = (width - cells(title)) // 2 - cells(tag)
    line: Line = ((tag, Role.FOCUS), (" " * left, Role.TEXT), (title, Role.TEXT))
    return both_ends(line if title else line[:1], ((clock, Role.STRONG),), width)


def footer(board: Board, place: Layout) -> list[Line]:
    """Return how many posts of how many people, and the tally as far as it fits beside."""
    if not place.footed:
        return []
    said = f"{count(board.posts, 'post')} · {count(board.crowd.people, 'person', 'people')}"
    left: Line = ((clip(said, place.width), Role.MUTED),)
    right: Line = ()
    for one in board.said:
        more: Line = (
            ("   " if right else "", Role.TEXT),
            (f"{one.action} ", Role.MUTED),
            (f"{one.number:,}", Role.STRONG),
        )
        if cells(said) + _APART + sum(cells(text) for text, _ in (*right, *more)) > place.width:
            break
        right = (*right, *more)
    line = both_ends(left, right, place.width) if right else left
    return [EMPTY, (("─" * place.width, Role.LINE),), line]
