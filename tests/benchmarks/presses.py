"""Keys pressed on real terminals, and the moments at which the screens show it."""

import json
import os
import random
import select
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter

from ui.ptys import Terminal

HERE = Path(__file__).parent
CURSOR_APP = HERE / "cursor_app.py"
BAR = "▌".encode()
"""Stands in front of what is chosen, in each of the programs: where it is drawn, a key shows."""

_QUIET = 0.03
"""Seconds without a byte after which a key has had all its effect; Textual rests half as long."""

_LONGEST = 20.0
_SYNC_ASKED, _SYNC = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Press:
    """What a key did; in seconds after it."""

    first: float = 0.0
    """The chunk that shows the choice."""
    last: float = 0.0
    size: int = 0


@dataclass
class Program:
    """A program on a terminal that answers as newer ones do."""

    name: str
    terminal: Terminal
    mark: bytes = BAR
    """What a key draws."""
    size: int = 0
    """Bytes it has sent."""
    presses: list[Press] = field(default_factory=list)

    def take(self) -> bytes:
        """Read what there is."""
        got = os.read(self.terminal.master, 1 << 16)
        self.size += len(got)
        if _SYNC_ASKED in got:
            os.write(self.terminal.master, _SYNC)
        return got

    def press(self, key: bytes) -> None:
        """Press a key and do not wait."""
        os.write(self.terminal.master, key)

    @property
    def processor(self) -> float:
        """Seconds of processor time so far."""
        return processor_of(self.terminal.process.pid)

    def first(self, quantile: int = 50) -> float:
        """Return milliseconds from key to paint."""
        return _quantile([press.first for press in self.presses], quantile) * 1000

    def last(self) -> float:
        """Return milliseconds from key to the last byte, at the median."""
        return statistics.median(press.last for press in self.presses) * 1000


def processor_of(pid: int) -> float:
    """Return the seconds of processor time that a process has used so far."""
    stat = Path(f"/proc/{pid}/stat").read_text()
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_of(pid: int) -> float:
    """Return the megabytes that a process has in memory."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def _quantile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


class Row:
    """Programs side by side, all of them read all the time."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs

    def read(self, seconds: float) -> Iterator[tuple[Program, bytes, float]]:
        """Read for so long, and yield what came from whom, and when."""
        until = perf_counter() + seconds
        masters = {program.terminal.master: program for program in self.programs}
        while (left := until - perf_counter()) > 0:
            for master in select.select(list(masters), [], [], left)[0]:
                yield masters[master], masters[master].take(), perf_counter()

    def rest(self, seconds: float) -> None:
        """Read for so long."""
        for _ in self.read(seconds):
            pass

    def drawn(self, program: Program, wanted: bytes, seconds: float = 20) -> float:
        """Wait until a program has drawn something; return how long that took."""
        began, seen = perf_counter(), b""
        for who, got, now in self.read(seconds):
            seen += got if who is program else b""
            if wanted in seen:
                return now - began
        raise AssertionError(f"{program.name} never drew {wanted!r}: {seen[-800:]!r}")

    def press(self, program: Program, key: bytes) -> Press:
        """Press a key and see what comes of it."""
        one, began = Press(), perf_counter()
        program.press(key)
        while True:
            for who, got, now in self.read(0.005):
                if who is program:
                    one.size += len(got)
                    one.last = now - began
                    if not one.first and program.mark in got:
                        one.first = now - began
            passed = perf_counter() - began
            if one.first and passed - one.last > _QUIET:
                return one
            assert passed < _LONGEST, f"{program.name} does not heed {key!r}"

    def compare(self, rounds: int, keys: Sequence[tuple[bytes, bytes]], run: int = 8) -> None:
        """Press keys in turns, some down and some up, at no rhythm of anybody's."""
        dice = random.Random(1)
        for program in self.programs:
            program.presses.clear()
        for number in range(rounds):
            for program, (down, up) in zip(self.programs, keys, strict=True):
                key = down if number // run % 2 == 0 else up
                program.presses.append(self.press(program, key))
                self.rest(dice.uniform(0, 0.05))


@contextmanager
def row(*programs: Program) -> Iterator[Row]:
    """Give programs side by side, and end them."""
    try:
        yield Row(programs)
    finally:
        for program in programs:
            program.terminal.process.kill()
            program.terminal.process.wait()
            program.terminal.close()


SIZE = (120, 40)


def program(name: str, *words: str | Path, env: dict[str, str] | None = None,
            mark: bytes = BAR, size: tuple[int, int] = SIZE) -> Program:  # fmt: skip
    """Start a program on a terminal of the size that all figures are for."""
    colours = {"COLORTERM": "truecolor", **(env or {})}
    started = Terminal(*map(str, words), env=colours, size=size, counted=False)
    return Program(name, started, mark)


@dataclass
class Hub:
    """A hub in a process of its own, into which posts are poured."""

    folder: Path
    process: "subprocess.Popen[bytes]"

    def tell(self, what: str, number: float) -> None:
        """Have posts poured: see `pouring`."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what} {number}\n".encode())
        self.process.stdin.flush()

    def console(self, name: str = "standup", size: tuple[int, int] = SIZE) -> Program:
        """Start the console on it, as a person does."""
        home = {"HOME": str(self.folder.parent), "XDG_CONFIG_HOME": str(self.folder.parent)}
        return program(name, "-P", "-m", "standup_tui", self.folder, env=home, size=size)


@contextmanager
def hub(home: Path, posts: int) -> Iterator[Hub]:
    """Give a running hub with so many posts."""
    folder = home / "campaign"
    folder.mkdir(mode=0o700)
    name = json.dumps("Stand up for social work")
    (folder / "campaign.toml").write_text(f'name = {name}\nhashtags = ["StandUp4SW"]\n')
    command = [sys.executable, str(HERE / "pouring.py"), str(folder), str(posts)]
    path = os.pathsep.join(map(str, (HERE.parent, os.environ.get("PYTHONPATH", ""))))
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield Hub(folder, process)
    finally:
        process.communicate(timeout=10)


def settled(beside: Row, one: Program, seconds: float = 60) -> None:
    """Wait until a console has taken everything in: it is quiet for a second."""
    until = monotonic() + seconds
    while monotonic() < until:
        before = one.size
        beside.rest(1.0)
        if one.size - before < 1_000:
            return
    raise AssertionError(f"{one.name} never came to rest")
