"""One hub per campaign: the lock is taken before anything else of the folder is touched."""

import errno
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from standup_tui.errors import HubError
from standup_tui.files import FULL, unwritable
from standup_tui.protocol.address import LOCK


@contextmanager
def campaign_lock(folder: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold a campaign's lock while the block runs.

    The kernel releases it when this process ends, however it ends.

    Args:
        folder: The campaign.
        patience: Seconds to wait for another process that may be about to end.

    Raises:
        HubError: Another process holds it, or the folder cannot be written.
    """
    path = folder / LOCK
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise HubError(_unwritable(path, error)) from None
    try:
        if not _taken(handle, patience):
            holder = os.pread(handle, 200, 0).decode("ascii", "replace").strip()
            raise HubError(
                f"another process works on this campaign ({holder or 'unknown'}); attach to it "
                "with `standup`, or end it first."
            )
        try:
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
        except OSError as error:
            raise HubError(_unwritable(path, error)) from None
        yield
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> str:
    if error.errno in (*FULL, errno.EROFS):
        return unwritable(path, error)
    return (
        f"{path} cannot be written ({error.strerror}): the campaign's folder must belong to you "
        "and be writable."
    )


def _taken(handle: int, patience: float) -> bool:
    """Take the lock of an open file within some seconds, and return whether that worked."""
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.05)
        else:
            return True
