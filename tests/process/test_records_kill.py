"""Purge, export, backup and restore, killed at any moment: files are old or complete."""

import asyncio
import json
import os
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
from standup_tui.store.check import check
from store.past_day import KIMS, SHOWN, UNDECIDED, a_day, on_disk

FULL = os.environ.get("STANDUP_SOAK") == "full"
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


def killed(folder: Path, home: Path, after: float, *arguments: str) -> bool:
    """Run a command and kill it after a moment; return whether it had not ended before."""
    process = subprocess.Popen(
        [*STANDUP, *arguments], cwd=folder, env=clean_environment(home),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() == -signal.SIGKILL


def moments(folder: Path, home: Path, *arguments: str) -> list[float]:
    """Return moments at which a command is at work, in a copy of a folder of its own."""
    measured = home / "measured"
    shutil.copytree(folder, measured)
    whole = ended(measured, home, *arguments)
    dice = random.Random(7)
    return [dice.uniform(whole * 0.2, whole) for _ in range(ROUNDS)]


def sound(folder: Path) -> None:
    assert asyncio.run(check(folder / "standup.db")).problems == ()


def posts_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM post").fetchone()[0])


@pytest.mark.soak
def test_a_purge_that_was_killed_is_finished_by_the_next(past: Path, tmp_path: Path) -> None:
    kills = 0
    for number, after in enumerate(moments(past, tmp_path, "purge", "--yes")):
        folder = tmp_path / f"day {number}"
        shutil.copytree(past, folder)
        kills += killed(folder, tmp_path, after, "purge", "--yes")
        sound(folder)
        ended(folder, tmp_path, "purge", "--yes")
        sound(folder)
        found = on_disk(folder / "standup.db", UNDECIDED, SHOWN, KIMS)
        assert found == dict.fromkeys(found, 0)
        certificates = [json.loads(it.read_bytes()) for it in folder.glob("certificates/purge*")]
        counted = [one["counted"]["undecided"] + one["counted"]["shown"] for one in certificates]
        assert sum(counted) == 64
        assert not list(folder.rglob(".*.part*"))
    assert kills > ROUNDS // 3


@pytest.mark.soak
@pytest.mark.parametrize("what", ["decisions", "posts"])
def test_an_export_that_was_killed_is_whole_or_absent(
    past: Path, tmp_path: Path, what: str
) -> None:
    folder, kills = tmp_path / "day", 0
    shutil.copytree(past, folder)
    asked = ("export", what, "--format", "jsonl", "--with-text")
    for after in moments(past, tmp_path, *asked):
        shutil.rmtree(folder / "exports", ignore_errors=True)
        kills += killed(folder, tmp_path, after, *asked)
        sound(folder)
        for path in folder.glob("exports/[!.]*"):
            lines = path.read_bytes().splitlines()
            assert len([json.loads(line) for line in lines]) >= POSTS
        ended(folder, tmp_path, *asked)
        assert not list(folder.glob("exports/.*"))
    assert kills > ROUNDS // 3


@pytest.mark.soak
def test_a_backup_that_was_killed_is_whole_or_absent(past: Path, tmp_path: Path) -> None:
    folder, kills = tmp_path / "day", 0
    shutil.copytree(past, folder)
    for after in moments(past, tmp_path, "backup"):
        kills += killed(folder, tmp_path, after, "backup")
        sound(folder)
        for path in folder.glob("backups/[!.]*"):
            assert asyncio.run(check(path)).problems == ()
        ended(folder, tmp_path, "backup", "--list")
    ended(folder, tmp_path, "backup")
    assert not list(folder.glob("backups/.*"))
    assert kills > ROUNDS // 3


@pytest.mark.soak
def test_a_restoring_that_was_killed_leaves_one_store_or_the_other(
    past: Path, tmp_path: Path
) -> None:
    prepared, kills = tmp_path / "prepared", 0
    shutil.copytree(past, prepared)
    ended(prepared, tmp_path, "backup", "--to", str(prepared / "it.db"))
    ended(prepared, tmp_path, "purge", "--yes")  # so that the two differ
    assert posts_in(prepared / "standup.db") == POSTS - 2
    for number, after in enumerate(moments(prepared, tmp_path, "restore", "it.db")):
        folder = tmp_path / f"day {number}"
        shutil.copytree(prepared, folder)
        kills += killed(folder, tmp_path, after, "restore", "it.db")
        sound(folder)
        assert posts_in(folder / "standup.db") in (POSTS, POSTS - 2)
        ended(folder, tmp_path, "restore", "it.db")
        sound(folder)
        assert posts_in(folder / "standup.db") == POSTS
        assert not list(folder.glob(".*.part*"))
    assert kills > ROUNDS // 3
