"""The meter against a model of X's bill, with restarts and kills at any point."""

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from halls import StoppedClock
from standup_tui.core.meter import MICRO, Meter, PriceList
from standup_tui.model.money import ONCE_A_DAY, Charge, Item
from standup_tui.settings import money as campaign
from standup_tui.store.store import SqliteStore

pytestmark = pytest.mark.soak

PRICES = PriceList(campaign.Prices())
THINGS = st.lists(st.integers(1, 12).map("x:{}".format), max_size=8)


class Bill(RuleBasedStateMachine):
    """A meter that is rung, written down, stopped and killed, and what X will charge."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.clock = StoppedClock(datetime(2026, 11, 22, 22, 0, tzinfo=UTC))
        self.charged: set[tuple[object, ...]] = set()
        self.owed = 0
        """Micro-dollars that X charges and the meter has been told of."""
        self.lost = 0
        """Those that were only in the memory of a hub that was killed."""
        self.unwritten: list[tuple[tuple[object, ...] | None, int]] = []
        self.open()

    def open(self) -> None:
        async def opened() -> tuple[SqliteStore, Meter]:
            store = await SqliteStore.open(self.folder / "standup.db")
            meter = Meter(store, self.clock, PRICES)
            await meter.load()
            return store, meter

        self.store, self.meter = self.runner.run(opened())

    @rule(item=st.sampled_from(Item), things=THINGS, others=st.integers(0, 2))
    def ring(self, item: Item, things: list[str], others: int) -> None:
        self.meter.ring(Charge(item, tuple(things), others))
        price = PRICES.micros(item)
        day = self.clock.now().date()
        for thing in things:
            key = (day, item, thing)
            if item in ONCE_A_DAY:
                if key in self.charged:
                    continue
                self.charged.add(key)
            self.owed += price
            self.unwritten.append((key, price))
        self.owed += others * price
        self.unwritten.append((None, others * price))

    @rule()
    def write_down(self) -> None:
        self.runner.run(self.meter.flush())
        self.unwritten.clear()
        assert self.meter.total == self.owed - self.lost

    @rule(minutes=st.integers(1, 90))
    def pass_time(self, minutes: int) -> None:
        self.clock.pass_(60 * minutes)

    @rule()
    def restart(self) -> None:
        self.runner.run(self.meter.close())
        self.unwritten.clear()
        self.runner.run(self.store.close())
        self.open()
        assert self.meter.total == self.owed - self.lost

    @rule()
    def kill(self) -> None:
        self.runner.run(self.store.close())  # what was not written down is forgotten
        for key, cost in self.unwritten:
            self.lost += cost
            if key is not None:
                # X has charged it; the next hub may see it again and count it then.
                self.charged.discard(key)
        self.unwritten.clear()
        self.open()
        assert self.meter.total == self.owed - self.lost

    @invariant()
    def never_below(self) -> None:
        assert self.meter.total >= self.owed - self.lost

    def teardown(self) -> None:
        self.runner.run(self.meter.close())
        assert self.meter.total == self.owed - self.lost
        by_books = self.runner.run(self.store.spent())
        assert sum(round(one.dollars * MICRO) for one in by_books) == self.meter.total
        self.runner.run(self.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)


Bill.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestTheBill = Bill.TestCase
