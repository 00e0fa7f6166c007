"""Opening a store: looked at before anything is written, then brought to this version."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite

from standup_tui.errors import StoreError
from standup_tui.store.problems import damaged
from standup_tui.store.schema import APPLICATION_ID, MIGRATIONS
from standup_tui.store.wal import damage

_CHECKED_UP_TO = 65_536
"""Pages, 256 MiB; a larger file is not checked at every start, which would take many seconds."""

FOLD_AFTER = 1000
"""Pages of the write-ahead log after which it is folded into the file: SQLite's own number."""

_PRAGMAS: tuple[str, ...] = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # acknowledged means on disk; NORMAL loses the last commits
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE walks past a delete trigger
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 5000",
    f"PRAGMA wal_autocheckpoint = {FOLD_AFTER}",
    # KiB. A batch changes a page of the authors' index for each post; with less room SQLite writes
    # a part of them out, reads it back and writes it again, for every batch on a large store.
    "PRAGMA cache_size = -8000",
)


async def must_open(file: Path | str, *, uri: bool = False) -> None:
    """Raise `sqlite3.Error` if a file cannot be opened.

    aiosqlite begins a connection's thread first and, where the file cannot be opened, waits for
    nobody: the thread then reports to a loop that may be gone, and its traceback lands on the
    terminal (0.22).

    Args:
        file: As `sqlite3.connect` takes it.
        uri: Whether that is an address.
    """

    def attempt() -> None:
        sqlite3.connect(file, uri=uri).close()

    await asyncio.to_thread(attempt)


def look(path: Path) -> None:
    """See that a file is a store of ours, and of no newer version, without changing a byte.

    Whoever opens a store for writing writes to it: at the latest when they close it again,
    for the write-ahead log of the version before is folded in.

    Raises:
        StoreError: It is not ours, damaged, or made by a newer version.
    """
    if not path.exists() or not path.stat().st_size:
        return
    if how := damage(path):
        raise StoreError(damaged(path, f"has lost what came last: {how}"))
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        mark, version, tables = (
            db.execute(query).fetchone()[0]
            for query in (
                "PRAGMA application_id",
                "PRAGMA user_version",
                "SELECT count(*) FROM sqlite_schema",
            )
        )
    if tables and mark != APPLICATION_ID:
        raise StoreError(f"{path} is not a Standup store; move it away and start again.")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path} was made by a newer Standup (store version {version}, this one knows "
            f"{len(MIGRATIONS)}); it was not touched. Start that newer version."
        )


async def prepare(connection: aiosqlite.Connection, path: Path) -> None:
    """Check the file that was looked at, and bring its tables to this version."""
    version = await _one(connection, "PRAGMA user_version")
    pages = await _one(connection, "PRAGMA page_count")
    if pages <= _CHECKED_UP_TO:
        verdict = await _one(connection, "PRAGMA quick_check(1)")
        if verdict != "ok":
            raise StoreError(damaged(path, f"is damaged ({verdict})"))
    for pragma in _PRAGMAS:
        await connection.execute_fetchall(pragma)
    if 0 < version < len(MIGRATIONS):
        await _copy(connection, path.with_suffix(f".version-{version}.db"))
    for number, statements in enumerate(MIGRATIONS[version:], version + 1):
        await connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            await connection.execute(statement)
        await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await connection.execute(f"PRAGMA user_version = {number}")
        await connection.execute("COMMIT")


async def _copy(connection: aiosqlite.Connection, target: Path) -> None:
    """Keep the store as it was before it is changed: all of it under that name, or nothing."""
    if await asyncio.to_thread(target.exists):
        return
    part = target.with_suffix(".part")
    await asyncio.to_thread(part.unlink, missing_ok=True)
    await connection.execute("VACUUM INTO ?", (str(part),))
    await asyncio.to_thread(part.chmod, 0o600)
    await asyncio.to_thread(part.replace, target)


async def _one(connection: aiosqlite.Connection, query: str) -> Any:
    rows = list(await connection.execute_fetchall(query))
    return rows[0][0]
