"""A hub that dies while it brings a store to this version: the next one completes it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from standup_tui.errors import StoreError
from standup_tui.store.check import check
from standup_tui.store.schema import MIGRATIONS
from standup_tui.store.store import SqliteStore
from store.test_migration import store_of_the_third_version

POSTS = 4
STATEMENTS = sum(len(version) + 4 for version in MIGRATIONS[3:]) + 1
"""Those of each version, what marks and frames them, and the copy that is made before."""
STEPS = range(STATEMENTS) if FULL else range(0, STATEMENTS, 6)
DIES = Path(__file__).with_name("dying_migration.py")


def died(folder: Path, *words: str) -> None:
    """Bring copies of a store to this version in processes that are killed."""
    paths = {"PYTHONPATH": str(DIES.parents[1])} if "PYTHONPATH" not in os.environ else {}
    subprocess.run([sys.executable, DIES, folder, *words], check=True, env=os.environ | paths)


async def completed(folder: Path) -> str:
    """Open what a dead hub left; return what is wrong with it."""
    path = folder / "standup.db"
    try:
        store = await SqliteStore.open(path)
    except StoreError as error:
        return str(error)
    await store.close()
    after = await check(path)
    kept = path.with_suffix(".version-3.db")
    if not kept.exists():
        return "no copy from before"
    before = await check(kept)
    if not before.counts["posts"] == after.counts["posts"] == POSTS:
        return f"{before.counts} became {after.counts}"
    return "; ".join((*before.problems, *after.problems))


@pytest.mark.soak
@pytest.mark.fault("A4")
async def test_the_next_hub_completes_a_migration_and_the_copy_from_before_is_kept(
    tmp_path: Path, row: Row
) -> None:
    await store_of_the_third_version(tmp_path / "old.db")
    died(tmp_path, *map(str, STEPS))
    for step in STEPS:
        assert await completed(tmp_path / str(step)) == "", step
    row.measured(len(STEPS), f"{len(STEPS)} of {STATEMENTS} statements")


@pytest.mark.soak
@pytest.mark.fault("A4", control=True)
async def test_a_migration_without_transactions_is_caught(tmp_path: Path) -> None:
    await store_of_the_third_version(tmp_path / "old.db")
    died(tmp_path, "careless", "6")
    assert "failed" in await completed(tmp_path / "6")
