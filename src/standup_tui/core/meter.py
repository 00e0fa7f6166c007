"""The meter: what reading has cost, from the first day to this moment.

Everything is counted twice. What a network has just charged for counts at once and in full; within
a second it is on disk, where a thing that was charged on the same UTC day already costs nothing
again. So the sum may be a little too high for a second, and is never too low.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime

from standup_tui.errors import StoreError, Unstorable
from standup_tui.model.money import ONCE_A_DAY, Charge, Item
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Books
from standup_tui.settings import money

MICRO = 1_000_000
"""Micro-dollars in a dollar: sums of whole numbers stay exact."""
_GRACE = 2.0
"""Seconds the last write may take when the hub ends."""
_MOST = 50_000
"""Things whose ids are kept in memory; more than X delivers in three minutes at its fastest."""
POSTS = frozenset({Item.POST, Item.OWN_POST})
"""What X's own cap is about."""


class PriceList:
    """The prices of a campaign's settings."""

    def __init__(self, prices: money.Prices) -> None:
        self.dated = prices.dated
        """The day from which they are."""
        self._prices: dict[str, float] = {
            Item.POST: prices.post,
            Item.OWN_POST: prices.own_post,
            Item.USER: prices.user,
            Item.COUNT: prices.count,
            Item.RETWEET: prices.retweet,
            Item.UNDO: prices.undo,
            Item.HIDE: prices.hide,
        }

    def of(self, item: str) -> float:
        """Return US dollars for one."""
        return self._prices[item]

    def micros(self, item: str) -> int:
        """Return micro-dollars for one."""
        return round(self.of(item) * MICRO)


class _Pile:
    """Charges of one UTC day that are not on disk yet."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.things: dict[Item, dict[str, None]] = {}
        self.others: dict[Item, int] = {}

    def add(self, item: Item, things: Iterable[str], others: int = 0) -> None:
        """Put charges on the pile; what would make it too large is only counted."""
        kept = self.things.setdefault(item, {}) if item in ONCE_A_DAY else {}
        room = _MOST - sum(len(it) for it in self.things.values())
        for thing in things:
            if thing in kept:
                continue
            if item in ONCE_A_DAY and room > 0:
                kept[thing] = None
                room -= 1
            else:
                others += 1
        if others:
            self.others[item] = self.others.get(item, 0) + others

    def charges(self) -> list[Charge]:
        """Return it all, one charge an item."""
        items = [item for item in Item if item in self.things or item in self.others]
        return [
            Charge(item, tuple(self.things.get(item, ())), self.others.get(item, 0))
            for item in items
        ]

    def units(self) -> dict[Item, int]:
        """Return how much of what there is."""
        items = {*self.things, *self.others}
        return {it: len(self.things.get(it, ())) + self.others.get(it, 0) for it in items}

    def forget_ids(self) -> None:
        """Keep the numbers alone: each is charged."""
        self.others = self.units()
        self.things = {}

    def take(self, newer: "_Pile") -> None:
        """Add what has been put on another pile."""
        for one in newer.charges():
            self.add(one.item, one.things, one.others)


class Meter:
    """Adds up charges; rung by the network's adapter."""

    def __init__(self, books: Books, clock: Clock, prices: PriceList) -> None:
        self._books = books
        self._clock = clock
        self._prices = prices
        self._known = 0
        """Micro-dollars on disk."""
        self._piles: dict[date, _Pile] = {}
        self._going: _Pile | None = None
        self._flushing: asyncio.Task[None] | None = None
        self._today: date | None = None
        self._seen: OrderedDict[tuple[Item, str], None] = OrderedDict()
        """The newest things of the running UTC day, which cost nothing again."""
        self.posts = 0
        """Posts counted since this meter was made."""

    @property
    def total(self) -> int:
        """Micro-dollars, on disk and on the way there."""
        piles = [*self._piles.values(), *([self._going] if self._going else [])]
        return self._known + sum(
            units * self._prices.micros(item)
            for pile in piles
            for item, units in pile.units().items()
        )

    def ring(self, charge: Charge) -> None:
        """Note a charge; never waits, never raises."""
        now = self._clock.now()
        day = now.astimezone(UTC).date()
        if day != self._today:
            self._today = day
            self._seen.clear()
        item, things, others = charge.item, charge.things, charge.others
        if item in ONCE_A_DAY:
            things = tuple(it for it in dict.fromkeys(things) if (item, it) not in self._seen)
            self._seen.update(((item, it), None) for it in things)
            while len(self._seen) > _MOST:
                self._seen.popitem(last=False)
        if things or others:
            self._piles.setdefault(day, _Pile(now)).add(item, things, others)
        if item in POSTS:
            self.posts += len(things) + others

    async def load(self) -> None:
        """Learn what earlier hubs of this campaign have spent; raises `StoreError`."""
        spent = await self._books.spent()
        self._known = sum(round(one.dollars * MICRO) for one in spent)

    async def close(self) -> None:
        """Write down what was rung, as far as the store still can."""
        last = asyncio.ensure_future(self.flush())
        # Not `timeout`: it and a second cancellation could be mistaken for one another.
        await asyncio.wait({last}, timeout=_GRACE)
        last.cancel()
        with suppress(StoreError, asyncio.CancelledError):
            await last

    async def flush(self) -> None:
        """Write down what was rung; where that fails, nothing is forgotten.

        Raises:
            StoreError: It will have to be tried again, and why.
        """
        while self._flushing is not None and not self._flushing.done():
            await asyncio.shield(self._flushing)
        if self._piles:
            self._flushing = asyncio.create_task(self._flush(), name="books")
            await asyncio.shield(self._flushing)  # half written must not be counted again

    async def _flush(self) -> None:
        while self._piles:
            day = next(iter(self._piles))
            pile = self._going = self._piles.pop(day)
            try:
                cost = await self._books.charge(pile.charges(), self._prices, pile.at)
            except BaseException as error:
                if isinstance(error, Unstorable | ValueError):  # an id that is no text
                    pile.forget_ids()
                if day in self._piles:
                    pile.take(self._piles[day])
                self._piles[day] = pile
                raise
            else:
                self._known += round(cost * MICRO)
            finally:
                self._going = None
