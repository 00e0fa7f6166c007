"""How much of the budget is used up, how long the rest will last, and what is said of it."""

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from standup_tui.core.meter import MICRO, POSTS, Meter, PriceList
from standup_tui.errors import SourceDropped, SourceError, StoreError
from standup_tui.model.money import Account, Charge, Item, Level, Money, Usage
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Books
from standup_tui.ports.source import Source
from standup_tui.settings import money

_log = logging.getLogger(__name__)

_FLUSH = 1.0
"""Seconds between two writes; a hub that is killed forgets what it read in the last of them."""
_WINDOW = timedelta(minutes=15).total_seconds()
_ENOUGH = timedelta(minutes=5).total_seconds()
"""A forecast is made from the spending of the window, and never from less than enough of it."""
_STEP = 10.0
"""Seconds between two points of the spending curve."""
_IN_SIGHT = timedelta(days=7).total_seconds()
_AHEAD = timedelta(hours=12)
"""How long the rest has to last where the campaign has no end."""

_SEARCH = 100
"""Posts that one search is taken to find where nothing costs anything."""
_SHORTEST, _LONGEST = 30.0, 3600.0
"""Seconds between two searches while money is short."""

_ASKED = timedelta(hours=1).total_seconds()
"""Seconds between two questions for the network's own count."""

_SEVERITY = tuple(Level)


class Budget:
    """A campaign's money: the network's adapter rings it, reading asks it."""

    def __init__(  # noqa: PLR0913  # what it joins
        self,
        books: Books,
        clock: Clock,
        prices: PriceList,
        limits: money.Budget,
        *,
        until: datetime | None = None,
        zone: ZoneInfo | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        """Make a budget that knows of nothing yet; `load` or `run` comes next.

        Args:
            books: Keep what was charged, on disk.
            clock: The time.
            prices: What things cost.
            limits: The budget, and the shares of it from which something is done.
            until: The campaign's end, to which the money should last.
            zone: In whose time of day the forecast is said; UTC without it.
            say: Told the sentence of `trouble` about each second; an empty one: all is well.
        """
        self._books = books
        self._clock = clock
        self._prices = prices
        self._limits = limits
        self._until = until
        self._zone = zone or ZoneInfo("UTC")
        self._say = say
        self._meter = Meter(books, clock, prices)
        self._loaded = False
        self._usage: Usage | None = None
        self._posts_then = 0
        """What the meter had counted when X was last asked."""
        self._curve: deque[tuple[float, int]] = deque()
        self._total_at_pace = 0
        self._pace = _SHORTEST

    def ring(self, charge: Charge) -> None:
        """Note a charge; never waits, never raises."""
        self._meter.ring(charge)

    async def load(self) -> None:
        """Learn what earlier hubs of this campaign have spent; raises `StoreError`."""
        await self._meter.load()
        usages = await self._books.usages()
        if usages is not None:
            self._usage = usages[1]
            counted = sum(it.units for it in await self._books.spent() if it.item in POSTS)
            self._posts_then = self._usage.ours - counted  # what was read after X was asked
        self._total_at_pace = self._meter.total
        self._loaded = True

    async def run(self) -> None:
        """Write down what was rung about each second, until it is cancelled."""
        failing = False
        try:
            while True:
                try:
                    if not self._loaded:
                        await self.load()
                    await self._meter.flush()
                except StoreError as error:
                    if not failing:
                        _log.warning("what reading costs cannot be written down yet: %s", error)
                    failing = True
                else:
                    failing = False
                if self._loaded:
                    self._bend()
                    if self._say is not None:
                        self._say(self.trouble())
                await self._clock.sleep(_FLUSH)
        finally:
            await self.close()

    async def close(self) -> None:
        """Write down what was rung last, as far as the store still can."""
        await self._meter.close()

    @property
    def level(self) -> Level:
        """How far the money, or X's own cap, is used up: whichever is further."""
        return max(self._money_level(), self._cap_level(), key=_SEVERITY.index)

    @property
    def money(self) -> Money:
        """What was spent, for a status line."""
        return Money(self._meter.total / MICRO, self._limits.usd, self.level, self._gone_at())

    def pace(self, now: datetime) -> float:
        """Return the seconds from this search to the next that make the rest last.

        To be asked once after each search. It is as long as the rest, spent evenly, takes to
        pay for what was charged since it was last asked: a quiet campaign is hardly slowed down,
        and a busy one never spends faster than the rest allows, however many queries it has.
        """
        ahead = max(((self._until or now + _AHEAD) - now).total_seconds(), 0.0)
        total = self._meter.total
        cost, self._total_at_pace = total - self._total_at_pace, total
        price = self._prices.micros(Item.POST)
        waits = [_SHORTEST]
        if self._limits.usd is not None:
            left = self._left()
            waits.append(ahead * cost / left if left > 0 else _LONGEST)
        usage = self._current()
        if usage is not None and self._cap_level() is not Level.FREE:
            posts = usage.cap * self._limits.stop - self._used(usage)
            found = cost / price if price else _SEARCH
            waits.append(ahead * found / posts if posts > 0 else _LONGEST)
        self._pace = min(max(waits), _LONGEST)
        return self._pace

    async def account(self) -> Account:
        """Return everything about the money; raises `StoreError`."""
        with suppress(StoreError):
            await self._meter.flush()
        usages = await self._books.usages()
        first, newest = usages or (None, None)
        return Account(
            money=self.money,
            spent=await self._books.spent(),
            usage=newest,
            since=first.at if first else None,
            ours=newest.ours - first.ours if first and newest else 0,
            theirs=newest.used - first.used if first and newest else 0,
            prices=self._prices.dated,
        )

    @property
    def posts(self) -> int:
        """Posts counted since this hub began."""
        return self._meter.posts

    async def note(self, usage: Usage, before: int | None = None) -> None:
        """Keep what the network itself has counted; raises `StoreError`.

        Args:
            usage: Its answer.
            before: Our `posts` when it was asked: what came since may not be in its number.
                None: nothing came.
        """
        before = self._meter.posts if before is None else before
        await self._meter.flush()  # the store puts our own count beside it
        await self._books.note_usage(usage)
        self._usage, self._posts_then = usage, before

    def trouble(self) -> str:
        """Return what is to be said of the money, in a sentence; empty while there is enough."""
        level, usage = self.level, self._current()
        if level is Level.FREE:
            return ""
        if self._limits.usd is not None and level is self._money_level():
            return self._short_of_money(level, self._limits.usd)
        return self._short_of_posts(level, usage) if usage else ""

    def _short_of_money(self, level: Level, usd: float) -> str:
        total = self._meter.total
        of = f"${total / MICRO:,.2f} of ${usd:,.2f}"
        if level is Level.STOP:
            return (
                f"out of budget: {of} is spent and nothing more is read; raise [budget] usd in "
                "campaign.toml and start the hub again"
            )
        share = f"{100 * total // round(usd * MICRO)} % of the budget is spent ({of})"
        if level is Level.SLOW:
            return share + self._slowly()
        gone = self._gone_at()
        return f"{share}; at this rate it is gone {self._at(gone)}" if gone else share

    def _short_of_posts(self, level: Level, usage: Usage) -> str:
        used = self._used(usage)
        share = (
            f"{100 * used // usage.cap} % of X's cap for this month is used "
            f"({used:,} of {usage.cap:,} posts)"
        )
        if level is Level.STOP:
            day = f" on day {usage.resets} of the month" if usage.resets else " next month"
            return (
                f"out of budget: {share} and nothing more is read; it goes on when X begins to "
                f"count anew{day}, or with a higher cap at X"
            )
        return share + self._slowly() if level is Level.SLOW else share

    def _slowly(self) -> str:
        minutes = round(self._pace / 60)
        every = f"{minutes} min" if minutes > 1 else f"{self._pace:.0f} s"
        return (
            f": X is searched every {every} instead of streamed, so posts come later and some "
            "may be left out"
        )

    def _left(self) -> float:
        """Return the micro-dollars until reading stops."""
        if self._limits.usd is None:
            return float("inf")
        return self._limits.usd * self._limits.stop * MICRO - self._meter.total

    def _used(self, usage: Usage) -> int:
        """Return X's own count, with what was read since."""
        return usage.used + self._meter.posts - self._posts_then

    def _money_level(self) -> Level:
        usd = self._limits.usd
        return self._level_at(self._meter.total / MICRO / usd) if usd else Level.FREE

    def _cap_level(self) -> Level:
        usage = self._current()
        return self._level_at(self._used(usage) / usage.cap) if usage else Level.FREE

    def _level_at(self, share: float) -> Level:
        limits = self._limits
        if share >= limits.stop:
            return Level.STOP
        if share >= limits.slow:
            return Level.SLOW
        return Level.WARN if share >= limits.warn else Level.FREE

    def _current(self) -> Usage | None:
        """Return X's own count, if it is of the month that X counts now."""
        usage = self._usage
        if usage is None or usage.cap <= 0:
            return None
        return usage if usage.at >= _month(self._clock.now(), usage.resets or 1) else None

    def _bend(self) -> None:
        """Add a point to the spending curve."""
        now = self._clock.monotonic()
        if not self._curve or now - self._curve[-1][0] >= _STEP:
            self._curve.append((now, self._meter.total))
        while len(self._curve) > 1 and now - self._curve[1][0] >= _WINDOW:
            self._curve.popleft()

    def _gone_at(self) -> datetime | None:
        """Return when reading has to stop at the rate of the last minutes."""
        if self._limits.usd is None or not self._curve:
            return None
        then, before = self._curve[0]
        passed = self._clock.monotonic() - then
        rate = (self._meter.total - before) / passed if passed >= _ENOUGH else 0.0
        left = self._left()
        if left <= 0 or rate <= 0 or left / rate > _IN_SIGHT:
            return None
        gone = self._clock.now() + timedelta(seconds=left / rate)
        return None if self._until and gone > self._until else gone

    def _at(self, when: datetime) -> str:
        local, today = when.astimezone(self._zone), self._clock.now().astimezone(self._zone)
        return f"at {local:%H:%M}" if local.date() == today.date() else f"on {local:%a at %H:%M}"


def _month(now: datetime, resets: int) -> datetime:
    """Return when X last began to count anew: at midnight UTC of a day of the month."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while day.day != resets:
        tomorrow = day + timedelta(days=1)
        if tomorrow.day == 1 and day.day < resets:  # a month without that day
            return day
        day -= timedelta(days=1)
    return day


async def ask_usage(source: Source, budget: Budget, clock: Clock) -> None:
    """Ask the network what it has counted itself, now and each hour, for ever.

    Reading goes on whatever it says: a failure is only logged.

    Args:
        source: The network to ask.
        budget: Keeps the answer.
        clock: Waits.
    """
    while True:
        wait = _ASKED
        try:
            before = budget.posts
            usage = await source.usage()
            if usage is not None:
                await budget.note(usage, before)
        except (SourceError, StoreError) as error:
            _log.warning("%s did not say what it has counted: %s", source.name, error)
            if isinstance(error, SourceDropped) and error.retry_at is not None:
                wait = max(wait, (error.retry_at - clock.now()).total_seconds())
        await clock.sleep(wait)
