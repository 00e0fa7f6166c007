"""Writing a report: the old file or the whole new one, whenever it is interrupted."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from standup_tui.errors import ConfigError

_MODE = 0o600
_STALE = 60.0
"""Seconds after which a part belongs to nobody: one lives for a moment."""


def write(path: Path, text: str) -> None:
    """Put a text into a file for this account alone.

    Raises:
        ConfigError: It cannot be written; nothing was changed.
    """
    try:
        target = _target(path)
        start = f".{target.name}."
        _sweep(target.parent, start)
        descriptor, name = tempfile.mkstemp(".part", start, target.parent)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                os.fchmod(file.fileno(), _MODE)
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _settle(target.parent)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}; name another place with --output."
        ) from None


def _target(path: Path) -> Path:
    """Return the file that is meant, behind any links.

    Raises:
        ConfigError: It is no file, or its folder is not there.
    """
    try:
        target = path.resolve()
    except RuntimeError:  # links in a circle
        raise ConfigError(f"{path} leads nowhere; name another file with --output.") from None
    if not target.parent.is_dir():
        raise ConfigError(
            f"there is no folder {target.parent}; make it, or name another --output."
        )
    if target.exists() and not target.is_file():
        raise ConfigError(f"{path} is not a file; name one with --output, or - for the terminal.")
    return target


def _sweep(folder: Path, start: str) -> None:
    """Remove parts that killed runs left behind."""
    with os.scandir(folder) as there:
        for one in there:
            if one.name.startswith(start) and one.name.endswith(".part"):
                with suppress(OSError):
                    if time.time() - one.stat().st_mtime > _STALE:
                        Path(one.path).unlink()


def _settle(folder: Path) -> None:
    """Have the folder on disk know the new file. Some file systems cannot: the file is there."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
