"""Writes down what X answers, as it came, so that the simulator can serve it again.

One answer a line: posts of the stream with the rules they matched, messages about disconnection,
pages of a search. What no recording may hold, because nothing could serve it, is left out and
counted. Nothing that is sent to X comes here; a token that an answer repeats is blanked.
"""

import fcntl
import json
import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from standup_tui.errors import ConfigError
from standup_tui.redaction import redacted

_log = logging.getLogger(__name__)

_PIECE: Final = 2**16
_OTHERS: Final = 0o077


class Tape:
    """A recording that grows by whole lines.

    Args:
        path: The file; one that is there is gone on with behind its last whole line.

    Raises:
        ConfigError: It cannot be, and why.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.posts = 0
        """How many posts this tape has taken."""
        self.left_out = 0
        """How many answers it could not take."""
        self.on_trouble: Callable[[str], None] = _log.error
        """Told, once, why nothing more is recorded."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            self._file: int | None = os.open(path, flags, 0o600)
        except OSError as error:
            raise ConfigError(f"{path} cannot be recorded to: {error.strerror}.") from None
        try:
            self._size = _usable(self._file, path)
        except BaseException:
            os.close(self._file)
            raise

    def keep(self, answer: bytes) -> None:
        """Write an answer down, if it is one that can be served again."""
        if self._file is None:
            return
        try:
            whole = answer.decode()
            body = json.loads(whole)
        except (ValueError, RecursionError):
            whole, body = "", None
        posts = _servable(body)
        if posts is None:
            self.left_out += 1
            return
        if posts == 0 and "errors" not in body:
            return
        # No string of JSON holds a bare end of line, so none is lost.
        text = redacted(whole).replace("\r", " ").replace("\n", " ").strip()
        if self._write(f"{text}\n".encode()):
            self.posts += posts

    def _write(self, line: bytes) -> bool:
        assert self._file is not None  # noqa: S101  # the caller has looked
        try:
            done = os.pwrite(self._file, line, self._size)
            if done < len(line):  # the disk is full; the next attempt says so
                os.pwrite(self._file, line[done:], self._size + done)
        except OSError as error:
            os.ftruncate(self._file, self._size)
            self.close()
            self.on_trouble(
                f"nothing more is recorded to {self.path}: {error.strerror}; make room and start "
                "again, which goes on behind what is there."
            )
            return False
        self._size += len(line)
        return True

    def close(self) -> None:
        """Have everything on disk; more than once does no harm."""
        file, self._file = self._file, None
        if file is not None:
            os.fsync(file)
            os.close(file)


def _usable(file: int, path: Path) -> int:
    """Return where to go on in an open file, with half a line at its end cut off."""
    about = os.fstat(file)
    if not stat.S_ISREG(about.st_mode):
        raise ConfigError(f"{path} is no ordinary file: name another.")
    if about.st_uid != os.getuid() or about.st_mode & _OTHERS:
        raise ConfigError(
            f"{path} is open to others, and a recording holds personal data: chmod 600 {path}"
        )
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ConfigError(f"{path} is being recorded to by another process.") from None
    end = _last_line_end(file, about.st_size)
    if end and not _begins_well(file):
        raise ConfigError(f"{path} is there and is no recording: name another file.")
    if about.st_size and not end:
        raise ConfigError(f"{path} is there and holds no whole answer: delete it or name another.")
    os.ftruncate(file, end)
    return end


def _last_line_end(file: int, size: int) -> int:
    """Return how many bytes the whole lines of a file take."""
    at = size
    while at > 0:
        start = max(0, at - _PIECE)
        found = os.pread(file, at - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0


def _begins_well(file: int) -> bool:
    """Tell whether a file begins as a recording does."""
    head = b""
    while b"\n" not in head and (piece := os.pread(file, _PIECE, len(head))):
        head += piece
    try:
        return _servable(json.loads(head.partition(b"\n")[0])) is not None
    except (ValueError, RecursionError):
        return False


def _servable(body: Any) -> int | None:
    """Return how many posts an answer holds; None if nothing could serve it again."""
    if not isinstance(body, dict) or not body.keys() & {"data", "errors", "meta"}:
        return None
    includes = body.get("includes", {})
    quoted = includes.get("tweets", []) if isinstance(includes, dict) else None
    data = body.get("data", [])
    posts = data if isinstance(data, list) else [data]
    if not isinstance(quoted, list) or not all(map(_is_post, (*posts, *quoted))):
        return None
    return len(posts)


def _is_post(post: Any) -> bool:
    """Tell whether something has what a post cannot be without."""
    if not isinstance(post, dict) or not isinstance(post.get("text"), str):
        return False
    return isinstance(post.get("id"), str) and post["id"].isdecimal()
