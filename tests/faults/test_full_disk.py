"""A full disk: reading pauses, decisions get the room that was kept back, nothing is lost."""

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from faults.table import Row
from faults.upstream import sound, upstream
from halls import seat
from making import ASHA, NOW, decide, op, some
from process.invariants import broken
from process.killing import HUB, History, Storm, campaign, publish, quiet
from process.mutant_hub import script
from standup_tui.errors import StoreError
from standup_tui.model.command import Decide, Done, Refused
from standup_tui.model.health import Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check
from standup_tui.store.database import Database
from standup_tui.store.reserve import NAME, Reserve
from standup_tui.store.store import SqliteStore

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

MEGABYTE = 2**20


class Disk:
    """As much of a disk as the store notices: whether there is room, and a reserve on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        real = Database._transact

        async def transact(db: Database, work: Any) -> Any:
            if self.full:
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorname = "SQLITE_FULL"
                raise error
            return await real(db, work)

        monkeypatch.setattr(Database, "_transact", transact)
        disk = self

        class Kept(Reserve):
            def keep(self) -> bool:
                return not disk.full and super().keep()

            def give(self) -> bool:
                if not super().give():
                    return False
                disk.full = False  # this much room there is now
                return True

        self.reserve = Kept


@pytest.mark.fault("C1")
async def test_on_a_full_disk_decisions_get_the_room_and_posts_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    reserve = disk.reserve(tmp_path / NAME)
    store = await SqliteStore.open(tmp_path / "standup.db", reserve=reserve)
    await store.add(some(3), [], NOW)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert reserve.said == ""

    disk.full = True
    with pytest.raises(StoreError, match="disk is full"):
        await store.add(some(3, first=10), [], NOW)
    assert (tmp_path / NAME).exists()  # not for posts
    assert isinstance(await store.apply(decide(Verb.HIDE, 1), ASHA, NOW), Done)
    assert not (tmp_path / NAME).exists()
    assert "16 MB that were kept back" in reserve.said

    disk.full = True  # the reserve is used up
    with pytest.raises(StoreError, match="make room"):
        await store.apply(decide(Verb.HIDE, 2), ASHA, NOW)
    with pytest.raises(StoreError, match="disk is full"):
        await store.add(some(3, first=10), [], NOW)

    disk.full = False  # somebody made room
    assert (await store.add(some(3, first=10), [], NOW)).stored == 3
    assert (tmp_path / NAME).exists()
    assert reserve.said == ""
    await store.close()
    assert not (tmp_path / NAME).exists()
    report = await check(tmp_path / "standup.db")
    assert (report.problems, report.counts["posts"]) == ((), 6)


@pytest.mark.fault("C1", control=True)
async def test_a_store_that_keeps_no_room_back_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add(some(3), [], NOW)
    disk.full = True
    with pytest.raises(StoreError):
        await store.apply(decide(Verb.HIDE, 1), ASHA, NOW)
    await store.close()


def test_no_room_to_keep_back_is_no_reason_not_to_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    reserve = Reserve(tmp_path / NAME)
    assert not reserve.keep()
    assert not reserve.give()
    assert reserve.said == ""
    assert not (tmp_path / NAME).exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB that holds nothing else; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount") or "mount"
    asked = [mount, "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", str(place)]
    with suppress(OSError):
        if subprocess.run(asked, capture_output=True, check=False).returncode == 0:
            yield place
            subprocess.run([shutil.which("umount") or "umount", "-l", str(place)], check=True)
            return
    pytest.skip("nobody may mount a small disk here")


@pytest.mark.soak
@pytest.mark.fault("C1")
async def test_a_hub_goes_on_by_itself_when_there_is_room_again(
    small_disk: Path, row: Row
) -> None:
    async with upstream(small_disk) as up:
        await up.live()
        before = up.publish(5)
        await up.have(*before)
        filler = small_disk / "filler"
        fill(filler)
        after = up.publish(5)
        await up.asha.until(lambda: "collecting is paused" in up.health.trouble, 60)
        assert up.health.liveness is not Liveness.LIVE
        assert not set(after) & up.stored
        assert (small_disk / NAME).exists()  # not for posts
        for post in before:  # as long as the reserve lasts
            await up.approve(post)
        await up.asha.until(lambda: "16 MB that were kept back" in up.health.trouble, 60)
        filler.unlink()
        await up.have(*after)
        await up.asha.until(lambda: up.health.trouble == "", 60)
        assert (small_disk / NAME).exists()
    row.measured(1, "a disk of 24 MB: 5 decisions on the reserve, then 5 posts by themselves")
    await sound(small_disk)


def fill(path: Path) -> None:
    """Write until the disk is full."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        for piece in (MEGABYTE, 512):
            with suppress(OSError):
                while file.write(bytes(piece)):
                    pass


async def filled(folder: Path, hub: list[str]) -> tuple[History, list[str]]:
    """Let no file of a hub grow for a while; return what consoles were told, and one answer."""
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        publishing = asyncio.create_task(publish(x, per_second=50))
        storm = Storm(folder, x, 1, hub)
        for role in ("hub", "console 1", "console 2"):
            await storm.start(role)
        async with seat(folder, name="Asha") as asha, asyncio.timeout(400):
            await asha.until(lambda: len(asha.posts) > 50, 120)
            await asha.until(lambda: asha.pulses)
            process = storm.process("hub")
            _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (MEGABYTE // 4, hard))
            await asha.until(lambda: "collecting is paused" in asha.pulses[-1].health.trouble, 120)
            entry = next(iter(asha.posts.values()))
            note = Decide(op(), Verb.NOTE, entry.post.id, 0, "rang the school")
            answer = await asha.client.ask(note)
            said = [answer.why if isinstance(answer, Refused) else type(answer).__name__]
            resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))
            there = len(asha.posts)
            await asha.until(lambda: len(asha.posts) > there, 120)
        publishing.cancel()
        await storm.end()
    return storm.history, said


needs_limits = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="only Linux bounds the files of another process"
)


@needs_limits
@pytest.mark.soak
@pytest.mark.fault("C1")
async def test_what_cannot_be_written_is_answered_with_not_saved(tmp_path: Path, row: Row) -> None:
    history, said = await filled(tmp_path, HUB)
    wrong = await broken(tmp_path / "standup.db", history)
    row.measured(1, f"{len(history.ok):,} acknowledged around it, {len(wrong)} wrong")
    assert "not saved: nothing can be written" in said[0]
    assert wrong == {}


@needs_limits
@pytest.mark.soak
@pytest.mark.fault("C1", control=True)
async def test_a_hub_that_says_done_on_a_full_disk_is_caught(tmp_path: Path) -> None:
    history, said = await filled(tmp_path, [sys.executable, *script("soothing")])
    assert said == ["Done"]
    assert "I2" in await broken(tmp_path / "standup.db", history)
