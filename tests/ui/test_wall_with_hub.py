"""The wall with the real hub and store, and on a real terminal: what the foyer gets to see."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pyte

from halls import hall, seat
from making import blank, decide
from standup_tui.model.command import Done
from standup_tui.model.lifecycle import Verb
from ui.ptys import Terminal, terminal
from ui.wall_hub import ABOUT, entry, hub_at

RUN = (
    "import sys, pathlib, standup_tui.ui.wall.app as a; sys.exit(a.run(pathlib.Path(sys.argv[1])))"
)


class Foyer:
    """What somebody in front of the projection sees."""

    def __init__(self, running: Terminal) -> None:
        self._running = running
        self._screen = pyte.Screen(120, 36)
        self._stream = pyte.ByteStream(self._screen)

    async def until(self, what: Callable[[str], bool], seconds: float) -> float:
        """Look until it looks like this and return how long it took."""
        start = monotonic()
        while not what(seen := self._look()):
            assert monotonic() - start < seconds, seen
            await asyncio.sleep(0.02)
        return monotonic() - start

    def _look(self) -> str:
        # Keyboard protocols are newer than this screen, which would write their last letter.
        got = self._running.read(0)
        for unknown in (b"\x1b[>25u", b"\x1b[<u"):
            got = got.replace(unknown, b"")
        self._stream.feed(got)
        return "\n".join(self._screen.display)


@asynccontextmanager
async def foyer(place: Path) -> AsyncIterator[Foyer]:
    """A wall in a process of its own."""
    with terminal("-c", RUN, str(place), size=(120, 36)) as running:
        yield Foyer(running)


async def test_what_a_moderator_decides_shows_within_a_second(tmp_path: Path) -> None:
    async with foyer(tmp_path) as projection:
        await projection.until(lambda seen: "Connecting" in seen, 5)
        async with hall(tmp_path) as here, seat(tmp_path) as asha:
            await here.add_some(1, 2)
            await projection.until(lambda seen: "appear here" in seen, 3)
            assert isinstance(await asha.ask(decide(Verb.APPROVE, 1)), Done)
            await projection.until(lambda seen: "A good day's work." in seen, 1)
            await asha.ask(blank())
            await projection.until(lambda seen: seen.split() == ["SIMULATED", "POSTS"], 1)
            await asha.ask(blank(on=False))
            await projection.until(lambda seen: "A good day's work." in seen, 1)
            assert isinstance(await asha.ask(decide(Verb.HIDE, 1, revision=2)), Done)
            await projection.until(lambda seen: "A good day's work." not in seen, 1)
        await projection.until(lambda seen: "back in a moment" in seen, 1)
        async with hall(tmp_path):
            await projection.until(lambda seen: "appear here" in seen, 2)


async def test_a_silent_hub_leaves_nothing_on_the_terminal(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, "A good day's work.")) as hub,
        foyer(tmp_path) as projection,
    ):
        await projection.until(lambda seen: "A good day's work." in seen, 5)
        hub.beating = False
        await projection.until(lambda seen: ABOUT.holding in seen, 3)
        await projection.until(lambda seen: "A good day's work." not in seen, 0.1)
