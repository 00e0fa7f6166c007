"""Real walls whose hub, process or terminal stands still: what is on them, and for how long."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from counts import FULL
from halls import Seat, seat
from making import blank, op
from process.killing import Storm, campaign, quiet
from process.projected import Projection
from process.watched import Watcher
from standup_tui.model.command import Decide, Done
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.protocol.messages import BEAT
from standup_tui.simulator.server import Simulator
from timing import turns_until
from web.pages import address_in, serving

UNREAD = 30 if FULL else 5
POST = "First visit of the day."
HOLDING = "We will be back in a moment."
SOON = 20.0
ROOM = 0.5
"""Seconds that a busy machine may take on top of what is promised."""


@dataclass
class Foyer:
    """A hub in a process of its own, a wall on a terminal, a page, and somebody at a console."""

    x: Simulator
    hub: Storm
    wall: Projection
    page: Watcher
    asha: Seat

    def shows(self, text: str) -> bool:
        """Whether a text is on both of them."""
        return text in self.wall.seen and text in self.page.seen

    def has(self, text: str) -> bool:
        """Whether a text is on one of them."""
        return text in self.wall.seen or text in self.page.seen

    def is_dark(self) -> bool:
        """Whether a blank is all there is."""
        return self.wall.seen.split() == ["SIMULATED", "POSTS"] and '"blank"' in self.page.seen

    async def decide(self, verb: Verb, text: str) -> None:
        """Do something to a post."""

        def found() -> list[tuple[PostId, int]]:
            posts = self.asha.posts.values()
            return [(it.post.id, it.standing.revision) for it in posts if text in it.post.text]

        await self.asha.until(found)
        ((post, revision),) = found()
        assert isinstance(await self.asha.ask(Decide(op(), verb, post, revision)), Done)

    async def put_up(self, text: str) -> None:
        """Publish and approve a post, and wait until it can be seen."""
        self.x.publish(f"{text} #StandUp4SW")
        await self.decide(Verb.APPROVE, text)
        await turns_until(lambda: self.shows(text), SOON)


@asynccontextmanager
async def foyer(home: Path) -> AsyncIterator[Foyer]:
    """Give all of that, with a post on the walls."""
    folder = home / "day"
    folder.mkdir(mode=0o700)
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        hub = Storm(folder, x, 1)
        await hub.start("hub")
        words = ("-P", "-m", "standup_tui", "wall", str(folder), "--scene", "stream")
        wall = Projection("wall", *words, env={"XDG_CONFIG_HOME": "/nowhere"})
        try:
            async with (
                seat(folder) as asha,
                serving(folder, "--port", "0", "--scene", "stream") as (_, said),
            ):
                page = Watcher(address_in(said))
                looking = asyncio.create_task(page.run())
                here = Foyer(x, hub, wall, page, asha)
                await here.put_up(POST)
                yield here
                looking.cancel()
        finally:
            wall.end()
            await hub.end()


async def took(what: str, true: Callable[[], bool], most: float) -> None:
    """Wait until something is so, and say how long that took."""
    print(f"{what}: {await turns_until(true, most + ROOM):.2f} s, {most:g} s at most")


@pytest.mark.soak
async def test_a_silent_or_dead_hub_leaves_the_holding_slide_and_is_followed_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with foyer(tmp_path) as here:
        here.hub.signal("hub", signal.SIGSTOP)
        await took("hub silent, no post left", lambda: not here.has(POST), 2 * BEAT)
        await took("hub silent, holding slide", lambda: here.shows(HOLDING), BEAT)
        here.hub.signal("hub", signal.SIGCONT)
        await took("hub speaks again, post back", lambda: here.shows(POST), 2)
        await here.hub.kill("hub")
        await took("hub dead, no post left", lambda: not here.has(POST), 2 * BEAT)
        await took("hub dead, holding slide", lambda: here.shows(HOLDING), BEAT)
        await asyncio.sleep(3)  # as long as pauses between attempts get
        await here.hub.start("hub")
        await took("new hub, post back", lambda: here.shows(POST), 2)


@pytest.mark.soak
async def test_a_blank_outlives_a_silent_hub_a_dead_one_and_the_next(tmp_path: Path) -> None:
    async with foyer(tmp_path) as here:
        await here.asha.ask(blank())
        await took("blank", here.is_dark, 1)
        async with nothing_on(here):
            here.hub.signal("hub", signal.SIGSTOP)
            await asyncio.sleep(4)
            await here.hub.kill("hub")
            await asyncio.sleep(1)
            await here.hub.start("hub")
            await here.asha.until(lambda: len(here.asha.welcomes) == 2)
            await asyncio.sleep(3)
            assert here.is_dark()
        await here.asha.ask(blank(on=False))
        await took("brought back", lambda: here.shows(POST), 2)


@asynccontextmanager
async def nothing_on(here: Foyer) -> AsyncIterator[None]:
    """See that both walls are empty all the time while the block runs."""
    wrong: list[str] = []

    async def watch() -> None:
        while True:
            wrong.extend(one for one in (here.wall.seen, here.page.seen) if POST in one)
            await asyncio.sleep(0.02)

    watching = asyncio.create_task(watch())
    yield
    watching.cancel()
    assert wrong == []


@pytest.mark.soak
async def test_a_wall_that_stood_still_shows_no_rejected_post_when_it_goes_on(
    tmp_path: Path,
) -> None:
    async with foyer(tmp_path) as here:
        await here.put_up("Second visit.")
        os.kill(here.wall.terminal.process.pid, signal.SIGSTOP)
        await asyncio.sleep(0.2)
        await here.decide(Verb.HIDE, POST)
        await asyncio.sleep(5)
        assert POST in here.wall.seen  # nobody could take it from there
        os.kill(here.wall.terminal.process.pid, signal.SIGCONT)
        await took("wall goes on, post gone", lambda: POST not in here.wall.seen, 1)
        await turns_until(lambda: "Second visit." in here.wall.seen, SOON)
        assert POST not in here.wall.seen


@pytest.mark.soak
async def test_a_terminal_that_nobody_reads_shows_no_rejected_post_when_it_is_read_again(
    tmp_path: Path,
) -> None:
    async with foyer(tmp_path) as here:
        wall, before = here.wall, here.wall.bytes
        wall.stall()
        await redrawn(here, UNREAD)
        await here.decide(Verb.HIDE, POST)
        await turns_until(lambda: POST not in here.page.seen, SOON)
        await asyncio.sleep(3)
        wall.read()
        await took("read again, post gone", lambda: POST not in wall.seen, 1)
        await asyncio.sleep(1)  # what was drawn long ago may come first
        async with nothing_on(here):
            await here.put_up("Second visit.")
        print(f"read since: {wall.bytes - before:,} bytes")
        wall.stall()
        await redrawn(here, UNREAD)
        os.kill(wall.terminal.process.pid, signal.SIGTERM)
        await turns_until(lambda: wall.terminal.process.poll() is not None, SOON)
        assert wall.terminal.process.returncode == 143


async def redrawn(here: Foyer, seconds: int) -> None:
    """Have everything drawn anew, again and again."""
    for _ in range(seconds * 3):
        await here.asha.ask(blank())
        await asyncio.sleep(0.15)
        await here.asha.ask(blank(on=False))
        await asyncio.sleep(0.15)
