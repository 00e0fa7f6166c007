"""A hub that is killed in the middle of a purge: the next one finishes it, nothing is half."""

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.commands import STANDUP, clean_environment, standup
from counts import FULL
from standup_tui.store.check import check
from store.past_day import KIMS, SHOWN, UNDECIDED, a_day, on_disk

ROUNDS = 100 if FULL else 2
LONG_AGO = datetime(2021, 3, 1, 9, tzinfo=UTC)
TEXTS = 64
PATIENCE = 60.0


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose every clock has run out, with a line about a post in its log."""
    folder = tmp_path_factory.mktemp("past") / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')

    async def made() -> None:
        await (await a_day(folder / "standup.db", LONG_AGO)).close()

    asyncio.run(made())
    return folder


@contextmanager
def hub(folder: Path, home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A hub of its own process, ready; ended with the block if nobody ended it before."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [*STANDUP, "hub", str(folder), "--ready-fd", str(writing)],
        env=clean_environment(home), pass_fds=(writing,),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        assert os.read(reading, 500) == b"ready\n"
        yield process
    finally:
        os.close(reading)
        process.terminate()
        process.wait(PATIENCE)


def state(folder: Path) -> str:
    """Return how far the newest purge has come, by its own count."""
    try:
        with closing(
            sqlite3.connect(f"{(folder / 'standup.db').as_uri()}?mode=ro", uri=True)
        ) as db:
            rows = db.execute("SELECT state FROM purge ORDER BY id DESC LIMIT 1").fetchall()
    except sqlite3.OperationalError:  # the hub writes the file anew at this moment
        return "open"
    return str(rows[0][0]) if rows else ""


def killed_amid(folder: Path, home: Path, after: float) -> subprocess.CompletedProcess[str]:
    """Have a hub purge, and kill it so long after it began; return what the command said."""
    with hub(folder, home) as process:
        asking = subprocess.Popen(
            [*STANDUP, "purge", "--yes", str(folder)], env=clean_environment(home),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while not state(folder):
            assert asking.poll() is None
            assert time.monotonic() < end
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        out, err = asking.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess((), asking.returncode, out, err)


@pytest.mark.soak
def test_a_hub_killed_amid_a_purge_leaves_what_the_next_one_finishes(
    past: Path, tmp_path: Path
) -> None:
    dice, amid, longest = random.Random(11), 0, 0.25
    while amid < ROUNDS:
        folder = tmp_path / "day"
        shutil.copytree(past, folder)
        told = killed_amid(folder, tmp_path, dice.uniform(0, longest))
        assert "Traceback" not in told.stderr
        if state(folder) == "open":
            amid += 1
            assert told.returncode != 0
            assert told.stdout == ""
            assert told.stderr.count("\n") == 1
            assert "do the same again to see, for nothing is done twice" in told.stderr
        else:
            longest *= 0.7  # it was quicker: no kill amid a purge
        assert asyncio.run(check(folder / "standup.db")).problems == ()

        with hub(folder, tmp_path):
            again = standup("purge", "--yes", folder, home=tmp_path)
            assert again.returncode == 0, again.stderr
        assert asyncio.run(check(folder / "standup.db")).problems == ()
        found = on_disk(folder / "standup.db", UNDECIDED, SHOWN, KIMS)
        assert found == dict.fromkeys(found, 0)
        certificates = [json.loads(it.read_bytes()) for it in folder.glob("certificates/purge*")]
        counted = [one["counted"]["undecided"] + one["counted"]["shown"] for one in certificates]
        assert sum(counted) == TEXTS
        assert not list(folder.rglob(".*.part*"))
        shutil.rmtree(folder)
