import asyncio
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from process.invariants import broken
from process.killing import HASTY_HUB, HUB, History, Storm, campaign, publish, quiet
from standup_tui.errors import StandupError
from standup_tui.records import backups
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check

ENOUGH = 100
"""Posts and answers before the first kill: what comes after it depends on how busy it is here."""


@dataclass
class Copy:
    """A backup, and what consoles had been told when it was begun."""

    path: Path
    seen: set[str]
    ok: set[str]


async def raged(
    folder: Path, kills: int, seed: int, hub: list[str], copies: list[Copy] | None = None
) -> History:
    """Kill hub and consoles at random under load, and return what the consoles were told.

    Args:
        folder: The campaign.
        kills: How many.
        seed: Of all that is random.
        hub: How to start one.
        copies: Takes a backup after every fifth kill.
    """
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        publishing = asyncio.create_task(publish(x, per_second=200))
        storm = Storm(folder, x, seed, hub)
        for role in ("hub", "console 1", "console 2", "console 3"):
            await storm.start(role)
        async with asyncio.timeout(60):
            while min(len(storm.history.seen), len(storm.history.ok)) < ENOUGH:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        for number in range(kills):
            await storm.kill_one()
            if copies is not None and number % 5 == 0:
                seen, ok = set(storm.history.seen), set(storm.history.ok)
                made = await asyncio.to_thread(backups.make, folder, None)
                copies.append(Copy(made.path(folder), seen, ok))
        await storm.end()
        publishing.cancel()
        with suppress(asyncio.CancelledError):
            await publishing
    return storm.history


@pytest.mark.soak
@pytest.mark.fault("A1")
@pytest.mark.parametrize("seed", [1, 2] if FULL else [1])
async def test_what_was_acknowledged_is_there_once_after_kill_9(
    tmp_path: Path, seed: int, row: Row
) -> None:
    history = await raged(tmp_path, 500 if FULL else 60, seed, HUB)
    wrong = await broken(tmp_path / "standup.db", history)
    row.measured(
        history.kills,
        f"seed {seed}: {len(history.seen):,} posts seen, {len(history.ok):,} commands "
        f"acknowledged, {sum(map(len, wrong.values()))} wrong",
    )
    assert len(history.ok) >= history.kills
    assert wrong == {}


@pytest.mark.soak
@pytest.mark.fault("A1", control=True)
async def test_a_hub_that_answers_before_the_disk_has_it_is_caught(tmp_path: Path) -> None:
    caught: set[str] = set()
    for seed in range(5):
        folder = tmp_path / str(seed)
        folder.mkdir()
        history = await raged(folder, 20, seed, HASTY_HUB)
        caught |= (await broken(folder / "standup.db", history)).keys()
        if caught:
            break
    assert caught


async def lacking(copies: list[Copy]) -> list[str]:
    """Return what is wrong with backups, given what consoles had been told before each."""
    wrong: list[str] = []
    for copy in copies:
        wrong += (await check(copy.path)).problems
        with closing(sqlite3.connect(copy.path)) as db:
            posts = {row[0] for row in db.execute("SELECT id FROM post")}
            ops = {row[0] for row in db.execute("SELECT op FROM decision")}
        wrong += [*(copy.seen - posts), *(copy.ok - ops)]
    return wrong


@pytest.mark.soak
@pytest.mark.fault("C13")
async def test_a_backup_of_a_store_under_fire_has_all_that_was_acknowledged_before_it(
    tmp_path: Path, row: Row
) -> None:
    copies: list[Copy] = []
    await raged(tmp_path, 100 if FULL else 15, 6, HUB, copies)
    wrong = await lacking(copies)
    row.measured(len(copies), f"seed 6: {len(copies)} backups, {len(wrong)} wrong")
    assert wrong == []


@pytest.mark.soak
@pytest.mark.fault("C13", control=True)
async def test_copying_the_file_alone_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "copy", shutil.copyfile)
    copies: list[Copy] = []
    try:
        await raged(tmp_path, 16, 6, HUB, copies)  # a copy made as the log is folded in is whole
    except StandupError:  # without its log it is not even a store
        return
    assert await lacking(copies)
