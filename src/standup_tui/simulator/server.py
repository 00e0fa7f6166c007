"""The simulator as one object: started, stopped, and reached into by tests."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from standup_tui.simulator.auth import Credentials
from standup_tui.simulator.clock import Clock, WallClock
from standup_tui.simulator.day.cast import council, roster
from standup_tui.simulator.day.plan import campaign_day
from standup_tui.simulator.day.player import Player
from standup_tui.simulator.diary import Diary
from standup_tui.simulator.door import Door
from standup_tui.simulator.faults.board import Faults
from standup_tui.simulator.faults.ways import Aim
from standup_tui.simulator.ledger import Ledger, Strike
from standup_tui.simulator.limits import RateLimits
from standup_tui.simulator.live import LiveSource
from standup_tui.simulator.meter import Meter
from standup_tui.simulator.model import Account, Picture, Post
from standup_tui.simulator.recorded import RecordedSource, load
from standup_tui.simulator.routes import application
from standup_tui.simulator.rules import RuleBook
from standup_tui.simulator.search import searchable
from standup_tui.simulator.source import BACKLOG, Source
from standup_tui.simulator.stream import StreamDesk
from standup_tui.simulator.visit import Desk
from standup_tui.simulator.world import World, Written

_PATIENCE = 1.0
"""Seconds an open request gets to end when the server stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a simulator behaves."""

    port: int = 0
    """0 takes a free one."""
    seed: int = 1
    """The same seed is the same day."""
    speed: float = 60.0
    """Minutes of the campaign per minute of ours; only the spacing of posts is compressed."""
    start: time = time(8, 0)
    """Where in the day to begin; earlier posts are never made."""
    play: bool = True
    """False leaves the network empty, for tests that post themselves."""
    recorded: tuple[Path, ...] = ()
    """Serve these recordings in place of the day."""
    recorded_pace: float = 0.2
    """Seconds between two recorded lines of the stream."""
    keep_alive: float = 20.0
    """Seconds of silence before a blank line on the stream."""
    slot_hold: float = 1.0
    """Seconds the stream stays taken after its client went away; on X some thirty to sixty."""
    search_lag: float = 0.0
    """Seconds a new post stays out of search; on X thirty, here none: a demo has no patience."""
    rule_lag: float = 0.0
    """Seconds until an open stream knows of changed rules; on X up to twenty."""
    faults: tuple[str, ...] = ()
    """What goes wrong from the beginning; `faults.catalogue` lists what can."""
    ledger: Path | None = None
    """Write down there what is posted, and what was planted, for whoever scores a drill."""
    backlog: int = BACKLOG
    """Lines that wait for a client of the stream that reads slowly; then it is dropped."""

    def __post_init__(self) -> None:
        """Refuse what cannot be played."""
        if self.speed <= 0:
            raise ValueError("speed must be more than 0")


@dataclass(slots=True)
class _Running:
    """What there is only between start and stop."""

    runner: web.AppRunner
    door: Door
    stream: StreamDesk
    playing: asyncio.Task[None]
    credentials: Credentials = field(repr=False)


class Simulator:
    """A server that speaks the X API v2 on a loopback port.

    Use it as an async context manager. Loading recordings can raise RecordingError and
    OSError, a taken port OSError, on entering.

    Args:
        options: How it behaves.
        clock: Stamps posts and paces the day.
    """

    def __init__(self, options: Options | None = None, *, clock: Clock | None = None) -> None:
        self.options = options or Options()
        self.ledger = Ledger()
        self.roster: Sequence[Account] = roster()
        """The campaign's own people; the council's account is the first."""
        self._clock = clock or WallClock()
        self.faults = Faults(self._clock, self.options.seed, self._note_strike)
        """What goes wrong on purpose; add to it and clear it at any time."""
        self.meter = Meter(self._clock)
        """What X would bill."""
        for fault in self.options.faults:
            self.faults.add(fault)
        self._world = World(self._clock)
        self._rules = RuleBook(self._clock, lag=self._rule_lag)
        self._incidents: dict[str, str] = {}
        self._world.listeners.append(self._note_incident)
        self._diary: Diary | None = None
        self._running: _Running | None = None

    async def __aenter__(self) -> Self:
        source = await asyncio.to_thread(self._source)
        if self.options.ledger:
            self._diary = Diary(self.options.ledger)
            self._world.listeners.append(self._diary.note)
        door = Door(self.options.port)
        credentials = self._credentials(source.mode, await door.aim(self.faults.way))
        desk = self._desk(source, credentials)
        runner = web.AppRunner(
            application(desk),
            handler_cancellation=True,  # how a dropped stream is noticed at once
            shutdown_timeout=_PATIENCE,
            access_log=None,
        )
        await runner.setup()
        await door.open(runner)
        playing = asyncio.create_task(source.run(), name="campaign day")
        self._running = _Running(runner, door, desk.stream, playing, credentials)
        self.faults.start(self)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        running.playing.cancel()
        await self.faults.stop()
        await running.door.close()
        running.stream.hang_up()
        await running.runner.cleanup()
        with contextlib.suppress(asyncio.CancelledError):
            await running.playing
        if self._diary is not None:
            self._world.listeners.remove(self._diary.note)
            self._diary.close()

    @property
    def credentials(self) -> Credentials:
        """Where it listens and what it lets in.

        Raises:
            RuntimeError: It is not running.
        """
        if self._running is None:
            raise RuntimeError("the simulator is not running")
        return self._running.credentials

    @property
    def base_url(self) -> str:
        """The address to aim a client at."""
        return self.credentials.base_url

    @property
    def mode(self) -> Literal["simulated", "recorded"]:
        """What is served; the wire does not say, for X's API has no word for it."""
        return "recorded" if self.options.recorded else "simulated"

    @property
    def incidents(self) -> Mapping[str, str]:
        """What was planted, by post id, so far."""
        return self._incidents

    def publish(  # noqa: PLR0913, one argument for each thing a post can have
        self,
        text: str,
        *,
        author: Account | None = None,
        lang: str = "en",
        reply_to: str | None = None,
        quotes: str | None = None,
        retweets: str | None = None,
        pictures: Sequence[Picture] = (),
        incident: str | None = None,
    ) -> str:
        """Put a post out now and return its id; the council's by default.

        Raises:
            KeyError: It refers to a post that is not there.
        """
        written = Written(
            author=author or council(),
            text=text,
            lang=lang,
            reply_to=reply_to,
            quotes=quotes,
            retweets=retweets,
            pictures=pictures,
            incident=incident,
        )
        return self._world.publish(written).id

    def edit(self, post_id: str, text: str) -> str:
        """Put out a new version of a post and return its id."""
        return self._world.edit(post_id, text).id

    def delete(self, post_id: str) -> None:
        """Take a post away, all its versions with it."""
        self._world.delete(post_id)

    def protect(self, post_id: str) -> None:
        """Let nobody see a post any more: its author protects their posts."""
        self._world.protect(post_id)

    def withhold(self, post_id: str) -> None:
        """Withhold a post in a country; a look-up and a search say so."""
        self._world.withhold(post_id)

    async def shut(self) -> None:
        """Take no connection any more, and break those that are open."""
        if self._running:
            await self._running.door.shut()

    async def reopen(self) -> None:
        """Take connections again."""
        if self._running:
            await self._running.door.reopen()

    def searchable(self, query: str) -> set[str]:
        """Return the ids of all posts that search could ever return for a query, and still can.

        Raises:
            Refusal: The query is none.
        """
        return {post.id for post in searchable(self._world, query)}

    def owed(self, query: str) -> set[str]:
        """Return the ids of all posts that a good client of this query has now.

        That is every post served whole on a stream, also one that is gone since, and every
        post that search could return.
        """
        return self.ledger.served.keys() | self.searchable(query)

    @property
    def hidden_replies(self) -> frozenset[str]:
        """The replies that are hidden now, by id."""
        last = {it.post_id: it.act for it in self.ledger.hides if it.status == HTTPStatus.OK}
        return frozenset(post_id for post_id, act in last.items() if act == "hide")

    async def finished(self) -> None:
        """Wait for the end of the day; the server goes on."""
        if self._running:
            await asyncio.shield(self._running.playing)

    def _source(self) -> Source:
        if self.options.recorded:
            return RecordedSource(
                load(self.options.recorded),
                rules=self._rules,
                clock=self._clock,
                own=council(),
                pace=self.options.recorded_pace,
            )
        return LiveSource(
            world=self._world,
            rules=self._rules,
            clock=self._clock,
            own=council(),
            player=self._player() if self.options.play else None,
            search_lag=self._search_lag,
            backlog=self.options.backlog,
        )

    def _player(self) -> Player:
        return Player(
            campaign_day(self.options.seed),
            world=self._world,
            clock=self._clock,
            speed=self.options.speed,
            start=self.options.start,
        )

    def _desk(self, source: Source, credentials: Credentials) -> Desk:
        stream = StreamDesk(
            source=source,
            rules=self._rules,
            clock=self._clock,
            ledger=self.ledger,
            faults=self.faults,
            meter=self.meter,
            keep_alive=self.options.keep_alive,
            hold=self.options.slot_hold,
        )
        return Desk(
            source=source,
            rules=self._rules,
            stream=stream,
            limits=RateLimits(self._clock),
            ledger=self.ledger,
            meter=self.meter,
            credentials=credentials,
            faults=self.faults,
            clock=self._clock,
        )

    def _credentials(self, mode: Literal["simulated", "recorded"], aim: Aim) -> Credentials:
        own = council().id
        made = f"simulated-{self.options.seed}"
        return Credentials(
            base_url=aim.base_url,
            proxy=aim.proxy,
            bearer_token=f"{made}-bearer",
            consumer_key=f"{made}-consumer",
            consumer_secret=f"{made}-consumer-secret",
            access_token=f"{own}-{made}",
            access_token_secret=f"{made}-access-secret",
            user_id=own,
            mode=mode,
        )

    def _search_lag(self) -> timedelta:
        return timedelta(seconds=max(self.options.search_lag, self.faults.search_lag))

    def _rule_lag(self) -> float:
        return max(self.options.rule_lag, self.faults.rule_lag)

    def _note_strike(self, fault: str) -> None:
        self.ledger.strikes.append(Strike(fault, self._clock.now()))

    def _note_incident(self, post: Post) -> None:
        if post.incident:
            self._incidents[post.id] = post.incident
        if not post.refers("retweeted") and len(self._world.history(post.id)) == 1:
            self.faults.published(post.id)


async def serve(
    options: Options,
    *,
    on_ready: Callable[[Credentials], None],
    clock: Clock | None = None,
) -> None:
    """Run a simulator until cancelled.

    Args:
        options: How it behaves.
        on_ready: Called once it listens.
        clock: As for `Simulator`.

    Raises:
        RecordingError: A recorded file is none.
        FaultError: A fault is none.
        OSError: The port is taken, or a file cannot be read or written.
    """
    async with Simulator(options, clock=clock) as simulator:
        on_ready(simulator.credentials)
        await asyncio.Event().wait()
