"""Writes a file whole or not at all, for this account alone."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from standup_tui.errors import StandupError


def write(path: Path, text: str) -> None:
    """Put a text in place of whatever a path holds; nobody ever sees half of it.

    Raises:
        StandupError: It cannot be written; what was there is as it was.
    """
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _settle(path.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise StandupError(f"{path} cannot be written: {error.strerror}.") from None


def _settle(folder: Path) -> None:
    """Have the file's name on disk, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
