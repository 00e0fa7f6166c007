"""The meter, the forecast, and what is done as money runs out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from halls import StoppedClock
from making import NOW
from standup_tui.core.budget import Budget, ask_usage
from standup_tui.core.meter import PriceList
from standup_tui.errors import SourceDropped, SourceRefused, StoreError, Unstorable
from standup_tui.model.money import Account, Charge, Item, Level, Usage
from standup_tui.ports.money import Prices
from standup_tui.settings import money
from standup_tui.store.store import SqliteStore

PRICES = PriceList(money.Prices())
LONDON = ZoneInfo("Europe/London")


def posts(first: int, count: int) -> Charge:
    return Charge(Item.POST, tuple(f"x:{number}" for number in range(first, first + count)))


def budget(
    store: SqliteStore, clock: StoppedClock, usd: float | None = 25.0, **more: object
) -> Budget:
    return Budget(store, clock, PRICES, money.Budget(usd=usd), **more)  # type: ignore[arg-type]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[SqliteStore]:
    store = await SqliteStore.open(folder / "standup.db")
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def running(one: Budget) -> AsyncIterator[None]:
    task = asyncio.create_task(one.run())
    await asyncio.sleep(0)  # a task that is cancelled before it began never ends anything
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  # a budget has no event for a test
            await asyncio.sleep(0.005)


async def test_what_was_charged_counts_at_once_and_again_after_a_restart(tmp_path: Path) -> None:
    clock = StoppedClock()
    clock.sleeps = 3
    async with opened(tmp_path) as store:
        one = budget(store, clock)
        async with running(one):
            one.ring(posts(1, 100))
            one.ring(Charge(Item.RETWEET, ("act 1",)))
            assert one.money.spent == pytest.approx(0.515)
    async with opened(tmp_path) as store:
        later = budget(store, clock)
        await later.load()
        assert later.money.spent == pytest.approx(0.515)


async def test_the_same_post_is_free_on_the_same_utc_day_and_not_on_the_next(
    tmp_path: Path,
) -> None:
    clock = StoppedClock(datetime(2026, 11, 22, 23, 59, 50, tzinfo=UTC))
    async with opened(tmp_path) as store:
        one = budget(store, clock)
        one.ring(posts(1, 10))
        one.ring(posts(5, 10))
        await one.close()
        again = budget(store, clock)  # which has forgotten what it saw, and asks the books
        await again.load()
        again.ring(posts(1, 14))
        assert again.money.spent == pytest.approx(28 * 0.005)  # for a second too much
        await again.close()
        assert again.money.spent == pytest.approx(14 * 0.005)
        clock.pass_(20)
        again.ring(posts(1, 14))
        await again.close()
        assert again.money.spent == pytest.approx(28 * 0.005)
        spent = await store.spent()
        assert [(it.day.day, it.units) for it in spent] == [(23, 14), (22, 14)]


async def test_what_was_rung_before_midnight_belongs_to_that_day_however_late_it_is_written(
    tmp_path: Path,
) -> None:
    clock = StoppedClock(datetime(2026, 11, 22, 23, 59, 50, tzinfo=UTC))
    async with opened(tmp_path) as store:
        one = budget(store, clock)
        one.ring(posts(1, 3))
        clock.pass_(20)
        one.ring(posts(1, 5))
        await one.close()
        spent = await store.spent()
        assert [(it.day.day, it.units) for it in spent] == [(23, 5), (22, 3)]


class Failing:
    """Books on a disk that is full for a while."""

    def __init__(self, store: SqliteStore, problem: Exception, times: int) -> None:
        self._store = store
        self._problem = problem
        self.times = times

    async def charge(self, charges: Sequence[Charge], prices: Prices, at: datetime) -> float:
        if self.times:
            self.times -= 1
            raise self._problem
        return await self._store.charge(charges, prices, at)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@pytest.mark.parametrize("problem", [StoreError("the disk is full"), Unstorable("no text")])
async def test_a_store_that_fails_loses_no_charge(tmp_path: Path, problem: StoreError) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        books = Failing(store, problem, 3)
        one = Budget(books, clock, PRICES, money.Budget(usd=25))  # type: ignore[arg-type]
        one.ring(posts(1, 10))
        async with running(one):
            await until(lambda: books.times < 2)
            one.ring(posts(8, 10))
            one.ring(Charge(Item.HIDE, ("h1", "h2")))
            assert one.money.spent == pytest.approx(17 * 0.005 + 2 * 0.005)
            await until(lambda: not books.times)
        assert sum(it.units for it in await store.spent()) == 19


async def test_memory_is_bounded_and_the_sum_is_not_too_low(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        one = budget(store, StoppedClock())
        for first in range(0, 120_000, 1000):
            one.ring(posts(first, 1000))
        one.ring(posts(119_000, 1000))
        pile = next(iter(one._meter._piles.values()))
        assert sum(map(len, pile.things.values())) == len(one._meter._seen) == 50_000
        await one.close()
        assert one.money.spent == pytest.approx(120_000 * 0.005)


@pytest.mark.parametrize(
    ("count", "level"),
    [(3499, "free"), (3500, "warn"), (4499, "warn"), (4500, "slow"), (4900, "stop")],
)
async def test_each_share_of_the_budget_has_its_level(
    tmp_path: Path, count: int, level: str
) -> None:
    async with opened(tmp_path) as store:
        one = budget(store, StoppedClock())
        one.ring(posts(1, count))
        assert one.level == level
        assert budget(store, StoppedClock(), usd=None).level is Level.FREE


async def test_the_cap_of_x_counts_too_and_the_stricter_of_the_two_wins(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        for usd in (None, 25.0, 0.01):
            one = budget(store, clock, usd)
            await one.note(Usage(8_990, 10_000, clock.now()))
            assert one.level is Level.WARN
            one.ring(posts(1, 9))
            assert one.level is (Level.STOP if usd == 0.01 else Level.WARN)
            one.ring(posts(10, 1))
            assert one.level is (Level.STOP if usd == 0.01 else Level.SLOW)


async def test_what_was_read_since_the_count_of_x_survives_a_restart(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        one = budget(store, clock, None)
        await one.note(Usage(8_900, 10_000, clock.now()))
        one.ring(posts(1, 900))
        assert one.level is Level.STOP
        await one.close()
        again = budget(store, clock, None)
        await again.load()
        assert again.level is Level.STOP


async def test_a_count_of_last_month_stops_nothing(tmp_path: Path) -> None:
    clock = StoppedClock(datetime(2026, 11, 14, 23, 0, tzinfo=UTC))
    async with opened(tmp_path) as store:
        one = budget(store, clock)
        await one.note(Usage(10_000, 10_000, clock.now(), resets=15))
        assert one.level == "stop"
        clock.pass_(3600)
        assert one.level is Level.FREE


async def spend(one: Budget, clock: StoppedClock, per_minute: int, minutes: int) -> None:
    """Run a budget while posts come in evenly."""
    clock.sleeps = len(clock.slept)
    for minute in range(minutes):
        clock.sleeps += 60
        clock.still.clear()
        one.ring(posts(int(clock.monotonic()) * 1000 + minute, per_minute))
        async with running(one):
            await asyncio.wait_for(clock.still.wait(), 30)


async def test_the_forecast_says_when_the_budget_is_gone_at_the_rate_of_the_last_minutes(
    tmp_path: Path,
) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        one = budget(store, clock, 100.0, zone=LONDON)
        await one.load()
        await spend(one, clock, 1000, 4)
        assert one.money.gone_at is None  # too early to say
        await spend(one, clock, 1000, 11)
        gone = one.money.gone_at
        assert gone is not None
        assert one.money.level is Level.WARN
        # $75 of the $98 at which reading stops are spent, at $5 a minute.
        assert abs(gone - (clock.now() + timedelta(minutes=4.6))) < timedelta(minutes=1)
        assert one.trouble() == (
            "75 % of the budget is spent ($75.00 of $100.00); at this rate it is gone at "
            f"{gone:%H:%M}"
        )
        assert budget(store, clock, 100.0, until=clock.now()).money.gone_at is None


async def test_no_forecast_beyond_the_campaigns_end(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        one = budget(store, clock, 100.0, until=NOW + timedelta(minutes=20))
        await spend(one, clock, 100, 6)
        assert one.money.gone_at is None


async def test_what_is_left_is_spent_evenly_and_a_quiet_campaign_is_hardly_slowed(
    tmp_path: Path,
) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        end = clock.now() + timedelta(hours=1)
        one = budget(store, clock, 10.0, until=end)
        one.ring(posts(1, 1800))
        await one.close()
        assert one.level == "slow"
        one.pace(clock.now())
        one.ring(posts(5000, 3))
        # $0.015 was spent, and $0.785 is left for an hour.
        assert one.pace(clock.now()) == pytest.approx(0.015 * 3600 / 0.785)
        assert one.pace(clock.now()) == 30  # an empty search costs nothing
        spent, searches = one.money.spent, 0
        number = 10_000
        while clock.now() < end and one.level is not Level.STOP:
            number += 100  # a busy campaign: every search is full
            one.ring(posts(number, 100))
            await one.close()
            searches += 1
            clock.pass_(one.pace(clock.now()))
        assert searches <= 2
        assert one.money.spent <= spent + searches * 0.5
        assert one.pace(clock.now()) <= 3600


@pytest.mark.parametrize("usd", [25.0, None])
async def test_a_paced_campaign_reads_until_its_end(tmp_path: Path, usd: float | None) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        end = clock.now() + timedelta(hours=9)
        one = budget(store, clock, usd, until=end)
        await one.note(Usage(0 if usd else 4500, 1_000_000 if usd else 5000, clock.now()))
        if usd:
            one.ring(posts(1, 4500))
        number, reads = 10_000, 0
        while clock.now() < end:
            assert one.level is Level.SLOW
            number += 100
            reads += 1
            one.ring(posts(number, 7))
            wait = one.pace(clock.now())
            assert 30 <= wait <= 3600
            clock.pass_(wait)
        assert reads > 20


async def test_every_level_has_a_sentence_with_the_way_out(tmp_path: Path) -> None:
    said: list[str] = []
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        one = budget(store, clock, say=said.append)
        assert one.trouble() == ""
        one.ring(posts(1, 3500))
        assert one.trouble() == "70 % of the budget is spent ($17.50 of $25.00)"
        one.ring(posts(3501, 1000))
        one.pace(clock.now() - timedelta(seconds=1))
        assert one.trouble().startswith("90 % of the budget is spent ($22.50 of $25.00): X is ")
        assert "may be left out" in one.trouble()
        one.ring(posts(4501, 400))
        assert "raise [budget] usd in campaign.toml and start the hub again" in one.trouble()
        async with running(one):
            await until(lambda: said)
        assert said[0] == one.trouble()

        capped = budget(store, clock, None)
        for used, words in ((75, "75 % of X's cap"), (91, "searched every"), (99, "day 7")):
            await capped.note(Usage(used, 100, clock.now(), resets=7))
            assert words in capped.trouble()


class Counting:
    """A network that says what it has counted, or why it does not."""

    name = "X"

    def __init__(self, *answers: Usage | Exception | None) -> None:
        self.answers = list(answers)

    async def usage(self) -> Usage | None:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_our_count_stands_beside_xs_from_the_first_answer_on(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with opened(tmp_path) as store:
        one = budget(store, clock)
        one.ring(posts(1, 50))
        await one.note(Usage(1050, 3_000_000, NOW))
        one.ring(posts(51, 100))
        await one.note(Usage(1160, 3_000_000, NOW + timedelta(hours=1)))
        account = await one.account()
        assert isinstance(account, Account)
        assert (account.ours, account.theirs, account.since) == (100, 110, NOW)
        assert account.usage is not None
        assert account.usage.used == 1160
        assert account.prices == "2026-04-20"
        await one.note(Usage(3, 3_000_000, NOW + timedelta(hours=2)))  # a new month at X
        account = await one.account()
        assert (account.ours, account.theirs) == (0, 0)


async def test_a_network_that_does_not_say_what_it_counted_is_asked_again_later(
    tmp_path: Path,
) -> None:
    clock = StoppedClock()
    clock.sleeps = 4
    source = Counting(
        SourceDropped("429", NOW + timedelta(hours=3)),
        SourceRefused("403"),
        None,
        Usage(7, 100, NOW),
        Usage(8, 100, NOW),
    )
    async with opened(tmp_path) as store:
        one = budget(store, clock)
        task = asyncio.create_task(ask_usage(source, one, clock))  # type: ignore[arg-type]
        await asyncio.wait_for(clock.still.wait(), 30)
        assert clock.slept == [10_800, 3600, 3600, 3600]
        account = await one.account()
        assert (account.usage and account.usage.used, account.theirs) == (8, 1)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
