"""Whether the tests of the terminal see screens that do not mind it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cli.commands import clean_environment
from faults.mutant_screen import words
from faults.test_mutants import caught
from process.test_sizes import resize
from process.test_surroundings import ASCII, COLOUR
from process.theatre import Screen
from standup_tui.ui.console.state.drawn import Drawn
from ui import console_kit, test_bursts, test_driver
from ui.console_kit import some
from ui.fake_hub import FakeHub, serving
from ui.ptys import TINY, Terminal, terminal
from ui.test_replies import ANSWERS

pytestmark = pytest.mark.soak


@asynccontextmanager
async def on_a_fake_hub(
    folder: Path, command: Sequence[str], **env: str
) -> AsyncIterator[tuple[Screen, FakeHub]]:
    """Run a console of which a mutant made something, on a hub that only pretends."""
    async with serving(folder / "hub.sock", some()) as hub:
        given = {"HOME": str(folder), "XDG_STATE_HOME": str(folder), "COLORTERM": "truecolor"}
        where = ("--hub", str(folder / "hub.sock"))
        screen = Screen(Terminal(*command, *where, env=given | env, size=(120, 36)))
        try:
            await screen.until("1 Live", seconds=60)
            yield screen, hub
        finally:
            screen.end()


def until_it_stands_still(process: int) -> None:
    """Wait until a program computes no more, for all it wants to draw waits for its terminal."""
    stat = Path(f"/proc/{process}/stat")
    before: list[str] = []
    while (now := stat.read_text().rpartition(")")[2].split()[11:13]) != before:
        before = now
        time.sleep(2)


@pytest.mark.fault("D1", control=True)
def test_a_screen_that_does_not_notice_its_window_closing_is_caught() -> None:
    with terminal(*words("unwatched", TINY, "busy", "prompt")) as running:
        assert running.read_until(b"aaaa")
        running.close()
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(5, reading=False)


@pytest.mark.fault("D2", control=True)
def test_a_screen_that_trusts_its_loop_to_end_is_caught() -> None:
    with terminal(*words("trusting", TINY, "busy", "prompt")) as running:
        assert running.read_until(b"aaaa")
        until_it_stands_still(running.process.pid)
        os.kill(running.process.pid, signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(5, reading=False)


@pytest.mark.fault("D3", control=True)
async def test_a_screen_that_reckons_with_room_is_caught(tmp_path: Path) -> None:
    async with on_a_fake_hub(tmp_path, words("cramped")) as (screen, _):
        resize(screen, (1, 1))
        assert await screen.code(20) == 1


@pytest.mark.fault("D4", control=True)
def test_a_screen_on_a_dumb_terminal_is_caught(tmp_path: Path) -> None:
    env = clean_environment(tmp_path) | {"TERM": "dumb"}
    with terminal(*words("hopeful", TINY, "calm"), env=env) as running:
        assert running.read_until(b"\x1b")


@pytest.mark.fault("D8", control=True)
def test_a_wall_that_takes_a_pipe_for_a_terminal_is_caught(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text('name = "K"\nhashtags = ["StandUp4SW"]\n')
    ran = subprocess.run(
        [sys.executable, *words("hopeful", "wall", tmp_path)],
        env=clean_environment(tmp_path), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "This needs a terminal" not in ran.stdout + ran.stderr
    assert ran.returncode != 2


@pytest.mark.fault("D5", control=True)
async def test_a_screen_that_believes_in_all_letters_is_caught(tmp_path: Path) -> None:
    async with on_a_fake_hub(tmp_path, words("worldly"), **ASCII) as (screen, _):
        await screen.until("1 Live", "?" * 30)  # where the edge of a pane is


@pytest.mark.fault("D6", control=True)
async def test_a_screen_that_wants_its_colours_is_caught(tmp_path: Path) -> None:
    async with on_a_fake_hub(tmp_path, words("colourful"), NO_COLOR="1") as (screen, _):
        assert COLOUR.search(screen.terminal.seen)


@pytest.mark.fault("D7", control=True)
def test_a_screen_that_stops_without_leaving_is_caught() -> None:
    with terminal(*words("abrupt", test_driver.PAGES), size=test_driver.SIZE) as running:
        assert running.read_until(test_driver.ASKED)
        os.write(running.master, test_driver.ANSWER)
        test_driver.press(running, "a")
        os.kill(running.process.pid, signal.SIGTSTP)
        assert test_driver.until_state(running, "T")
        running.read(0.2)
        assert test_driver.LEFT not in running.seen


@pytest.mark.fault("D9", control=True)
async def test_a_screen_that_takes_everything_for_keys_is_caught(tmp_path: Path) -> None:
    async with on_a_fake_hub(tmp_path, words("gullible")) as (screen, hub):
        await screen.until("Welcome, asha", seconds=60)
        while not hub.commands:
            screen.press(b"A post about happy families and a wall\rhhhh\r")
            await asyncio.sleep(0.3)


@pytest.mark.fault("D9", control=True)
async def test_a_screen_that_hears_answers_as_keys_is_caught(tmp_path: Path) -> None:
    async with on_a_fake_hub(tmp_path, words("talkative")) as (screen, _):
        await screen.until("Welcome, asha", seconds=60)
        screen.press(ANSWERS["its kind"].encode())
        await screen.until("The post below.")  # the help: there is a question mark in it


@pytest.mark.fault("D10", control=True)
async def test_a_console_that_acts_on_what_slid_under_the_cursor_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Drawn, "overtaken", lambda *_: False)
    monkeypatch.setattr(console_kit, "monotonic", lambda: time.monotonic() * 6)  # waits less
    await caught(test_bursts.test_what_changed_after_the_keys_went_down_is_not_acted_on(tmp_path))
