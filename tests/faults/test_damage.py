"""A store that is damaged, newer than we are, or not to be written: said, and left as it is."""

import asyncio
import hashlib
import os
import random
import shutil
import sqlite3
import struct
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cli.commands import STANDUP, clean_environment, standup
from faults.table import Row
from making import ASHA, NOW, decide, some
from standup_tui.errors import StoreError
from standup_tui.model.lifecycle import Verb
from standup_tui.store.check import check
from standup_tui.store.schema import MIGRATIONS
from standup_tui.store.store import SqliteStore

POSTS = 300
DATA_ERROR = 65
PAGE = 4096
CAMPAIGN = 'name = "A day"\nhashtags = ["StandUp4SW"]\n'

Harm = Callable[[Path], object]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign as a killed hub left it: much of it stands in the write-ahead log only."""
    made = tmp_path_factory.mktemp("made") / "day"
    left = made.with_name("left")
    made.mkdir(mode=0o700)

    async def fill() -> None:
        store = await SqliteStore.open(made / "standup.db")
        await store.add(some(POSTS), [], NOW)
        await store._db.maintain(lambda db: db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
        await store._db.maintain(lambda db: db.execute_fetchall("PRAGMA wal_autocheckpoint = 0"))
        for number in range(1, 31):
            await store.apply(decide(Verb.HIDE, number), ASHA, NOW)
        shutil.copytree(made, left, ignore=shutil.ignore_patterns("*-shm"))
        await store.close()

    asyncio.run(fill())
    (left / "campaign.toml").write_text(CAMPAIGN)
    assert (left / "standup.db-wal").stat().st_size > 30 * PAGE
    return left


@pytest.fixture
def left(day: Path, tmp_path: Path) -> Path:
    """That campaign, for one test."""
    folder = tmp_path / "day"
    shutil.copytree(day, folder)
    return folder


def write(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def page_of_posts(path: Path) -> int:
    """Return where the first page of posts begins."""
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'post'").fetchone()
    return (int(root) - 1) * PAGE


def folded(harm: Harm) -> Harm:
    """Harm the store itself, with nothing left in its log."""

    def harmed(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        harm(path)

    return harmed


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


HARM: dict[str, Harm] = {
    "a page of zeros": folded(lambda it: write(it, page_of_posts(it), bytes(PAGE))),
    "half a file": folded(lambda it: os.truncate(it, it.stat().st_size // 2 // PAGE * PAGE)),
    "its head": folded(lambda it: write(it, 0, b"no database     ")),
    "random bytes": folded(
        lambda it: write(it, page_of_posts(it), random.Random(4).randbytes(PAGE))
    ),
    "a text file": folded(lambda it: it.write_bytes(b"Dear diary,\n" * 900)),
    "the head of the log": lambda it: write(log_of(it), 8, b"\0\0\0\1"),
    "a byte of the log": lambda it: write(log_of(it), 32 + 3 * (PAGE + 24) + 2000, b"\xa5"),
}


def hashes(folder: Path) -> dict[str, str]:
    """Return what the store's files are."""
    return {
        it.name: hashlib.sha256(it.read_bytes()).hexdigest()
        for it in sorted(folder.glob("standup.db*"))
        if not it.name.endswith("-shm") and it.stat().st_size  # to look makes an empty log
    }


@pytest.mark.fault("C4")
@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
async def test_damage_is_said_and_nothing_is_touched(left: Path, harm: Harm) -> None:
    path = left / "standup.db"
    harm(path)
    before = hashes(left)
    with pytest.raises(StoreError) as caught:
        await (await SqliteStore.open(path)).close()
    assert caught.value.exit_code == DATA_ERROR
    assert "was not touched" in str(caught.value)
    assert "Move it away" in str(caught.value)
    assert hashes(left) == before


@pytest.mark.fault("C4", control=True)
async def test_a_store_that_trusts_its_log_is_caught(
    left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    HARM["a byte of the log"](left / "standup.db")
    monkeypatch.setattr("standup_tui.store.opening.damage", lambda _: "")
    await (await SqliteStore.open(left / "standup.db")).close()
    assert (await check(left / "standup.db")).counts["decisions"] < 30  # lost, and nobody said so


@pytest.mark.parametrize("cut", range(0, 4 * (PAGE + 24), 997))
async def test_a_transaction_that_a_crash_cut_off_is_no_damage(left: Path, cut: int) -> None:
    log = log_of(left / "standup.db")
    os.truncate(log, log.stat().st_size - cut)
    await (await SqliteStore.open(left / "standup.db")).close()
    assert (await check(left / "standup.db")).problems == ()


async def test_ends_of_failed_attempts_are_no_damage(left: Path) -> None:
    """What could not be synced is written over from its beginning, and leaves an end each time."""
    log = log_of(left / "standup.db")
    frame = PAGE + 24
    whole = log.read_bytes()
    last = whole[-2 * frame :]
    spoilt = last[:16] + struct.pack(">2I", 1, 2) + last[24:frame]
    for _ in range(3):  # ends that do not follow each other
        whole += spoilt + last[frame:]
    log.write_bytes(whole)
    await (await SqliteStore.open(left / "standup.db")).close()
    assert (await check(left / "standup.db")).problems == ()


@pytest.mark.fault("C4")
def test_a_hub_offers_the_last_backup_which_is_restored_on_request(
    left: Path, tmp_path: Path, row: Row
) -> None:
    assert standup("backup", left, home=tmp_path).returncode == 0
    (backup,) = (left / "backups").glob("*.db")
    HARM["a text file"](left / "standup.db")
    ran = standup("hub", left, home=tmp_path)
    assert ran.returncode == DATA_ERROR
    assert "Traceback" not in ran.stderr
    line = ran.stderr.splitlines()[-1]
    assert f"`standup restore {backup.name} {left}`" in line
    restored = standup("restore", backup.name, left, home=tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert standup("check", left, home=tmp_path).returncode == 0
    assert [it for it in left.glob("standup.replaced-*.db") if b"Dear diary" in it.read_bytes()]
    row.measured(1, "restored, the damaged file kept")


def newer(folder: Path) -> None:
    """Have a later version have written the store, and been killed."""
    with closing(sqlite3.connect(folder / "standup.db", isolation_level=None)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        db.execute("CREATE TABLE later (x)")
        shutil.copytree(folder, folder.with_name("newer"), ignore=shutil.ignore_patterns("*-shm"))


@pytest.mark.fault("C5")
def test_a_newer_store_is_refused_and_not_a_byte_of_it_changes(left: Path, tmp_path: Path) -> None:
    newer(left)
    folder = tmp_path / "newer"
    before = hashes(folder)
    assert set(before) == {"standup.db", "standup.db-wal"}
    ran = standup("hub", folder, home=tmp_path)
    assert ran.returncode == DATA_ERROR
    assert "was made by a newer Standup" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert hashes(folder) == before


@pytest.mark.fault("C5", control=True)
async def test_whoever_opens_a_newer_store_to_look_at_it_is_caught(
    left: Path, tmp_path: Path
) -> None:
    newer(left)
    folder = tmp_path / "newer"
    before = hashes(folder)
    with closing(sqlite3.connect(folder / "standup.db")) as db:
        db.execute("PRAGMA user_version").fetchone()
    assert hashes(folder) != before  # the log was folded in


def unprivileged() -> list[str]:
    """Return what makes root obey the modes of files; nothing where we are nobody special."""
    if os.geteuid():
        return []
    found = shutil.which("setpriv")
    if found is None:
        pytest.skip("root may write anywhere, and there is no setpriv to make it obey")
    return [found, "--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-all"]


def refused(folder: Path, home: Path, *before: str) -> str:
    """Start a hub that cannot write; return its one sentence."""
    ran = subprocess.run(
        [*unprivileged(), *(before or STANDUP), "hub", str(folder)],
        env=clean_environment(home), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode not in (0, -9)
    return ran.stderr


@pytest.mark.soak
@pytest.mark.fault("C2")
@pytest.mark.parametrize(("name", "mode"), [("standup.db", 0o444), (".", 0o555)])
def test_what_may_not_be_written_is_said_with_the_way_out(
    left: Path, tmp_path: Path, name: str, mode: int
) -> None:
    (left / "hub.lock").touch(mode=0o600)
    (left / "hub.log").touch(mode=0o600)
    place = left / name
    place.chmod(mode)
    try:
        said = refused(left, tmp_path)
    finally:
        place.chmod(0o700)
    assert "Traceback" not in said
    line = said.splitlines()[-1]
    assert line.startswith("standup: ")
    assert "chmod" in line or "writable" in line
    assert asyncio.run(check(left / "standup.db")).problems == ()


MOUNTED = """
mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99
shift
exec "$@"
"""
"""What a shell does in a view of the disks of its own."""


def on_a_read_only_disk(folder: Path, *command: str) -> list[str]:
    """Return what runs a command for which a folder is on a disk that is mounted read-only."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare to mount a disk for one process")
    asked = [unshare, "--mount", "/bin/sh", "-c", MOUNTED, "sh", str(folder)]
    tried = subprocess.run([*asked, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"a disk cannot be mounted here: {tried.stderr.strip()}")
    return [*asked, *command]


@pytest.mark.soak
@pytest.mark.fault("C2")
@pytest.mark.parametrize("command", ["hub", "check", "backup", "report", "snapshot"])
def test_on_a_disk_that_is_mounted_read_only_that_is_said_and_no_chmod(
    left: Path, tmp_path: Path, command: str
) -> None:
    words = [] if command == "snapshot" else [command]
    ran = subprocess.run(
        on_a_read_only_disk(left, *STANDUP, *words, str(left)),
        env=clean_environment(tmp_path), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode not in (0, -9)
    assert "Traceback" not in ran.stderr
    line = ran.stderr.splitlines()[-1]
    assert line.startswith("standup: ")
    assert "mounted read-only" in line
    assert "chmod" not in line
    assert asyncio.run(check(left / "standup.db")).problems == ()


@pytest.mark.soak
@pytest.mark.fault("C2", control=True)
def test_a_store_that_only_repeats_what_sqlite_says_is_caught(left: Path, tmp_path: Path) -> None:
    place = left / "standup.db"
    place.chmod(0o444)
    mutant = (
        "import sys; from standup_tui.store import database; "
        "database.explained = lambda error, path: str(error); "
        "from standup_tui.cli.main import main; sys.exit(main())"
    )
    said = refused(left, tmp_path, STANDUP[0], "-c", mutant)
    place.chmod(0o600)
    assert "chmod" not in said
