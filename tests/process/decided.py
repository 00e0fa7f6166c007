"""What the decision log allowed when, and whether a wall was ever seen with anything else."""

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from msgspec.json import decode

from standup_tui.model.lifecycle import Standing

ALLOWED = 1.0
"""Seconds for which a post may still be seen after it left, or be seen before its decision."""

_DARK, _LIGHT = "blank the walls", "bring the walls back"

Span = tuple[float, float]


@dataclass(frozen=True)
class Capture:
    """What one wall showed at one moment."""

    at: float
    wall: str
    posts: frozenset[str]


@dataclass
class Allowed:
    """What could be seen when, in seconds."""

    posts: Mapping[str, Sequence[Span]]
    """From when to when each post was let on the walls."""
    dark: Sequence[Span] = ()
    """From when to when the walls were blank."""
    alone: list[Span] = field(default_factory=list)
    """From when to when no hub could have vouched for anything."""

    def wrong(self, captures: Iterable[Capture]) -> list[str]:
        """Return every post that was seen where nobody allowed it."""
        return [
            f"{post} on {one.wall} at {one.at:.2f}: {why}"
            for one in captures
            for post in sorted(one.posts)
            if (why := self._wrong(post, one.at))
        ]

    def _wrong(self, post: str, at: float) -> str:
        spans = self.posts.get(post, ())
        if not any(start - ALLOWED <= at <= end + ALLOWED for start, end in spans):
            return f"allowed in {spans}"
        for what, spans in (("blank", self.dark), ("without a hub", self.alone)):
            for start, end in spans:
                if start + ALLOWED < at < end:
                    return f"{what} from {start:.2f} to {end:.2f}"
        return ""


class Marks:
    """Turns times of the hub's clock into the recorder's seconds."""

    def __init__(self) -> None:
        self._real: list[float] = []
        self._fair: list[float] = []

    def mark(self, real: float, fair: float) -> None:
        """Note that it is both now."""
        self._real.append(real)
        self._fair.append(fair)

    def before(self, real: float) -> float:
        """Return the recorder's time then, rather too early."""
        return self._fair[max(0, bisect_right(self._real, real) - 1)]

    def after(self, real: float) -> float:
        """Return the recorder's time then, rather too late."""
        return self._fair[min(len(self._fair) - 1, bisect_left(self._real, real))]


def allowed_by_the_log(folder: Path, marks: Marks, name_of: Callable[[bytes], str]) -> Allowed:
    """Read from a campaign's decision log what the walls could show when.

    Args:
        folder: The campaign, whose hub has ended.
        marks: When is when.
        name_of: What a post's body is called in captures.
    """
    with closing(sqlite3.connect(folder / "standup.db")) as db:
        names = {post: name_of(body) for post, body in db.execute("SELECT id, body FROM post")}
        rows = db.execute(
            "SELECT verb, post, at, before, after FROM decision ORDER BY seq"
        ).fetchall()
    posts: dict[str, list[Span]] = defaultdict(list)
    dark: list[Span] = []
    for verb, post, at, before, after in rows:
        when = at / 1000
        if verb == _DARK:
            dark.append((marks.after(when), inf))
        elif verb == _LIGHT:
            dark[-1] = (dark[-1][0], marks.before(when))
        elif post and before and after:
            was, became = (decode(one, type=Standing).on_wall for one in (before, after))
            spans = posts[names[post]]
            if became and not was:
                spans.append((marks.before(when), inf))
            elif was and not became:
                spans[-1] = (spans[-1][0], marks.after(when))
    return Allowed(posts, dark)
