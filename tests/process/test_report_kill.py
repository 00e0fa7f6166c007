"""A report that is killed at any moment leaves the old file or the whole new one."""

import asyncio
import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from cli.commands import STANDUP, clean_environment, standup
from counts import FULL
from faults.table import Row
from making import NOW, some
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

KILLS = 100 if FULL else 10
END = {"html": "</html>\n", "json": "}\n", "md": "(Europe/London).\n"}


async def fill(folder: Path) -> None:
    store = await SqliteStore.open(folder / "standup.db")
    for first in range(0, 2000, 500):
        await store.add(some(500, first), [], NOW)
    await store.close()


@pytest.mark.fault("A5")
@pytest.mark.soak
def test_a_report_killed_at_any_moment_is_the_old_one_or_the_whole_new_one(
    tmp_path: Path, row: Row
) -> None:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    asyncio.run(fill(folder))
    dice, killed = random.Random(7), 0
    began = time.monotonic()
    assert standup("report", folder, home=tmp_path).returncode == 0
    took = time.monotonic() - began
    for number in range(KILLS):
        form, end = list(END.items())[number % len(END)]
        page = tmp_path / f"out.{form}"
        page.write_text("old")
        with subprocess.Popen(
            [*STANDUP, "report", str(folder), "--format", form, "--output", str(page)],
            env=clean_environment(tmp_path),
            stdout=subprocess.DEVNULL,
        ) as process:
            began = time.monotonic()
            try:  # most of them are killed late, where the file is written
                late = dice.choice((dice.random(), dice.uniform(0.7, 1.0)))
                process.wait(took * late if number else 0)
                took = min(took, time.monotonic() - began)  # the machine is less busy now
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        left = page.read_text()
        assert left == "old" or left.endswith(end), left[-200:]
        if form == "json" and left != "old":
            json.loads(left)
    row.measured(KILLS, f"seed 7: {killed} of {KILLS} reports killed before the end")
    assert killed
    assert asyncio.run(check(folder / "standup.db")).problems == ()


@pytest.mark.fault("A5")
@pytest.mark.soak
def test_a_report_killed_between_writing_and_renaming_leaves_the_old_one(tmp_path: Path) -> None:
    left = [dying(tmp_path / "out.html", calls) for calls in range(5)]
    assert left == ["old", "old", "old", NEW, NEW]


@pytest.mark.soak
@pytest.mark.fault("A5", control=True)
def test_a_report_that_is_written_in_its_place_is_caught(tmp_path: Path) -> None:
    assert dying(tmp_path / "out.html", 0, "files.whole = in_place") not in {"old", NEW}


NEW = "new" * 100_000
_DIES = """
import os, sys
from contextlib import contextmanager
from pathlib import Path
from standup_tui import files
from standup_tui.report.writing import write

calls = int(sys.argv[2])

def dying(real):
    def call(*args, **more):
        global calls
        calls -= 1
        if calls < 0:
            os.kill(os.getpid(), 9)
        return real(*args, **more)
    return call

@contextmanager
def in_place(path):
    with path.open("wb") as file:
        os.fsync(file.fileno())
        yield file

for name in ("fchmod", "fsync", "replace"):
    setattr(os, name, dying(getattr(os, name)))
MUTANT
write(Path(sys.argv[1]), "new" * 100_000)
"""


def dying(page: Path, calls: int, mutant: str = "") -> str:
    """Write a page and die before some call to the system; return what is there then."""
    page.write_text("old")
    script = _DIES.replace("MUTANT", mutant)
    subprocess.run([STANDUP[0], "-c", script, page, str(calls)], check=False)
    return page.read_text()
