"""One task owns the connection; everybody else gives it units of work.

A unit of work runs whole, in one transaction that owns the file from its first statement.
A caller that is cancelled cannot strand it: it waits for a future, not for SQLite.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar

import aiosqlite

from standup_tui.errors import StoreError, Unstorable
from standup_tui.store.opening import look, must_open, prepare
from standup_tui.store.problems import explained, is_busy, is_full
from standup_tui.store.reserve import Reserve

_log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[aiosqlite.Connection], Awaitable[T]]

_PATIENCE = 10.0
"""Seconds a transaction waits for a store that another program keeps locked."""

_TURN = 100
"""Milliseconds of it that SQLite waits at a time; in between, others may read."""

_MAINTAINING = 5000
"""Milliseconds that work on the file as a whole waits."""

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
    urgency: Urgency
    writes: bool
    vital: bool
    done: "asyncio.Future[T]"


class Database:
    """The connection's owner. Made by `Database.open`."""

    def __init__(
        self, connection: aiosqlite.Connection, path: Path, reserve: Reserve | None = None
    ) -> None:
        self._connection = connection
        self.path = path
        self._reserve = reserve
        self._jobs: asyncio.PriorityQueue[tuple[int, int, _Job[Any] | None]] = (
            asyncio.PriorityQueue()
        )
        self._number = count()
        self._owner = asyncio.create_task(self._own(), name="store")
        self._closing: asyncio.Task[None] | None = None
        self.told: Callable[[], None] = _nobody
        """Called after every transaction."""

    @classmethod
    async def open(cls, path: Path, reserve: Reserve | None = None) -> "Database":
        """Open a store, make it if it is not there, and bring it to this version.

        Args:
            path: The file.
            reserve: The room that is kept back for a full disk.

        Raises:
            StoreError: It is not ours, damaged, made by a newer version, or cannot be written.
        """
        try:
            await asyncio.to_thread(look, path)
            await must_open(path)
        except sqlite3.Error as error:
            raise StoreError(explained(error, path)) from None
        connection = aiosqlite.connect(path, isolation_level=None)
        try:
            await connection
            await prepare(connection, path)
            await connection.execute_fetchall(f"PRAGMA busy_timeout = {_TURN}")
        except sqlite3.Error as error:
            await connection.close()
            raise StoreError(explained(error, path)) from None
        except BaseException:
            await connection.close()
            raise
        if reserve is not None:
            await asyncio.to_thread(reserve.keep)
        return cls(connection, path, reserve)

    async def write(
        self, work: Work[T], urgency: Urgency = Urgency.COMMAND, *, vital: bool = False
    ) -> T:
        """Run a unit of work in a transaction; it is on disk when this returns.

        Args:
            work: What is to be done.
            urgency: Who goes first.
            vital: Whether it is given the room that was kept back, on a full disk.

        Raises:
            StoreError: Nothing of it was done, and why.
        """
        return await self._do(work, urgency, writes=True, vital=vital)

    async def read(self, work: Work[T]) -> T:
        """Run a unit of work that changes nothing."""
        return await self._do(work, Urgency.READ, writes=False)

    async def maintain(self, work: Work[T]) -> T:
        """Run a unit of work on the file as a whole, in no transaction, behind all that waits."""

        async def patient(db: aiosqlite.Connection) -> T:
            await db.execute_fetchall(f"PRAGMA busy_timeout = {_MAINTAINING}")
            try:
                return await work(db)
            finally:
                await db.execute_fetchall(f"PRAGMA busy_timeout = {_TURN}")

        return await self._do(patient, Urgency.BATCH, writes=False)

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

    async def _do(
        self, work: Work[T], urgency: Urgency, *, writes: bool, vital: bool = False
    ) -> T:
        if self._closing is not None:
            raise StoreError("the store is closed.")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(
            (urgency, next(self._number), _Job(work, urgency, writes, vital, done))
        )
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
        if self._reserve is not None:
            await asyncio.to_thread(self._reserve.end)

    async def _own(self) -> None:
        while True:
            _, _, job = await self._jobs.get()
            if job is None:
                return
            await self._serve(job)

    async def _serve(self, job: _Job[Any]) -> None:
        """Do one unit of work, and tell whoever waits for it."""
        if job.done.cancelled():
            return
        try:
            result = await self._run(job)
        except _UNFIT as error:
            problem: BaseException = Unstorable(explained(error, self.path))
        except sqlite3.Error as error:
            problem = StoreError(await asyncio.to_thread(explained, error, self.path))
        except Exception as error:  # noqa: BLE001  # it belongs to the caller, who gets it
            problem = error
        else:
            if not job.done.done():
                job.done.set_result(result)
            return
        if not job.done.done():
            job.done.set_exception(problem)

    async def _run(self, job: _Job[T]) -> T:
        if self._connection.in_transaction:
            # A rollback failed: what it left behind must be neither read nor kept.
            await self._connection.execute("ROLLBACK")
        if not job.writes:
            return await job.work(self._connection)
        if self._reserve is None:
            return await self._transact(job.work)
        return await self._with_reserve(job, self._reserve)

    async def _with_reserve(self, job: _Job[T], reserve: Reserve) -> T:
        """Write; on a full disk what is vital gets the room that was kept back.

        All else gets none of it, and waits from then on until it could be kept again.
        """
        if not job.vital and reserve.given and not await asyncio.to_thread(reserve.keep):
            raise StoreError("the disk is full")
        try:
            return await self._transact(job.work)
        except sqlite3.Error as error:
            if not (job.vital and is_full(error) and await asyncio.to_thread(reserve.give)):
                raise
        return await self._transact(job.work)

    async def _begin(self) -> None:
        """Own the file from now on; while another program does, others of ours may read."""
        patience = time.monotonic() + _PATIENCE
        while True:
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() >= patience:
                    raise
                await self._serve_readers()
            else:
                return

    async def _serve_readers(self) -> None:
        """Do what waits and changes nothing; all else keeps its place."""
        waiting = []
        while not self._jobs.empty():
            waiting.append(self._jobs.get_nowait())
        for urgency, number, job in waiting:
            if job is not None and job.urgency is Urgency.READ:
                await self._serve(job)
            else:
                self._jobs.put_nowait((urgency, number, job))

    async def _transact(self, work: Work[T]) -> T:
        await self._begin()
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
