"""Copies of a store: whole, of one moment, in one file, also while a hub writes."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import aiosqlite

from standup_tui.errors import StoreError
from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import Head
from standup_tui.store import log
from standup_tui.store.problems import explained
from standup_tui.store.wal import damage


def copy(source: Path, target: Path) -> None:
    """Copy a store into a file, by SQLite's own backup; raises `StoreError`."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as store,
            closing(sqlite3.connect(target)) as made,
        ):
            store.execute("PRAGMA query_only = ON")
            store.backup(made)  # all pages in one step: one moment of the store
            made.execute("PRAGMA journal_mode = DELETE")  # nothing beside the file
    except sqlite3.Error as error:
        raise StoreError(explained(error, source)) from None


_PATIENCE = 5.0
"""Seconds to wait for others who read a store."""

_READ_BY_OTHERS = (
    "another program reads {} (a report, an audit, a backup): wait for its end, then try again."
)

RESTORE = "restore a backup"
"""The verb of the decision at which a restored log goes on."""

_RESTORED = "restored:"


def restored(op: str) -> int | None:
    """Return where the log ended that a restored one took the place of, by a decision's op id."""
    parts = op.split(":")
    return int(parts[1]) if op.startswith(_RESTORED) and parts[1].isdigit() else None


async def note_restored(path: Path, by: Moderator, at: datetime, replaced: Head) -> None:
    """Have a copy's log say that it takes the place of another, and how that one ended.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        async with aiosqlite.connect(path, isolation_level=None) as db:
            await db.execute("BEGIN IMMEDIATE")
            op = f"{_RESTORED}{replaced.seq}:{replaced.hash}:{at:%Y%m%dT%H%M%S.%f}"
            reason = f"the store that it replaces ended with decision {replaced.seq:,}"
            await log.append(db, log.NewDecision(op, RESTORE, by, at, reason=reason))
            await db.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(explained(error, path)) from None


def fold(path: Path) -> bool:
    """Bring a store into one file; False where it is damaged, so that no program can read it.

    Raises:
        StoreError: Another program has it open, or the disk is full or failing.
    """
    if damage(path):
        return False  # SQLite would drop what it cannot read
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (mode,) = store.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if str(getattr(error, "sqlite_errorname", "")).startswith(
            ("SQLITE_BUSY", "SQLITE_LOCKED")
        ):
            raise StoreError(_READ_BY_OTHERS.format(path)) from None
        raise StoreError(explained(error, path)) from None
    except sqlite3.DatabaseError:
        return False
    if mode != "delete":
        raise StoreError(_READ_BY_OTHERS.format(path))
    return True
