"""Hostile posts in xterm, which answers more questions than other terminals: it is asked none."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from faults.table import Row
from process.chair import chair, decided, posted
from process.hostile_posts import TEXTS, attacks, roster
from process.output import words
from process.theatre import Troupe, troupe, until

XTERM, XVFB = shutil.which("xterm") or "", shutil.which("Xvfb") or ""
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not (XTERM and XVFB), reason="needs xterm and Xvfb (.ci/terminals)"),
]

TAPPED = Path(__file__).with_name("tapped.py")
CARELESS = Path(__file__).parents[1] / "process" / "careless.py"
WANTED = re.compile(rb"\x1b\[\?(?:2026|2048);[0-4]\$y|\x1b\[[IO]")
"""What a screen asks for, and that its window has the keys."""


@pytest.fixture
def display() -> Iterator[str]:
    """A screen that nobody sees."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [XVFB, "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()  # all of it, or its writing fails
    if not number:
        pytest.skip("Xvfb does not start here")
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(20)


@dataclass
class Window:
    """A program in an xterm of its own, and what it read and wrote."""

    folder: Path
    process: subprocess.Popen[bytes]
    seen: int = 0
    """Bytes of what was drawn that are of no interest any more."""

    @property
    def read(self) -> bytes:
        """Everything that came from the terminal."""
        return _bytes(self.folder / "read")

    async def until(self, wanted: str) -> None:
        """Wait until something was drawn, from now on or since the last time."""
        path = self.folder / "written"
        await until(lambda: wanted in words(_bytes(path)[self.seen :]), 60)
        self.seen = len(_bytes(path))

    def end(self) -> None:
        """Close the window."""
        self.process.terminate()
        self.process.wait(20)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def window(here: Troupe, display: str, name: str, *program: str | Path) -> Window:
    """Run Python with these words in a window."""
    folder = here.folder.parent / name
    folder.mkdir()
    process = subprocess.Popen(
        [XTERM, "-geometry", "120x60", "-xrm", "XTerm*allowWindowOps: true",
         "-xrm", "XTerm*allowTitleOps: true", "-e",
         sys.executable, str(TAPPED), str(folder), *map(str, program)],
        env={**here.env, "DISPLAY": display}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return Window(folder, process)


async def answered(
    home: Path, display: str, texts: list[str], program: tuple[str | Path, ...] = (), **hub: object
) -> tuple[list[bytes], set[str]]:
    """Show hostile posts on a console and a wall; return what xterm typed, and what was done."""
    posts = attacks(texts, at_once=3)
    async with (
        troupe(home, roster=roster(posts), **hub) as here,  # type: ignore[arg-type]  # as it takes
        chair(here.folder, "chair") as by,
    ):
        console = window(here, display, "console", *program, here.folder)
        wall = window(here, display, "projected", *program, "wall", here.folder)
        try:
            await console.until("1 Live")
            await wall.until("appear here")
            for post in posts:  # one by one, for the newest is on top and drawn
                (one,) = await posted([post], here, by)
                await console.until(post.mark)
                await by.show(one)
            await wall.until(posts[-1].mark)
            await asyncio.sleep(1)  # for an answer that the terminal types
            typed = [WANTED.sub(b"", one.read) for one in (console, wall)]
        finally:
            console.end()
            wall.end()
    return typed, decided(here.folder) - by.asked


@pytest.mark.fault("G2")
async def test_xterm_is_asked_nothing_and_types_nothing(
    tmp_path: Path, display: str, row: Row
) -> None:
    typed, unasked = await answered(tmp_path, display, TEXTS)
    assert typed == [b"", b""]
    assert unasked == set()
    row.measured(len(TEXTS), f"{len(TEXTS)} texts in xterm: not a byte typed")


@pytest.mark.fault("G2", control=True)
async def test_a_mutant_has_xterm_type(tmp_path: Path, display: str) -> None:
    asking = ["nice day\x1b[c", "who are you\x1b[>c", "where am I\x1b[6n"]
    careless = (CARELESS, "open")
    typed, _ = await answered(tmp_path, display, asking, careless, hub=(*careless, "hub"))
    assert b"\x1b[?" in typed[0]
