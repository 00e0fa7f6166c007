"""Invented posts and moderators for every test that needs some."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from standup_tui.core.ingest import Judge
from standup_tui.model.command import Blank, Decide, Many, Mute, OpId, Redo, Target, Undo
from standup_tui.model.entry import Moderator
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.text import clean, clean_line
from standup_tui.ports.store import Judged

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ASHA = Moderator("Asha Rowe", "asha")
RAJ = Moderator("Raj Patel", "raj")
LOOK = Flag(Kind.ABUSE, "words", Severity.LOOK, "a word to look at")


_JUDGED = ("flags", "roster", "trusted", "actions")


def author(number: int = 1, name: str = "Sam Carter") -> Author:
    handle = clean_line(f"person_{number}")
    return Author(AuthorId(f"x:{number}"), handle, clean_line(name))


def post(number: int, text: str = "A good day's work. #StandUp4SW", **more: Any) -> Post:
    more.setdefault("author", author(number % 7))
    return Post(
        id=PostId(f"x:{1_000_000 + number}"),
        text=clean(text),
        at=NOW + timedelta(seconds=number),
        address=clean_line(f"https://x.com/i/status/{1_000_000 + number}"),
        **more,
    )


def judged(number: int, text: str = "A good day's work. #StandUp4SW", **more: Any) -> Judged:
    kinds = {name: more.pop(name) for name in _JUDGED if name in more}
    return Judged(post(number, text, **more), raw=f'{{"n":{number}}}', **kinds)


def some(count: int, first: int = 1) -> Sequence[Judged]:
    return [judged(number) for number in range(first, first + count)]


def each(judge: Callable[[Post], tuple[Flag, ...]]) -> Judge:
    """Return what judges posts one by one."""

    async def every(posts: Sequence[Post]) -> list[tuple[Flag, ...]]:
        return [judge(one) for one in posts]

    return every


def op() -> OpId:
    return OpId(uuid4().hex)


def decide(verb: Verb, number: int, revision: int = 1, reason: str = "") -> Decide:
    return Decide(op(), verb, PostId(f"x:{1_000_000 + number}"), revision, reason)


def tag(action: str, number: int, revision: int = 1, verb: Verb = Verb.TAG) -> Decide:
    return Decide(op(), verb, PostId(f"x:{1_000_000 + number}"), revision, action=action)


def many(verb: Verb, *numbers: int, revision: int = 1, reason: str = "", action: str = "") -> Many:
    targets = tuple(Target(PostId(f"x:{1_000_000 + number}"), revision) for number in numbers)
    return Many(op(), verb, targets, reason, action)


def redo() -> Redo:
    return Redo(op())


def mute(number: int, *, muted: bool = True, confirmed: bool = True) -> Mute:
    return Mute(op(), AuthorId(f"x:{number}"), muted, confirmed)


def undo(*, confirmed: bool = False) -> Undo:
    return Undo(op(), confirmed)


def blank(*, on: bool = True) -> Blank:
    return Blank(op(), on)
