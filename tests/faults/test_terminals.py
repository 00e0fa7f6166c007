"""Terminals as nobody should treat them: panes that go, sizes that change, floods of input."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from faults.table import Row
from halls import seat
from process.chair import decided
from process.theatre import ESCAPE, STANDUP, Screen, Troupe, troupe, until
from process.tmux import TMUX, Tmux
from standup_tui.model.entry import Entry
from ui.console_kit import some
from ui.fake_hub import FakeHub, serving
from ui.ptys import Terminal
from ui.test_replies import ANSWERS

pytestmark = pytest.mark.soak
in_tmux = pytest.mark.skipif(not TMUX, reason="needs tmux")

PASTED = 2**20
"""Characters of one pasted text."""
MOUSE = 4_000
"""Reports of a mouse that somebody moves, presses and turns at random."""


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path)
    yield server
    server("kill-server")


def gone(process: int) -> bool:
    """Tell whether a process that is not ours to wait for has ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


async def started(tmux: Tmux, here: Troupe, name: str) -> int:
    """Start a console in a window of tmux; return its process once it shows something."""
    tmux.run(here, name, *STANDUP, here.folder)
    await until(lambda: "1 Live" in tmux.screen(name), 60)
    return int(tmux("display-message", "-p", "-t", name, "#{pane_pid}"))


@in_tmux
@pytest.mark.fault("D1")
async def test_a_pane_that_is_killed_takes_its_console_along_and_nothing_else(
    tmp_path: Path, tmux: Tmux
) -> None:
    async with troupe(tmp_path) as here, seat(here.folder, name="chair") as at:
        here.x.publish("First visit of the day. #StandUp4SW")
        await at.until(lambda: len(at.posts) == 1)
        console = await started(tmux, here, "console")
        await started(tmux, here, "other")
        tmux("send-keys", "-t", "console", "j", "a")  # under way as its window goes
        tmux("kill-pane", "-t", "console")
        await until(lambda: gone(console), 20)
        here.x.publish("Second visit. #StandUp4SW")
        await at.until(lambda: len(at.posts) == 2)
        await until(lambda: "Second visit" in tmux.screen("other"))
        await at.until(lambda: len(at.pulses[-1].moderators) == 2)
        assert here.hub.returncode is None
    acts = len(decided(here.folder))
    assert acts <= 1


def edges(shown: str, size: tuple[int, int]) -> bool:
    """Tell whether a console reaches all edges of a terminal."""
    columns, rows = size
    lines = shown.split("\n")[:rows]
    drawn = [line for line in lines if line[:1] in "╭│╰┃┏┗" and line]
    tops = [line for line in drawn if line[0] in "╭┏"]
    return bool(tops) and max(map(len, tops)) == columns and len(lines) == rows


class Client:
    """Somebody who looks at a session of tmux through a terminal of a size of their own."""

    def __init__(self, tmux: Tmux, session: str, size: tuple[int, int]) -> None:
        given = [*tmux.command, "attach-session", "-t", session]
        code = f"import os; os.execvp({given[0]!r}, {given!r})"
        self.screen = Screen(Terminal("-c", code, env=tmux.environment, size=size, counted=False))

    def leave(self) -> None:
        """Close the window."""
        self.screen.end()


@in_tmux
@pytest.mark.fault("D7")
async def test_tmux_is_left_and_entered_at_other_sizes_by_two_at_a_time(
    tmp_path: Path, tmux: Tmux
) -> None:
    async with troupe(tmp_path) as here, seat(here.folder, name="chair") as at:
        await started(tmux, here, "console")
        tmux("set-option", "-g", "window-size", "smallest")
        tmux("set-option", "-g", "status", "off")

        async def fits(size: tuple[int, int]) -> None:
            tmux("send-keys", "-t", "console", "j")
            await until(lambda: edges(tmux.screen("console"), size), 40)

        for number, size in enumerate([(80, 24), (200, 60), (60, 12)], 1):
            one = Client(tmux, "console", size)
            await fits(size)
            other = Client(tmux, "console", (130, 40))  # the smaller one counts
            await fits((min(size[0], 130), min(size[1], 40)))
            one.leave()
            await fits((130, 40))
            other.leave()  # nobody looks
            here.x.publish(f"Visit {number}, seen by nobody. #StandUp4SW")
            await at.until(lambda many=number: len(at.posts) == many)  # type: ignore[misc]
        back = Client(tmux, "console", (120, 36))
        await fits((120, 36))
        tmux("send-keys", "-t", "console", "g")  # to the newest
        await until(lambda: "Visit 3" in tmux.screen("console"))
        await back.screen.until("Visit 3")
        back.leave()


@asynccontextmanager
async def console_on(
    folder: Path, entries: Sequence[Entry], command: Sequence[str] = STANDUP
) -> AsyncIterator[tuple[Screen, FakeHub]]:
    """Run the real console on a hub that only pretends."""
    async with serving(folder / "hub.sock", entries) as hub:
        env = {
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder),
            "COLORTERM": "truecolor",
            "BROWSER": str(browser_in(folder)),
        }
        words = (*command, "--hub", str(folder / "hub.sock"))
        screen = Screen(Terminal(*words, env=env, size=(120, 36), counted=False))
        try:
            await screen.until("Welcome, asha", "1 Live", seconds=60)
            yield screen, hub
        finally:
            screen.end()


def browser_in(folder: Path) -> Path:
    """Make a browser that only notes that it was opened."""
    browser = folder / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {folder}/opened\n")
    browser.chmod(0o755)
    return browser


async def sent(screen: Screen, data: bytes) -> None:
    """Have a terminal send much at once, as fast as the console takes it."""
    master = screen.terminal.master
    os.set_blocking(master, False)
    try:
        while data:
            with suppress(BlockingIOError):
                data = data[os.write(master, data[:1024]) :]
            await asyncio.sleep(0)  # what the console writes meanwhile is read
    finally:
        os.set_blocking(master, True)


async def goes_on(screen: Screen, hub: FakeHub) -> None:
    """Wait until keys do again what they should; nothing may have been done before."""
    screen.press(ESCAPE, ESCAPE, ESCAPE)  # whatever is open
    while "The post below." not in screen.drawn:  # a key too soon after a text belongs to it
        assert not screen.ended
        screen.go_on(b"?")
        await asyncio.sleep(0.3)
    assert hub.commands == []


@pytest.mark.fault("D9")
@pytest.mark.parametrize("searching", [True, False])
async def test_a_megabyte_pasted_is_no_key_and_the_console_goes_on(
    tmp_path: Path, row: Row, *, searching: bool
) -> None:
    text = b"A post about happy families and a wall, hhh. " * (PASTED // 45)
    async with console_on(tmp_path, some()) as (screen, hub):
        if searching:
            screen.press(b"/")
            await screen.until("Search")
        await sent(screen, b"\x1b[200~" + text + b"\x1b[201~")
        if not searching:
            await screen.until("Pasted text", seconds=60)
        await goes_on(screen, hub)
    row.measured(1, f"{len(text):,} characters {'in a search' if searching else 'in a pane'}")


@pytest.mark.fault("D9")
async def test_a_mouse_gone_wild_and_answers_that_nobody_asked_for_do_nothing(
    tmp_path: Path, row: Row
) -> None:
    dice = random.Random(9)
    reports = [
        b"\x1b[<%d;%d;%d%c"
        % (dice.choice([0, 1, 2, 3, 32, 35, 64, 65, 66, 128]), dice.randint(0, 300),
           dice.randint(0, 100), dice.choice(b"Mm"))
        for _ in range(MOUSE)
    ]  # fmt: skip
    answers = [answer.encode() for answer in ANSWERS.values()]
    async with console_on(tmp_path, some()) as (screen, hub):
        await sent(screen, b"".join(reports))
        for one in answers * 20:
            await sent(screen, one)
        assert not (tmp_path / "opened").exists()
        await goes_on(screen, hub)
    row.measured(MOUSE + len(answers) * 20, "seed 9: reports of a mouse, answers of terminals")
