"""Searching everything: the whole text of a million posts."""

import statistics
import time
from pathlib import Path

import pytest

from benchmarks.conftest import Figure
from benchmarks.filling import fill
from standup_tui.model.search import parse
from standup_tui.store.store import SqliteStore

POSTS = 1_000_000
ASKED = ("word41234", "kettle", "court team", "@somebody_77", "visit -kettle")
ROUNDS = 5


@pytest.mark.bench
async def test_searching_a_million_posts(tmp_path: Path, figures: list[Figure]) -> None:
    path = tmp_path / "standup.db"
    await fill(path, POSTS)
    store = await SqliteStore.open(path)
    began = time.perf_counter()
    while await store.index_on():
        pass
    indexed = time.perf_counter() - began
    what = f"words of {POSTS:,} posts"
    figures.append(Figure(what, "taken into the index", POSTS / indexed, "posts/s"))
    for words in ASKED:
        took = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await store.find(parse(words))
            took.append(time.perf_counter() - began)
        figures.append(
            Figure(what, f"searched for {words!r}", statistics.median(took) * 1000, "ms", 1_000)
        )
    await store.close()
