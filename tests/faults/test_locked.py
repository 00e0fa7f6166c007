"""Another program keeps the store locked: reading, walls and the blank key go on without it."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from halls import Hall, Seat, hall, seat
from making import blank, decide, post
from standup_tui.model.command import Command, Done, Outcome, Refused
from standup_tui.model.lifecycle import Verb
from standup_tui.protocol.messages import Role
from standup_tui.store import database
from standup_tui.store.check import check
from standup_tui.store.database import Database

SHORT, LONG = (8, 60) if FULL else (1, 3)
"""Seconds for which the store is locked; the sample has as much less patience."""
PATIENCE = 10.0 if FULL else 1.5
BEATS = 3


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a sample depend on no seconds: nobody knows how long it takes on a busy machine."""
    if not FULL:
        monkeypatch.setattr(database, "_PATIENCE", 60.0)


@asynccontextmanager
async def locked(folder: Path) -> AsyncIterator[Process]:
    """Have another program keep a store locked while the block runs."""
    script = str(Path(__file__).with_name("locker.py"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, str(folder / "standup.db"), stdin=PIPE, stdout=PIPE
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert await process.stdout.readline() == b"locked\n"
    try:
        yield process
    finally:
        process.stdin.close()
        await process.wait()


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[tuple[Hall, Seat, Seat]]:
    """Give a hub with two posts, a console and a wall."""
    async with hall(folder) as here, seat(folder, name="Asha") as asha:
        await here.add_some(1, 2)
        await asha.until(lambda: len(asha.posts) == 2)
        async with seat(folder, Role.WALL) as wall:
            yield here, asha, wall


def asked(at: Seat, command: Command) -> "asyncio.Task[Outcome]":
    """Ask without waiting for the answer."""
    return asyncio.create_task(at.client.ask(command))


async def beats(at: Seat) -> None:
    """Wait for some heartbeats."""
    before = len(at.pulses)
    await at.until(lambda: len(at.pulses) >= before + BEATS)


@pytest.mark.soak
@pytest.mark.fault("C3")
async def test_a_short_lock_is_waited_for_and_meanwhile_walls_and_screens_go_on(
    tmp_path: Path, row: Row
) -> None:
    async with office(tmp_path) as (_, asha, wall):
        async with locked(tmp_path):
            hiding = asked(asha, decide(Verb.HIDE, 1))
            await asyncio.gather(beats(asha), beats(wall), asyncio.sleep(SHORT if FULL else 0))
            assert not hiding.done()
        async with asyncio.timeout(20):
            assert isinstance(await hiding, Done)
        await asha.until(lambda: asha.posts[post(1).id].standing.revision == 2)
    row.measured(1, f"{BEATS} heartbeats while it was locked")
    assert (await check(tmp_path / "standup.db")).problems == ()


@pytest.mark.fault("C3")
async def test_the_blank_key_waits_for_no_lock(tmp_path: Path) -> None:
    async with office(tmp_path) as (here, asha, wall):
        async with locked(tmp_path):
            blanking = asked(asha, blank())
            await wall.until(lambda: wall.wall.blank)
            assert not blanking.done()
        async with asyncio.timeout(20):
            assert isinstance(await blanking, Done)
        assert (await here.store.wall()).blank


@pytest.mark.fault("C3")
async def test_a_long_lock_is_named_and_what_it_kept_off_can_be_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    monkeypatch.setattr(database, "_PATIENCE", PATIENCE)
    async with office(tmp_path) as (_, asha, _):
        async with locked(tmp_path) as program:
            async with asyncio.timeout(60):
                answer = await asked(asha, decide(Verb.HIDE, 1))
            assert isinstance(answer, Refused)
            assert answer.why.startswith("not saved: ")
            if sys.platform == "linux":
                assert f"(process {program.pid}) keeps" in answer.why
            await beats(asha)
            assert asha.posts[post(1).id].standing.revision == 1
            await asyncio.sleep(LONG - PATIENCE if FULL else 0)
        assert isinstance(await asha.ask(decide(Verb.HIDE, 1)), Done)
    row.measured(1, answer.why.partition(":")[2].partition("/")[0].strip() + " …")
    assert (await check(tmp_path / "standup.db")).problems == ()


@pytest.mark.soak
@pytest.mark.fault("C3", control=True)
async def test_a_store_that_waits_with_everybody_behind_it_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(_: Database) -> None:
        await asyncio.sleep(0.05)

    monkeypatch.setattr(Database, "_serve_readers", nobody)
    async with office(tmp_path) as (_, asha, _):
        async with locked(tmp_path):
            hiding = asked(asha, decide(Verb.HIDE, 1))
            before = len(asha.pulses)
            with pytest.raises(TimeoutError):
                await asha.until(lambda: len(asha.pulses) >= before + BEATS, BEATS + 2)
        await hiding
