"""The stream: pins first, then the newest, every post whole, at most a handful."""

from itertools import zip_longest

from standup_tui.model.entry import Entry
from standup_tui.model.text import clean_line
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.card import Card, card
from standup_tui.ui.wall.header import footer, header
from standup_tui.ui.wall.layout import CALM, Layout, amid, beside, centred, indented, layout
from standup_tui.ui.wall.spotlight import alone, large_card
from standup_tui.ui.widgets.ink import EMPTY, Line, Role

LOOK_AHEAD = 24
"""Posts that are tried where a taller one found no room; older ones would look like new."""

AGAIN = 120
"""Posts that come round again while nothing new does."""

PAGE = 20.0
"""Seconds for which earlier posts stay before the next ones."""

ROUND = 45.0
"""Seconds after which it is the turn of the next post that needs the scene alone."""

ALONE = 15.0
"""Seconds of each round that a post has the scene alone, if one is too tall for the others."""


def stream(board: Board, about: About, width: int, height: int, at: float) -> list[Line]:
    """Return the scene's lines, at most as many as there is room for."""
    place = layout(width, height, board.wishes.columns, board.wishes.density)
    head, foot = header(board, about, place, at), footer(board, place)
    room = max(0, height - len(head) - len(foot))
    entries = board.first(LOOK_AHEAD)
    tall = _too_tall(board, entries, place, room, at)
    if tall is not None and (lines := alone(board, about, tall, (width, height), at)) is not None:
        return lines
    body = _earlier(board, place, room, at) if board.quiet(at) else []
    if not board.posts:
        body = _invitation(about, place.width, room)
    elif not body and place.handful == CALM and (calm := _calm(board, about, (width, height), at)):
        return calm
    body = body or _side_by_side(_newest(board, entries, place, room, at), place, room)
    body += [EMPTY] * (room - len(body))
    return indented([*head, *body, *foot], place.left)


def page(board: Board, at: float) -> object:
    """Return what differs when the stream shows other posts than a moment ago."""
    past = board.place(at).elapsed % ROUND >= ROUND - ALONE
    return past, int(board.now(at).timestamp() // PAGE) if board.quiet(at) else None


def _earlier(board: Board, place: Layout, room: int, at: float) -> list[Line]:
    """Return a page of the posts that come round again; nothing where all are there anyway.

    They say when they were written, and a line above them that they are not new.
    """
    heading: list[Line] = [(("  Earlier", Role.ACCENT),), EMPTY] if place.footed else []
    room -= len(heading)
    now, known = board.now(at), board.first(AGAIN)
    drawn = [
        (entry.standing.pin > 0, card(entry, place.column, room, now, airy=place.airy, again=True))
        for entry in known
    ]
    pins = [one for pinned, one in drawn if pinned and one is not None]
    others = [one for pinned, one in drawn if not pinned and one is not None]
    pages: list[list[list[Card]]] = []
    while others:
        columns, taken = _filled([*pins, *others], place, room, strict=True)
        if taken <= len(pins):  # pins leave no room
            return []
        pages.append(columns)
        others = others[taken - len(pins) :]
    if len(pages) < 2:  # noqa: PLR2004
        return []
    number = int(now.timestamp() // PAGE) % len(pages)
    return [*heading, *_side_by_side(pages[number], place, room)]


def _too_tall(
    board: Board, entries: list[Entry], place: Layout, room: int, at: float
) -> Entry | None:
    """Return the post whose turn it is to have the scene alone, if one must and it is time."""
    stands = board.place(at)
    now, past = board.now(at), stands.elapsed % ROUND
    tall = [entry for entry in entries if card(entry, place.column, room, now) is None]
    if not tall or (len(tall) < len(entries) and past < ROUND - ALONE):
        return None
    return tall[(stands.turn + int(stands.elapsed // ROUND)) % len(tall)]


def _newest(
    board: Board, entries: list[Entry], place: Layout, room: int, at: float
) -> list[list[Card]]:
    """Return the posts that fit, in columns; where a taller one does not, a later one may."""
    now = board.now(at)
    drawn = (card(entry, place.column, room, now, airy=place.airy) for entry in entries)
    return _filled([one for one in drawn if one is not None], place, room, strict=False)[0]


def _calm(board: Board, about: About, size: tuple[int, int], at: float) -> list[Line]:
    """Return the scene with the first posts in large letters; nothing if one cannot be.

    All of them or none: whose name or whose language has letters that we do not draw must not
    be told from the others by being small.
    """
    place = layout(*size)
    head, foot = header(board, about, place, at), footer(board, place)
    room, few = size[1] - len(head) - len(foot), board.first(CALM)
    each = (room - place.gap * (len(few) - 1)) // len(few)
    drawn = [large_card(entry, place.width, each, board.now(at)) for entry in few]
    cards = [one for one in drawn if one is not None]
    if len(cards) < len(few):
        return []
    body = amid(_stacked(cards, _gap([cards], place, room)), room)
    body += [EMPTY] * (room - len(body))
    return indented([*head, *body, *foot], place.left)


def _filled(
    cards: list[Card], place: Layout, room: int, *, strict: bool
) -> tuple[list[list[Card]], int]:
    """Return columns of posts, and how many found room.

    Args:
        cards: The posts, in their order.
        place: Where things go.
        room: Rows.
        strict: Whether none comes before one that found no room.
    """
    columns: list[list[Card]] = [[] for _ in range(place.columns)]
    taken = 0
    for drawn in cards:
        for column in columns:
            if len(column) < place.handful and _height([*column, drawn], place.gap) <= room:
                column.append(drawn)
                taken += 1
                break
        else:
            if strict:
                break
    return columns, taken


def _side_by_side(columns: list[list[Card]], place: Layout, room: int) -> list[Line]:
    """Return columns beside each other, their posts level where there is room for that."""
    level = _levelled(columns)
    if sum(map(len, level[0])) + place.gap * (len(level[0]) - 1) <= room:
        columns = level
    gap = _gap(columns, place, room)
    return [
        beside(row, place.column)
        for row in zip_longest(*(_stacked(cards, gap) for cards in columns), fillvalue=EMPTY)
    ]


def _levelled(columns: list[list[Card]]) -> list[list[Card]]:
    """Return every post with blank lines below, as many as make it as tall as those beside."""
    rows = list(zip_longest(*columns, fillvalue=()))
    tallest = [max(map(len, row)) for row in rows]
    return [
        [(*one, *[EMPTY] * (tall - len(one))) for one, tall in zip(column, tallest, strict=False)]
        for column in columns
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


def invitation(about: About) -> str:
    """Return what stands where no post may be shown yet; nothing without a hashtag."""
    return f"Posts with {clean_line(about.tags[0])} appear here." if about.tags else ""


def _invitation(about: About, width: int, room: int) -> list[Line]:
    said = invitation(about)
    if not said or cells(said) > width or room < 1:
        return []
    return [*[EMPTY] * (room // 2), centred(((said, Role.MUTED),), width)]
