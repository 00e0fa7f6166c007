"""The only module that knows every adapter: settings in, a running hub out."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from standup_tui.core.budget import Budget, ask_usage
from standup_tui.core.counting import Actions
from standup_tui.core.coverage import count_hours, coverage
from standup_tui.core.delay import Delays
from standup_tui.core.health import Vitals
from standup_tui.core.indexing import Indexing
from standup_tui.core.ingest import Ingest
from standup_tui.core.judging import Judging
from standup_tui.core.jury import Jury
from standup_tui.core.keeping import Keeping
from standup_tui.core.meter import PriceList
from standup_tui.core.moderation import Moderation
from standup_tui.core.opening_hours import once_begun
from standup_tui.core.outbox import Sender
from standup_tui.core.reading import Reading
from standup_tui.core.recheck import Recheck
from standup_tui.core.voting import Voting
from standup_tui.errors import ConfigError, StandupError
from standup_tui.from_settings import about, act_rules, ours, period_of, rules_of
from standup_tui.hub.daemon import (
    HUNG,
    Readiness,
    Signals,
    Watchdog,
    end_within_grace,
    log_to,
)
from standup_tui.hub.disk import must_be_local
from standup_tui.hub.lock import campaign_lock
from standup_tui.hub.logbook import scrubber
from standup_tui.hub.memory import share_one_heap
from standup_tui.hub.records import RecordsDesk
from standup_tui.hub.server import Hub, Job
from standup_tui.looking_back import store_of
from standup_tui.model.coverage import Coverage
from standup_tui.model.health import Liveness, Way
from standup_tui.model.money import Account
from standup_tui.model.post import AuthorId
from standup_tui.networks.x import credentials
from standup_tui.networks.x.login import Login
from standup_tui.networks.x.network import X
from standup_tui.networks.x.sources import Sources, ask
from standup_tui.networks.x.tape import Tape
from standup_tui.ports.clock import SYSTEM, Clock
from standup_tui.ports.money import Till
from standup_tui.protocol.address import STORE
from standup_tui.protocol.messages import About
from standup_tui.redaction import guard_hooks, guard_log
from standup_tui.rules.chosen import action_rules
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.record import why_not_live
from standup_tui.store.check import CheckReport
from standup_tui.store.check import check as check_store
from standup_tui.store.reserve import NAME as RESERVE
from standup_tui.store.reserve import Reserve
from standup_tui.store.store import SqliteStore

_log = logging.getLogger(__name__)

_LAST_HUB = 3.0
"""Seconds a new hub waits for the last one to be gone: quitting and starting again is common."""

_NO_TOKENS = (
    "nothing was sent: the campaign's account has no tokens. Enter them with `standup login` "
    "and start the hub again"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads the network, as far as terminals may ask about it."""

    store: SqliteStore
    vitals: Vitals
    budget: Budget
    network: X | None = None
    reading: Reading | None = None
    counts: bool = False

    def read_on(self) -> None:
        """Try again now."""
        if self.reading is not None:
            self.reading.read_on()

    async def coverage(self) -> Coverage:
        """Return what may be missing."""
        return await coverage(self.store, self.vitals, self.network, counts=self.counts)

    async def account(self) -> Account:
        """Return what reading costs."""
        return await self.budget.account()


def _tell(*those: Callable[[], None]) -> None:
    """Tell several that something was committed."""
    for told in those:
        told()


Connect = Callable[[Till], X]
"""Makes the network, which tells the till what it charges for."""


@asynccontextmanager
async def assembled(
    folder: Path, campaign: Campaign, connect: Connect | None, why: str, clock: Clock
) -> AsyncIterator[tuple[Hub, list[tuple[str, Job]]]]:
    """Give a campaign's hub, listening, and the jobs it keeps up.

    Args:
        folder: The campaign, whose lock is held.
        campaign: Its settings.
        connect: Makes what it reads and acts on; None where it cannot.
        why: Why there is no network, in a sentence.
        clock: The time.
    """
    async with AsyncExitStack() as closing:
        told = about(campaign, folder, retweets=campaign.retweet.enabled)
        reserve = Reserve(folder / RESERVE)
        store = await SqliteStore.open(folder / STORE, act_rules(campaign), told.plan, reserve)
        closing.push_async_callback(store.close)
        totals = await store.totals()
        vitals = Vitals(clock, totals.posts, totals.unreadable)
        budget = Budget(
            store,
            clock,
            PriceList(campaign.prices),
            campaign.budget,
            until=campaign.moment(campaign.until),
            zone=campaign.zone,
            say=partial(vitals.troubled, "money"),  # no job's name: the hub clears those
        )
        await budget.load()
        closing.push_async_callback(budget.close)  # what was charged while the jobs ended
        vitals.money = lambda: budget.money
        network = connect(budget) if connect else None
        if network is not None:
            closing.push_async_callback(network.close)
        if not campaign.retweet.enabled:  # one that waits from before must not go out either
            await store.stop_waiting("retweets are switched off", clock.now())
        hub = Hub(
            folder,
            told,
            store,
            _moderation(campaign, told, store, clock, network),
            vitals=vitals,
            clock=clock,
            group=campaign.access.group,
            public_group=campaign.access.retweet_group,
        )
        hub.disk = lambda: reserve.said
        indexing = Indexing(store, clock)
        store.on_commit(partial(_tell, hub.committed, indexing.wake))
        await store.set_muted([AuthorId(f"x:{id_}") for id_ in campaign.muted_ids])
        rules = rules_of(campaign)
        actions = Actions(action_rules(campaign), store, clock, campaign.own)
        jury = Jury(rules.settings, clock, actions.recogniser)
        closing.push_async_callback(jury.dismiss)
        judging = Judging(rules, clock, vitals, jury, recognise=actions.recognise)
        await judging.recall(store)
        hub.records = RecordsDesk(Keeping(store.records, clock, scrubber(folder), budget))
        hub.voting = Voting(store, campaign, clock, judging.alarm)
        hub.tally = actions.tally
        delays = Delays(
            store,
            clock,
            attended=hub.attended,
            patience=campaign.wall.unattended * 60,
        )
        hub.coming = lambda: delays.coming
        roster = frozenset(AuthorId(f"x:{member.id}") for member in campaign.roster)
        ingest = Ingest(store, judging.judge, roster, clock, vitals)
        outbox = Sender(store, network, clock)
        jobs: list[tuple[str, Job]] = [("ingest", ingest.run), ("outbox", outbox.run)]
        jobs += [
            ("budget", budget.run),
            ("newcomers", judging.watch),
            ("jury", jury.run),
            ("rules", judging.warm_up),
            ("actions", actions.look_back),
            ("index", indexing.run),
            ("delay", delays.run),
        ]
        hub.reader = Reader(store, vitals, budget)
        if network is None:
            vitals.become(Liveness.STOPPED, why)
        else:
            hub.reader, reading = await _reader(campaign, network, store, ingest, vitals, budget)
            jobs += reading
        await hub.listen()
        yield hub, jobs


def _moderation(
    campaign: Campaign, told: About, store: SqliteStore, clock: Clock, network: X | None
) -> Moderation:
    """Return what does a campaign's commands."""
    tokenless = campaign.retweet.enabled and not (network and network.can_act)
    return Moderation(
        store,
        clock,
        network,
        cannot=(why_not_live(campaign) or _NO_TOKENS) if tokenless else "",
        account=told.account,
        zone=campaign.zone,
        actions=told.actions,
        reasons=told.reasons,
        ours=ours(campaign),
        public_group=campaign.access.retweet_group,
    )


async def _reader(  # noqa: PLR0913, PLR0917  # the parts it joins
    campaign: Campaign,
    network: X,
    store: SqliteStore,
    ingest: Ingest,
    vitals: Vitals,
    budget: Budget,
) -> tuple[Reader, list[tuple[str, Job]]]:
    """Return who reads a network, going on where the last hub ended, and the jobs of that."""
    clock = vitals.clock
    before = await store.progress(network.network)
    if before.alive is not None:
        network.was_connected(before.alive)
    period = period_of(campaign, clock.now())
    reading = Reading(
        network,
        store,
        ingest,
        clock=clock,
        vitals=vitals,
        period=period,
        way=Way.SEARCH if campaign.source.kind == "x-search" else Way.STREAM,
        allowance=budget,
    )
    beside = [
        (name, partial(once_begun, period, clock, job))
        for name, job in _beside(campaign, network, store, vitals, budget)
    ]
    counts = campaign.source.counts
    reader = Reader(store, vitals, budget, network, reading, counts)
    return reader, [("reading", reading.run), *beside]


def _beside(
    campaign: Campaign, network: X, store: SqliteStore, vitals: Vitals, budget: Budget
) -> Iterator[tuple[str, Job]]:
    """Yield what else asks the network while it is read."""
    clock = vitals.clock
    recheck = Recheck(
        store,
        network,
        clock,
        campaign.source.recheck * 60,
        allowance=budget,
        say=partial(vitals.troubled, "not looked up"),
    )
    yield "look-up", recheck.shown
    yield "sweep", recheck.rest
    yield "usage", lambda: ask_usage(network, budget, clock)
    if campaign.source.counts:
        start = campaign.moment(campaign.starts)
        until = campaign.moment(campaign.until)
        yield (
            "counts",
            lambda: count_hours(network, store, clock, start=start, until=until, allowance=budget),
        )


async def _run(
    folder: Path,
    campaign: Campaign,
    readiness: Readiness,
    signals: Signals,
    tape: Tape | None,
) -> None:
    clock = SYSTEM
    stop = asyncio.Event()
    signals.install(asyncio.get_running_loop(), stop)
    connect, why = _connect(campaign, folder, tape)
    async with assembled(folder, campaign, connect, why, clock) as (hub, jobs):
        # A stop by a moderator must end as surely as one by a signal.
        hub.stopped.add_done_callback(lambda _: end_within_grace(HUNG))
        if tape is not None:
            tape.on_trouble = partial(hub.troubled, "recording")

        async def heed_signals() -> None:
            await stop.wait()
            hub.stop("the hub was told to stop")

        jobs += [("signals", heed_signals), ("watchdog", Watchdog().tick)]
        gc.collect()
        gc.freeze()  # what is there now stays: looking through it would stop the hub for 60 ms
        _log.info("the hub of %s is ready", folder)
        readiness.say("ready")
        _log.info("the hub ends: %s", await hub.run(jobs))


def _connect(
    campaign: Campaign, folder: Path, tape: Tape | None = None
) -> tuple[Connect | None, str]:
    """Return how to reach X as the campaign and its credentials allow, or why nobody can."""
    if why := why_not_live(campaign):
        _log.warning("%s", why)
        return None, why
    try:
        found = credentials.find(folder)
    except ConfigError as error:
        _log.warning("nothing is read: %s", error)
        return None, str(error)
    return lambda till: X(campaign, found, till=till, tape=tape), ""


def serve(
    folder: Path, ready_fd: int | None = None, tape: Tape | None = None, *, anywhere: bool = False
) -> int:
    """Run a campaign's hub until it is stopped, and return the process's exit code.

    Args:
        folder: The campaign.
        ready_fd: Told how the start went.
        tape: Writes down what the network answers.
        anywhere: Whether the campaign may be on a network file system.

    Raises:
        StandupError: It cannot start, and why; whoever waits on `ready_fd` is told as well.
    """
    readiness, signals = Readiness(ready_fd), Signals()
    os.umask(0o077)  # before anything is made: SQLite gives its log files the mode of the store
    sys.setswitchinterval(0.0005)  # the store's thread waits this long for the event loop
    share_one_heap()
    try:
        campaign = campaign_file.read(folder)
        folder = folder.absolute()
        if not (anywhere or campaign.source.label):  # a demo or a rehearsal may be lost
            must_be_local(folder)
        with campaign_lock(folder, patience=_LAST_HUB):
            log_to(folder, stderr=ready_fd is None)
            guard_hooks()
            asyncio.run(_run(folder, campaign, readiness, signals, tape))
    except StandupError as error:
        readiness.say(str(error))
        if ready_fd is not None:  # in the foreground the front door says it
            _log.error("%s", error)
        raise
    return signals.exit_code


def tape(path: Path) -> Tape:
    """Return what writes down a network's answers; raises `ConfigError`."""
    guard_log()
    return Tape(path)


def check(folder: Path) -> CheckReport:
    """Check the invariants of a campaign's store.

    Raises:
        StandupError: There is none, or it cannot be read.
    """
    return asyncio.run(check_store(store_of(folder)))


def login(folder: Path | None) -> Login:
    """Return what asks for, tries and keeps this account's tokens.

    Args:
        folder: A campaign, whose X is asked; None for X itself.

    Raises:
        ConfigError: The campaign cannot be read, or the tokens would be stored in one.
    """
    guard_log()
    return Login(folder, campaign_file.read(folder) if folder else None)


def sources(folder: Path) -> Sources:
    """Ask X how a campaign stands with it.

    Raises:
        ConfigError: The campaign or the tokens cannot be read.
    """
    guard_log()
    campaign = campaign_file.read(folder)
    return asyncio.run(ask(campaign, credentials.find(folder)))
