"""Room kept back on the disk, so that a full one still takes what moderators decide."""

import logging
import os
from contextlib import suppress
from pathlib import Path

_log = logging.getLogger(__name__)

SIZE = 16 * 2**20
"""Bytes: some ten thousand decisions."""

NAME = "standup.reserve"
"""The file, beside the store."""


class Reserve:
    """A file that is only there to be deleted.

    Deleting posts frees nothing on a full disk: SQLite needs room for that, too. This file
    gives some back at once. Who gets it is for the store to say.
    """

    def __init__(self, path: Path, size: int = SIZE) -> None:
        self._path = path
        self._size = size
        self.given = False
        """Whether it was given away, and there has been no room for a new one since."""

    @property
    def said(self) -> str:
        """What moderators should know of it; empty while it is kept."""
        if not self.given:
            return ""
        return (
            f"{self._size // 2**20} MB that were kept back for moderators' decisions are in use: "
            f"make room on the disk of {self._path.parent}"
        )

    def keep(self) -> bool:
        """Take the room if it is there, and return whether it is kept now."""
        try:
            if not self._path.exists() or self._path.stat().st_size != self._size:
                self._fill()
        except OSError as error:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            if not self.given:
                _log.warning("no room is kept back for a full disk: %s", error.strerror)
            return False
        if self.given:
            _log.warning("there is room on the disk again")
        self.given = False
        return True

    def _fill(self) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(self._path, flags, 0o600)
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(handle, 0, self._size)
                return
            piece = bytes(2**20)
            for _ in range(0, self._size, len(piece)):
                os.write(handle, piece)
        finally:
            os.close(handle)

    def give(self) -> bool:
        """Give the room away, and return whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        self.given = True
        _log.error("the disk is full: %s", self.said)
        return True

    def end(self) -> None:
        """Leave nothing behind: nobody decides on anything while no hub runs."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
