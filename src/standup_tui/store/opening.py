"""Whether the file of a store can be opened, known before a thread is begun for it."""

import asyncio
import sqlite3
from pathlib import Path


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
