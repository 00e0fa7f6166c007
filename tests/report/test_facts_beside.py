"""A report reads the store beside its owner: neither waits, and nothing is changed."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from making import ASHA, NOW, decide, some
from standup_tui.errors import StoreError
from standup_tui.model.command import Done
from standup_tui.model.facts import Facts, Wanted
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store.facts import gather
from standup_tui.store.store import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "standup.db"


async def count(path: Path) -> Facts:
    return await gather(path, Wanted(), NOW)


async def test_counting_waits_for_no_writer_and_no_writer_for_it(path: Path) -> None:
    store = await SqliteStore.open(path)
    await store.add(some(3), [], NOW)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE post SET status = 'shown'")

    assert (await count(path)).standings.by_status == {Status.WAITING: 3}
    writer.execute("ROLLBACK")
    writer.close()
    reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM post").fetchall()
    async with asyncio.timeout(30):
        outcome = await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    reader.close()
    await store.close()
    assert isinstance(outcome, Done)


def test_counting_changes_no_byte_of_the_store(path: Path) -> None:
    async def fill() -> None:
        store = await SqliteStore.open(path)
        await store.add(some(50), [], NOW)
        await store.close()

    asyncio.run(fill())
    before = path.read_bytes()
    asyncio.run(count(path))

    assert path.read_bytes() == before


def test_what_a_killed_hub_left_in_its_log_is_counted_and_left_there(
    path: Path, tmp_path: Path
) -> None:
    left = tmp_path / "left"
    left.mkdir()

    async def die() -> None:
        store = await SqliteStore.open(path)
        await store.add(some(50), [], NOW)
        for name in ("standup.db", "standup.db-wal"):  # as they are on disk at this moment
            shutil.copy(tmp_path / name, left / name)
        await store.close()

    asyncio.run(die())
    before = {name: (left / name).read_bytes() for name in ("standup.db", "standup.db-wal")}

    assert asyncio.run(count(left / "standup.db")).standings.total == 50
    assert {name: (left / name).read_bytes() for name in before} == before


@pytest.mark.parametrize(
    ("pragma", "says"),
    [
        ("user_version = 99", "was made by a newer Standup: ask that one"),
        ("user_version = 4", "start the hub once"),
        ("application_id = 7", "is not a Standup store"),
    ],
)
async def test_a_store_of_another_kind_is_refused_with_the_way_out(
    path: Path, pragma: str, says: str
) -> None:
    await (await SqliteStore.open(path)).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA {pragma}")
    db.close()
    with pytest.raises(StoreError, match=says):
        await count(path)


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_bytes(b"no database at all, and long enough to be looked at" * 40)
    with pytest.raises(StoreError, match="damaged or not a database"):
        asyncio.run(count(path))
