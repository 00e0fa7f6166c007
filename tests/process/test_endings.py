"""How the real programs end: in time, with a code that says why, and with nothing left behind."""

import asyncio
import os
import signal
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest

from cli.commands import clean_environment
from halls import Seat, seat
from process.mutant_hub import script
from process.theatre import STANDUP, Screen, Troupe, troupe, until
from standup_tui.cli.stopping import is_locked
from ui.ptys import Terminal

pytestmark = pytest.mark.soak

CODES = [
    (signal.SIGTERM, 143),
    (signal.SIGHUP, 129),
    pytest.param(signal.SIGINT, 130, marks=pytest.mark.soak),
]


async def on_stage(here: Troupe) -> tuple[Screen, Screen]:
    """Return a console and a wall that show something."""
    here.x.publish("First visit of the day. #StandUp4SW", author=here.x.roster[1])
    console, wall = here.console(), here.wall()
    await console.until("1 Live · ", "First visit")
    await wall.until("appear here")
    return console, wall


@pytest.mark.fault("A7")
@pytest.mark.parametrize(("number", "code"), CODES)
async def test_a_signal_ends_console_wall_and_hub_each_with_its_code(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    async with troupe(tmp_path) as here:
        screens = await on_stage(here)
        for screen in screens:
            os.kill(screen.process, number)
        for screen in screens:
            assert await screen.code(5) == code
            assert reset(screen)
        here.hub.send_signal(number)
        assert await asyncio.wait_for(here.hub.wait(), 20) == code
        assert not is_locked(here.folder / "hub.lock")
        assert not (here.folder / "hub.sock").exists()
        assert not (here.folder / "standup.db-wal").exists()  # folded into the store
        assert "Traceback" not in (here.folder / "hub.log").read_text()


@pytest.mark.soak
@pytest.mark.fault("A7", control=True)
async def test_a_hub_that_heeds_no_signal_is_caught(tmp_path: Path) -> None:
    async with troupe(tmp_path, hub=script("deaf"), ready=()) as here:
        here.hub.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(here.hub.wait(), 20) == -signal.SIGTERM
        assert (here.folder / "hub.sock").exists()


def reset(screen: Screen) -> bool:
    """Whether the last word on every mode was to leave it, and on the cursor to show it."""
    last = screen.terminal.seen.rfind
    left = (1049, 1000, 1003, 1006, 2004, 1004)
    return last(b"\x1b[?25h") > last(b"\x1b[?25l") and all(
        last(b"\x1b[?%dl" % mode) > last(b"\x1b[?%dh" % mode)
        or b"\x1b[?%dh" % mode not in screen.terminal.seen
        for mode in left
    )


async def beats(at: Seat, seconds: float) -> float:
    """Return the longest pause between two of the hub's heartbeats from now on."""
    first = len(at.pulses)
    await asyncio.sleep(seconds)
    times = [pulse.now for pulse in at.pulses[max(0, first - 1) :]]
    pauses = [(b - a).total_seconds() for a, b in pairwise(times)]
    assert len(pauses) >= seconds / 2
    return max(pauses)


@pytest.mark.fault("D1")
@pytest.mark.soak
async def test_dead_and_silent_screens_leave_the_hub_alone(tmp_path: Path) -> None:
    """Windows closed, a kill -9, and terminals that nobody reads."""
    async with troupe(tmp_path) as here, seat(here.folder, name="chair") as at:
        closed, killed, stalled = [await on_stage(here) for _ in range(3)]
        for screen in closed:
            screen.close()
        for screen in killed:
            os.kill(screen.process, signal.SIGKILL)
        for screen in stalled:
            screen.stall()
        listening = asyncio.create_task(beats(at, 2))
        before = len(at.posts)
        for number in range(200):
            here.x.publish(f"Visit number {number}. #StandUp4SW", author=here.x.roster[1])
        await at.until(lambda: len(at.posts) == before + 200, 10)
        assert await listening < 4
        for screen in closed:
            assert await screen.code(6) == 129
        for screen in stalled:
            assert not screen.ended
        start = monotonic()
        for screen in stalled:
            os.kill(screen.process, signal.SIGTERM)
        await until(lambda: all(screen.ended for screen in stalled), 6)
        assert monotonic() - start < 6
        assert [screen.terminal.process.returncode for screen in stalled] == [143, 143]
        await until(lambda: at.pulses[-1].walls == 0 and len(at.pulses[-1].moderators) == 1)
        assert here.hub.returncode is None


@pytest.mark.fault("D2")
@pytest.mark.soak
async def test_a_stalled_screen_goes_on_where_the_others_are(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here, seat(here.folder, name="chair") as at:
        console, wall = await on_stage(here)
        console.stall()
        wall.stall()
        await asyncio.sleep(3)
        here.x.publish("While nobody looked. #StandUp4SW", author=here.x.roster[1])
        await at.until(lambda: len(at.posts) == 2)
        console.press()
        console.read()
        wall.read()
        await console.until("1 Live · 2", seconds=5)


@pytest.mark.fault("D2")
@pytest.mark.soak
async def test_a_terminal_that_nobody_reads_for_long_holds_up_nobody(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here, seat(here.folder, name="chair") as at:
        stalled, reading = here.console(), here.console()
        await stalled.until("1 Live")
        await reading.until("1 Live")
        stalled.stall()
        listening = asyncio.create_task(beats(at, 30))
        for number in range(300):
            here.x.publish(f"Visit number {number}. #StandUp4SW", author=here.x.roster[1])
            await asyncio.sleep(0.1)
        assert await listening < 4
        await reading.until("Live · 300")
        os.kill(stalled.process, signal.SIGTERM)
        assert await stalled.code(20) == 143


class Demo:
    """A demo on a terminal, in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        env = clean_environment(home)
        words = (*STANDUP, "demo", "--speed", "1")
        self.screen = Screen(Terminal(*words, env=env, size=(120, 36)))

    @property
    def folder(self) -> Path:
        return self.home / "run" / "standup-demo"

    def alive(self) -> list[int]:
        """Return the processes with this home, which no other test has."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    environment = (entry / "environ").read_bytes()
                    state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                except OSError:
                    continue
                if f"\0HOME={self.home}\0".encode() in b"\0" + environment and state != "Z":
                    found.append(int(entry.name))
        return found


def quit_it(screen: Screen) -> None:
    screen.go_on(b"q", b"y")


def close_it(screen: Screen) -> None:
    screen.close()


def sending(number: signal.Signals) -> Callable[[Screen], None]:
    def send(screen: Screen) -> None:
        os.kill(screen.process, number)

    return send


ENDS = [
    pytest.param(sending(signal.SIGKILL), -9, id="kill -9"),
    pytest.param(quit_it, 0, id="q y", marks=pytest.mark.soak),
    pytest.param(sending(signal.SIGTERM), 143, id="SIGTERM", marks=pytest.mark.soak),
    pytest.param(sending(signal.SIGHUP), 129, id="SIGHUP", marks=pytest.mark.soak),
    pytest.param(sending(signal.SIGINT), 130, id="SIGINT", marks=pytest.mark.soak),
    pytest.param(close_it, 129, id="window closed", marks=pytest.mark.soak),
]


@pytest.mark.parametrize(("end", "code"), ENDS)
async def test_however_a_demo_ends_nothing_of_it_runs_on(
    tmp_path: Path, end: Callable[[Screen], None], code: int
) -> None:
    demo = Demo(tmp_path)
    try:
        await demo.screen.until("1 Live ·", "● ", seconds=40)
        assert len(demo.alive()) == 4  # demo, keeper, simulator, hub
        end(demo.screen)
        assert await demo.screen.code(12) == code
        took = await until(lambda: not demo.alive(), 10)
        print(f"\nthe last process was gone {took:.1f} s after the demo")
        assert not demo.folder.exists()
    finally:
        for process in demo.alive():
            os.kill(process, signal.SIGKILL)
        demo.screen.end()
