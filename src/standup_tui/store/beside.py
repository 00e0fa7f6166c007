"""Looking into a store beside the hub that writes it, at one moment and without changing it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from standup_tui.errors import StoreError
from standup_tui.store.problems import explained
from standup_tui.store.schema import APPLICATION_ID, MIGRATIONS


@asynccontextmanager
async def beside(path: Path, *, older: bool = False) -> AsyncIterator[aiosqlite.Connection]:
    """Give a connection that sees one moment of a store, while the block runs.

    Args:
        path: The store.
        older: Whether a store of an older version will do.

    Raises:
        StoreError: It cannot be opened or read, is not ours, or of another version.
    """
    address = f"{path.absolute().as_uri()}?mode=rw"  # noqa: ASYNC240  # asks no disk
    try:
        async with aiosqlite.connect(address, uri=True) as db:
            await db.execute("PRAGMA query_only = ON")
            await db.execute("BEGIN")  # one moment for all queries, also while a hub writes
            await _is_ours(db, path, older=older)
            yield db
    except sqlite3.Error as error:
        raise StoreError(explained(error, path)) from None


async def _is_ours(db: aiosqlite.Connection, path: Path, *, older: bool) -> None:
    if await _pragma(db, "application_id") != APPLICATION_ID:
        raise StoreError(f"{path} is not a Standup store.")
    version = await version_of(db)
    if version > len(MIGRATIONS):
        raise StoreError(f"{path} was made by a newer Standup; check it with that one.")
    if version < len(MIGRATIONS) and not older:
        raise StoreError(
            f"{path} was made by an older Standup: start the hub once (`standup hub`), which "
            "keeps a copy and brings it up to date."
        )


async def version_of(db: aiosqlite.Connection) -> int:
    """Return which version of the tables a store has."""
    return await _pragma(db, "user_version")


async def _pragma(db: aiosqlite.Connection, name: str) -> int:
    return int(next(iter(await db.execute_fetchall(f"PRAGMA {name}")))[0])
