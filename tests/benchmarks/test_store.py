"""How fast posts are stored and commands answered, beside a bare bulk insert in the same run."""

import sqlite3
import statistics
import time
from pathlib import Path

import pytest

from making import ASHA, NOW, decide, some
from standup_tui.model.command import Done
from standup_tui.model.lifecycle import Verb
from standup_tui.store.store import SqliteStore

POSTS = 5_000
BATCH = 500


def bare(path: Path) -> float:
    """Insert as many rows of the same size in bulk, and return the seconds."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE post (id TEXT PRIMARY KEY, body TEXT)")
    rows = [(f"x:{number}", "x" * 500) for number in range(POSTS)]
    began = time.perf_counter()
    for start in range(0, POSTS, BATCH):
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT INTO post VALUES (?, ?)", rows[start : start + BATCH])
        db.execute("COMMIT")
    took = time.perf_counter() - began
    db.close()
    return took


@pytest.mark.bench
async def test_storing_posts_and_deciding(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    batches = [some(BATCH, first) for first in range(1, POSTS, BATCH)]
    began = time.perf_counter()
    for batch in batches:
        await store.add(batch, [], NOW)
    stored = time.perf_counter() - began
    waits = []
    for number in range(1, 301):
        began = time.perf_counter()
        outcome = await store.apply(decide(Verb.APPROVE, number), ASHA, NOW)
        waits.append(time.perf_counter() - began)
        assert isinstance(outcome, Done)
    await store.close()
    raw = bare(tmp_path / "bare.db")
    print(
        f"\nstoring: {POSTS / stored:,.0f} posts a second, {raw / stored:.2f} of a bare insert; "
        f"a decision on disk: median {statistics.median(waits) * 1000:.1f} ms, "
        f"p99 {statistics.quantiles(waits, n=100)[98] * 1000:.1f} ms"
    )
    assert POSTS / stored > 2_500
