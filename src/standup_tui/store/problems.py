"""What is wrong with a store, in one sentence with the way out."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from standup_tui.files import MOUNTED_READ_ONLY, REMOUNT, mounted_read_only
from standup_tui.store.locked import holder

BACKUPS = "backups"
"""Below the campaign's folder: where backups of its store go."""


def explained(error: sqlite3.Error, path: Path) -> str:
    """Say what is wrong with the store and what to do, in one sentence."""
    name = _name(error)
    if is_full(error) or name.startswith("SQLITE_IOERR"):
        return f"nothing can be written to {path}: the disk is full or failing; make room on it."
    if name.startswith("SQLITE_READONLY") or (
        name.startswith("SQLITE_CANTOPEN") and path.exists()
    ):
        return _read_only(path)
    if name.startswith("SQLITE_CANTOPEN"):
        return f"{path} cannot be opened: check that its folder exists and may be written."
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return damaged(path, "is damaged or not a database")
    if is_busy(error):
        who = holder(path)
        whom = f"{who} keeps" if who else "another program keeps"
        return f"{whom} {path} locked; end it, then try again."
    return f"the store {path} failed: {error}."


def _read_only(path: Path) -> str:
    if path.exists() and mounted_read_only(path):
        return f"{path} {MOUNTED_READ_ONLY}: {REMOUNT}."
    return (
        f"{path} or its folder is read-only: as its owner, run `chmod u+rw {path}` and "
        f"`chmod u+rwx {path.parent}`."
    )


def is_full(error: sqlite3.Error) -> bool:
    """Tell whether there is no room: a quota and a limit of sizes are write errors to SQLite."""
    return _name(error).startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"))


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether somebody else keeps the store locked."""
    return _name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "") or ""


def damaged(path: Path, how: str) -> str:
    """Say that a store is damaged, and offer the last backup: nobody moves the file unasked."""
    if (last := _last_backup(path)) is None:
        way_out = "Move it away and put a backup in its place, or start anew without it."
    else:
        made = datetime.fromtimestamp(last.stat().st_mtime, UTC)
        way_out = (
            f"`standup restore {last.name} {path.parent}` puts the last backup, of "
            f"{made:%Y-%m-%d %H:%M} UTC, in its place and keeps the damaged file."
        )
    return f"{path} {how}; it was not touched. {way_out}"


def _last_backup(path: Path) -> Path | None:
    """Return the newest backup beside a store."""
    found = [it for it in (path.parent / BACKUPS).glob("*.db") if not it.name.startswith(".")]
    return max(found, key=lambda it: it.stat().st_mtime, default=None)
