"""What one post looks like on the wall: all of it, or nothing."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from standup_tui.model.entry import Entry
from standup_tui.model.post import Post
from standup_tui.model.wall_card import (
    BETWEEN,
    author_fits,
    clock_time,
    foot,
    handle,
    pictures,
    pictures_in_short,
)
from standup_tui.model.wrapping import wrap
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, Span, width_of
from standup_tui.ui.widgets.wording import age

BAR = 2
"""Columns in front of every line, where a pin has its bar."""

Card = tuple[Line, ...]
"""All lines of one post."""

_HASHTAG = re.compile(r"#\w+")
_MINUTE = 60


def card(  # noqa: PLR0913  # a post, its place, and how it is set there
    entry: Entry,
    width: int,
    most: int,
    now: datetime,
    *,
    airy: bool = False,
    again: bool = False,
) -> Card | None:
    """Return a post's lines, or None if it does not fit: a wall never cuts one.

    Where room is short the blank lines go first, then the words about its pictures.

    Args:
        entry: A post that may be shown.
        width: Columns, the bar included.
        most: Lines there are for it.
        now: The time in the campaign's zone.
        airy: Whether to set blank lines around the text.
        again: Whether it is shown once more, when nothing new has come: then it says when it was.
    """
    post = entry.post
    said = pictures(post)
    short = (pictures_in_short(post),) if said else ()
    when = clock_time(post.at, now) if again else _age(post.at, now)
    for shown, air in ((said, airy), (said, False), (short, False)):
        lines = _whole(_lines(post, shown, when, (width - BAR, most), airy=air), width - BAR, most)
        if lines is not None:
            bar: Span = ("┃ ", Role.ACCENT) if entry.standing.pin else ("  ", Role.TEXT)
            return tuple((bar, *line) for line in lines)
    return None


def _whole(lines: Iterator[Line], width: int, most: int) -> list[Line] | None:
    """Return all lines if they fit, as soon as that is known."""
    kept: list[Line] = []
    if width < 1:
        return None
    for line in lines:
        if len(kept) == most or width_of(line) > width:
            return None
        kept.append(line)
    return kept


def _lines(
    post: Post, shown: Sequence[str], when: str, room: tuple[int, int], *, airy: bool
) -> Iterator[Line]:
    air = [EMPTY] if airy else []
    yield from author(post, *room)
    yield from air
    for line in wrap(post.text, room[0], room[1] + 1):
        yield with_hashtags(line)
    for picture in shown:
        yield from _in(picture, Role.MUTED, *room)
    yield from air
    yield from _in(foot(post, when), Role.MUTED, *room)


def _in(text: str, role: Role, width: int, most: int) -> Iterator[Line]:
    for line in wrap(text, width, most + 1):
        yield ((line, role),)


def author(post: Post, width: int, most: int) -> Iterator[Line]:
    """Yield name and handle, on one line if they fit; the network asks for both in full."""
    if author_fits(post, width):
        yield ((post.author.name, Role.STRONG), (BETWEEN, Role.TEXT), (handle(post), Role.MUTED))
        return
    yield from _in(post.author.name, Role.STRONG, width, most)
    yield from _in(handle(post), Role.MUTED, width, most)


def with_hashtags(line: str) -> Line:
    """Return a line of a post with its hashtags told from the rest."""
    spans: list[Span] = []
    end = 0
    for tag in _HASHTAG.finditer(line):
        spans += [(line[end : tag.start()], Role.TEXT), (tag[0], Role.KEY)]
        end = tag.end()
    return (*spans, (line[end:], Role.TEXT))


def last_line(post: Post, now: datetime, width: int) -> list[Line]:
    """Return when a post was written and where, on as many lines as that takes."""
    return [((line, Role.MUTED),) for line in wrap(foot(post, _age(post.at, now)), width)]


def _age(at: datetime, now: datetime) -> str:
    """Return a post's age in minutes or more, for a screen that should stand still."""
    young = (now - at).total_seconds() < _MINUTE
    return "now" if young else age(at.astimezone(now.tzinfo), now)
