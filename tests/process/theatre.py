"""The whole chain as a person has it: simulator, hub process, and screens on real terminals."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from time import monotonic

from process.killing import environment, quiet
from process.output import words
from standup_tui.simulator.model import Account
from standup_tui.simulator.server import Simulator
from ui.ptys import Terminal

STANDUP = ("-P", "-m", "standup_tui")
ENTER, PAGE_DOWN = b"\r", b"\x1b[6~"
ESCAPE = b"\x1b[27u"
"""As newer terminals send it: a bare one would join with the next key."""


@dataclass
class Troupe:
    """A simulator, a hub on it, and how to start screens there."""

    folder: Path
    x: Simulator
    hub: asyncio.subprocess.Process
    env: dict[str, str]
    _screens: list["Screen"] = field(default_factory=list)

    def screen(
        self,
        *words: str | Path,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] | None = None,
    ) -> "Screen":
        """Run Python with these words on a terminal; ended with the troupe."""
        merged = {**self.env, **(env or {})}
        screen = Screen(Terminal(*map(str, words), env=merged, size=size, counted=False))
        self._screens.append(screen)
        return screen

    def console(
        self, size: tuple[int, int] = (120, 36), env: Mapping[str, str] | None = None
    ) -> "Screen":
        """Run the real console."""
        return self.screen(*STANDUP, self.folder, size=size, env=env)

    def wall(
        self, size: tuple[int, int] = (120, 36), env: Mapping[str, str] | None = None
    ) -> "Screen":
        """Run the real wall."""
        return self.screen(*STANDUP, "wall", self.folder, size=size, env=env)

    async def end(self) -> None:
        """Leave no process behind."""
        for screen in self._screens:
            screen.end()
        if self.hub.returncode is None:
            self.hub.terminate()
        await asyncio.wait_for(self.hub.wait(), 15)


class Screen:
    """A program on a terminal that somebody reads all the time."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.mark = 0
        """Where to begin to look for what was drawn; moved by every key."""
        self._loop = asyncio.get_running_loop()
        self.read()

    @property
    def process(self) -> int:
        """The program's process id."""
        return self.terminal.process.pid

    @property
    def drawn(self) -> str:
        """The words drawn since the last key."""
        return words(self.terminal.seen[self.mark :])

    def read(self) -> None:
        """Read from now on."""
        self._loop.add_reader(self.terminal.master, self._read)

    def stall(self) -> None:
        """Read no more."""
        self._loop.remove_reader(self.terminal.master)

    def _read(self) -> None:
        if not self.terminal.read(0):  # nobody is on the other side any more
            self.stall()

    def press(self, *keys: bytes) -> None:
        """Press keys and look for what they do."""
        self.mark = len(self.terminal.seen)
        self.go_on(*keys)

    def go_on(self, *keys: bytes) -> None:
        """Press keys and keep in sight what was drawn before."""
        for key in keys:
            os.write(self.terminal.master, key)

    async def until(self, *wanted: str, seconds: float = 20) -> str:
        """Wait until all of this has been drawn since the last key."""
        start = monotonic()
        while any(one not in (drawn := self.drawn) for one in wanted):
            late = monotonic() - start > seconds
            assert not late, f"{wanted} never came: {drawn[-2000:]}"
            assert not self.ended, f"it ended before {wanted} came: {drawn[-2000:]}"
            await asyncio.sleep(0.02)
        return self.drawn

    @property
    def ended(self) -> bool:
        """Whether the program is over."""
        return self.terminal.process.poll() is not None

    async def code(self, seconds: float = 10) -> int:
        """Wait for the program's end and return its exit code."""
        await until(lambda: self.ended, seconds)
        if self.terminal.master >= 0:
            self.stall()
            self.terminal.read(0)
        return self.terminal.process.wait(0)

    def close(self) -> None:
        """Close the terminal's window."""
        self.stall()
        self.terminal.close()

    def end(self) -> None:
        """End the program if it still runs."""
        if self.terminal.master >= 0:
            self.stall()
        if not self.ended:
            self.terminal.process.kill()
        self.terminal.process.wait()
        self.terminal.close()


async def until(true: Callable[[], object], seconds: float = 20) -> float:
    """Wait for something to become true; return how long it took."""
    start = monotonic()
    while not true():
        assert monotonic() - start < seconds, "it did not come true"
        await asyncio.sleep(0.02)
    return monotonic() - start


@asynccontextmanager
async def troupe(
    home: Path,
    *,
    roster: Iterable[Account] = (),
    name: str = "Stand up",
    hub: Sequence[str | Path] = (*STANDUP, "hub"),
    ready: tuple[str, ...] = ("--ready-fd",),
) -> AsyncIterator[Troupe]:
    """Give a hub on a simulator that posts only what it is told to.

    Args:
        home: Of the person at the screens; the campaign is a folder in it.
        roster: Whose posts are shown without approval.
        name: The campaign's; stands wherever its settings reach a screen.
        hub: What to run as the hub, with the folder and a descriptor to report to.
        ready: What stands before that descriptor.
    """
    folder = home / "campaign"
    folder.mkdir(mode=0o700)
    async with Simulator(quiet()) as x:
        _write_campaign(folder, x.base_url, roster, name)
        env = {
            **environment(x),
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_RUNTIME_DIR": str(home),
            "COLORTERM": "truecolor",
        }
        running = Troupe(folder, x, await _hub(folder, env, [*map(str, hub)], ready), env)
        try:
            yield running
        finally:
            await running.end()


def _write_campaign(folder: Path, base_url: str, roster: Iterable[Account], name: str) -> None:
    quoted = dumps(name)  # escapes of JSON are escapes of TOML
    members = "".join(
        f'[[roster]]\nid = "{one.id}"\nhandle = "member"\nname = {quoted}\n' for one in roster
    )
    (folder / "campaign.toml").write_text(
        f'name = {quoted}\nhashtags = ["StandUp4SW"]\naccount = "WensumValeSW"\n'
        f"reasons = [{quoted}]\n[contact]\ntitle = {quoted}\nlines = [{quoted}]\n"
        f"[wall]\ntitle = {quoted}\nholding = {quoted}\n"
        "[wall.scenes]\nspotlight = 0\ntally = 0\n"  # what is looked for has no turn to wait for
        f'[source]\nbase_url = "{base_url}"\nlabel = "SIMULATED"\n'
        f"[retweet]\nenabled = true\n{members}"
    )


async def _hub(
    folder: Path, env: dict[str, str], command: list[str], ready: tuple[str, ...]
) -> asyncio.subprocess.Process:
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, str(folder), *ready, str(writing), pass_fds=(writing,), env=env
    )
    os.close(writing)
    said = await asyncio.to_thread(os.read, reading, 500)
    os.close(reading)
    assert said == b"ready\n", said.decode()
    return process
