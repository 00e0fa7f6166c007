import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest

from process.killing import HASTY_HUB, HUB, Losses, Storm, campaign, losses, publish, quiet
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check

FULL = os.environ.get("STANDUP_SOAK") == "full"


async def raged(folder: Path, kills: int, seed: int, hub: list[str]) -> tuple[Storm, Losses]:
    """Kill hub and consoles at random under load, and return what was lost."""
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        publishing = asyncio.create_task(publish(x, per_second=100))
        storm = Storm(folder, x, seed, hub)
        for role in ("hub", "console 1", "console 2", "console 3"):
            await storm.start(role)
        await asyncio.sleep(1)
        for _ in range(kills):
            await storm.kill_one()
        await storm.end()
        publishing.cancel()
        with suppress(asyncio.CancelledError):
            await publishing
    return storm, losses(folder, storm.history)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2] if FULL else [1])
async def test_what_was_acknowledged_is_there_once_after_kill_9(tmp_path: Path, seed: int) -> None:
    storm, lost = await raged(tmp_path, 500 if FULL else 50, seed, HUB)
    history = storm.history
    print(
        f"\nseed {seed}: {history.kills} kills, {len(history.seen)} posts seen, "
        f"{len(history.done)} commands acknowledged, lost {lost}"
    )
    assert len(history.seen) > 10
    assert len(history.done) >= history.kills
    assert (lost.posts, lost.commands, lost.invented, lost.doubled) == (set(), set(), set(), 0)
    assert (await check(tmp_path / "standup.db")).problems == ()


@pytest.mark.soak
async def test_a_hub_that_answers_before_the_disk_has_it_is_caught(tmp_path: Path) -> None:
    caught: set[str] = set()
    for seed in range(5):
        folder = tmp_path / str(seed)
        folder.mkdir()
        _, lost = await raged(folder, 20, seed, HASTY_HUB)
        caught |= lost.commands
        if caught:
            break
    assert caught
