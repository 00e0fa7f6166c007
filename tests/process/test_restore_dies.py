"""A restore that dies between any two things it does to the folder: old or complete."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cli.commands import clean_environment
from counts import FULL
from standup_tui.records import backups, restoring
from standup_tui.store.check import check
from store.past_day import a_day

IN_THE_LOG = b"only in the write-ahead log"
DAMAGE = b"not a database at all" * 500

DYING = """
import os, pathlib, sys
from standup_tui.records import restoring
left = int(sys.argv[2])
def dying(real):
    def call(*args, **more):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
        return real(*args, **more)
    return call
for name in ("link", "unlink", "replace", "fsync"):
    setattr(os, name, dying(getattr(os, name)))
restoring.restore(pathlib.Path(sys.argv[1]), "it.db")
"""


@pytest.fixture(params=["sound", "damaged"])
def prepared(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A campaign with a backup, whose store has something in its log, as after a power cut."""
    folder = tmp_path / "prepared"
    folder.mkdir(mode=0o700)
    store, log = folder / "standup.db", folder / "standup.db-wal"

    async def made() -> None:
        await (await a_day(store)).close()

    asyncio.run(made())
    backups.make(folder, folder / "it.db")
    with closing(sqlite3.connect(store)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(
            "INSERT INTO quarantine (at, reason, raw) VALUES (1, 'x', ?)", (IN_THE_LOG.decode(),)
        )
        db.commit()
        kept = store.read_bytes(), log.read_bytes()
    (folder / "standup.db-shm").unlink(missing_ok=True)
    store.write_bytes(kept[0] if request.param == "sound" else DAMAGE)
    log.write_bytes(kept[1])
    return folder


def has_the_log(folder: Path) -> bool:
    """Tell whether the replaced store has what was in its log, under whichever name."""
    return any(IN_THE_LOG in it.read_bytes() for it in folder.rglob("*") if it.is_file())


def is_new(folder: Path) -> bool:
    """Tell whether the backup is in its place; what is there instead is the whole old store."""
    store, log = folder / "standup.db", folder / "standup.db-wal"
    if store.read_bytes().startswith(DAMAGE[:50]):
        return False  # nobody could read it before, and nobody can now
    assert asyncio.run(check(store)).problems == ()
    with closing(sqlite3.connect(store)) as db:
        rows = db.execute("SELECT count(*) FROM quarantine WHERE raw = ?", (IN_THE_LOG.decode(),))
        old = bool(rows.fetchone()[0])
        verbs = db.execute("SELECT count(*) FROM decision WHERE verb = 'restore a backup'")
        restored = bool(verbs.fetchone()[0])
    assert old is not restored
    assert not (restored and log.exists() and IN_THE_LOG in log.read_bytes())
    return restored


@pytest.mark.soak
def test_whenever_it_dies_one_store_or_the_other_is_there_and_nothing_is_lost(
    prepared: Path, tmp_path: Path
) -> None:
    folder, seen, steps = tmp_path / "day", set[bool](), 0
    while True:
        shutil.copytree(prepared, folder)
        died = subprocess.run(
            [sys.executable, "-c", DYING, folder, str(steps)],
            env=clean_environment(tmp_path),
            capture_output=True,
            check=False,
        ).returncode
        assert died in (0, -9)
        seen.add(is_new(folder))
        assert has_the_log(folder)
        if died == 0:
            break
        restoring.restore(folder, "it.db")
        assert is_new(folder)
        assert has_the_log(folder)
        assert not list(folder.rglob(".*.part*"))
        shutil.rmtree(folder)
        steps += 1 if FULL else 3
    print(f"\ndied at {steps} steps")
    assert seen == {True, False}
