"""What a console is told of the reading, and what it may ask for."""

from pathlib import Path

from halls import Clock, hall, seat
from making import NOW
from standup_tui.core.coverage import coverage
from standup_tui.core.health import Vitals
from standup_tui.model.coverage import Coverage, Repair
from standup_tui.model.money import Account, Money
from standup_tui.protocol.messages import AskReading, Reading, ReadOn, Role
from standup_tui.store.store import SqliteStore


class Reader:
    """Knows the gaps of a store, and notes that somebody wants it to read on."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.asked = 0

    def read_on(self) -> None:
        self.asked += 1

    async def coverage(self) -> Coverage:
        return await coverage(self._store, Vitals(Clock()), None)

    async def account(self) -> Account:
        return Account(Money(2.41, 25.0))


async def test_a_console_that_asks_is_told_of_gaps_and_money(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        here.hub.reader = Reader(here.store)
        await here.store.open_gap("x", NOW, "X closed the stream.")
        asha.client.send(AskReading())
        await asha.until(lambda: asha.readings)
        told = asha.readings[0]
        assert [(gap.why, gap.repair) for gap in told.coverage.gaps] == [
            ("X closed the stream.", Repair.OPEN)
        ]
        assert told.account.money.spent == 2.41


async def test_a_hub_without_a_network_says_that_nothing_is_known(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path) as asha:
        asha.client.send(AskReading())
        asha.client.send(ReadOn())
        await asha.until(lambda: asha.readings)
        assert asha.readings == [Reading(Coverage(), Account())]


async def test_a_console_may_have_reading_tried_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        here.hub.reader = reader = Reader(here.store)
        asha.client.send(ReadOn())
        asha.client.send(AskReading())  # answered after it
        await asha.until(lambda: asha.readings)
        assert reader.asked == 1


async def test_a_wall_may_not_ask(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path, Role.WALL) as wall:
        here.hub.reader = reader = Reader(here.store)
        wall.client.send(ReadOn())
        await wall.until(lambda: wall.lost)
        assert reader.asked == 0
        assert wall.readings == []
