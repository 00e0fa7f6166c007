"""Brings an older store to this version and dies while it does, as a hub that is killed.

Run as a program by the kill test: FOLDER STEP... For each step it copies
``FOLDER/old.db`` to ``FOLDER/STEP/standup.db``, opens that, and dies before the statement of
that number. A mutant, with ``careless`` in place of a step, makes no transaction of a version.
"""

import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import aiosqlite

from standup_tui.store import database

real = aiosqlite.Connection.execute


class Death:
    """Kills this process before one of the statements that bring a store to this version."""

    def __init__(self, step: int, *, careless: bool) -> None:
        self._left = step
        self._careless = careless

    async def execute(self, db: aiosqlite.Connection, sql: str, *more: Any) -> aiosqlite.Cursor:
        """Stand in for the connection's own."""
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._careless and sql.startswith(("BEGIN", "COMMIT")):
            sql = "SELECT 1"
        return await real(db, sql, *more)


def die(path: Path, step: int, *, careless: bool) -> None:
    """Open a store and die; the child of a process with one thread."""
    death = Death(step, careless=careless)

    async def execute(self: aiosqlite.Connection, sql: str, *more: Any) -> aiosqlite.Cursor:
        return await death.execute(self, sql, *more)

    aiosqlite.Connection.execute = execute  # type: ignore[assignment, method-assign]
    asyncio.run(database.Database.open(path))
    os._exit(0)


def main(folder: Path, words: list[str]) -> None:
    careless = "careless" in words
    for word in words:
        if word == "careless":
            continue
        (folder / word).mkdir()
        path = folder / word / "standup.db"
        shutil.copyfile(folder / "old.db", path)
        if (child := os.fork()) == 0:
            die(path, int(word), careless=careless)
        os.waitpid(child, 0)


if __name__ == "__main__":
    os.umask(0o077)
    main(Path(sys.argv[1]), sys.argv[2:])
