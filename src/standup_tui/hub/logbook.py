"""The log files: old lines go with the texts, and so does every line that names what is erased."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from standup_tui.core.keeping import Scrub, Traces
from standup_tui.crashlog import state_folder
from standup_tui.errors import ConfigError
from standup_tui.files import write_whole
from standup_tui.protocol.address import LOG

_PIECE = 12
"""Characters by which a text is known again; a shorter one gives nobody away."""

_STAMP = "%Y-%m-%d %H:%M:%S"
_STAMPED = 19
"""Characters of a time at the beginning of a line."""

_REMOVED = "(removed by a purge)"

_NAME = re.compile(r"[a-z]+:\d+|@\w+")
"""An id, or a handle."""


def scrubber(folder: Path) -> Scrub:
    """Return what takes traces out of a campaign's logs, and of this account's crash log."""
    return partial(_scrub_all, folder)


def count(folder: Path, traces: Traces) -> int:
    """Return how many lines would go; raises `ConfigError`."""
    try:
        return sum(_without(_lines(path), traces)[1] for path in _logs(folder))
    except OSError as error:
        raise ConfigError(f"{error.filename} cannot be read: {error.strerror}.") from None


def _scrub_all(folder: Path, traces: Traces) -> int:
    return sum(_scrub(path, traces) for path in _logs(folder))


def _logs(folder: Path) -> Sequence[Path]:
    crashes = state_folder() / "crash.log"
    return [path for path in (*sorted(folder.glob(f"{LOG}*")), crashes) if path.is_file()]


def _lines(path: Path) -> Sequence[str]:
    return path.read_text("utf-8", "replace").splitlines()


def _scrub(path: Path, traces: Traces) -> int:
    """Write a log file anew without traces, if there are any in it; return how many lines.

    Raises:
        ConfigError: It cannot be read or written.
    """
    try:
        with _let_go(path):
            kept, lines = _without(_lines(path), traces)
            if lines:
                write_whole(path, "".join(f"{line}\n" for line in kept).encode())
    except OSError as error:
        why = error.strerror
        raise ConfigError(f"{path} cannot be freed of what was erased: {why}.") from None
    return lines


def _without(lines: Sequence[str], traces: Traces) -> tuple[list[str], int]:
    """Return the lines that may stay, and how many may not.

    One without a time goes on telling what the line above it began.
    """
    told = _Told(traces)
    before = traces.before.astimezone(UTC).strftime(_STAMP) if traces.before else ""
    kept, gone, old, stamp = list[str](), 0, False, ""
    for line in lines:
        if _is_stamped(line):
            old, stamp = line[:_STAMPED] < before, line[:_STAMPED]
        if old:
            gone += 1
        elif told.is_in(line):
            gone += 1
            kept.append(f"{stamp} {_REMOVED}".strip())
        else:
            kept.append(line)
    return kept, gone


def _is_stamped(line: str) -> bool:
    try:
        datetime.strptime(line[:_STAMPED], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


class _Told:
    """What gives away what was erased."""

    def __init__(self, traces: Traces) -> None:
        self._names = {name.lower() for name in traces.names}
        self._pieces = {
            line[:_PIECE]
            for text in traces.texts
            for line in text.splitlines()
            if len(line) >= _PIECE
        }

    def is_in(self, line: str) -> bool:
        """Tell whether a line has a name or a text in it."""
        if self._names & {name.lower() for name in _NAME.findall(line)}:
            return True
        return bool(self._pieces) and any(
            line[at : at + _PIECE] in self._pieces for at in range(len(line) - _PIECE + 1)
        )


@contextmanager
def _let_go(path: Path) -> Iterator[None]:
    """Have nothing of this process write into a log file while the block runs."""
    handlers = [
        one
        for one in logging.getLogger().handlers
        if isinstance(one, logging.FileHandler) and Path(one.baseFilename) == path.absolute()
    ]
    for one in handlers:
        one.acquire()
    try:
        yield
        for one in handlers:  # the next line opens the file that now has this name
            if one.stream is not None:
                one.stream.close()
                one.stream = None
    finally:
        for one in handlers:
            one.release()
