"""What a power cut would leave: the order in which the hub syncs and answers, seen from outside.

A kill leaves the page cache, so it says nothing about this. strace does: whatever is answered must
have been put on disk first. `.ci/strace` installs it.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from halls import seat
from making import op
from process.killing import campaign, environment, quiet
from process.mutant_hub import script
from standup_tui.model.command import Decide, Done
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator

COMMANDS = 200 if FULL else 20
STRACE = ("strace", "-f", "-y", "-s", "60", "-e", "trace=fdatasync,fsync,sendto,write")
REAL = ("-m", "standup_tui", "hub")

_CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)$")
_ANSWER = '{\\"type\\":\\"answer\\"'


@cache
def lacking() -> str:
    """Return why nobody can look at a process here, or nothing."""
    if (strace := shutil.which("strace")) is None:
        return "no strace here (.ci/strace installs it)"
    tried = subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace may not look at processes here (ptrace)"


pytestmark = [pytest.mark.soak, pytest.mark.skipif(bool(lacking()), reason=lacking())]


def events(lines: Iterable[str]) -> Iterator[str]:
    """Yield ``synced`` for each sync of the write-ahead log that is done, and ``answered``."""
    begun: dict[str, str] = {}
    for line in lines:
        if not (found := _CALL.match(line)):
            continue
        process, call, rest = found.groups()
        if "<unfinished" in rest:
            begun[process] = rest
            told = rest if call in ("sendto", "write") else ""  # it is on its way
        else:
            told = begun.pop(process, "") + rest if "resumed" in line else rest
            if call in ("fdatasync", "fsync") and "-wal>" in told and told.endswith("= 0"):
                yield "synced"
                continue
            told = "" if "resumed" in line else told
        if call in ("sendto", "write") and _ANSWER in told:
            yield "answered"


async def watched(folder: Path, hub: Iterable[str]) -> list[str]:
    """Have a hub under strace decide on one post after the other; return what it did in order."""
    trace = folder / "trace"
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        reading, writing = os.pipe()
        ready = ["--ready-fd"] if hub is REAL else []
        process = await asyncio.create_subprocess_exec(
            *STRACE, "-o", str(trace), sys.executable, *hub, str(folder), *ready, str(writing),
            pass_fds=(writing,), env=environment(x),
        )  # fmt: skip
        os.close(writing)
        assert await asyncio.to_thread(os.read, reading, 500) == b"ready\n"
        os.close(reading)
        async with seat(folder, name="Asha") as asha:
            posts = [PostId("x:" + x.publish(f"No. {n} #StandUp4SW")) for n in range(COMMANDS)]
            await asha.until(lambda: set(posts) <= asha.posts.keys(), 60)
            for post in posts:
                revision = asha.posts[post].standing.revision
                outcome = await asha.ask(Decide(op(), Verb.HIDE, post, revision))
                assert isinstance(outcome, Done), outcome
        hub_itself = (folder / "hub.lock").read_text().split()[1]
        os.kill(int(hub_itself), 15)
        await asyncio.wait_for(process.wait(), 30)
    return list(events(trace.read_text().splitlines()))


def unsynced(happened: Iterable[str]) -> tuple[int, int]:
    """Return how many answers there were, and how many without a sync since the one before."""
    answers = early = 0
    synced = False
    for one in happened:
        if one == "synced":
            synced = True
        else:
            answers += 1
            early += not synced
            synced = False
    return answers, early


@pytest.mark.fault("A6")
async def test_nothing_is_answered_before_it_is_on_disk(tmp_path: Path, row: Row) -> None:
    happened = await watched(tmp_path, REAL)
    answers, early = unsynced(happened)
    row.measured(
        COMMANDS, f"{answers} answers, {happened.count('synced')} syncs, {early} answered too soon"
    )
    assert answers == COMMANDS
    assert early == 0


@pytest.mark.fault("A6", control=True)
async def test_a_hub_that_answers_before_the_sync_is_caught(tmp_path: Path) -> None:
    answers, early = unsynced(await watched(tmp_path, script("unsynced")))
    assert answers == COMMANDS
    assert early


def test_an_answer_is_counted_where_it_began_and_a_sync_where_it_ended() -> None:
    lines = (
        "11 fdatasync(9</a/standup.db-wal> <unfinished ...>",
        '12 sendto(8<socket:[1]>, "{\\"type\\":\\"answer\\",\\"op\\":"..., 90, 0, NULL, 0) = 90',
        "11 <... fdatasync resumed>) = 0",
        '12 sendto(8<socket:[1]>, "{\\"type\\":\\"pulse\\"", 90, 0, NULL, 0) = 90',
        "11 fdatasync(9</a/other>) = 0",
    )
    assert list(events(lines)) == ["answered", "synced"]
