"""The driver that writes at once: frames stay whole whatever the terminal or the shell does."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pyte
import pytest

from ui.ptys import Terminal, terminal

PAGES = Path(__file__).with_name("pages_app.py")
SIZE = (120, 40)
LAST_FRAME = 2 * SIZE[0] * SIZE[1]
"""Bytes at the end of what was seen in which the last frame is."""
ASKED, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"
ENTERED, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"


@contextmanager
def pages(size: tuple[int, int] = SIZE) -> Iterator[Terminal]:
    """Run the app on a terminal that shows frames as a whole, and wait for its first one."""
    with terminal(str(PAGES), size=size) as running:
        assert running.read_until(ASKED)
        os.write(running.master, ANSWER)
        assert shows(running, "."), running.seen[-500:]
        press(running, "a")
        yield running


def press(running: Terminal, letter: str) -> None:
    """Press a key and wait until the screen is full of it."""
    os.write(running.master, letter.encode())
    assert shows(running, letter), running.seen[-500:]


def shows(running: Terminal, letter: str, seconds: float = 60) -> bool:
    """Whether the screen gets full of a letter."""
    until = monotonic() + seconds
    row = letter.encode() * SIZE[0]
    # Only what has a row of it is worth to be drawn; drawing takes longer than all else here.
    while row not in running.seen[-LAST_FRAME:] or screen(running) != {letter}:
        if monotonic() > until:
            return False
        running.read(0.05)
    return True


def screen(running: Terminal) -> set[str]:
    """Return the letters on the screen as a terminal would show it now."""
    drawn = pyte.Screen(*SIZE)
    pyte.ByteStream(drawn).feed(since_entered(running.seen))
    return set("".join(drawn.display))


def since_entered(seen: bytes) -> bytes:
    """Return what was drawn since the screen was last entered, as pyte understands it."""
    drawn = seen[max(0, seen.rfind(ENTERED)) :]
    for unknown in (b"\x1b[>25u", b"\x1b[<u", ASKED, b"\x1b[?2048$p"):
        drawn = drawn.replace(unknown, b"")
    return drawn


def fill(running: Terminal, keys: bytes) -> None:
    """Press so many keys without reading that the terminal is full in the middle of a frame."""
    for key in keys:
        os.write(running.master, bytes([key]))
        sleep(0.02)


@pytest.mark.fault("D2")
def test_a_terminal_that_reads_again_gets_every_frame_whole_and_in_order() -> None:
    with pages() as running:
        before = len(running.seen)
        keys = (b"bcdefghijklmnoprstuvwxyz" * 3)[:60]
        fill(running, keys)
        assert shows(running, chr(keys[-1]))
        press(running, "A")  # and after that it writes at once again
        frames = running.seen[before:].split(BEGIN)[1:]
        assert all(frame.count(END) == 1 and frame.endswith(END) for frame in frames)
        letters = [frame.count(key) >= SIZE[0] for frame, key in zip(frames, keys, strict=False)]
        assert any(letters)


@pytest.mark.fault("D2")
def test_a_terminal_that_stays_full_is_left_in_time_and_restored() -> None:
    with pages() as running:
        fill(running, b"bcdefghijklmnoprstuvwxyz" * 4)
        os.kill(running.process.pid, signal.SIGTERM)
        assert running.wait(10, reading=False) == 143
        assert running.seen.rfind(LEFT) > running.seen.rfind(ENTERED)
        assert running.seen.rfind(b"\x1b[?25h") > running.seen.rfind(b"\x1b[?25l")


@pytest.mark.fault("D1")
def test_a_terminal_that_closes_before_the_first_frame_ends_it_too() -> None:
    with terminal(str(PAGES), size=SIZE) as running:
        running.close()  # long before Python has read the program
        assert running.wait(20, reading=False) == 129


@pytest.mark.fault("D7")
def test_a_screen_that_is_stopped_leaves_the_terminal_and_draws_again_when_it_goes_on() -> None:
    with pages() as running:
        shown = "a"
        for letter in "bc":
            os.kill(running.process.pid, signal.SIGTSTP)
            assert until_state(running, "T")
            running.read(0.2)
            assert running.seen.rfind(LEFT) > running.seen.rfind(ENTERED)
            assert running.seen.rfind(b"\x1b[?25h") > running.seen.rfind(b"\x1b[?25l")
            os.kill(running.process.pid, signal.SIGCONT)
            assert shows(running, shown)
            press(running, shown := letter)
        os.write(running.master, b"q")
        assert running.wait(10) == 0


@pytest.mark.fault("D7")
def test_a_screen_stops_between_frames_however_busy_it_is() -> None:
    with pages() as running:
        for _ in range(10):
            os.write(running.master, b"bcdefghijklm")
            os.kill(running.process.pid, signal.SIGTSTP)
            assert until_state(running, "T")
            running.read(0.1)
            drawn, left, after = running.seen.rpartition(LEFT)
            assert left
            assert drawn.count(BEGIN) == drawn.count(END)
            assert BEGIN not in after
            os.kill(running.process.pid, signal.SIGCONT)
            assert read_past(running, len(running.seen), ENTERED)
        press(running, "z")


def test_a_signal_to_go_on_does_nothing_to_a_screen_that_was_not_stopped() -> None:
    with pages() as running:
        before, tasks = len(running.seen), threads(running)
        for _ in range(3):
            os.kill(running.process.pid, signal.SIGCONT)
        press(running, "b")
        assert ENTERED not in running.seen[before:]
        assert threads(running) == tasks


def test_a_screen_that_was_frozen_from_outside_goes_on_as_it_was() -> None:
    with pages() as running:
        before = len(running.seen)
        os.kill(running.process.pid, signal.SIGSTOP)
        assert until_state(running, "T")
        os.kill(running.process.pid, signal.SIGCONT)
        press(running, "b")
        assert ENTERED not in running.seen[before:]


def until_state(running: Terminal, state: str, seconds: float = 10) -> bool:
    """Whether the process gets into a state that the kernel calls so, while somebody reads."""
    until = monotonic() + seconds
    stat = Path(f"/proc/{running.process.pid}/stat")
    while (now := stat.read_text().rpartition(")")[2].split()[0]) != state:
        if monotonic() > until:
            return False
        running.read(0.02)
    return now == state


def read_past(running: Terminal, start: int, wanted: bytes, seconds: float = 10) -> bool:
    """Read until something comes after a place in what was seen."""
    until = monotonic() + seconds
    while wanted not in running.seen[start:] and monotonic() < until:
        running.read(0.05)
    return wanted in running.seen[start:]


def threads(running: Terminal) -> set[str]:
    """Return the threads of the process."""
    return {task.name for task in Path(f"/proc/{running.process.pid}/task").iterdir()}
