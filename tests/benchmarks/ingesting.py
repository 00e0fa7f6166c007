"""Reads a stream to its end in a process of its own, and prints what that cost.

``flags`` is the product's way: tweepy's connection, mapping, cleaning, judging, the store, every
batch on disk before the next; ``plain`` is the same without rules. ``raw`` decodes the same lines
and writes the rows that ``plain`` has stored in one bulk insert, which is what there is to
compare with; ``decode`` writes nothing.
"""

import asyncio
import json
import resource
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

from benchmarks.lines_of_x import lines
from standup_tui.core.counting import Actions
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Ingest
from standup_tui.core.judging import Judging
from standup_tui.core.jury import Jury
from standup_tui.model.flag import Flag
from standup_tui.model.post import Post
from standup_tui.networks.x.mapping import read_line
from standup_tui.networks.x.rules import Synced
from standup_tui.networks.x.stream import Stream
from standup_tui.ports.clock import SYSTEM
from standup_tui.ports.source import Arrived
from standup_tui.rules.actions import DEFAULT_ACTIONS
from standup_tui.rules.engine import Rules, RuleSettings
from standup_tui.store.store import SqliteStore

_BEAT = 0.005
"""Seconds between two looks at how late the loop is."""


@asynccontextmanager
async def measured() -> AsyncIterator[None]:
    """Print what the block costs, and how late the loop ran what was due."""
    late: list[float] = []
    task = asyncio.create_task(_watch(late))
    began, used = time.perf_counter(), time.process_time()
    yield
    took, used = time.perf_counter() - began, time.process_time() - used
    task.cancel()
    late.sort()
    p99 = late[int(0.99 * (len(late) - 1))] if late else took
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": used, "lag": p99, "memory": memory}))


async def _watch(late: list[float]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _BEAT
        await asyncio.sleep(_BEAT)
        late.append(loop.time() - due)


async def ours(url: str, many: int, path: Path, *, flags: bool) -> None:
    """Read and store so many posts, from the connection to the last of them on disk."""
    store = await SqliteStore.open(path)
    vitals = Vitals(SYSTEM)
    ingest = Ingest(store, _nothing, frozenset(), SYSTEM, vitals)
    jury = Jury(RuleSettings(), SYSTEM)
    if flags:
        judging, actions = (
            Judging(Rules(), SYSTEM, vitals, jury),
            Actions(DEFAULT_ACTIONS, store, SYSTEM),
        )
        await judging.judge([_first()])  # a rule makes its patterns when it is first asked
        ingest = Ingest(
            store, judging.judge, frozenset(), SYSTEM, vitals, recognise=actions.recognise
        )
    storing = asyncio.create_task(ingest.run())
    batches = Stream(url, "a token", quiet=30).batches(Synced(frozenset(), 0, 0, "standup:"))
    taken = 0
    async with measured():
        async for batch in batches:
            taken += len(batch.items)
            await ingest.take(batch)
            if taken >= many:
                break
        await ingest.idle()
    await batches.aclose()
    storing.cancel()
    await jury.dismiss()
    await store.close()


async def _nothing(posts: Sequence[Post]) -> list[tuple[Flag, ...]]:
    return [()] * len(posts)


def _first() -> Post:
    item = read_line(next(lines(1, first=9_999_999)).strip()).item
    assert isinstance(item, Arrived)
    return item.post


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


async def raw(url: str, many: int, path: Path, stored: Path) -> None:
    """Decode so many lines and insert their rows in bulk."""
    store = await SqliteStore.open(path)
    await store.close()
    source = sqlite3.connect(stored)
    newest = "SELECT id FROM post ORDER BY seq DESC LIMIT ?"
    posts = source.execute(f"SELECT * FROM post WHERE id IN ({newest})", (many,)).fetchall()  # noqa: S608
    raws = source.execute(f"SELECT * FROM raw WHERE post IN ({newest})", (many,)).fetchall()  # noqa: S608
    source.close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    marks = ", ".join("?" * len(posts[0]))
    async with measured():
        await decoded(url, many)
        db.execute("BEGIN IMMEDIATE")
        db.executemany(f"INSERT INTO post VALUES ({marks})", posts)  # noqa: S608
        db.executemany("INSERT INTO raw VALUES (?, ?)", raws)
        db.execute("COMMIT")
    db.close()


async def main(kind: str, url: str, many: int, path: Path, stored: Path) -> None:
    """Do what the command line says."""
    match kind:
        case "raw":
            await raw(url, many, path, stored)
        case "decode":
            async with measured():
                await decoded(url, many)
        case _:
            await ours(url, many, path, flags=kind == "flags")


if __name__ == "__main__":
    sys.setswitchinterval(0.0005)  # as the hub has it
    what, address, number, place, beside = sys.argv[1:]
    asyncio.run(main(what, address, int(number), Path(place), Path(beside)))
