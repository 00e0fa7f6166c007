"""A wall through a day and night: its memory stays as it is, and at rest it costs little."""

import asyncio
import os
from pathlib import Path
from time import monotonic

import pytest

from counts import FULL
from halls import seat
from making import op
from process.killing import Storm, campaign, quiet
from process.projected import Projection
from process.test_wall_storm import SAID
from process.watched import Watcher
from standup_tui.model.command import Decide
from standup_tui.model.lifecycle import Verb
from standup_tui.simulator.server import Simulator
from timing import turns_until
from web.pages import address_in, serving

SECONDS = 24 * 3600 if FULL else 1800
REST = 120 if FULL else 15
"""Seconds for which processor time is counted."""

LONG_DAY = Path(__file__).with_name("long_day.py")
TESTS = os.pathsep.join(filter(None, (str(LONG_DAY.parents[1]), os.environ.get("PYTHONPATH"))))
MOST_GROWTH = 6.0
"""Megabytes, from the time on that everything has been drawn once."""

MOST_PROCESSOR = 0.03
AT_HOME = {"XDG_CONFIG_HOME": "/nowhere"}
_TICKS = os.sysconf("SC_CLK_TCK")


@pytest.mark.soak
@pytest.mark.timeout(7200)
async def test_a_day_and_night_of_steps_leave_nothing_in_memory(tmp_path: Path) -> None:
    report = tmp_path / "report"
    words = ("wall", str(LONG_DAY), str(report), str(SECONDS))
    wall = Projection(*words, env={"PYTHONPATH": TESTS}, size=(120, 36))
    began = monotonic()
    try:
        await turns_until(lambda: wall.terminal.process.poll() is not None, 7000, 0.1)
    finally:
        wall.end()
    assert wall.terminal.process.returncode == 0, wall.seen
    figures = [tuple(map(float, line.split())) for line in report.read_text().splitlines()]
    assert figures[-1][0] == SECONDS
    settled = figures[2:]  # all the posts that are kept, and every scene
    growth = settled[-1][1] - settled[0][1]
    print(
        f"\n{SECONDS // 60} minutes in {monotonic() - began:.0f} s, {wall.bytes:,} bytes drawn; "
        f"{settled[0][1]:.1f} MB after a while, {settled[-1][1]:.1f} MB at the end, "
        f"{max(it for _, it in settled):.1f} MB at most"
    )
    assert growth < MOST_GROWTH, figures


def processor(process: int) -> float:
    """Return the seconds of processor time that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@pytest.mark.soak
async def test_walls_at_rest_take_hardly_any_processor_time(tmp_path: Path) -> None:
    """Scenes take turns every few seconds, and nobody decides anything."""
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        with (folder / "campaign.toml").open("a") as file:
            file.write(
                '[[actions]]\nname = "One action"\n'
                "[wall.scenes]\nstream = 5\nspotlight = 5\ntally = 5\nslides = 5\n"
                '[[wall.slides]]\ntitle = "Write"\nlink = "https://www.example.org/"\n'
            )
        hub = Storm(folder, x, 1)
        await hub.start("hub")
        words = ("-P", "-m", "standup_tui", "wall", str(folder))
        walls = [
            Projection(f"terminal {size[0]}x{size[1]}", *words, size=size, env=AT_HOME)
            for size in ((120, 36), (200, 60))
        ]
        try:
            async with seat(folder) as asha, serving(folder, "--port", "0") as (page, said):
                looking = asyncio.create_task(Watcher(address_in(said)).run())
                for number in range(8):
                    x.publish(SAID[number % len(SAID)])
                await asha.until(lambda: len(asha.posts) == 8)
                for entry in list(asha.posts.values()):
                    await asha.ask(Decide(op(), Verb.APPROVE, entry.post.id, 1))
                await turns_until(lambda: all("X" in wall.seen for wall in walls), 20)
                await asyncio.sleep(9)  # each post arrives by itself
                at_work = {wall.name: wall.terminal.process.pid for wall in walls}
                at_work["page"] = page.pid
                before = {name: processor(process) for name, process in at_work.items()}
                began = monotonic()
                await asyncio.sleep(REST)
                passed = monotonic() - began
                for name, process in at_work.items():
                    part = (processor(process) - before[name]) / passed
                    print(f"{name}: {part:.1%} of a processor over {passed:.0f} s")
                    assert part < MOST_PROCESSOR
                looking.cancel()
        finally:
            for wall in walls:
                wall.end()
            await hub.end()
