"""One task owns the connection; everybody else gives it units of work.

A unit of work runs whole, in one transaction that owns the file from its first statement.
A caller that is cancelled cannot strand it: it waits for a future, not for SQLite.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar

import aiosqlite

from standup_tui.errors import StoreError, Unstorable
from standup_tui.store.schema import APPLICATION_ID, MIGRATIONS

_log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[aiosqlite.Connection], Awaitable[T]]

_CHECKED_UP_TO = 65_536
"""Pages, 256 MiB; a larger file is not checked at every start, which would take many seconds."""

FOLD_AFTER = 1000
"""Pages of the write-ahead log after which it is folded into the file: SQLite's own number."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # acknowledged means on disk; NORMAL loses the last commits
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE walks past a delete trigger
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 5000",
    f"PRAGMA wal_autocheckpoint = {FOLD_AFTER}",
)


_UNFIT = (
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)
"""What SQLite says of a value, not of the disk: the next unit of work may well succeed."""


class Urgency(IntEnum):
    """Who goes first when several wait: never a moderator behind a batch of posts."""

    COMMAND = 0
    READ = 1
    BATCH = 2


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    work: Work[T]
    writes: bool
    done: "asyncio.Future[T]"


class Database:
    """The connection's owner. Made by `Database.open`."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self._jobs: asyncio.PriorityQueue[tuple[int, int, _Job[Any] | None]] = (
            asyncio.PriorityQueue()
        )
        self._number = count()
        self._owner = asyncio.create_task(self._own(), name="store")
        self._closing: asyncio.Task[None] | None = None
        self.told: Callable[[], None] = _nobody
        """Called after every transaction."""

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open a store, make it if it is not there, and bring it to this version.

        Raises:
            StoreError: It is not ours, damaged, made by a newer version, or cannot be written.
        """
        connection = aiosqlite.connect(path, isolation_level=None)
        try:
            await connection
            await _prepare(connection, path)
        except sqlite3.Error as error:
            await connection.close()
            raise StoreError(explained(error, path)) from None
        except BaseException:
            await connection.close()
            raise
        return cls(connection, path)

    async def write(self, work: Work[T], urgency: Urgency = Urgency.COMMAND) -> T:
        """Run a unit of work in a transaction; it is on disk when this returns.

        Raises:
            StoreError: Nothing of it was done, and why.
        """
        return await self._do(work, urgency, writes=True)

    async def read(self, work: Work[T]) -> T:
        """Run a unit of work that changes nothing."""
        return await self._do(work, Urgency.READ, writes=False)

    async def maintain(self, work: Work[T]) -> T:
        """Run a unit of work on the file as a whole, in no transaction, behind all that waits."""
        return await self._do(work, Urgency.BATCH, writes=False)

    async def cut(self, work: Work[T]) -> T:
        """Run a unit of work that deletes much, in a transaction, behind all that waits.

        That no row refers to a missing one is looked at once, when all is done: row by row it
        takes a hundred times as long.
        """

        async def unreferred(db: aiosqlite.Connection) -> T:
            await db.execute("PRAGMA foreign_keys = OFF")
            try:
                return await self._transact(lambda db: _referring(db, work))
            finally:
                await db.execute("PRAGMA foreign_keys = ON")

        return await self.maintain(unreferred)

    async def _do(self, work: Work[T], urgency: Urgency, *, writes: bool) -> T:
        if self._closing is not None:
            raise StoreError("the store is closed.")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait((urgency, next(self._number), _Job(work, writes, done)))
        return await done

    async def close(self) -> None:
        """Finish what was begun, fold the write-ahead log into the file, and close it."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(), name="store closes")
        await asyncio.shield(self._closing)  # whoever waits may be cancelled; this is not

    async def _close(self) -> None:
        self._jobs.put_nowait((Urgency.BATCH + 1, next(self._number), None))
        await self._owner
        with suppress(sqlite3.Error):  # a full disk: the log stays, and is read at the next start
            await self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await self._connection.close()

    async def _own(self) -> None:
        while True:
            _, _, job = await self._jobs.get()
            if job is None:
                return
            if job.done.cancelled():
                continue
            try:
                result = await self._run(job)
            except _UNFIT as error:
                problem: BaseException = Unstorable(explained(error, self.path))
            except sqlite3.Error as error:
                problem = StoreError(explained(error, self.path))
            except Exception as error:  # noqa: BLE001  # it belongs to the caller, who gets it
                problem = error
            else:
                if not job.done.done():
                    job.done.set_result(result)
                continue
            if not job.done.done():
                job.done.set_exception(problem)

    async def _run(self, job: _Job[T]) -> T:
        if self._connection.in_transaction:
            # A rollback failed: what it left behind must be neither read nor kept.
            await self._connection.execute("ROLLBACK")
        if not job.writes:
            return await job.work(self._connection)
        return await self._transact(job.work)

    async def _transact(self, work: Work[T]) -> T:
        await self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = await work(self._connection)
            await self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk has rolled back by itself
                await self._connection.execute("ROLLBACK")
            raise
        try:
            self.told()
        except Exception:  # noqa: BLE001  # theirs, not the caller's
            _log.exception("nobody could be told of a commit")  # which stands all the same
        return result


def _nobody() -> None:
    """Be told nothing."""


async def _referring(db: aiosqlite.Connection, work: Work[T]) -> T:
    """Do a unit of work and see that no row refers to a missing one after it."""
    result = await work(db)
    for table, row, parent, _ in await db.execute_fetchall("PRAGMA foreign_key_check"):
        raise StoreError(f"nothing was done: {table} row {row} would lose its row of {parent}.")
    return result


async def _prepare(connection: aiosqlite.Connection, path: Path) -> None:
    """Check the file and bring its tables to this version."""
    version = await _one(connection, "PRAGMA user_version")
    mark = await _one(connection, "PRAGMA application_id")
    tables = await _one(connection, "SELECT count(*) FROM sqlite_schema")
    if tables and mark != APPLICATION_ID:
        raise StoreError(f"{path} is not a Standup store; move it away and start again.")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path} was made by a newer Standup (store version {version}, this one knows "
            f"{len(MIGRATIONS)}); it was not touched. Start that newer version."
        )
    pages = await _one(connection, "PRAGMA page_count")
    if tables and pages <= _CHECKED_UP_TO:
        verdict = await _one(connection, "PRAGMA quick_check(1)")
        if verdict != "ok":
            raise StoreError(
                f"{path} is damaged ({verdict}); it was not touched. Move it away and put a "
                "backup in its place."
            )
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
    await asyncio.to_thread(part.replace, target)


async def _one(connection: aiosqlite.Connection, query: str) -> Any:
    rows = list(await connection.execute_fetchall(query))
    return rows[0][0]


def explained(error: sqlite3.Error, path: Path) -> str:
    """Say what is wrong with the store and what to do, in one sentence."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return f"nothing can be written to {path}: the disk is full or failing; make room on it."
    if name.startswith("SQLITE_READONLY"):
        return f"{path} or its folder is read-only; give its owner write permission (chmod u+w)."
    if name.startswith("SQLITE_CANTOPEN"):
        return f"{path} cannot be opened: check that its folder exists and may be written."
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return (
            f"{path} is damaged or not a database; it was not touched. Move it away and put a "
            "backup in its place."
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"another program keeps {path} locked; end it, then try again."
    return f"the store {path} failed: {error}."
