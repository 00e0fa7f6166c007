"""A hub with little memory and many posts: it works, or ends in a sentence; its store is sound."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from halls import seat
from making import some
from process.killing import campaign, environment, quiet
from process.mutant_hub import script
from process.theatre import STANDUP
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

POSTS = 100_000 if FULL else 5_000
MEMORY = 300 * 2**20
"""Bytes of address space, which is more than what is used of it."""


def little() -> None:
    """Allow this process, which becomes a hub, no more memory than that."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@dataclass
class Came:
    """What came of a hub with little memory."""

    peak: int
    """Bytes of address space."""
    used: int
    """Bytes that were in memory."""
    works: bool
    log: str
    problems: tuple[str, ...]


async def squeezed(folder: Path, posts: int, hub: Sequence[str] = ()) -> Came:
    """Run a hub with little memory on many posts, and have one console ask for all of them."""
    ready = () if hub else ("--ready-fd",)
    await fill(folder, posts)
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        reading, writing = os.pipe()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *(hub or (*STANDUP, "hub")), str(folder), *ready, str(writing),
            pass_fds=(writing,), env=environment(x), preexec_fn=little,
        )  # fmt: skip
        os.close(writing)
        try:
            said = await asyncio.to_thread(os.read, reading, 500)
            os.close(reading)
            assert said == b"ready\n", said
            works = await serves(folder, x, posts, seconds=20 if hub else 600)
            peak, used = peak_of(process.pid, "VmPeak"), peak_of(process.pid, "VmHWM")
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 30)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    return Came(
        peak,
        used,
        works,
        (folder / "hub.log").read_text(),
        (await check(folder / "standup.db")).problems,
    )


def peak_of(process: int, name: str) -> int:
    """Return the most that a process has had of something, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith(name))
    return int(peak.split()[1]) * 1024


async def fill(folder: Path, posts: int) -> None:
    store = await SqliteStore.open(folder / "standup.db")
    for first in range(0, posts, 500):
        await store.add(some(500, first), [], datetime.now(UTC))  # nobody looks them up today
    await store.close()


async def serves(folder: Path, x: Simulator, posts: int, seconds: float) -> bool:
    """Tell whether a console gets every post there is, and a new one."""
    async with seat(folder, name="Asha") as asha:
        try:
            await asha.until(lambda: len(asha.posts) == posts, seconds)
            new = PostId("x:" + x.publish("One more. #StandUp4SW"))
            await asha.until(lambda: new in asha.posts, 60)
        except TimeoutError:
            return False
    return True


pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space"),
]


@pytest.mark.fault("A9")
async def test_a_hub_with_little_memory_serves_many_posts(tmp_path: Path, row: Row) -> None:
    came = await squeezed(tmp_path, POSTS)
    space, used = came.peak / 2**20, came.used / 2**20
    row.measured(1, f"{POSTS:,} posts: {space:.0f} MB of address space, {used:.0f} MB in memory")
    assert came.works
    assert "MemoryError" not in came.log
    assert came.problems == ()


@pytest.mark.fault("A9", control=True)
async def test_a_hub_that_forgets_nothing_it_sent_is_caught(tmp_path: Path) -> None:
    came = await squeezed(tmp_path, 5000, script("hoarding"))
    assert not came.works
