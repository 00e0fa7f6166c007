"""Reads a stream to its end in a process of its own, and prints what that cost.

``ours`` is the product's way: tweepy's connection, mapping, cleaning, judging (unless ``plain``),
the store, every batch on disk. ``raw`` decodes the same lines and writes the rows that the other
one stored in one bulk insert, which is what there is to compare with.
"""

import asyncio
import json
import resource
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

from standup_tui.core.counting import Actions
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Ingest
from standup_tui.core.judging import Judging
from standup_tui.networks.x.rules import Synced
from standup_tui.networks.x.stream import Stream
from standup_tui.ports.clock import SYSTEM
from standup_tui.rules.actions import DEFAULT_ACTIONS
from standup_tui.rules.engine import Rules
from standup_tui.store.store import SqliteStore

_BEAT = 0.005
"""Seconds between two looks at how late the loop is."""


class Lag:
    """How late the loop runs what is due."""

    def __init__(self) -> None:
        self._late: list[float] = []

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch while something else runs."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _BEAT
            await asyncio.sleep(_BEAT)
            self._late.append(loop.time() - due)

    @property
    def p99(self) -> float:
        """Milliseconds of which one look in a hundred was later."""
        late = sorted(self._late) or [0.0]
        return late[min(len(late) - 1, int(0.99 * len(late)))] * 1000


async def ours(url: str, path: Path, many: int, *, flags: bool) -> float:
    """Read and store so many posts; return the seconds from the first to the last on disk."""
    store = await SqliteStore.open(path)
    vitals = Vitals(SYSTEM)
    judging = Judging(Rules(), SYSTEM, vitals)
    actions = Actions(DEFAULT_ACTIONS, store, SYSTEM)
    if flags:
        ingest = Ingest(
            store, judging.judge, frozenset(), SYSTEM, vitals, recognise=actions.recognise
        )
    else:
        ingest = Ingest(store, lambda _: (), frozenset(), SYSTEM, vitals)
    storing = asyncio.create_task(ingest.run())
    stream = Stream(url, "a token", quiet=30)
    taken = 0
    began = time.perf_counter()
    batches = stream.batches(Synced(frozenset(), 0, 0, "standup:"))
    async for batch in batches:
        taken += len(batch.items)
        await ingest.take(batch)
        if taken >= many:
            break
    await ingest.idle()
    took = time.perf_counter() - began
    await batches.aclose()
    storing.cancel()
    await store.close()
    return took


async def decoded(url: str, many: int) -> list[object]:
    """Read and decode so many lines."""
    found: list[object] = []
    decoder = msgspec.json.Decoder()
    async with aiohttp.ClientSession(read_bufsize=2**21) as session, session.get(url) as answer:
        async for line in answer.content:
            if line.strip():
                found.append(decoder.decode(line))
                if len(found) >= many:
                    break
    return found


async def raw(url: str, path: Path, many: int, stored: Path) -> float:
    """Decode so many lines and insert their rows in bulk; return the seconds."""
    store = await SqliteStore.open(path)
    await store.close()
    source = sqlite3.connect(stored)
    posts = source.execute("SELECT * FROM post").fetchall()
    raws = source.execute("SELECT * FROM raw").fetchall()
    source.close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    marks = ", ".join("?" * len(posts[0]))
    began = time.perf_counter()
    await decoded(url, many)
    db.execute("BEGIN IMMEDIATE")
    db.executemany(f"INSERT INTO post VALUES ({marks})", posts)  # noqa: S608
    db.executemany("INSERT INTO raw VALUES (?, ?)", raws)
    db.execute("COMMIT")
    took = time.perf_counter() - began
    db.close()
    return took


async def main(kind: str, url: str, many: int, path: Path, stored: Path) -> None:
    """Measure, and print the figures as JSON."""
    lag = Lag()
    async with lag.watched():
        before = time.process_time()
        if kind == "raw":
            took = await raw(url, path, many, stored)
        elif kind == "decode":
            began = time.perf_counter()
            await decoded(url, many)
            took = time.perf_counter() - began
        else:
            took = await ours(url, path, many, flags=kind == "flags")
        cpu = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": cpu, "lag": lag.p99, "peak": peak}))


if __name__ == "__main__":
    sys.setswitchinterval(0.0005)  # as the hub has it
    what, address, number, place, beside = sys.argv[1:]
    asyncio.run(main(what, address, int(number), Path(place), Path(beside)))
