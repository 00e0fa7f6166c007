"""The stream: pins first, then the newest, every post whole, at most a handful."""

from itertools import zip_longest

from standup_tui.model.entry import Entry
from standup_tui.model.text import clean_line
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.card import Card, card
from standup_tui.ui.wall.header import footer, header
from standup_tui.ui.wall.layout import Layout, beside, centred, indented, layout
from standup_tui.ui.wall.spotlight import alone
from standup_tui.ui.widgets.ink import EMPTY, Line, Role

_LOOK_AHEAD = 24
"""Posts that are tried where a taller one found no room; older ones would look like new."""

_AGAIN = 120
"""Posts that come round again while nothing new does."""

_PAGE = 20.0
"""Seconds for which earlier posts stay before the next ones."""

_ROUND = 45.0
_ALONE = 15.0
"""Seconds of each round that a post has the scene alone, if one is too tall for the others."""


def stream(board: Board, about: About, width: int, height: int, at: float) -> list[Line]:
    """Return the scene's lines, at most as many as there is room for."""
    place = layout(width, height, board.wishes.columns)
    head, foot = header(board, about, place, at), footer(board, place)
    room = max(0, height - len(head) - len(foot))
    quiet = board.quiet(at)
    entries, again = (_earlier(board, place, at), True) if quiet else ([], False)
    if not entries:
        entries, again = board.first(_LOOK_AHEAD), False
    tall = _too_tall(board, entries, place, room, at)
    if tall is not None and (lines := alone(board, about, tall, (width, height), at)) is not None:
        return lines
    body: list[Line] = []
    if board.posts:
        if again:
            body = [(("  Earlier", Role.ACCENT),), EMPTY]
        body += _posts(board, entries, place, room - len(body), at, again=again)
    else:
        body = _invitation(about, place.width, room)
    body = body[:room]
    body += [EMPTY] * (room - len(body))
    return indented([*head, *body, *foot], place.left)


def page(board: Board, at: float) -> object:
    """Return what differs when the stream shows other posts than a moment ago."""
    past = board.place(at).elapsed % _ROUND >= _ROUND - _ALONE
    return past, int(board.now(at).timestamp() // _PAGE) if board.quiet(at) else None


def _earlier(board: Board, place: Layout, at: float) -> list[Entry]:
    """Return the posts whose turn it is to be shown again; none where all are there anyway."""
    known = board.first(_AGAIN)
    pins = [entry for entry in known if entry.standing.pin]
    others = known[len(pins) :]
    handful = place.handful * place.columns - len(pins)
    if handful < 1 or len(others) <= handful:
        return []
    pages = -(-len(others) // handful)
    first = int(board.now(at).timestamp() // _PAGE) % pages * handful
    return [*pins, *others[min(first, len(others) - handful) :][:handful]]


def _too_tall(
    board: Board, entries: list[Entry], place: Layout, room: int, at: float
) -> Entry | None:
    """Return the post whose turn it is to have the scene alone, if one must and it is time."""
    stands = board.place(at)
    now, past = board.now(at), stands.elapsed % _ROUND
    tall = [entry for entry in entries if card(entry, place.column, room, now) is None]
    others = len(tall) < len(entries)
    if not tall or (others and past < _ROUND - _ALONE):
        return None
    return tall[(stands.turn + int(stands.elapsed // _ROUND)) % len(tall)]


def _posts(  # noqa: PLR0913  # what, where and how
    board: Board, entries: list[Entry], place: Layout, room: int, at: float, *, again: bool
) -> list[Line]:
    """Return the posts that fit, column beside column."""
    now = board.now(at)
    columns: list[list[Card]] = [[] for _ in range(place.columns)]
    for entry in entries:
        drawn = card(entry, place.column, room, now, airy=place.airy, again=again)
        if drawn is None:
            continue
        for cards in columns:
            if len(cards) < place.handful and _height([*cards, drawn], place.gap) <= room:
                cards.append(drawn)
                break
    gap = _gap(columns, place, room)
    return [
        beside(row, place.column)
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


def _invitation(about: About, width: int, room: int) -> list[Line]:
    """Return what stands where no post may be shown yet."""
    said = f"Posts with {clean_line(about.tags[0])} appear here." if about.tags else ""
    if not said or cells(said) > width or room < 1:
        return []
    return [*[EMPTY] * (room // 2), centred(((said, Role.MUTED),), width)]
