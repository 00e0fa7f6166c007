"""Writing a store anew, so that no byte of what was erased is left in its files.

A page keeps old bytes in its gaps when its rows are moved about, also with `secure_delete`.
Nobody is answered while the file is written; so it is done in two steps, and whoever waits goes
between them: about a second for 100 MB, and a third of that for folding the log.
"""

import asyncio
import sqlite3

import aiosqlite

from standup_tui.errors import StoreError
from standup_tui.store.database import Database
from standup_tui.store.opening import FOLD_AFTER

_ATTEMPTS = 120
_PAUSE = 0.25
"""How often, and after how many seconds, the write-ahead log is emptied while others read it."""


async def leave_nothing(database: Database) -> None:
    """Leave no byte of what was erased in a store's files.

    Raises:
        StoreError: Another program kept reading the write-ahead log.
    """
    try:
        await database.maintain(_write_anew)
        for _ in range(_ATTEMPTS):
            if await database.maintain(_empty_log):
                return
            await asyncio.sleep(_PAUSE)
    finally:
        await database.maintain(_fold_as_usual)
    raise StoreError(
        "everything is erased, but another program reads the store and keeps old pages in its "
        "write-ahead log: end it, and run the same purge again."
    )


async def _write_anew(db: aiosqlite.Connection) -> None:
    """Write the whole file anew; it waits for no disk and folds no log: nothing is lost."""
    await db.execute("PRAGMA wal_autocheckpoint = 0")
    await db.execute("PRAGMA synchronous = NORMAL")
    try:
        await db.execute("VACUUM")
    finally:
        await db.execute("PRAGMA synchronous = FULL")


async def _fold_as_usual(db: aiosqlite.Connection) -> None:
    """Have the write-ahead log folded whenever it has grown, as before."""
    await db.execute(f"PRAGMA wal_autocheckpoint = {FOLD_AFTER:d}")


async def _empty_log(db: aiosqlite.Connection) -> bool:
    """Fold the write-ahead log into the file and empty it, unless somebody reads it."""
    waits = next(iter(await db.execute_fetchall("PRAGMA busy_timeout")))[0]
    await db.execute("PRAGMA busy_timeout = 0")  # others are not to wait along
    try:
        rows = await db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError:
        return False
    finally:
        await db.execute(f"PRAGMA busy_timeout = {waits:d}")
    return not next(iter(rows))[0]
