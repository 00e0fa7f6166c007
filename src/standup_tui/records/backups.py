"""Backups: made while the hub runs, checked before they count, listed beside the store."""

import asyncio
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from standup_tui.errors import ConfigError, StoreError
from standup_tui.files import give_to_owner, make_folder, settle, sweep, unwritable, write_whole
from standup_tui.looking_back import store_of
from standup_tui.model.keeping import Certificate, Head
from standup_tui.store.beside import beside
from standup_tui.store.check import check
from standup_tui.store.copying import copy
from standup_tui.store.keeper import head
from standup_tui.store.problems import BACKUPS

FOLDER = BACKUPS
LIST = "backups.json"
"""Below the campaign: where backups go, and what is known of each."""

_OTHERS = ("standup.version-*.db", "standup.replaced-*.db", f"{FOLDER}/*.db")
"""Copies of the store that are listed although nobody wrote them down."""


class Backup(Struct, frozen=True):
    """What is known of one copy of the store."""

    name: str
    """Its path, from the campaign's folder where it is in there."""
    at: datetime
    bytes: int
    sha256: str = ""
    """Empty for a copy that nobody wrote down, as one made before an upgrade."""
    posts: int = 0
    decisions: int = 0
    head: Head = Head()
    """Where its decision log ends."""

    def path(self, folder: Path) -> Path:
        """Return where it is."""
        return folder / self.name  # an absolute name stands for itself

    def stale(self, certificates: Sequence[Certificate]) -> tuple[Certificate, ...]:
        """Return the purges since then, whose texts this copy still holds."""
        return tuple(
            one
            for one in certificates
            if (one.ended or one.began) > self.at and not one.counted.nothing
        )


_list = msgspec.json.Decoder(tuple[Backup, ...])


def listed(folder: Path) -> tuple[Backup, ...]:
    """Return every copy of a campaign's store that is known and still there, the oldest first."""
    known = {one.name: one for one in _read(folder) if one.path(folder).is_file()}
    for pattern in _OTHERS:
        for path in folder.glob(pattern):
            name = str(path.relative_to(folder))
            if name not in known and not path.name.startswith("."):
                at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                known[name] = Backup(name, at, path.stat().st_size)
    return tuple(sorted(known.values(), key=lambda one: one.at))


def _read(folder: Path) -> tuple[Backup, ...]:
    path = folder / LIST
    try:
        return _list.decode(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be read ({error}): move it away; backups are found without it, only "
            "less is known of them."
        ) from None


def note(folder: Path, made: Backup) -> None:
    """Write down a backup; those that are gone leave the list."""
    with _alone(folder):
        kept = [one for one in _read(folder) if one.path(folder).is_file() and one != made]
        lines = ",\n".join(msgspec.json.encode(one).decode() for one in (*kept, made))
        try:
            write_whole(folder / LIST, f"[\n{lines}\n]\n".encode())
        except OSError as error:
            raise ConfigError(unwritable(folder / LIST, error)) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes the list."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def make(folder: Path, to: Path | None) -> Backup:
    """Make a backup and write it down; what does not pass the check is not kept.

    Raises:
        StandupError: It could not be made, and why.
    """
    store, at = store_of(folder), datetime.now(UTC)
    if to is None:
        make_folder(folder / FOLDER)
        path = folder / FOLDER / f"standup-{at:%Y%m%dT%H%M%S.%fZ}.db"
    else:
        path = to.absolute()
        if path.exists():
            raise ConfigError(f"{path} is there already and stays as it is; name another file.")
    sweep(path.parent)
    with beside_of(path) as part:
        copy(store, part)
        made = known(part, at, _named(path, folder))
        _keep(part, path)
    note(folder, made)
    return made


def _named(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def known(part: Path, at: datetime, name: str) -> Backup:
    """Check a copy, and return what is known of it; raises `StoreError` if it does not pass."""
    report = asyncio.run(check(part))
    if not report.ok:
        raise StoreError(
            f"the copy was not kept, for it does not pass the check: {report.problems[0]}; "
            "`standup check` says whether the store itself does."
        )
    posts, decisions = report.counts["posts"], report.counts["decisions"]
    size, ends = part.stat().st_size, asyncio.run(head_of(part))
    return Backup(name, at, size, _sum(part), posts, decisions, ends)


async def head_of(path: Path) -> Head:
    """Return where the log of a store ends; raises `StoreError`."""
    async with beside(path, oldest=0) as db:
        return await head(db)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_as_noted(path: Path, noted: Backup) -> bool:
    """Tell whether a backup is the file that was written down."""
    return not noted.sha256 or _sum(path) == noted.sha256


@contextmanager
def beside_of(path: Path) -> Iterator[Path]:
    """Give the name of an empty file beside another, which is gone when the block ends.

    Raises:
        ConfigError: It cannot be written.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(part, flags, 0o600)
    except OSError as error:
        raise ConfigError(unwritable(path, error)) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # so that nobody sweeps it away
        give_to_owner(part, path.parent)
        yield part
    finally:
        os.close(handle)
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink(missing_ok=True)


def _keep(part: Path, path: Path) -> None:
    """Put a copy on disk under its name."""
    try:
        put_on_disk(part)
        part.replace(path)
        settle(path.parent)
    except OSError as error:
        raise ConfigError(unwritable(path, error)) from None


def put_on_disk(path: Path) -> None:
    """Have the bytes of a file on disk; raises `OSError`."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
