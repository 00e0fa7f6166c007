"""A clock that is put back while a hub works, and before the next one starts."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from faults.gears import GearedClock
from faults.table import Row
from faults.upstream import hub_on, rows, simulator, sound
from halls import Seat, seat
from making import op
from process.killing import campaign, environment, quiet
from process.theatre import STANDUP
from standup_tui.model.command import Decide
from standup_tui.model.health import Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator
from standup_tui.store.rows import when

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),
]

HOUR = timedelta(hours=1)
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
"""The library that puts a process's clock wrong, where it is installed."""
ITS_OWN = (
    "import sys; from datetime import timedelta; from standup_tui.ports.clock import SystemClock; "
    "now = SystemClock.now; SystemClock.now = lambda it: now(it) - timedelta(hours=1); "
    "from standup_tui.cli.main import main; sys.exit(main())"
)


class PutBack(GearedClock):
    """A clock that somebody puts back; what never goes back does not."""

    back = timedelta(0)

    def now(self) -> datetime:
        return super().now() - self.back


async def decided(at: Seat, post: str) -> None:
    """Approve a post and wait until that is done."""
    one = PostId(f"x:{post}")
    await at.until(lambda: one in at.posts)
    await at.ask(Decide(op(), Verb.APPROVE, one, at.posts[one].standing.revision))
    await at.until(lambda: at.posts[one].standing.on_wall)


def in_order(folder: Path) -> list[datetime]:
    """Return when people decided, in the order of the log."""
    found = rows(folder, "SELECT at FROM decision WHERE login <> '' ORDER BY seq")
    return [when(at) for (at,) in found]


@pytest.mark.fault("C7")
async def test_a_hub_whose_clock_is_put_back_works_on(tmp_path: Path, row: Row) -> None:
    clock = PutBack(1.0)
    async with simulator() as (x, _), hub_on(tmp_path, x, clock) as up:
        await up.live()
        for step in range(3):
            clock.back = step * HOUR
            (post,) = up.publish()
            await up.have(post)
            await decided(up.asha, post)
            await up.live()
        assert up.connects == 1
    times = in_order(tmp_path)
    assert len(times) == 3
    assert times == sorted(times, reverse=True)
    await sound(tmp_path)
    row.measured(3, "by a clock of our own: put back twice by an hour under a hub that reads")


@asynccontextmanager
async def hub(folder: Path, x: Simulator, *, back: bool) -> AsyncIterator[Seat]:
    """Run the real hub until the block ends, and a console at it."""
    command, env = [*STANDUP], environment(x)
    if back and FAKETIME:
        env |= {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": "-1h", "DONT_FAKE_MONOTONIC": "1"}
    elif back:
        command = ["-P", "-c", ITS_OWN]
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, "hub", str(folder), "--ready-fd", str(writing),
        pass_fds=(writing,), env=env,
    )  # fmt: skip
    os.close(writing)
    said = await asyncio.to_thread(os.read, reading, 500)
    os.close(reading)
    try:
        assert said == b"ready\n", said
        async with seat(folder, name="Asha") as asha:
            yield asha
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.fault("C7")
async def test_the_next_hub_starts_with_its_clock_put_back(tmp_path: Path, row: Row) -> None:
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url)
        for back in False, True:
            async with hub(tmp_path, x, back=back) as asha:
                await asha.until(
                    lambda asha=asha: (
                        asha.pulses[-1:]  # type: ignore[misc]
                        and asha.pulses[-1].health.liveness is Liveness.LIVE
                    )
                )
                await decided(asha, x.publish(f"Put back: {back}. #StandUp4SW"))
    first, second = in_order(tmp_path)
    assert second < first - HOUR / 2
    await sound(tmp_path)
    by = "libfaketime" if FAKETIME else "its own clock, for there is no libfaketime here"
    row.measured(1, f"the next process put back by an hour, by {by}")
