"""What was charged: once a thing and UTC day, exactly, and for ever."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from making import NOW, judged, post, some
from standup_tui.core.meter import PriceList
from standup_tui.model.money import Charge, Item, Spent, Usage
from standup_tui.settings import money
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

PRICES = PriceList(money.Prices())
DAY = timedelta(days=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def test_a_thing_costs_once_a_utc_day_and_a_request_each_time(store: SqliteStore) -> None:
    charges = [
        Charge(Item.POST, ("x:1", "x:2", "x:1")),
        Charge(Item.USER, ("x:1",)),
        Charge(Item.RETWEET, ("a", "a")),
        Charge(Item.POST, (), 3),
    ]
    assert await store.charge(charges, PRICES, NOW) == pytest.approx(0.01 + 0.01 + 0.03 + 0.015)
    assert await store.charge(charges, PRICES, NOW) == pytest.approx(0.03 + 0.015)
    assert await store.spent() == (
        Spent(NOW.date(), Item.POST, 8, 0.04),
        Spent(NOW.date(), Item.RETWEET, 4, 0.06),
        Spent(NOW.date(), Item.USER, 1, 0.01),
    )


async def test_the_day_is_the_utc_day_wherever_the_clock_stands(store: SqliteStore) -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(-timedelta(hours=2)))
    await store.charge([Charge(Item.POST, ("x:1",))], PRICES, late)
    assert [one.day for one in await store.spent()] == [date(2026, 11, 23)]


async def test_what_a_past_day_cost_stays_when_the_price_changes(store: SqliteStore) -> None:
    await store.charge([Charge(Item.POST, ("x:1",))], PRICES, NOW)
    dearer = PriceList(money.Prices(post=0.0123456))
    await store.charge([Charge(Item.POST, ("x:1", "x:2", "x:3"))], dearer, NOW)
    await store.charge([Charge(Item.POST, ("x:1",))], dearer, NOW + DAY)
    assert [(one.units, one.dollars) for one in await store.spent()] == [
        (1, 0.012346),
        (3, 0.005 + 2 * 0.012346),
    ]


async def test_a_hundred_thousand_posts_add_up_exactly(store: SqliteStore) -> None:
    for first in range(0, 100_000, 20_000):
        ids = tuple(f"x:{number}" for number in range(first, first + 20_000))
        await store.charge([Charge(Item.POST, ids)], PRICES, NOW)
    assert (await store.spent())[0].dollars == 500


async def test_only_the_things_of_two_days_are_kept(tmp_path: Path, store: SqliteStore) -> None:
    for days in range(4):
        await store.charge([Charge(Item.POST, ("x:1", "x:2"))], PRICES, NOW + days * DAY)
    # A clock that is put right must not have a day charged twice.
    assert await store.charge([Charge(Item.POST, ("x:1",))], PRICES, NOW + 2 * DAY) == 0
    assert sum(one.units for one in await store.spent()) == 8
    with closing(sqlite3.connect(tmp_path / "standup.db")) as db, db:
        assert db.execute("SELECT count(*) FROM billed").fetchone() == (4,)


async def test_the_networks_first_and_newest_count_stand_beside_ours(store: SqliteStore) -> None:
    assert await store.usages() is None
    await store.charge([Charge(Item.POST, ("x:1",))], PRICES, NOW)
    await store.note_usage(Usage(100, 3000, NOW))
    charges = [Charge(Item.OWN_POST, ("x:2",)), Charge(Item.USER, ("x:9",))]
    await store.charge(charges, PRICES, NOW)
    await store.note_usage(Usage(104, 3000, NOW + DAY, 7))
    later = Usage(105, 3000, NOW + 2 * DAY, 7, ours=2)
    await store.note_usage(later)
    assert await store.usages() == (Usage(100, 3000, NOW, None, ours=1), later)


async def test_a_network_that_counts_anew_is_compared_from_there(store: SqliteStore) -> None:
    await store.note_usage(Usage(100, 3000, NOW))
    anew = Usage(2, 3000, NOW + DAY)
    await store.note_usage(anew)
    assert await store.usages() == (anew, anew)


async def test_a_post_that_came_was_just_seen_and_the_longest_unseen_comes_first(
    store: SqliteStore,
) -> None:
    await store.add([judged(1, trusted=True), judged(2, trusted=True)], [], NOW)
    await store.add([*some(5, first=3)], [], NOW + timedelta(minutes=1))
    assert (await store.unchecked(NOW, 10, shown=True)).total == 0
    soon = NOW + timedelta(minutes=2)
    assert (await store.unchecked(soon, 10, shown=True)).posts == (post(1).id, post(2).id)
    await store.checked([post(3).id], soon)
    await store.remove([post(4).id], soon)
    rest = await store.unchecked(soon, 2, shown=False)
    assert (rest.total, rest.posts) == (3, (post(5).id, post(6).id))
    assert rest.then == NOW + timedelta(minutes=1)
    assert (await store.unchecked(soon, 3, shown=False)).then is None
