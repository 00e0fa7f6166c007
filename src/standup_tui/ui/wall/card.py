"""What one post looks like on the wall: all of it, or nothing."""

import re
from collections.abc import Iterator
from datetime import datetime

from standup_tui.model.entry import Entry
from standup_tui.model.post import Media, Post, ReferenceKind
from standup_tui.model.wrapping import fits, wrap
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, Span, width_of
from standup_tui.ui.widgets.wording import age

BAR = 2
"""Columns in front of every line, where a pin has its bar."""

Card = tuple[Line, ...]
"""All lines of one post."""

_MEDIA = {"photo": "picture", "animated_gif": "animation", "video": "film"}
_HASHTAG = re.compile(r"#\w+")
_MINUTE = 60


def card(entry: Entry, width: int, most: int, now: datetime, *, airy: bool = False) -> Card | None:
    """Return a post's lines, or None if it does not fit: a wall never cuts one.

    Args:
        entry: A post that may be shown.
        width: Columns, the bar included.
        most: Lines there are for it.
        now: The time in the campaign's zone.
        airy: Whether to set blank lines around the text.
    """
    inner = width - BAR
    lines: list[Line] = []
    if inner < 1:
        return None
    for line in _lines(entry.post, inner, most, now, airy=airy):
        if len(lines) == most or width_of(line) > inner:
            return None
        lines.append(line)
    bar: Span = ("┃ ", Role.ACCENT) if entry.standing.pin else ("  ", Role.TEXT)
    return tuple((bar, *line) for line in lines)


def _lines(post: Post, width: int, most: int, now: datetime, *, airy: bool) -> Iterator[Line]:
    air = [EMPTY] if airy else []
    yield from _author(post, width, most)
    yield from air
    for line in wrap(post.text, width, most + 1):
        yield _with_hashtags(line)
    for media in post.media:
        yield from _in(_picture(media), Role.MUTED, width, most)
    yield from air
    yield from _in(_foot(post, now), Role.MUTED, width, most)


def _in(text: str, role: Role, width: int, most: int) -> Iterator[Line]:
    for line in wrap(text, width, most + 1):
        yield ((line, role),)


def _author(post: Post, width: int, most: int) -> Iterator[Line]:
    """Yield name and handle, on one line if they fit; the network asks for both in full."""
    name, handle = post.author.name, f"@{post.author.handle}"
    if "\n" not in name and fits(f"{name}   {handle}", width):
        yield ((name, Role.STRONG), ("   ", Role.TEXT), (handle, Role.MUTED))
        return
    yield from _in(name, Role.STRONG, width, most)
    yield from _in(handle, Role.MUTED, width, most)


def _with_hashtags(line: str) -> Line:
    spans: list[Span] = []
    end = 0
    for tag in _HASHTAG.finditer(line):
        spans += [(line[end : tag.start()], Role.TEXT), (tag[0], Role.KEY)]
        end = tag.end()
    return (*spans, (line[end:], Role.TEXT))


def _picture(media: Media) -> str:
    what = _MEDIA.get(media.kind, media.kind)
    return f"▣ {what}: {media.alt}" if media.alt else f"▣ {what}"


def _foot(post: Post, now: datetime) -> str:
    """Return age, network and what the post refers to.

    A quoted post's text is not shown: nobody has approved it.
    """
    said = [_age(post.at, now), post.id.partition(":")[0].upper()]
    for kind, words in ((ReferenceKind.REPLY, "reply"), (ReferenceKind.QUOTE, "quotes")):
        if (other := post.reference(kind)) is None:
            continue
        if other.author is None:
            said.append(words if kind is ReferenceKind.REPLY else "quotes a post")
        else:
            to = "to " if kind is ReferenceKind.REPLY else ""
            said.append(f"{words} {to}@{other.author.handle}")
    if post.edit_of:
        said.append("edited")
    return " · ".join(said)


def _age(at: datetime, now: datetime) -> str:
    """Return a post's age in minutes or more, for a screen that should stand still."""
    young = (now - at).total_seconds() < _MINUTE
    return "now" if young else age(at.astimezone(now.tzinfo), now)
