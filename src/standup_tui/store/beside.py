"""Looking into a store beside the hub that writes it, at one moment and without changing it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from standup_tui.errors import StoreError
from standup_tui.store.opening import must_open
from standup_tui.store.problems import explained
from standup_tui.store.schema import APPLICATION_ID, MIGRATIONS

_AT_ONCE = 500
"""Rows that the connection's thread hands over in one go."""


@asynccontextmanager
async def beside(
    path: Path, *, oldest: int = len(MIGRATIONS)
) -> AsyncIterator[aiosqlite.Connection]:
    """Give a connection that sees one moment of a store, while the block runs.

    The file is opened for reading only: no checkpoint, no migration and no lock of the writer
    can come from here.

    Args:
        path: The store.
        oldest: The first version of a store that will do.

    Raises:
        StoreError: It cannot be opened or read, is not ours, or of another version.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"  # noqa: ASYNC240  # asks no disk
    try:
        await must_open(address, uri=True)
        connection = aiosqlite.connect(
            address, iter_chunk_size=_AT_ONCE, uri=True, isolation_level=None
        )
        async with connection as db:
            await db.execute("PRAGMA busy_timeout = 5000")  # a hub that mends its log at start
            await db.execute("PRAGMA query_only = ON")
            await db.execute("BEGIN")  # one moment for all queries, also while a hub writes
            await _fits(db, path, oldest)
            yield db
    except sqlite3.Error as error:
        raise StoreError(explained(error, path)) from None


async def _fits(db: aiosqlite.Connection, path: Path, oldest: int) -> None:
    """Raise a `StoreError` if this is no store that can be read here."""
    if await _pragma(db, "application_id") != APPLICATION_ID:
        raise StoreError(f"{path} is not a Standup store.")
    version = await version_of(db)
    if version > len(MIGRATIONS):
        raise StoreError(f"{path} was made by a newer Standup: ask that one.")
    if version < oldest:
        raise StoreError(
            f"{path} was made by an older Standup: start the hub once (`standup hub`), which "
            "keeps a copy and brings it up to date, then ask again."
        )


async def version_of(db: aiosqlite.Connection) -> int:
    """Return which version of the tables a store has."""
    return await _pragma(db, "user_version")


async def _pragma(db: aiosqlite.Connection, name: str) -> int:
    return int(next(iter(await db.execute_fetchall(f"PRAGMA {name}")))[0])
