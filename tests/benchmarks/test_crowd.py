"""A full house: twenty consoles and five walls on one hub while posts pour in."""

import asyncio
import statistics
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter

import pytest

from benchmarks.conftest import Figure
from benchmarks.presses import SIZE, Hub, hub, processor_of, program, row, settled
from halls import Seat, seat
from standup_tui.protocol.messages import Role

POSTS = 1_000
CONSOLES, WALLS = 20, 5
RATE = 250
SECONDS = 20.0
DRAWN = 2
"""Of the consoles, how many are real ones on a terminal; two processors cannot run twenty."""


async def attended(here: Hub, consoles: int, done: asyncio.Event) -> list[float]:
    """Sit at so many consoles and all walls; return how much later than the first one each heard.

    The latency of the fan-out: from the first that has a post to each of the others.
    """
    first: dict[str, float] = {}
    late: list[float] = []

    async def follow(one: Seat) -> None:
        known: set[str] = set(one.posts)
        while not done.is_set():
            async with one.told:
                await one.told.wait()
            now = perf_counter()
            new = one.posts.keys() - known
            late.extend(now - first.setdefault(post, now) for post in new)
            known |= one.posts.keys()

    async with AsyncExitStack() as leaving:
        seats = [
            await leaving.enter_async_context(seat(here.folder, Role.CONSOLE, f"desk {number}"))
            for number in range(consoles)
        ]
        for _ in range(WALLS):
            await leaving.enter_async_context(seat(here.folder, Role.WALL))
        following = [asyncio.create_task(follow(one)) for one in seats]
        await done.wait()
        for task in following:
            task.cancel()
    return late


@pytest.mark.bench
async def test_twenty_consoles_and_five_walls(tmp_path: Path, figures: list[Figure]) -> None:
    with hub(tmp_path, POSTS) as here:
        drawn = [here.console(f"console {number}") for number in range(DRAWN)]
        home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        screen = program("wall", "-P", "-m", "standup_tui", "wall", here.folder, env=home)
        done = asyncio.Event()
        with row(*drawn, screen) as beside:
            for one in drawn:
                await asyncio.to_thread(settled, beside, one)
            crowd = asyncio.create_task(attended(here, CONSOLES - DRAWN, done))
            here.tell("rate", RATE)
            await asyncio.to_thread(beside.rest, 3.0)
            hub_before = processor_of(here.process.pid)
            before = [one.processor for one in drawn]
            await asyncio.to_thread(beside.rest, SECONDS)
            used = (processor_of(here.process.pid) - hub_before) / SECONDS * 100
            each = [
                (one.processor - then) / SECONDS * 100
                for one, then in zip(drawn, before, strict=True)
            ]
            done.set()
            late = await crowd
    what = f"{CONSOLES} consoles and {WALLS} walls, {RATE} posts/s, {SIZE[0]}x{SIZE[1]}"
    p99 = statistics.quantiles(late, n=100)[98] * 1000
    figures += [
        Figure(what, "the hub (with what pours the posts)", used, "% of a core", 60),
        Figure(what, "the busiest console", max(each), "% of a core", 10),
        Figure(what, "from the first told to the last, p99", p99, "ms", 150),
    ]
