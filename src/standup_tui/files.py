"""Files that are old or complete, whatever happens: written beside, put on disk, then renamed."""

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from standup_tui.errors import ConfigError

_PART = ".part"
FULL = (errno.ENOSPC, errno.EDQUOT)
"""What a disk without room says, or one of which this account has had its share."""
_FORBIDDEN = (errno.EACCES, errno.EPERM)
MOUNTED_READ_ONLY = "is on a disk that is mounted read-only"
REMOUNT = "have it remounted for writing (`mount -o remount,rw`), or work on a copy elsewhere"
"""The way out of that; no chmod is one."""


def mounted_read_only(path: Path) -> bool:
    """Tell whether the disk of something that is there takes no writing from anybody."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def unwritable(path: Path | str, error: OSError) -> str:
    """Return the sentence about something that cannot be written, with the way out."""
    if error.errno == errno.EROFS:
        return f"{path} {MOUNTED_READ_ONLY}: {REMOUNT}."
    if error.errno in FULL:
        way_out = "make room on its disk"
    elif error.errno in _FORBIDDEN:
        way_out = "choose a folder that this account may write to"
    else:
        way_out = "choose another place"
    return f"{path} cannot be written: {error.strerror or error}; {way_out}."


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write, which takes its place when the block ends, for this account alone.

    Raises:
        OSError: It cannot be written; what was there before is still there.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(beside, flags, 0o600), "w+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)  # so that nobody sweeps it away
            os.fchmod(file.fileno(), 0o600)
            give_to_owner(beside, path.parent)
            yield file
            file.flush()
            os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    settle(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole, or leave what is there; raises `OSError`."""
    with whole(path) as file:
        file.write(data)


def settle(folder: Path) -> None:
    """Have the names of a folder on disk, where its file system can."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Give a file that is whole or absent, as `whole`; what the disk says is one sentence.

    Raises:
        ConfigError: It cannot be written.
    """
    try:
        with whole(path) as file:
            yield file
    except OSError as error:
        raise ConfigError(unwritable(path, error)) from None


def make_folder(folder: Path) -> None:
    """Make a folder for this account alone, if it is not there; raises `ConfigError`."""
    try:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            folder.chmod(0o700)  # whatever the umask is
            give_to_owner(folder, folder.parent)
    except OSError as error:
        if error.errno == errno.EROFS:
            raise ConfigError(unwritable(folder, error)) from None
        raise ConfigError(f"{folder} cannot be made: {error.strerror}.") from None


def give_to_owner(path: Path, of: Path) -> None:
    """Where root writes for somebody, have it belong to the owner of the folder it is in."""
    if os.geteuid() == 0:
        owner = of.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def sweep(folder: Path, name: str = "") -> None:
    """Remove what a process left behind that died while it wrote; what is being written stays.

    Args:
        folder: Where it wrote.
        name: The file that it wrote; empty for any.
    """
    for left in folder.glob(f".{escape(name)}*{_PART}*"):
        with suppress(OSError), left.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
