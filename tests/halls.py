"""A hub in this process, on a real socket and a real store, for tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from making import NOW, judged
from standup_tui.core.health import Vitals
from standup_tui.core.indexing import Indexing
from standup_tui.core.moderation import Moderation
from standup_tui.core.outbox import Sender
from standup_tui.hub.server import Hub, Job
from standup_tui.model.command import Command, Outcome
from standup_tui.model.entry import Entry
from standup_tui.model.wall import WallState
from standup_tui.ports.source import Publisher
from standup_tui.ports.store import ActRules, Judged
from standup_tui.protocol.client import Client, Lost
from standup_tui.protocol.messages import (
    About,
    Changed,
    Counts,
    Down,
    Found,
    Log,
    Opened,
    Pulse,
    Reading,
    Role,
    RulesReport,
    Welcome,
)
from standup_tui.store.store import SqliteStore

ABOUT = About(
    name="Stand up for social work",
    tags=("#StandUp4SW",),
    title="Stand up for social work",
    holding="We will be back in a moment.",
    zone="Europe/London",
    label="SIMULATED",
    account="WensumValeSW",
    reasons=("Identifies a person or a family",),
    actions=("Shared",),
    contact=("Who to call", "Safeguarding: 01632 960001"),
    retweets=True,
    folder="/campaign",
)


class Clock:
    """The real time, so that a heartbeat beats."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class StoppedClock:
    """A clock that moves when it is told to, or when somebody sleeps."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now
        self._seconds = 1000.0
        self.slept: list[float] = []
        self.sleeps = 1_000_000
        """How often somebody may sleep before time stands still for good."""
        self.still = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    def pass_(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._seconds += seconds

    async def sleep(self, seconds: float) -> None:
        if len(self.slept) >= self.sleeps:
            self.still.set()
            await asyncio.Event().wait()
        self.slept.append(seconds)
        self.pass_(seconds)
        await asyncio.sleep(0)


@dataclass
class Hall:
    """A running hub and what it is made of."""

    folder: Path
    store: SqliteStore
    hub: Hub
    running: asyncio.Task[str]

    async def add(self, posts: Sequence[Judged]) -> None:
        await self.store.add(posts, [], NOW)

    async def add_some(self, *numbers: int, **more: Any) -> None:
        await self.add([judged(number, **more) for number in numbers])


@asynccontextmanager
async def hall(  # noqa: PLR0913  # what a hub may be made of
    folder: Path,
    *,
    retweets: bool = True,
    publisher: Publisher | None = None,
    delay: float = 10.0,
    clock: Clock | None = None,
    group: str = "",
    public_group: str = "",
    ours: Mapping[str, str] | None = None,
) -> AsyncIterator[Hall]:
    """A hub on a folder, which sends where there is a publisher; stopped when the block ends.

    Args:
        folder: The campaign.
        retweets: Whether public acts are really sent.
        publisher: Where they go.
        delay: Seconds they wait in the outbox.
        clock: The time; else the real one.
        group: Whose members may attach, besides its owner; empty: nobody.
        public_group: Whose members may ask for public acts; empty: everybody.
        ours: The campaign's own accounts, and what each is to it.
    """
    clock = clock or Clock()
    rules = ActRules(delay=timedelta(seconds=delay), dry=not retweets)
    store = await SqliteStore.open(folder / "standup.db", rules)
    about = replace(ABOUT, retweets=retweets)
    moderation = Moderation(
        store,
        clock,
        publisher,
        account=about.account,
        actions=about.actions,
        reasons=about.reasons,
        ours=ours,
        public_group=public_group,
    )
    vitals = Vitals(clock)
    groups = {"group": group, "public_group": public_group}
    hub = Hub(folder, about, store, moderation, vitals=vitals, clock=clock, **groups)
    indexing = Indexing(store, clock)

    def committed() -> None:
        hub.committed()
        indexing.wake()

    store.on_commit(committed)
    await hub.listen()
    jobs: list[tuple[str, Job]] = [("index", indexing.run)]
    if publisher is not None:
        jobs.append(("outbox", Sender(store, publisher, clock).run))
    running = asyncio.create_task(hub.run(jobs))
    try:
        yield Hall(folder, store, hub, running)
    finally:
        hub.stop("the test ended")
        await running
        await store.close()


@dataclass
class Seat:
    """A terminal at a hub: remembers what it was told."""

    client: Client
    posts: dict[str, Entry] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    wall: WallState = field(default_factory=WallState)
    pulses: list[Pulse] = field(default_factory=list)
    welcomes: list[Welcome] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    reports: list[RulesReport] = field(default_factory=list)
    counts: list[Counts] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    told: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def attend(self) -> None:
        async for event in self.client.events():
            self._hear(event)
            async with self.told:
                self.told.notify_all()

    def _hear(self, event: Down | Lost) -> None:
        match event:
            case Welcome():
                self.welcomes.append(event)
                self.wall = event.wall
            case Pulse():
                self.pulses.append(event)
                self.wall = event.wall
            case Changed(changes):
                self.wall = changes.wall or self.wall
                self.removed |= set(changes.removed)
                for post in changes.removed:
                    self.posts.pop(post, None)
                for entry in changes.entries:
                    self.posts[entry.post.id] = entry
            case Lost():
                self.lost.append(event)
            case _:
                self._keep(event)

    def _keep(self, answer: Down) -> None:
        match answer:
            case Opened():
                self.opened.append(answer)
            case Reading():
                self.readings.append(answer)
            case RulesReport():
                self.reports.append(answer)
            case Counts():
                self.counts.append(answer)
            case Found():
                self.found.append(answer)
            case Log():
                self.logs.append(answer)
            case _:
                pass

    async def until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is so; fails the test if it is not in time."""
        async with asyncio.timeout(seconds), self.told:
            await self.told.wait_for(lambda: bool(true()))

    async def ask(self, command: Command) -> Outcome:
        async with asyncio.timeout(60):
            return await self.client.ask(command)


@asynccontextmanager
async def seat(place: Path, role: Role = Role.CONSOLE, name: str = "") -> AsyncIterator[Seat]:
    """A terminal, attached until the block ends."""
    one = Seat(Client(place, role, name))
    attending = asyncio.create_task(one.attend())
    try:
        await one.until(lambda: one.welcomes or one.lost)
        yield one
    finally:
        attending.cancel()
        with suppress(asyncio.CancelledError):
            await attending
