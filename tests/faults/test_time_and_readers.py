"""Clocks that go back, readers that stay long, and who may write or checkpoint."""

import asyncio
import hashlib
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.json import decode, encode

from cli.commands import clean_environment
from counts import FULL
from faults.table import Row
from faults.upstream import hub_on, rows, simulator, sound
from halls import hall, seat
from making import ASHA, NOW, judged, some
from making import decide as deciding
from standup_tui.cli import doctor_checks
from standup_tui.core import reading
from standup_tui.errors import HubError
from standup_tui.hub import disk
from standup_tui.model.facts import Wanted
from standup_tui.model.health import Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.protocol.messages import Role
from standup_tui.records import backups
from standup_tui.store.check import check
from standup_tui.store.copying import copy
from standup_tui.store.facts import gather
from standup_tui.store.store import SqliteStore
from standup_tui.ui.widgets.wording import ago

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

POSTS = 100_000 if FULL else 10_000
HOUR = timedelta(hours=1)
LARGEST_LOG = 64 * 2**20 if FULL else 8 * 2**20
"""Bytes; SQLite folds the log into the store about every four megabytes, unless it is held up."""


@pytest.mark.fault("C7")
async def test_decisions_keep_their_order_when_the_clock_goes_back(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add(some(3), [], NOW)
    for number, at in enumerate((NOW, NOW - HOUR, NOW - 2 * HOUR), 1):
        await store.apply(deciding(Verb.HIDE, number), ASHA, at)
    await store.close()
    assert rows(tmp_path, "SELECT seq FROM decision ORDER BY seq") == [(1,), (2,), (3,)]
    await sound(tmp_path)
    assert ago(NOW + HOUR, NOW) == "just now"


async def went_back(folder: Path, *, known: bool) -> bool:
    """Have a hub begin an hour before the last one ended; tell whether it soon reads.

    Args:
        folder: The campaign.
        known: Whether the last hub had noted when it last read.
    """
    async with simulator() as (x, clock):
        async with hub_on(folder, x, clock) as up:
            await up.live()
        with closing(sqlite3.connect(folder / "standup.db")) as db, db:
            ((state,),) = db.execute("SELECT state FROM progress").fetchall()
            ended = datetime.now(UTC) + HOUR
            noted = decode(state) | {
                "alive": encoded(ended) if known else None,
                "again": encoded(ended + timedelta(seconds=2)),
            }
            db.execute("UPDATE progress SET state = ?", (encode(noted).decode(),))
        async with hub_on(folder, x, clock) as up:
            try:
                await up.asha.until(lambda: up.health.liveness is Liveness.LIVE, 10)
            except TimeoutError:
                return False
    return True


def encoded(at: datetime) -> object:
    return decode(encode(at))


@pytest.mark.soak
@pytest.mark.fault("C7")
async def test_a_hub_whose_clock_went_back_reads_again_within_the_pause(tmp_path: Path) -> None:
    assert await went_back(tmp_path, known=True)
    await sound(tmp_path)


@pytest.mark.soak
@pytest.mark.fault("C7", control=True)
async def test_a_hub_that_believes_every_time_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_LONGEST_KEPT", 3600.0)
    assert not await went_back(tmp_path, known=False)


async def arrived(folder: Path, *, reader: bool) -> int:
    """Let posts arrive while walls read nothing; return the largest log there was, in bytes.

    Args:
        folder: The campaign.
        reader: Whether somebody reads the file itself all the time, as no wall of ours does.
    """
    largest, log = 0, folder / "standup.db-wal"
    async with (
        hall(folder) as here,
        seat(folder, Role.WALL, name="reads"),
    ):
        _, writer = await asyncio.open_unix_connection(str(folder / "hub.sock"))
        writer.write(b'{"type":"hello","version":0,"role":"wall"}\n')  # and reads nothing
        held = sqlite3.connect(folder / "standup.db", isolation_level=None)
        if reader:
            await here.add([judged(0)])
            held.execute("BEGIN")
            held.execute("SELECT count(*) FROM post").fetchone()
        for first in range(1, POSTS, 500):
            await here.add(some(500, first))
            largest = max(largest, log.stat().st_size)
        held.close()
        writer.close()
    return largest


@pytest.mark.soak
@pytest.mark.fault("C10")
async def test_the_log_stays_small_while_walls_read_nothing(tmp_path: Path, row: Row) -> None:
    largest = await arrived(tmp_path, reader=False)
    row.measured(1, f"{POSTS:,} posts: {largest / 2**20:.0f} MB at most")
    assert largest < LARGEST_LOG
    await sound(tmp_path)


@pytest.mark.soak
@pytest.mark.fault("C10", control=True)
async def test_a_wall_that_reads_the_file_itself_is_caught(tmp_path: Path) -> None:
    assert await arrived(tmp_path, reader=True) > LARGEST_LOG


NETWORK = (
    "import sys; from standup_tui.hub import disk; disk.file_system = lambda _: 'nfs4'; "
    "from standup_tui.cli.main import main; sys.exit(main())"
)


@pytest.mark.soak
@pytest.mark.fault("C11")
def test_a_hub_on_a_network_file_system_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    ran = subprocess.run(
        [sys.executable, "-c", NETWORK, "hub", str(tmp_path)],
        env=clean_environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "(nfs4)" in ran.stderr
    assert "--on-network-disk" in ran.stderr
    assert not (tmp_path / "standup.db").exists()


@pytest.mark.fault("C11")
@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"])
def test_each_network_file_system_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(disk, "file_system", lambda _: kind)
    with pytest.raises(HubError, match="network file system"):
        disk.must_be_local(tmp_path)


def test_a_disk_of_this_machine_is_not_refused(tmp_path: Path) -> None:
    disk.must_be_local(tmp_path)


@pytest.mark.soak
@pytest.mark.fault("C11", control=True)
def test_a_hub_that_asks_for_no_disk_of_this_machine_is_caught(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    unasked = "from standup_tui import wiring; wiring.must_be_local = lambda _: None; "
    hub = subprocess.Popen(
        [sys.executable, "-c", unasked + NETWORK, "hub", str(tmp_path)],
        env=clean_environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not (tmp_path / "standup.db").exists():
            assert hub.poll() is None, "it was refused all the same"
            time.sleep(0.05)
    finally:
        hub.kill()
        hub.wait()


async def looked_at(folder: Path) -> bool:
    """Have everybody who works beside a hub look at its store; tell whether the file changed.

    What was committed stands in the write-ahead log: to fold that in is for the hub alone.
    """
    path = folder / "standup.db"
    store = await SqliteStore.open(path)
    await store.add(some(50), [], NOW)
    before = hashlib.sha256(path.read_bytes()).digest(), path.with_name("standup.db-wal").stat()
    await check(path)
    await gather(path, Wanted(), NOW)
    await asyncio.to_thread(backups.make, folder, None)
    after = hashlib.sha256(path.read_bytes()).digest(), path.with_name("standup.db-wal").stat()
    await store.close()
    return (before[0], before[1].st_size) != (after[0], after[1].st_size)


@pytest.mark.fault("C12")
async def test_nobody_but_the_hub_writes_to_a_store_or_folds_its_log(tmp_path: Path) -> None:
    assert not await looked_at(tmp_path)


@pytest.mark.fault("C12", control=True)
async def test_a_second_checkpointer_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def folding(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy(source, target)

    monkeypatch.setattr(backups, "copy", folding)
    assert await looked_at(tmp_path)


@pytest.mark.fault("C12")
@pytest.mark.parametrize(
    ("version", "marks"), [((3, 51, 2), ["note"]), ((3, 51, 3), ["ok"]), ((3, 40, 1), ["note"])]
)
def test_the_doctor_says_once_that_this_sqlite_needs_one_writer(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], marks: list[str]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    found = [one for one in doctor_checks.findings(None) if one.topic == "SQLite"]
    assert [one.mark for one in found] == marks
    assert all("3.51.3" in one.said for one in found if one.mark == "note")
