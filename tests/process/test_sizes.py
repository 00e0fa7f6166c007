"""Real screens at sizes nobody designed for, and while somebody drags the window's corner."""

import asyncio
import fcntl
import os
import random
import signal
import struct
import termios
from pathlib import Path
from time import monotonic

import pytest

from process.chair import chair, leave, posted
from process.hostile_posts import TEXTS, attacks, roster
from process.output import foreign
from process.theatre import ENTER, ESCAPE, Screen, Troupe, troupe, until

SIZES = [(20, 5), (59, 11), (80, 24), (120, 36), (200, 60)]
ODD = [(1, 1), (2, 1), (1, 40), (300, 2), (500, 200)]


def resize(screen: Screen, size: tuple[int, int]) -> None:
    columns, rows = size
    packed = struct.pack("HHHH", rows, columns, 0, 0)
    fcntl.ioctl(screen.terminal.master, termios.TIOCSWINSZ, packed)
    # No controlling terminal, so the kernel tells nobody.
    os.kill(screen.process, signal.SIGWINCH)


async def leave_both(console: Screen, wall: Screen) -> tuple[int, int]:
    code = await leave(console)
    wall.press(b"q")
    return code, await wall.code()


async def filled(here: Troupe) -> None:
    """Have some hostile posts and three ordinary ones on every screen."""
    posts = attacks(TEXTS, at_once=24)
    async with chair(here.folder, "chair") as by:
        for number in range(3):
            here.x.publish(
                f"Visit number {number} of the day. #StandUp4SW", author=here.x.roster[1]
            )
        for post in await posted(posts, here, by):
            await by.show(post)


async def drawn(screen: Screen) -> None:
    """Wait for a first frame; nothing more can be said of one by one cells."""
    await until(lambda: b"\x1b[1;1H" in screen.terminal.seen)


async def alive(screen: Screen, size: tuple[int, int], *words: str) -> None:
    """Give a screen this size and wait until it shows what it should."""
    screen.press()
    resize(screen, size)
    await screen.until(*words)


@pytest.mark.fault("D3")
@pytest.mark.soak
async def test_screens_start_at_any_size_and_quit_as_asked(tmp_path: Path) -> None:
    posts = attacks(TEXTS, at_once=24)
    async with troupe(tmp_path, roster=roster(posts)) as here:
        await filled(here)
        for size in [*SIZES, *ODD]:
            console, wall = here.console(size), here.wall(size)
            await drawn(console)
            await drawn(wall)
            if size in ODD:
                await alive(console, (120, 36), "1 Live")
            assert await leave_both(console, wall) == (0, 0), size


@pytest.mark.fault("D3")
@pytest.mark.soak
async def test_five_hundred_sizes_in_a_moment_break_no_screen(tmp_path: Path) -> None:
    dice = random.Random(2)
    posts = attacks(TEXTS, at_once=24)
    async with troupe(tmp_path, roster=roster(posts)) as here:
        console, wall = here.console(), here.wall()
        await console.until("Live")
        await wall.until("appear here")
        await filled(here)
        start = monotonic()
        for step in range(500):
            size = (dice.randint(1, 250), dice.randint(1, 80))
            resize(console, size)
            resize(wall, size)
            if step % 25 == 0:
                console.go_on(dice.choice([b"j", b"3", b"2", ENTER, b"?", b":"]), ESCAPE)
            await asyncio.sleep(max(0, start + step * 2.5 / 500 - monotonic()))
        for size in [*ODD, *SIZES]:
            resize(console, size)
            resize(wall, size)
            await asyncio.sleep(0.02)
        console.go_on(b"1")
        # Smallest first: a size that a screen already has would draw nothing.
        for size in SIZES:
            await alive(console, size, "Live" if size[0] > 20 else "SIMULATED")
            await alive(wall, size, "SIMULATED")
        console.go_on(b"q")
        await alive(console, (80, 24), "Quit?")
        console.press(b"y")
        wall.press(b"q")
        assert (await console.code(), await wall.code()) == (0, 0)
        assert foreign(console.terminal.seen) == foreign(wall.terminal.seen) == []
