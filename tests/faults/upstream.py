"""A hub in this process that reads a simulated X over HTTP, and a console that watches it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from faults.gears import GearedClock
from halls import Seat, seat
from standup_tui import wiring
from standup_tui.core.reading import Reading
from standup_tui.hub.server import Hub
from standup_tui.model.command import Decide, Done, OpId
from standup_tui.model.coverage import Gap, Repair
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Till
from standup_tui.protocol.messages import AskReading
from standup_tui.settings.campaign import Campaign, Source
from standup_tui.simulator.server import Options, Simulator
from standup_tui.store.check import check

TAG = "#StandUp4SW"
USAGE = "/2/usage/tweets"
STREAM = "/2/tweets/search/stream"
GONE = 499
"""What the simulator notes where whoever asked has gone."""
RECENT = "/2/tweets/search/recent"
PATIENCE = 40.0
"""Seconds for what should take one or two: machines are busy."""
QUIET = 20.0
"""Seconds of silence after which the stream is stale. Real ones for the adapter, which has the
system's time-outs; by the hub's clock for the status line."""
SIGN_OF_LIFE = 0.5
"""Real seconds between two of them at most."""
SETTLED = 1.0
"""Seconds until the second search after a connection; the simulated search lags by nothing."""


@dataclass
class Upstream:
    """What a test holds."""

    x: Simulator
    hub: Hub
    asha: Seat
    """A console."""
    clock: Clock

    @property
    def health(self) -> Health:
        """What the console was told last."""
        return self.asha.pulses[-1].health if self.asha.pulses else Health()

    @property
    def stored(self) -> set[str]:
        """The ids of the posts that the console has been sent."""
        return {post.removeprefix("x:") for post in self.asha.posts}

    @property
    def connects(self) -> int:
        """How often the stream has been asked for."""
        return len(asked(self.x, STREAM))

    def publish(self, count: int = 1) -> list[str]:
        """Publish some posts, and return their ids."""
        return [self.x.publish(f"Visit {number} is done. {TAG}") for number in range(count)]

    async def live(self) -> None:
        """Wait until the console says so."""
        await eventually(lambda: self.health.liveness is Liveness.LIVE)

    async def have(self, *posts: str) -> None:
        """Wait until the console has these posts."""
        await eventually(lambda: set(posts) <= self.stored)

    async def gaps(self) -> tuple[Gap, ...]:
        """Return the gaps as a console is told of them, the newest first."""
        before = len(self.asha.readings)
        self.asha.client.send(AskReading())
        await eventually(lambda: len(self.asha.readings) > before)
        return self.asha.readings[-1].coverage.gaps

    async def mended(self) -> tuple[Gap, ...]:
        """Wait until a gap is on record and none is open, and return them.

        Asks for it, for a pulse may be older than the gap.
        """
        async with asyncio.timeout(PATIENCE):
            while True:
                found = await self.gaps()
                if found and all(it.repair is not Repair.OPEN for it in found):
                    return found
                await asyncio.sleep(0.1)

    async def approve(self, post: str) -> None:
        """Have a post shown."""
        entry = self.asha.posts[f"x:{post}"]
        op = OpId(f"approve-{post}")
        async with asyncio.timeout(PATIENCE):
            outcome = await self.asha.client.ask(
                Decide(op, Verb.APPROVE, entry.post.id, entry.standing.revision)
            )
        assert isinstance(outcome, Done), outcome


async def eventually(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is so; fails the test if it is not in time."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  # the ledger of the simulator tells nobody
            await asyncio.sleep(0.02)


@asynccontextmanager
async def hub_on(  # noqa: PLR0913  # a hub has these parts
    folder: Path,
    x: Simulator,
    clock: Clock,
    *,
    quiet: float = QUIET,
    settled: float = SETTLED,
    source: dict[str, Any] | None = None,
    **changed: Any,
) -> AsyncIterator[Upstream]:
    """Yield a running hub of a folder and a console at it.

    Args:
        folder: The campaign; what a hub before left there is found.
        x: Where it reads.
        clock: Of hub and simulator.
        quiet: Seconds outside after which the stream is stale.
        settled: As for `Reading`, by the clock.
        source: Settings of the source.
        changed: Settings of the campaign.
    """
    there: dict[str, Any] = {"base_url": x.base_url, "proxy": x.credentials.proxy}
    there |= {"label": "SIMULATED"}
    said: dict[str, Any] = {"name": "Faults", "hashtags": (TAG,)}
    campaign = Campaign(source=Source(**(there | (source or {}))), **(said | changed))
    with patch.object(wiring, "Reading", partial(Reading, settled=settled)):
        opening = wiring.assembled(
            folder, campaign, partial(connected, campaign, tokens(x), quiet, clock), "", clock
        )
        async with opening as (hub, jobs):
            running = asyncio.create_task(hub.run(jobs))
            try:
                async with seat(folder, name="Asha") as asha:
                    yield Upstream(x, hub, asha, clock)
            finally:
                hub.stop("the test ended")
                await running


def connected(
    campaign: Campaign, theirs: Credentials, quiet: float, clock: Clock, till: Till
) -> X:
    """Make the network as the hub does."""
    return X(campaign, theirs, quiet=quiet, till=till, clock=clock)


@asynccontextmanager
async def upstream(
    folder: Path, *faults: str, pace: float = 1.0, quiet: float = QUIET, **more: Any
) -> AsyncIterator[Upstream]:
    """Yield a simulator with these faults and a hub that reads it.

    Args:
        folder: The campaign.
        faults: On from the beginning.
        pace: Seconds of hub and simulator in one second outside.
        quiet: Seconds outside after which the stream is stale; there is a sign of life at
            least in each quarter of it.
        more: As for `hub_on`.
    """
    async with (
        simulator(*faults, pace=pace, quiet=quiet) as (x, clock),
        hub_on(folder, x, clock, quiet=quiet, **more) as up,
    ):
        yield up


@asynccontextmanager
async def simulator(
    *faults: str, pace: float = 1.0, quiet: float = QUIET
) -> AsyncIterator[tuple[Simulator, GearedClock]]:
    """Yield a simulator that publishes nothing by itself, and its clock."""
    clock = GearedClock(pace)
    async with simulator_by(clock, *faults, pace=pace, quiet=quiet) as x:
        yield x, clock


@asynccontextmanager
async def simulator_by(
    clock: Clock, *faults: str, pace: float, quiet: float
) -> AsyncIterator[Simulator]:
    """Yield a simulator that publishes nothing by itself, by a clock of one's own."""
    keep_alive = min(quiet / 4, SIGN_OF_LIFE) * pace
    options = Options(play=False, slot_hold=0.0, keep_alive=keep_alive, faults=faults)
    async with Simulator(options, clock=clock) as x:
        yield x


def tokens(x: Simulator) -> Credentials:
    """Return what a simulator lets in."""
    keys = x.credentials
    return Credentials(
        keys.bearer_token,
        keys.consumer_key,
        keys.consumer_secret,
        keys.access_token,
        keys.access_token_secret,
    )


def asked(x: Simulator, path: str = "") -> list[datetime]:
    """Return when a simulator was asked for a path, or for anything, the earliest first.

    It writes a call down at its end, which for a stream may never come; so one that was let in
    counts from its beginning, and not once more when whoever read it has gone. What X has counted
    is asked once an hour and has a limit of its own.
    """
    calls = [it for it in x.ledger.calls if path in ("", it.path) and it.path != USAGE]
    at = [
        it.at
        for it in calls
        if it.path != STREAM or (it.status >= HTTPStatus.BAD_REQUEST and it.status != GONE)
    ]
    streams = x.ledger.connections if path in ("", STREAM) else []
    return sorted([*at, *(it.opened for it in streams)])


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a campaign's store has on disk."""
    with closing(sqlite3.connect(folder / "standup.db")) as db:
        return list(db.execute(query))


async def sound(folder: Path) -> None:
    """Fail the test where the store does not hold what it promises."""
    assert (await check(folder / "standup.db")).problems == ()


def some_in_soak(kept: int, *values: object) -> list[object]:
    """Return values for a test of which only the first few are tried in `make check`."""
    return [*values[:kept], *(_in_soak(one) for one in values[kept:])]


def _in_soak(value: object) -> object:
    parts = value if isinstance(value, tuple) else (value,)
    return pytest.param(*parts, marks=pytest.mark.soak)
