"""Where a campaign's hub listens, and how to reach a socket whose path is too long."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOCKET = "hub.sock"
LOCK = "hub.lock"
LOG = "hub.log"
STORE = "standup.db"

_LONGEST = 100
"""Bytes; Linux takes 107 in an address, macOS 103."""


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """Give a path that fits into a socket address while the block runs.

    A long one is reached through an open folder of this process (Linux only; elsewhere
    the path is given as it is and the system says that it is too long).
    """
    if len(os.fsencode(path)) <= _LONGEST or not Path("/proc/self/fd").is_dir():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def socket_of(place: Path) -> Path:
    """Return the socket of a campaign folder; a path that is a socket stands for itself."""
    try:
        if stat.S_ISSOCK(place.stat().st_mode):
            return place
    except OSError:
        pass
    return place / SOCKET
