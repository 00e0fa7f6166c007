"""From `!` in a console to the last byte on every wall, terminal or page, also in a burst."""

import json
import os
import random
import select
import socket
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Protocol
from urllib.parse import urlsplit

import pyte
import pytest

from benchmarks.conftest import Figure
from benchmarks.presses import Hub, Program, hub, program

ROUNDS = 100
SIZES = ((120, 36), (200, 60))
BURST = 100
"""Posts that arrive in a second; a third of them from the roster, which walls show at once."""

_QUIET = 0.25
"""Seconds without a byte after which a wall has had all of a blank."""

_ASKED, _BLANK, _ON = b"The walls are blank.", b"WALLS BLANK", b"the walls are on"
"""What a console says: when it asks, and once it knows what the walls do."""

_DARK = "SIMULATED POSTS"
"""All that a blank wall says."""


class Seen(Protocol):
    """A wall as its bytes come in."""

    name: str
    dark: bool
    """Whether there is no post on it, nor anything else."""

    def fileno(self) -> int:
        """Return where its bytes come from."""
        ...

    def take(self) -> bool:
        """Take what there is; return whether anything of it can be seen."""
        ...

    def look(self) -> None:
        """See what it comes to."""
        ...


class Projected:
    """A wall on a terminal."""

    def __init__(self, one: Program, size: tuple[int, int]) -> None:
        self.name = f"terminal {size[0]}x{size[1]}"
        self.dark = False
        self._program = one
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._got = b""

    def fileno(self) -> int:
        return self._program.terminal.master

    def take(self) -> bool:
        got = self._program.take()
        for unknown in (b"\x1b[>25u", b"\x1b[?2026$p", b"\x1b[?2048$p"):
            got = got.replace(unknown, b"")
        self._got += got
        return True

    def look(self) -> None:
        if not self._got:
            return
        self._stream.feed(self._got)
        self._got = b""
        text = "".join(self._screen.display)
        self.dark = text.strip() == _DARK


class Paged:
    """A browser on the page: shows what a heartbeat vouched for."""

    def __init__(self, url: str) -> None:
        self.name = "page"
        self.dark = False
        place = urlsplit(url)
        self._socket = socket.create_connection((place.hostname, place.port))
        self._socket.sendall(f"GET /events HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
        self._rest = b""
        self._sights: dict[int, bool] = {}
        self._number = 0

    def fileno(self) -> int:
        return self._socket.fileno()

    def take(self) -> bool:
        *events, self._rest = (self._rest + self._socket.recv(1 << 20)).split(b"\n\n")
        before = self._number
        for event in events:
            name, _, data = event.partition(b"data: ")
            if name.endswith(b"event: sight\n"):
                told = json.loads(data)
                self._sights = {told["number"]: told["sight"]["phase"] == "blank"}
            elif name.endswith(b"event: beat\n"):
                self._number = json.loads(data)["number"]
        return self._number != before

    def look(self) -> None:
        self.dark = self._sights.get(self._number, self.dark)

    def close(self) -> None:
        self._socket.close()


class Foyer:
    """Several walls and the console that blanks them."""

    def __init__(self, console: Program, walls: Sequence[Seen]) -> None:
        self._console = console
        self.walls = walls
        self.last: dict[str, float] = {}
        """When something that can be seen came last."""
        self.said = b""
        """What the console drew since the last key."""

    def read(self, seconds: float) -> None:
        """Take in what comes, for so long."""
        by = {wall.fileno(): wall for wall in self.walls}
        until = perf_counter() + seconds
        while (left := until - perf_counter()) > 0:
            for ready in select.select([*by, self._console.terminal.master], [], [], left)[0]:
                if ready not in by:
                    self.said += self._console.take()
                elif by[ready].take():
                    self.last[by[ready].name] = perf_counter()

    def within(self, true: Callable[[], bool], seconds: float = 10) -> bool:
        """Take in what comes, look when it pauses, and tell whether something came true."""
        end = perf_counter() + seconds
        while not true():
            if perf_counter() > end:
                return False
            self.read(0.03)
            for wall in self.walls:
                wall.look()
        return True

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        assert self.within(true, 60), [(wall.name, wall.dark) for wall in self.walls]

    def blank(self) -> dict[str, float]:
        """Press the key, and return the seconds to each wall's last byte."""
        self.last.clear()
        self.said = b""
        began = perf_counter()
        self._console.press(b"!")
        self.until(lambda: all(wall.dark for wall in self.walls))
        self.until(lambda: perf_counter() - max(self.last.values()) > _QUIET)
        assert all(wall.dark for wall in self.walls)
        self.within(lambda: _BLANK in self.said)
        return {name: last - began for name, last in self.last.items()}

    def bring_back(self) -> None:
        """Bring all of them back; a console that is behind its walls is asked again."""
        while any(wall.dark for wall in self.walls):
            self.said = b""
            self._console.press(b"!")
            if not self.within(lambda: _ASKED in self.said):
                continue
            self._console.press(b"y")
            self.within(lambda: not any(wall.dark for wall in self.walls))
            self.within(lambda: _ON in self.said)


@contextmanager
def foyer(here: Hub, ends: ExitStack) -> Iterator[Foyer]:
    """Give two terminals and a browser on a campaign, and a console."""
    home = {"HOME": str(here.folder.parent), "XDG_CONFIG_HOME": str(here.folder.parent)}
    words = ("-P", "-m", "standup_tui", "wall", here.folder)
    terminals = [program("wall", *words, env=home, size=size) for size in SIZES]
    console = here.console()
    serving = subprocess.Popen(
        [sys.executable, *map(str, words), "--web", "--port", "0"],
        stdout=subprocess.PIPE,
        env={**os.environ, **home},
    )
    assert serving.stdout is not None
    page = Paged(serving.stdout.readline().decode().split(" at ")[1].split()[0])
    for one in (*terminals, console):
        ends.callback(one.terminal.close)
        ends.callback(one.terminal.process.wait)
        ends.callback(one.terminal.process.kill)
    for call in (serving.stdout.close, serving.wait, serving.kill, page.close):
        ends.callback(call)
    drawn = [Projected(one, size) for one, size in zip(terminals, SIZES, strict=True)]
    yield Foyer(console, [*drawn, page])


def quantile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] * 1000


@pytest.mark.bench
def test_from_the_key_that_blanks_to_the_last_byte_on_every_wall(
    tmp_path: Path, figures: list[Figure]
) -> None:
    dice = random.Random(2)
    with hub(tmp_path, 0) as here, ExitStack() as ends, foyer(here, ends) as walls:
        here.tell("all", 1)
        here.tell("put", 300)
        walls.until(lambda: len(walls.last) == len(walls.walls))
        walls.read(3)
        for rate, when in ((0, "at rest"), (BURST, f"with {BURST} posts/s")):
            here.tell("rate", rate)
            walls.read(3)
            took: list[dict[str, float]] = []
            for _ in range(ROUNDS):
                took.append(walls.blank())
                walls.bring_back()
                walls.read(dice.uniform(0, 0.5))
            for wall in walls.walls:
                values = [one[wall.name] for one in took]
                for percent in (50, 99):
                    name = f"{wall.name}, {when}, p{percent}"
                    value = quantile(values, percent)
                    figures.append(Figure("from ! to the last byte", name, value, "ms", 1000))
            every = quantile([max(one.values()) for one in took], 99)
            name = f"every wall, {when}, p99"
            figures.append(Figure("from ! to the last byte", name, every, "ms", 1000))
