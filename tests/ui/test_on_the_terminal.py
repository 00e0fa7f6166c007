"""What stands on a real terminal after many small drawings is what one full drawing draws."""

import asyncio
import fcntl
import os
import signal
import struct
import termios
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pyte
import pytest

from process.theatre import ESCAPE, STANDUP, Screen, until
from standup_tui.model.lifecycle import Status, Verb
from ui.console_kit import by_raj
from ui.fake_hub import NOW, FakeHub, serving
from ui.invented import entry
from ui.ptys import Terminal

LONG_AGO = NOW - timedelta(days=3)
"""Ages that stay as they are for as long as a test takes."""
UNKNOWN = (b"\x1b[>25u", b"\x1b[<u", b"\x1b[?2026$p", b"\x1b[?2048$p")
ENTERED = b"\x1b[?1049h"
Cell = tuple[str, str, str, bool, bool]


class Glass:
    """A terminal as somebody sees it."""

    def __init__(self, screen: Screen, size: tuple[int, int]) -> None:
        self.screen = screen
        self._fed = 0
        self._cells = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._cells)

    def look(self) -> str:
        """Take in what was drawn, and return its words."""
        seen = self.screen.terminal.seen
        new, self._fed = seen[self._fed :], len(seen)
        for unknown in UNKNOWN:
            new = new.replace(unknown, b"")
        self._stream.feed(new)
        return "\n".join(self._cells.display)

    async def panes(self) -> list[list[Cell]]:
        """Return the cells between the lines above and below, where seconds are counted.

        Once all keys are taken, and without a message over them, which goes by itself.
        """
        while True:
            await self.settle()
            if "┃" not in self.look():
                break
            await self.press(ESCAPE)
        width, rows = self._cells.columns, self._cells.buffer
        cells = [[rows[y][x] for x in range(width)] for y in range(1, self._cells.lines - 4)]
        return [[(it.data, it.fg, it.bg, it.bold, it.reverse) for it in row] for row in cells]

    async def until(self, wanted: str) -> None:
        await until(lambda: wanted in self.look())

    async def press(self, *keys: bytes) -> None:
        """Press keys as hands do: what comes at once is pasted text, and does nothing."""
        for key in keys:
            self.screen.go_on(key)
            await asyncio.sleep(0.03)

    async def insist(self, key: bytes, wanted: str) -> None:
        """Press a key until it has its effect: one that joined with another had none."""
        for _ in range(20):
            self.screen.go_on(key)
            with suppress(AssertionError):
                await until(lambda: wanted in self.look(), 2)
                return
        raise AssertionError(f"{wanted} never came: {self.look()}")

    async def open_and_close(self, key: bytes, shown: str) -> None:
        """Open what stands over the panes, and close it."""
        await self.insist(key, shown)
        self.screen.go_on(ESCAPE)
        await until(lambda: shown not in self.look())

    async def settle(self) -> None:
        """Have every key taken that was pressed: they are heard one after the other.

        Nothing may come over the panes for that: it would have all of them drawn.
        """
        await self.insist(b"R", "Asked the hub")
        await self.insist(b"u", "nothing to undo")

    async def resize(self, size: tuple[int, int]) -> None:
        """Change the size, and wait until the panes reach both edges again."""
        columns, rows = size
        packed = struct.pack("HHHH", rows, columns, 0, 0)
        self._cells.resize(rows, columns)
        fcntl.ioctl(self.screen.terminal.master, termios.TIOCSWINSZ, packed)
        os.kill(self.screen.process, signal.SIGWINCH)
        await until(lambda: self._fills(columns))

    def _fills(self, columns: int) -> bool:
        upper = self.look().splitlines()[1]
        return upper[:1] == "╭" and upper[columns - 1 :] == "╮"


def apart(some: list[list[Cell]], others: list[list[Cell]]) -> list[tuple[int, Cell, Cell]]:
    """Return the rows and cells in which two panes differ."""
    pairs = (zip(one, other, strict=True) for one, other in zip(some, others, strict=True))
    return [
        (row, *pair) for row, cells in enumerate(pairs) for pair in cells if pair[0] != pair[1]
    ]


async def drawn_anew(glass: Glass) -> None:
    """Have everything drawn once more."""
    screen = glass.screen
    before = screen.terminal.seen.count(ENTERED)
    os.kill(screen.process, signal.SIGTSTP)
    stat = Path(f"/proc/{screen.process}/stat")
    await until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T")
    glass.look()
    glass._cells.reset()
    os.kill(screen.process, signal.SIGCONT)
    await until(lambda: screen.terminal.seen.count(ENTERED) > before)
    await glass.until("1 Live")


async def work(glass: Glass, hub: FakeHub) -> None:
    """Do a little of everything that draws only a part of the screen."""
    await glass.press(*[b"j"] * 9, b"k", b"k", b"v", b"j", b"v")
    for number in range(60, 75):
        hub.put([entry(number, LONG_AGO + timedelta(seconds=number))])
        await glass.press(b"j" if number % 2 else b"k")
    hub.put([by_raj(hub, 50, Verb.HIDE, Status.HIDDEN)])
    hub.put([by_raj(hub, 40, Verb.PIN, Status.SHOWN)])
    await glass.press(b"2", b"3", b"1")
    await glass.open_and_close(b"?", "Esc back")
    await glass.open_and_close(b":", "What do you want to do?")
    await glass.press(b"G", b"k", b"k")
    hub.put([entry(80, LONG_AGO + timedelta(seconds=80), "The last of them.")])
    await glass.insist(b"g", "The last of them.")
    await glass.press(b"j", b"j")
    await glass.settle()


@pytest.mark.soak
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}], ids=["colours", "NO_COLOR"])
async def test_many_small_drawings_come_to_one_large_one(
    tmp_path: Path, env: dict[str, str]
) -> None:
    entries = [entry(number, LONG_AGO + timedelta(seconds=number)) for number in range(60)]
    path = tmp_path / "hub.sock"
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "COLORTERM": "truecolor"}
    async with serving(path, entries) as hub:
        words = (*STANDUP, "--hub", str(path))
        screen = Screen(Terminal(*words, env={**home, **env}, size=(120, 36), counted=False))
        try:
            glass = Glass(screen, (120, 36))
            await glass.until("1 Live · 60")
            await work(glass, hub)
            for size in ((80, 24), (130, 40), (120, 36)):
                await glass.resize(size)
                await glass.press(b"j", b"j", b"k")
                little_by_little = await glass.panes()
                await drawn_anew(glass)
                at_once = await glass.panes()
                assert apart(little_by_little, at_once) == [], size
        finally:
            screen.end()
