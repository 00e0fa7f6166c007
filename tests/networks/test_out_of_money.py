"""A small budget and the simulated X, over HTTP: warned, stopped in time, and on again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from making import each
from networks.fake_x import campaign
from networks.noon import Noon
from standup_tui.core.budget import Budget
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Ingest
from standup_tui.core.meter import PriceList
from standup_tui.core.opening_hours import Period
from standup_tui.core.reading import Reading
from standup_tui.model.health import Liveness
from standup_tui.model.money import Level
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.settings import money
from standup_tui.simulator.server import Options, Simulator
from standup_tui.store.store import SqliteStore

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

PATIENCE = 60


@dataclass
class Desk:
    """A reader with a purse."""

    store: SqliteStore
    vitals: Vitals
    budget: Budget

    async def until(self, true: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await true():  # noqa: ASYNC110  # no event for a test
                await asyncio.sleep(0.02)

    async def has(self, posts: int) -> None:
        async def there() -> bool:
            return (await self.store.totals()).posts >= posts

        await self.until(there)

    async def becomes(self, liveness: Liveness) -> None:
        async def so() -> bool:
            return self.vitals.health().liveness is liveness

        await self.until(so)


@asynccontextmanager
async def reading(
    folder: Path, simulator: Simulator, clock: Noon, usd: float, slow: float = 0.98
) -> AsyncIterator[Desk]:
    """Read a simulator as a hub does."""
    theirs = simulator.credentials
    tokens = Credentials(
        theirs.bearer_token,
        theirs.consumer_key,
        theirs.consumer_secret,
        theirs.access_token,
        theirs.access_token_secret,
    )
    store = await SqliteStore.open(folder / "standup.db")
    vitals = Vitals(clock)
    budget = Budget(
        store,
        clock,
        PriceList(money.Prices()),
        money.Budget(usd=usd, slow=slow),
        say=lambda why: vitals.troubled("money", why),
    )
    await budget.load()
    x = X(campaign(theirs.base_url), tokens, quiet=5.0, till=budget)
    ingest = Ingest(store, each(lambda _: ()), frozenset(), clock, vitals)
    reader = Reading(
        x,
        store,
        ingest,
        clock=clock,
        vitals=vitals,
        period=Period(),
        allowance=budget,
        settled=1.0,
    )
    tasks = [asyncio.create_task(job()) for job in (budget.run, ingest.run, reader.run)]
    try:
        yield Desk(store, vitals, budget)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await x.close()
        await store.close()


async def test_reading_stops_before_the_budget_is_gone_and_goes_on_with_a_larger_one(
    tmp_path: Path,
) -> None:
    clock, options = Noon(), Options(play=False, keep_alive=0.2, slot_hold=0.0)
    async with Simulator(options, clock=clock) as simulator:

        def publish(count: int) -> None:
            for number in range(count):
                simulator.publish(f"Visit {number} #StandUp4SW")

        def billed() -> int:
            return sum(simulator.meter.per_day().values())

        async def hung_up() -> bool:
            assert simulator._running is not None
            return simulator._running.stream._feed is None

        async with reading(tmp_path, simulator, clock, 0.5) as desk:
            await desk.becomes(Liveness.LIVE)
            publish(69)
            await desk.has(69)
            assert desk.budget.level == "free"
            publish(6)
            await desk.has(75)
            assert desk.budget.level == "warn"

            async def said() -> bool:
                warning = "75 % of the budget is spent ($0.38 of $0.50)"
                return warning in desk.vitals.health().trouble

            await desk.until(said)
            publish(23)
            await desk.becomes(Liveness.OUT_OF_BUDGET)
            await desk.until(hung_up)
            publish(10)
            await asyncio.sleep(0.5)
            assert billed() == 98
            assert desk.budget.money.spent == pytest.approx(98 * 0.005)

        async with reading(tmp_path, simulator, clock, 0.5) as desk:  # a restart changes nothing
            await desk.becomes(Liveness.OUT_OF_BUDGET)
            await asyncio.sleep(0.2)
            assert billed() == 98

        async with reading(tmp_path, simulator, clock, 2.0) as desk:
            await desk.becomes(Liveness.LIVE)
            await desk.has(108)
            assert billed() == 108


async def test_a_budget_that_runs_short_is_read_by_search(tmp_path: Path) -> None:
    clock, options = Noon(), Options(play=False, keep_alive=0.2, slot_hold=0.0)
    async with (
        Simulator(options, clock=clock) as simulator,
        reading(tmp_path, simulator, clock, 0.5, 0.9) as desk,
    ):
        await desk.becomes(Liveness.LIVE)
        for number in range(92):
            simulator.publish(f"Visit {number} #StandUp4SW")

        async def searched() -> bool:
            health = desk.vitals.health()
            return health.way == "search" and "X is searched every" in health.trouble

        await desk.until(searched)
        assert desk.budget.level is Level.SLOW
        assert 90 <= sum(simulator.meter.per_day().values()) <= 92
