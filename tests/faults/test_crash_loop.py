import asyncio
import random
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from faults.upstream import STREAM, asked
from process.killing import Storm, campaign, quiet
from process.mutant_hub import script
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check

KILLS = 50 if FULL else 20
EACH = 60 / 50
"""Seconds for one life of a hub on average, its start included."""

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")


@pytest.mark.fault("A8")
@pytest.mark.soak
async def test_a_hub_that_dies_over_and_over_does_not_ask_for_the_stream_as_often(
    tmp_path: Path, row: Row
) -> None:
    dice = random.Random(8)
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url)
        storm = Storm(tmp_path, x, seed=8)
        began = time.monotonic()
        for number in range(1, KILLS + 1):
            await storm.start("hub")
            if number == 1:  # however long that takes here
                async with asyncio.timeout(60):
                    while not asked(x, STREAM):  # noqa: ASYNC110  # the ledger tells nobody
                        await asyncio.sleep(0.05)
            left = began + EACH * number - time.monotonic()
            await asyncio.sleep(max(left, 0) * dice.uniform(0.5, 1))
            await storm.kill("hub")
        took = time.monotonic() - began
        times = asked(x, STREAM)
    busiest = max(sum(at <= it < at + timedelta(seconds=60) for it in times) for at in times)
    row.measured(
        KILLS, f"seed 8: {len(times)} connects in {took:.0f} s, {busiest} within 60 s at most"
    )
    assert len(times) < KILLS
    assert busiest <= 12
    assert (await check(tmp_path / "standup.db")).problems == ()


@pytest.mark.soak
@pytest.mark.fault("A8", control=True)
async def test_a_hub_that_forgets_the_pauses_of_the_last_one_is_caught(tmp_path: Path) -> None:
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url)
        storm = Storm(tmp_path, x, seed=8, hub=[sys.executable, *script("impatient")])
        for number in range(1, 6):
            await storm.start("hub")
            async with asyncio.timeout(20):
                while len(asked(x, STREAM)) < number:  # noqa: ASYNC110  # the ledger tells nobody
                    await asyncio.sleep(0.05)
            await storm.kill("hub")
