"""Does one command on several posts and dies while it does, as a hub that is killed.

Run as a program by the kill test: PATH OP WHEN. WHEN is the number of the decision at which it
dies, or ``committed``: as soon as all of it is on disk, before anybody is told.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiosqlite
from msgspec.structs import replace

from making import ASHA, NOW, many
from standup_tui.model.command import OpId
from standup_tui.model.lifecycle import Verb
from standup_tui.store import log
from standup_tui.store.store import SqliteStore

POSTS = 12


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(path: Path, op: str, when: str) -> None:
    store = await SqliteStore.open(path)
    append, left = log.append, 0 if when == "committed" else int(when)

    async def append_until_death(db: aiosqlite.Connection, new: log.NewDecision) -> int:
        nonlocal left
        left -= 1
        if not left:
            die()
        return await append(db, new)

    log.append = append_until_death
    if when == "committed":
        store.on_commit(die)
    command = replace(many(Verb.HIDE, *range(1, POSTS + 1)), op=OpId(op))
    await store.apply(command, ASHA, NOW)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
