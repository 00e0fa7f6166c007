"""Posts as JSON lines in, flags as JSON lines out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from standup_tui.cli.rules_campaign import rules_for
from standup_tui.model.flag import Kind, Span
from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.text import clean, clean_line, oddities
from standup_tui.rules.actions import ActionRule, actions_of
from standup_tui.rules.engine import Rules
from standup_tui.rules.history import History

_LONGEST = 1_000_000
"""Bytes of one line; X's longest posts are a tenth of that."""

_AT_ONCE = 2**16
"""Bytes that are read in one go at most."""

_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_NOTHING = clean_line("")
_KINDS = {kind: kind.replace(" ", "-") for kind in Kind}


class _Line(msgspec.Struct):
    """One post, as far as it is read; what else stands there is left alone."""

    text: str
    id: str | int | None = None
    author: str | int | None = None
    at: float | datetime | None = None
    name: str = ""
    """The author's, as it is shown."""


class _Wrong(ValueError):
    """A line that is no post, and what is wrong with it."""


def judge_lines(
    posts: BufferedIOBase, out: BinaryIO, complain: Callable[[str], None], folder: Path | None
) -> int:
    """Judge every post as it comes and write its flags.

    Args:
        posts: JSON lines.
        out: Where one line goes for each post, in the same order.
        complain: Is given one sentence for each line that is no post.
        folder: The campaign whose rules are used; None for what is built in.

    Returns:
        The exit code: 1 if a line was no post.

    Raises:
        ConfigError: The campaign cannot be read.
    """
    judge = _Judge(*rules_for(folder))
    encode = msgspec.json.Encoder().encode
    code = 0
    # Whoever feeds us one post waits for its flags; whoever feeds us many gets them together.
    for number, raw in _lines(posts, out.flush):
        try:
            line = _read(raw)
            told = judge.flags(line, _post(line, number))
        except _Wrong as wrong:
            complain(f"standup: line {number}: {wrong}")
            code = 1
        else:
            out.write(encode({"id": number if line.id is None else line.id, "flags": told}))
            out.write(b"\n")
    return code


class _Judge:
    """The rules, the actions and what was said so far."""

    def __init__(self, rules: Rules, actions: Sequence[ActionRule]) -> None:
        self._rules = rules
        self._actions = actions
        self._history = History()

    def flags(self, line: _Line, post: Post) -> list[dict[str, Any]]:
        """Return what is told of a post: flags first, then what its author did."""
        counts = line.author is not None and line.at is not None
        flags = self._rules.judge(post, self._history if counts else None)
        if counts:
            self._history.add(post)
        told: list[dict[str, Any]] = []
        for flag in flags:
            more = {"rule": flag.rule, "severity": flag.severity}
            told += _told(_KINDS[flag.kind], flag.reason, line, post, flag.spans, more)
        for done in actions_of(post, self._actions):
            told += _told("action", done.action, line, post, done.spans, {})
        return told


def _told(  # noqa: PLR0913, PLR0917, one for each field of the line that is written
    kind: str,
    reason: str,
    line: _Line,
    post: Post,
    spans: tuple[Span, ...],
    more: dict[str, str],
) -> Iterator[dict[str, Any]]:
    """Yield one object for each place of a flag, or one without a place."""
    places = [_given(line.text, span) if post.text != line.text else span for span in spans]
    for place in places or (None,):
        start, end = (place.start, place.end) if place else (None, None)
        yield {"kind": kind, "reason": reason, "start": start, "end": end, **more}


def _given(text: str, span: Span) -> Span:
    """Return where a place of the cleaned text stands in the text as it was given."""
    start = _shortest(text, span.start + 1) - 1
    return Span(start, max(start + 1, _shortest(text, span.end)))


def _shortest(text: str, length: int) -> int:
    """Return how many characters of a text it takes until so many are left after cleaning."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(clean(text[:middle])) >= length:
            high = middle
        else:
            low = middle + 1
    return low


def _lines(posts: BufferedIOBase, heard: Callable[[], None]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not empty with their numbers; of endless ones the beginning.

    Args:
        posts: What is read as it comes.
        heard: Is called whenever all that has come so far was yielded.
    """
    number, rest = 0, b""
    while came := posts.read1(_AT_ONCE):
        *lines, rest = (rest + came).split(b"\n")
        for line in lines:
            number += 1
            if line.strip():
                yield number, line
        rest = rest[: _LONGEST + 1]
        heard()
    if rest.strip():
        yield number + 1, rest


_decode = msgspec.json.Decoder(_Line).decode


def _read(raw: bytes) -> _Line:
    """Read one line, or say what is wrong with it."""
    if len(raw) > _LONGEST:
        raise _Wrong(f"longer than {_LONGEST:,} bytes, which no post is.")
    try:
        return _decode(raw)
    except msgspec.ValidationError as error:
        what = clean_line(str(error).replace("`", "").replace(" - at $.", " in "))
        raise _Wrong(f'no post: {what}; expected {{"id": ..., "text": "..."}}.') from None
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise _Wrong('not JSON; expected {"id": ..., "text": "..."} on one line.') from None


def _post(line: _Line, number: int) -> Post:
    """Return the post as a source would have delivered it."""
    author = Author(AuthorId(f"x:{line.author}"), _NOTHING, clean_line(line.name))
    return Post(
        id=PostId(f"line:{number}"),
        author=author,
        text=clean(line.text),
        at=_moment(line.at),
        address=_NOTHING,
        oddities=oddities(line.text),
    )


def _moment(at: float | datetime | None) -> datetime:
    if at is None:
        return _NO_TIME
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    try:
        return datetime.fromtimestamp(at, UTC)
    except (OverflowError, OSError, ValueError):
        raise _Wrong("at is no time; expected seconds or 2026-11-22T09:00:00Z.") from None
