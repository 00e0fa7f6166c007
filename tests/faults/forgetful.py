"""Opens a store, and fails right after: the process must end. Takes a path, or ``open`` and one.

With ``open`` it is a mutant that closes nothing: the thread of the connection keeps it alive.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from standup_tui.store import index
from standup_tui.store.store import SqliteStore


async def failing(_: object) -> bool:
    raise RuntimeError("a start that fails half-way")


async def nothing(_: object) -> None:
    """Close nothing."""


if __name__ == "__main__":
    parts: Any = index
    parts.prepare = failing
    if sys.argv[1] == "open":
        parts = SqliteStore
        parts.close = nothing
    asyncio.run(SqliteStore.open(Path(sys.argv[-1])))
