"""Several at once: nobody overrules another unseen, and what is hidden is off every wall."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from msgspec.structs import replace

from cli.commands import STANDUP, clean_environment
from counts import FULL
from faults.table import Row
from halls import Seat, hall, seat
from making import decide, op, post
from process.killing import HUB, Storm, campaign, quiet
from process.mutant_hub import script
from process.theatre import troupe
from standup_tui.model.command import Decide, Done, Superseded
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.simulator.server import Simulator
from standup_tui.store import deciding, decisions, past
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

ONE = post(1).id
CONSOLES, ACTIVE = 20, 3
ROUNDS = 100 if FULL else 15
SUSPENDED = 5 if FULL else 1
"""Seconds for which a wall's process stands still."""


def forgiving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a store decide on a post whatever it was when somebody pressed the key."""

    async def forgive(case: Any, command: Any, entry: Any, rules: Any) -> Any:
        return await decide_(
            case, replace(command, revision=entry.standing.revision), entry, rules
        )

    decide_ = deciding.decide
    monkeypatch.setattr(decisions, "decide", forgive)


@pytest.mark.fault("E2", control=True)
async def test_a_store_that_asks_for_no_revision_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgiving(monkeypatch)
    with pytest.raises(AssertionError):
        await test_who_decides_on_an_old_list_is_told_and_may_repeat_it_on_purpose(tmp_path)


@pytest.mark.fault("E2")
async def test_who_decides_on_an_old_list_is_told_and_may_repeat_it_on_purpose(
    tmp_path: Path,
) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path, name="Asha") as asha,
        seat(tmp_path, name="Raj") as raj,
    ):
        await here.add_some(1)
        await asha.until(lambda: ONE in asha.posts)
        assert isinstance(await raj.ask(decide(Verb.APPROVE, 1)), Done)
        answer = await asha.ask(decide(Verb.HIDE, 1))  # as her screen still has it
        assert isinstance(answer, Superseded)
        assert (answer.by.name, answer.verb) == ("Raj", Verb.APPROVE)
        await asha.until(lambda: asha.posts[ONE].standing.status is Status.SHOWN)
        again = decide(Verb.HIDE, 1, asha.posts[ONE].standing.revision)
        assert isinstance(await asha.ask(again), Done)


async def never(*_: object) -> str:
    return ""


@pytest.mark.fault("E3", control=True)
async def test_an_undo_that_overrules_somebody_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "in_the_way", never)
    from store import test_store

    store = await SqliteStore.open(tmp_path / "standup.db")
    with pytest.raises(AssertionError):
        await test_store.test_undo_is_refused_when_somebody_decided_after_me(store)
    await store.close()


FORGETS = """
import sys
from msgspec.structs import replace
from standup_tui.ui.wall.board import Board

change = Board._change
Board._change = lambda self, changes, at: change(self, replace(changes, removed=()), at)
Board.stale = lambda self, at: False
from standup_tui.cli.main import main
sys.exit(main())
"""


async def hidden_while_suspended(home: Path, *wall: str, seconds: float = 20) -> float:
    """Hide a post while a wall's process stands still; return when it went, once it goes on."""
    async with troupe(home) as here, seat(here.folder, name="Asha") as asha:
        screen = here.screen(*(wall or STANDUP[1:]), "wall", here.folder)
        here.x.publish("Zebra crossing before school. #StandUp4SW", author=here.x.roster[1])
        await asha.until(lambda: asha.posts)
        (zebra,) = asha.posts.values()
        await asha.ask(Decide(op(), Verb.APPROVE, zebra.post.id, zebra.standing.revision))
        await screen.until("Zebra")
        await asha.until(lambda: asha.posts[zebra.post.id].standing.on_wall)
        os.kill(screen.process, signal.SIGSTOP)
        await asyncio.sleep(SUSPENDED)
        revision = asha.posts[zebra.post.id].standing.revision
        assert isinstance(await asha.ask(Decide(op(), Verb.HIDE, zebra.post.id, revision)), Done)
        screen.press()
        began = monotonic()
        os.kill(screen.process, signal.SIGCONT)
        await screen.until("appear here", seconds=seconds)
        return monotonic() - began


@pytest.mark.soak
@pytest.mark.fault("E4")
async def test_a_wall_that_stood_still_drops_what_was_hidden_meanwhile(
    tmp_path: Path, row: Row
) -> None:
    took = await hidden_while_suspended(tmp_path)
    row.measured(1, f"gone {took:.1f} s after a stop of {SUSPENDED} s")


@pytest.mark.soak
@pytest.mark.fault("E4", control=True)
async def test_a_wall_that_forgets_nothing_is_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="never came"):
        await hidden_while_suspended(tmp_path, "-c", FORGETS, seconds=4)


def second_hub(folder: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    """Start a hub where there is one."""
    return subprocess.run(
        [*STANDUP, "hub", str(folder)],
        env=clean_environment(home), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.soak
@pytest.mark.fault("E5")
async def test_a_second_hub_names_the_first_and_takes_over_when_that_was_killed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        storm = Storm(folder, x, 1)
        await storm.start("hub")
        ran = await asyncio.to_thread(second_hub, folder, tmp_path)
        assert ran.returncode == 1
        assert f"process {storm.process('hub')} on " in ran.stderr.splitlines()[-1]
        await storm.kill("hub")
        await storm.start("hub")  # which is ready when this returns
        await storm.end()


@pytest.mark.soak
@pytest.mark.fault("E5", control=True)
async def test_a_hub_that_takes_no_lock_is_caught(tmp_path: Path) -> None:
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url)
        first = Storm(tmp_path, x, 1)
        second = Storm(tmp_path, x, 2, [sys.executable, *script("unlocked")])
        await first.start("hub")
        await second.start("hub")  # it says that it is ready
        await first.kill("hub")
        await second.end()


def seconds_of(process: int) -> float:
    """Return the processor time that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def seats(folder: Path) -> AsyncIterator[list[Seat]]:
    """Give many consoles."""
    async with AsyncExitStack() as leaving:
        yield [
            await leaving.enter_async_context(seat(folder, name=f"No. {number}"))
            for number in range(CONSOLES + ACTIVE)
        ]


async def shared(
    folder: Path, hub: list[str], rounds: int
) -> tuple[float, Counter[tuple[int, int]]]:
    """Have three consoles of many decide on the same posts.

    Returns:
        The share of a core that the hub used, and how often how many of the three had won and
        were told that another one was faster.
    """
    won: Counter[tuple[int, int]] = Counter()
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        storm = Storm(folder, x, 1, hub)
        await storm.start("hub")
        async with seats(folder) as every:
            for number in range(rounds):
                x.publish(f"Visit {number} of {number} is done. #StandUp4SW")
            for at in every:
                await at.until(lambda at=at: len(at.posts) == rounds, 60)  # type: ignore[misc]
            began, before = monotonic(), seconds_of(storm.process("hub"))
            for entry in list(every[0].posts.values()):
                post, revision = entry.post.id, entry.standing.revision
                asked = [at.ask(Decide(op(), Verb.HIDE, post, revision)) for at in every[:ACTIVE]]
                told = [type(answer) for answer in await asyncio.gather(*asked)]
                won[told.count(Done), told.count(Superseded)] += 1
                await asyncio.sleep(0.5)
            used = (seconds_of(storm.process("hub")) - before) / (monotonic() - began)
            for at in every:
                await at.until(lambda at=at: all_hidden(at))  # type: ignore[misc]
        await storm.end()
    return used, won


def all_hidden(at: Seat) -> bool:
    return all(it.standing.status is Status.HIDDEN for it in at.posts.values())


on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells the time of a process that way"
)


@on_linux
@pytest.mark.soak
@pytest.mark.fault("E6")
async def test_many_consoles_cost_little_and_no_decision_is_lost(tmp_path: Path, row: Row) -> None:
    used, won = await shared(tmp_path, HUB, ROUNDS)
    row.measured(ROUNDS, f"{used:.0%} of a core, {CONSOLES} consoles idle, {ACTIVE} at work")
    assert won == {(1, ACTIVE - 1): ROUNDS}
    assert used < 0.3
    assert (await check(tmp_path / "standup.db")).problems == ()


@on_linux
@pytest.mark.soak
@pytest.mark.fault("E6", control=True)
async def test_a_hub_in_which_the_last_one_wins_is_caught(tmp_path: Path) -> None:
    _, won = await shared(tmp_path, [sys.executable, *script("forgiving")], 2)
    assert (1, ACTIVE - 1) not in won
