"""Copies of a store: whole, of one moment, in one file, also while a hub writes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from standup_tui.errors import StoreError
from standup_tui.store.database import explained


def copy(source: Path, target: Path) -> None:
    """Copy a store into a file, by SQLite's own backup; raises `StoreError`."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as store,
            closing(sqlite3.connect(target)) as made,
        ):
            store.execute("PRAGMA query_only = ON")
            store.backup(made)  # all pages in one step: one moment of the store
            made.execute("PRAGMA journal_mode = DELETE")  # nothing beside the file
    except sqlite3.Error as error:
        raise StoreError(explained(error, source)) from None


def fold(path: Path) -> bool:
    """Bring a store that nobody else has open into one file; tell whether that was possible."""
    try:
        with closing(sqlite3.connect(path)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (mode,) = store.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.Error:
        return False
    return bool(mode == "delete")
