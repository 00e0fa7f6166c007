"""What the page is told: what may be seen at this moment, and nothing else.

It is taken from the same board as the terminal's wall, so that the two show the same scene at the
same time. How large it is set, and which posts find room, is for the page to say: it alone knows
its fonts.
"""

from datetime import datetime

from msgspec import Struct

from standup_tui.model.entry import Entry
from standup_tui.model.text import clean_line
from standup_tui.model.wall import Said, Scene
from standup_tui.model.wall_card import clock_time, foot, handle, pictures
from standup_tui.protocol.messages import About
from standup_tui.ui.wall.board import Board, Phase
from standup_tui.ui.wall.card import calm_age, with_hashtags
from standup_tui.ui.wall.crowd import FEWEST_HOURS
from standup_tui.ui.wall.standby import CONNECTING, words
from standup_tui.ui.wall.stream import AGAIN, ALONE, LOOK_AHEAD, PAGE, ROUND, invitation
from standup_tui.ui.wall.stream import page as page_of_stream
from standup_tui.ui.widgets.ink import Role
from standup_tui.ui.widgets.wording import count
from standup_tui.web.code import Code, code

_AGES = 5.0
"""Seconds after which the times beside the posts are looked at again."""

_SHIFT = 240.0
"""Seconds after which everything moves by a little, so that nothing burns in."""

_CORNERS = 4
_HOURS = 18
"""Hours of the day that the tally shows at most."""


class Card(Struct, frozen=True):
    """One post, whole: its words in stretches, a hashtag or not."""

    id: str
    name: str
    handle: str
    text: tuple[tuple[str, bool], ...]
    pictures: tuple[str, ...]
    foot: str
    """How long ago it was written and on which network."""
    again: str
    """The same with the time, for when it comes round again: never as if it were new."""
    at: str
    """The same moment for programs."""
    lang: str = ""
    pin: bool = False


class Stream(Struct, frozen=True, tag="stream"):
    """The posts in the wall's order; the page takes as many as it has room for."""

    posts: tuple[Card, ...]
    invitation: str
    """What stands there when there are none."""
    page: int | None = None
    """Which page of the earlier posts it is the turn of; None: they are the newest."""
    alone: bool = False
    """Whether it is time for a post that needs the scene alone, if there is one."""
    turn: int = 0
    """Which of those: counted on from one to the next."""
    ahead: int = LOOK_AHEAD
    """How many of the posts are tried while they are the newest: older ones would look new."""


class Spotlight(Struct, frozen=True, tag="spotlight"):
    """One post, large."""

    post: Card


class Hour(Struct, frozen=True):
    """How many posts an hour had."""

    hour: str
    posts: int


class Tally(Struct, frozen=True, tag="tally"):
    """The campaign's actions, and how the day went."""

    said: tuple[Said, ...]
    numbers: tuple[tuple[str, str], ...]
    """Posts and people: each number with its noun."""
    hours: tuple[Hour, ...]


class Announcement(Struct, frozen=True, tag="slides"):
    """Words of the campaign's own."""

    title: str
    text: str
    link: str
    code: Code | None


class Sight(Struct, frozen=True):
    """Everything that may be seen."""

    phase: str
    theme: str
    label: str = ""
    """Says that the posts are no real ones."""
    tag: str = ""
    title: str = ""
    words: str = ""
    """What a slide without posts says: this one, or the page's own when it is left alone."""
    clock: str = ""
    counted: str = ""
    said: tuple[Said, ...] = ()
    columns: int = 0
    """Columns of posts that were asked for; 0: as many as suit the window."""
    density: str = ""
    """How many posts there are to be at a time."""
    shift: int = 0
    scene: Stream | Spotlight | Tally | Announcement | None = None


def sign(board: Board, at: float) -> object:
    """Return a value that differs when a sight taken now would."""
    phase, shown = board.phase(at), None
    if phase is Phase.SHOWING:
        place, now = board.place(at), board.now(at)
        times = f"{now:%H:%M}", int(at / _AGES)
        turns = place.turn, place.slot, page_of_stream(board, at), _turn(board, at)
        shown = board.version, times, turns, board.said, board.quiet(at)
    return phase, shown, board.about, _shift(board, at)


def sight(board: Board, at: float) -> Sight:
    """Return what may be seen at this moment."""
    theme = board.wishes.theme or board.plan.theme
    about, phase = board.about, board.phase(at)
    label = f"{clean_line(about.label)} POSTS" if about and about.label else ""
    tag = clean_line(about.tags[0]) if about and about.tags else ""
    if phase is Phase.BLANK:
        return Sight("blank", theme, label)
    if phase is Phase.CONNECTING:  # why is for whoever started this, not for the public
        return Sight("connecting", theme, label, tag, words=CONNECTING)
    if phase is Phase.HOLDING or about is None:
        return Sight("holding", theme, label, tag, words=words(about)[1])
    return Sight(
        "showing",
        theme,
        label,
        tag,
        clean_line(about.title),
        words(about)[1],
        clock=f"{board.now(at):%H:%M}",
        counted=" · ".join(f"{number} {noun}" for number, noun in _numbers(board)),
        said=board.said,
        columns=board.wishes.columns,
        density=board.wishes.density,
        shift=_shift(board, at),
        scene=_scene(board, about, at),
    )


def _scene(board: Board, about: About, at: float) -> Stream | Spotlight | Tally | Announcement:
    """Return the scene whose turn it is; the stream where that has nothing to show."""
    slot = board.place(at).slot
    match slot.scene:
        case Scene.SPOTLIGHT if (lit := board.spotlight(at)) is not None:
            return Spotlight(_card(lit, board.now(at)))
        case Scene.TALLY:
            return _tally(board, at)
        case Scene.SLIDES if about.plan.slides:
            slide = about.plan.slides[slot.slide % len(about.plan.slides)]
            return Announcement(slide.title, slide.text, slide.link, code(slide.link))
        case _:
            return _stream(board, about, at)


def _stream(board: Board, about: About, at: float) -> Stream:
    quiet, now = board.quiet(at), board.now(at)
    entries = board.first(AGAIN if quiet else LOOK_AHEAD)
    return Stream(
        tuple(_card(entry, now) for entry in entries),
        invitation(about),
        page=int(now.timestamp() // PAGE) if quiet else None,
        alone=board.place(at).elapsed % ROUND >= ROUND - ALONE,
        turn=_turn(board, at),
    )


def _turn(board: Board, at: float) -> int:
    place = board.place(at)
    return place.turn + int(place.elapsed // ROUND)


def _tally(board: Board, at: float) -> Tally:
    hours = board.crowd.hours(board.now(at), _HOURS, FEWEST_HOURS)
    return Tally(
        board.said,
        _numbers(board),
        tuple(Hour(f"{hour:%H}", posts) for hour, posts in hours),
    )


def _numbers(board: Board) -> tuple[tuple[str, str], ...]:
    both = count(board.posts, "post"), count(board.crowd.people, "person", "people")
    return tuple((number, noun) for number, _, noun in (one.partition(" ") for one in both))


def _card(entry: Entry, now: datetime) -> Card:
    post = entry.post
    return Card(
        id=post.id,
        name=post.author.name,
        handle=handle(post),
        text=tuple((part, role is Role.KEY) for part, role in with_hashtags(post.text) if part),
        pictures=pictures(post),
        foot=foot(post, calm_age(post.at, now)),
        again=foot(post, clock_time(post.at, now)),
        at=post.at.isoformat(timespec="seconds"),
        lang=post.lang,
        pin=entry.standing.pin > 0,
    )


def _shift(board: Board, at: float) -> int:
    return int((at - board.born) / _SHIFT) % _CORNERS
