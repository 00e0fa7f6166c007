"""The words of a post on a wall, and whether all of them fit on the smallest one.

A wall shows all of a post or nothing: name, handle, the whole text, when, and where it was
posted. What pictures show is said too where there is room.
"""

from datetime import datetime

from standup_tui.model.post import Media, Post, ReferenceKind
from standup_tui.model.wrapping import fits, wrap

WALL_COLUMNS = 76
WALL_ROWS = 22
"""What is left for one post, alone on a terminal of 80 columns and 24 rows: a row says that posts
are simulated, and everything moves by a cell now and then."""

_CHARACTERS = 2_000
"""A text that is longer fits nowhere, and is not measured."""

_NAMES = 500
"""The same of name and handle; X allows 65."""

_MEDIA = {"photo": "picture", "animated_gif": "animation", "video": "film"}

_LONGEST_TIME = "28 Nov 2025, 23:59"

BETWEEN = "   "
"""Between name and handle."""


def author_fits(post: Post, width: int) -> bool:
    """Tell whether name and handle fit on one line."""
    name = post.author.name
    return "\n" not in name and fits(f"{name}{BETWEEN}{handle(post)}", width)


def handle(post: Post) -> str:
    """Return the handle with its mark."""
    return f"@{post.author.handle}"


def pictures(post: Post) -> tuple[str, ...]:
    """Return what the post's pictures show, a line for each."""
    return tuple(
        f"▣ {_kind(one)}: {one.alt}" if one.alt else f"▣ {_kind(one)}" for one in post.media
    )


def pictures_in_short(post: Post) -> str:
    """Return that there are pictures; empty where there are none."""
    return "▣ " + ", ".join(map(_kind, post.media[:4])) if post.media else ""


def _kind(media: Media) -> str:
    return _MEDIA.get(media.kind, "medium")


def foot(post: Post, when: str) -> str:
    """Return when it was posted, on which network, and what it refers to.

    A quoted post's text is not shown: nobody has approved it.
    """
    said = [when, post.id.partition(":")[0].upper()]
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


def clock_time(at: datetime, now: datetime) -> str:
    """Return when something happened, for what is shown again: never as if it were new."""
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"at {local:%H:%M}"
    year = f" {local:%Y}" if local.year != now.year else ""
    return f"{local.day} {local:%b}{year}, {local:%H:%M}"


def fits_wall(post: Post) -> bool:
    """Return whether all of a post fits on a wall of 80 columns and 24 rows."""
    names = len(post.author.name) + len(post.author.handle)
    if len(post.text) > _CHARACTERS or names > _NAMES:
        return False
    parts = [post.text, pictures_in_short(post), foot(post, _LONGEST_TIME)]
    parts += ["author"] if author_fits(post, WALL_COLUMNS) else [post.author.name, handle(post)]
    rows = sum(len(wrap(part, WALL_COLUMNS, WALL_ROWS + 1)) for part in parts if part)
    return rows <= WALL_ROWS
