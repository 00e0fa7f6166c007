"""The stream: pins first, then the newest, every post whole, at most a handful."""

from dataclasses import dataclass
from itertools import zip_longest

from standup_tui.model.text import clean_line
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.card import Card, card
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, both_ends, width_of
from standup_tui.ui.widgets.wording import clip, count

_LOOK_AHEAD = 24
"""Posts that are tried where a taller one found no room; older ones would look like new."""

_WIDEST = 92
"""Columns of one post: about as many letters as an eye follows without losing the line."""

_SECOND_COLUMN = 160
_GUTTER = 6


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

    @property
    def column(self) -> int:
        """Columns of the terminal that one column of posts takes."""
        return (self.width - _GUTTER * (self.columns - 1)) // self.columns


def layout(width: int, height: int) -> Layout:
    """Return where things go, for type that is read from across a room."""
    columns = 2 if width >= _SECOND_COLUMN else 1
    margin = 0 if width < 40 else 2 if width < 100 else 6  # noqa: PLR2004
    block = min(max(1, width - 2 * margin), columns * _WIDEST + (columns - 1) * _GUTTER)
    room = sum(height >= least for least in (16, 30, 50))
    return Layout(
        left=(width - block) // 2,
        width=block,
        columns=columns,
        top=min(2, room),
        gap=max(1, room),
        widest_gap=2 * room + 1,
        airy=height >= 50,  # noqa: PLR2004
        handful=5 if columns == 1 else 4,
        footed=height >= 12,  # noqa: PLR2004
    )


def stream(board: Board, about: About, width: int, height: int, at: float) -> list[Line]:
    """Return the scene's lines, at most as many as there is room for."""
    place = layout(width, height)
    head = [_header(board, about, place.width, at), *[EMPTY] * place.top]
    foot = _footer(board, place.width) if place.footed else []
    room = max(0, height - len(head) - len(foot))
    posts = (
        _posts(board, place, room, at) if board.posts else _invitation(about, place.width, room)
    )
    posts += [EMPTY] * (room - len(posts))
    margin = (" " * place.left, Role.TEXT)
    return [(margin, *line) if line else EMPTY for line in (*head, *posts, *foot)]


def _header(board: Board, about: About, width: int, at: float) -> Line:
    """Return hashtag, title and time; what does not fit stays away, the title first."""
    clock = f"{board.now(at):%H:%M}"
    tag = clip(clean_line(about.tags[0]), width) if about.tags else ""
    room = width - 2 * max(cells(tag), cells(clock)) - 4
    whole = clean_line(about.title)
    title = whole if cells(whole) <= room else ""
    if cells(tag) + 1 + cells(clock) > width:
        return ((tag, Role.FOCUS),)
    left = (width - cells(title)) // 2 - cells(tag)
    line: Line = ((tag, Role.FOCUS), (" " * left, Role.TEXT), (title, Role.TEXT))
    return both_ends(line if title else line[:1], ((clock, Role.STRONG),), width)


def _footer(board: Board, width: int) -> list[Line]:
    said = f"{count(board.posts, 'post')} · {count(board.people, 'person', 'people')}"
    return [EMPTY, (("─" * width, Role.LINE),), ((clip(said, width), Role.MUTED),)]


def _posts(board: Board, place: Layout, room: int, at: float) -> list[Line]:
    """Return the posts that fit, column beside column."""
    now = board.now(at)
    columns: list[list[Card]] = [[] for _ in range(place.columns)]
    for entry in board.first(_LOOK_AHEAD):
        drawn = card(entry, place.column, room, now, airy=place.airy)
        if drawn is None:
            continue
        for cards in columns:
            if len(cards) < place.handful and _height([*cards, drawn], place.gap) <= room:
                cards.append(drawn)
                break
    gap = _gap(columns, place, room)
    return [
        _beside(row, place.column)
        for row in zip_longest(*(_stacked(cards, gap) for cards in columns), fillvalue=EMPTY)
    ]


def _height(cards: list[Card], gap: int) -> int:
    return sum(map(len, cards)) + gap * (len(cards) - 1)


def _gap(columns: list[list[Card]], place: Layout, room: int) -> int:
    """Return the blank lines between posts that use what room is left, for all columns alike."""
    full = [(room - _height(cards, 0)) // (len(cards) - 1) for cards in columns if len(cards) > 1]
    return min([*full, place.widest_gap])


def _stacked(cards: list[Card], gap: int) -> list[Line]:
    lines: list[Line] = []
    for drawn in cards:
        lines += [*[EMPTY] * gap, *drawn] if lines else drawn
    return lines


def _beside(row: tuple[Line, ...], column: int) -> Line:
    """Return lines next to each other."""
    line: Line = row[0]
    for number, piece in enumerate(row[1:], 1):
        if piece:
            gap = number * (column + _GUTTER) - width_of(line)
            line = (*line, (" " * gap, Role.TEXT), *piece)
    return line


def _invitation(about: About, width: int, room: int) -> list[Line]:
    """Return what stands where no post may be shown yet."""
    said = f"Posts with {clean_line(about.tags[0])} appear here." if about.tags else ""
    if not said or cells(said) > width or room < 1:
        return []
    indent = (" " * ((width - cells(said)) // 2), Role.TEXT)
    return [*[EMPTY] * (room // 2), (indent, (said, Role.MUTED))]
