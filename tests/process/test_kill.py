import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest

from faults.table import Row
from process.invariants import broken
from process.killing import HASTY_HUB, HUB, History, Storm, campaign, publish, quiet
from standup_tui.simulator.server import Simulator

ENOUGH = 100
"""Posts and answers before the first kill: what comes after it depends on how busy it is here."""
FULL = os.environ.get("STANDUP_SOAK") == "full"


async def raged(folder: Path, kills: int, seed: int, hub: list[str]) -> History:
    """Kill hub and consoles at random under load, and return what the consoles were told."""
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        publishing = asyncio.create_task(publish(x, per_second=200))
        storm = Storm(folder, x, seed, hub)
        for role in ("hub", "console 1", "console 2", "console 3"):
            await storm.start(role)
        async with asyncio.timeout(60):
            while min(len(storm.history.seen), len(storm.history.ok)) < ENOUGH:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        for _ in range(kills):
            await storm.kill_one()
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
