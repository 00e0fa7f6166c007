"""A console on a fake hub, with a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from msgspec.structs import replace
from textual.message import Message
from textual.pilot import Pilot

from standup_tui.model.command import Command, Decide
from standup_tui.model.entry import Decision, Entry
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.protocol.messages import About
from standup_tui.ui.console.app import ConsoleApp
from standup_tui.ui.console.desk.messages import Settled
from standup_tui.ui.looks.wished import Looks
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.post_feed import PostFeed
from ui.fake_hub import ABOUT, NOW, RAJ, FakeHub, serving
from ui.invented import entry, series


@dataclass
class HandClock:
    """Seconds that pass when a test says so."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Bench:
    """A running console and what a test wants to see of it."""

    app: ConsoleApp
    hub: FakeHub
    clock: HandClock
    seen: list[Message] = field(default_factory=list)
    pilot: Pilot[int] = field(init=False)

    @property
    def feed(self) -> PostFeed:
        return self.app.main.feed

    @property
    def cursor(self) -> str:
        """The number of the post under the cursor."""
        return (self.feed.cursor or "").removeprefix("x:")

    @property
    def said(self) -> str:
        return self.bar("say")

    def bar(self, name: str) -> str:
        return self.app.screen.query_one(f"#{name}", Bar).said

    def frame(self, feed: PostFeed | None = None) -> str:
        """What a pane shows, as text."""
        pane = feed or self.feed
        return "\n".join(pane.render_line(y).text for y in range(pane.size.height))

    def decisions(self) -> list[tuple[str, str]]:
        """What the hub was asked to do to which post."""
        return [(one.verb, one.post.removeprefix("x:")) for one in self.hub.commands
                if isinstance(one, Decide)]  # fmt: skip

    def settled(self) -> list[Command]:
        return [one.command for one in self.seen if isinstance(one, Settled)]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other and wait until the hub has answered them all."""
        await self.pilot.press(*keys)
        await self.until(lambda: not self.app.board.mine.pending)

    async def put(self, *entries: Entry) -> None:
        """Have posts arrive and wait until they are drawn."""
        self.clock.at += 1
        self.hub.put(entries)
        await self.until(
            lambda: all(
                (known := self.app.board.entries.get(entry.post.id)) is not None
                and known.seq == self.hub.entries[entry.post.id].seq
                for entry in entries
            )
        )
        await self.pilot.pause()

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for something to become true, a minute at most."""
        deadline = monotonic() + 60
        while not true():
            assert monotonic() < deadline, "it did not become true"
            await asyncio.sleep(0.003)


@asynccontextmanager
async def console(  # noqa: PLR0913  # what a console may differ in
    folder: Path,
    entries: Sequence[Entry] = (),
    size: tuple[int, int] = (120, 36),
    *,
    background: bool = False,
    about: About = ABOUT,
    looks: Looks | None = None,
) -> AsyncIterator[Bench]:
    """Run a console on a fake hub until the block ends."""
    clock = HandClock()
    async with serving(folder / "hub.sock", entries) as hub:
        hub.about = about
        app = ConsoleApp(folder, background=background, looks=looks, clock=clock)
        bench = Bench(app, hub, clock)
        async with app.run_test(size=size, message_hook=bench.seen.append) as pilot:
            bench.pilot = pilot
            await bench.until(lambda: len(app.board.entries) == len(entries))
            await bench.until(lambda: app.board.moderators)
            yield bench


def some(count: int = 8) -> list[Entry]:
    return series(count, NOW)


def by_raj(hub: FakeHub, number: int, verb: Verb, status: Status) -> Entry:
    """Return a post as raj just left it."""
    old = hub.entries[entry(number, NOW).post.id]
    last = Decision(hub.seq + 1, verb, RAJ, hub.now(), old.standing.status, status)
    return replace(old, standing=Standing(status, old.standing.revision + 1), last=last)
