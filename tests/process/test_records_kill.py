"""Purge, export, backup and restore, killed at any moment: files are old or complete."""

import asyncio
import json
import random
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from cli.commands import STANDUP, clean_environment
from counts import FULL
from standup_tui.store.check import check
from store.past_day import KIMS, SHOWN, UNDECIDED, a_day, on_disk

ROUNDS = 100 if FULL else 10
LONG_AGO = datetime(2021, 3, 1, 9, tzinfo=UTC)
POSTS = 66


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose every clock has run out."""
    folder = tmp_path_factory.mktemp("past") / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')

    async def made() -> None:
        await (await a_day(folder / "standup.db", LONG_AGO)).close()

    asyncio.run(made())
    return folder


def ended(folder: Path, home: Path, *arguments: str) -> float:
    """Run a command to its end, and return how long it took."""
    began = monotonic()
    ran = subprocess.run(
        [*STANDUP, *arguments], cwd=folder, env=clean_environment(home),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return monotonic() - began


class Killer:
    """Kills a command at any moment at which it is at work, as often as is wanted."""

    def __init__(self, folder: Path, home: Path, *arguments: str) -> None:
        self._home, self._arguments = home, arguments
        measured = home / "measured"
        shutil.copytree(folder, measured)
        self._takes = ended(measured, home, *arguments)
        self._dice = random.Random(7)
        self.left = ROUNDS
        """Kills that are still to come."""

    def strike(self, folder: Path) -> None:
        """Run the command and kill it; one that was quicker is no kill, and is met sooner."""
        process = subprocess.Popen(
            [*STANDUP, *self._arguments], cwd=folder, env=clean_environment(self._home),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            process.wait(self._dice.uniform(self._takes * 0.2, self._takes))
        except subprocess.TimeoutExpired:
            process.kill()
        if process.wait() == -signal.SIGKILL:
            self.left -= 1
        else:
            self._takes *= 0.9


def sound(folder: Path) -> None:
    assert asyncio.run(check(folder / "standup.db")).problems == ()


def posts_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM post").fetchone()[0])


@pytest.mark.fault("A5")
@pytest.mark.soak
def test_a_purge_that_was_killed_is_finished_by_the_next(past: Path, tmp_path: Path) -> None:
    killer = Killer(past, tmp_path, "purge", "--yes")
    while killer.left:
        folder = tmp_path / "day"
        shutil.copytree(past, folder)
        killer.strike(folder)
        sound(folder)
        ended(folder, tmp_path, "purge", "--yes")
        sound(folder)
        found = on_disk(folder / "standup.db", UNDECIDED, SHOWN, KIMS)
        assert found == dict.fromkeys(found, 0)
        certificates = [json.loads(it.read_bytes()) for it in folder.glob("certificates/purge*")]
        counted = [one["counted"]["undecided"] + one["counted"]["shown"] for one in certificates]
        assert sum(counted) == 64
        assert not list(folder.rglob(".*.part*"))
        shutil.rmtree(folder)


@pytest.mark.fault("A5")
@pytest.mark.soak
@pytest.mark.parametrize("what", ["decisions", "posts"])
def test_an_export_that_was_killed_is_whole_or_absent(
    past: Path, tmp_path: Path, what: str
) -> None:
    folder = tmp_path / "day"
    shutil.copytree(past, folder)
    asked = ("export", what, "--format", "jsonl", "--with-text")
    killer = Killer(past, tmp_path, *asked)
    while killer.left:
        shutil.rmtree(folder / "exports", ignore_errors=True)
        killer.strike(folder)
        sound(folder)
        for path in folder.glob("exports/[!.]*"):
            lines = path.read_bytes().splitlines()
            assert len([json.loads(line) for line in lines]) >= POSTS
        ended(folder, tmp_path, *asked)
        assert not list(folder.glob("exports/.*"))


@pytest.mark.fault("A5")
@pytest.mark.soak
def test_a_backup_that_was_killed_is_whole_or_absent(past: Path, tmp_path: Path) -> None:
    folder = tmp_path / "day"
    shutil.copytree(past, folder)
    killer = Killer(past, tmp_path, "backup")
    while killer.left:
        killer.strike(folder)
        sound(folder)
        for path in folder.glob("backups/[!.]*"):
            assert asyncio.run(check(path)).problems == ()
        ended(folder, tmp_path, "backup", "--list")
    ended(folder, tmp_path, "backup")
    assert not list(folder.glob("backups/.*"))


@pytest.mark.fault("A5")
@pytest.mark.soak
def test_a_restoring_that_was_killed_leaves_one_store_or_the_other(
    past: Path, tmp_path: Path
) -> None:
    prepared, folder = tmp_path / "prepared", tmp_path / "day"
    shutil.copytree(past, prepared)
    ended(prepared, tmp_path, "backup", "--to", str(prepared / "it.db"))
    ended(prepared, tmp_path, "purge", "--yes")  # so that the two differ
    assert posts_in(prepared / "standup.db") == POSTS - 2
    killer = Killer(prepared, tmp_path, "restore", "it.db")
    while killer.left:
        shutil.copytree(prepared, folder)
        killer.strike(folder)
        sound(folder)
        assert posts_in(folder / "standup.db") in (POSTS, POSTS - 2)
        ended(folder, tmp_path, "restore", "it.db")
        sound(folder)
        assert posts_in(folder / "standup.db") == POSTS
        assert not list(folder.glob(".*.part*"))
        shutil.rmtree(folder)
