"""What was charged, by UTC day, and what the network itself has counted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import aiosqlite

from standup_tui.model.money import ONCE_A_DAY, Charge, Item, Spent, Usage
from standup_tui.ports.money import Prices
from standup_tui.store.rows import encoded, ms, when

_MICRO = 1_000_000
"""Micro-dollars in a dollar: sums of whole numbers stay exact."""

_POSTS = (Item.POST, Item.OWN_POST)
"""What the network's own count is about."""


async def charge(
    db: aiosqlite.Connection, charges: Sequence[Charge], prices: Prices, at: datetime
) -> float:
    """Add charges to the UTC day of a time, and return what they cost in US dollars."""
    day = at.astimezone(UTC).date()
    cost = 0
    for one in charges:
        units = len(one.things)
        if one.item in ONCE_A_DAY:
            await db.execute(
                "INSERT OR IGNORE INTO billed SELECT ?, ?, value FROM json_each(?)",
                (day.isoformat(), one.item, encoded(one.things)),
            )
            units = next(iter(await db.execute_fetchall("SELECT changes()")))[0]
        units += one.others
        micros = units * round(prices.of(one.item) * _MICRO)
        cost += micros
        if units:
            await db.execute(
                "INSERT INTO spending VALUES (?, ?, ?, ?) ON CONFLICT (day, item) DO UPDATE "
                "SET units = units + excluded.units, micros = micros + excluded.micros",
                (day.isoformat(), one.item, units, micros),
            )
    # Yesterday stays: a clock that is put right at midnight must not charge a day twice.
    yesterday = day - timedelta(days=1)
    await db.execute("DELETE FROM billed WHERE day < ?", (yesterday.isoformat(),))
    return cost / _MICRO


async def spent(db: aiosqlite.Connection) -> tuple[Spent, ...]:
    """Return what each UTC day cost by item, the newest day first."""
    rows = await db.execute_fetchall(
        "SELECT day, item, units, micros FROM spending ORDER BY day DESC, item"
    )
    return tuple(
        Spent(date.fromisoformat(day), Item(item), units, micros / _MICRO)
        for day, item, units, micros in rows
    )


async def note_usage(db: aiosqlite.Connection, usage: Usage) -> None:
    """Keep the network's own count beside ours, and the first of them since it began anew."""
    rows = await db.execute_fetchall(
        "SELECT coalesce(sum(units), 0) FROM spending "
        "WHERE item IN (SELECT value FROM json_each(?))",
        (encoded(_POSTS),),
    )
    ours = next(iter(rows))[0]
    await db.execute("DELETE FROM usage WHERE which = 'newest' AND used <= ?", (usage.used,))
    # A newest count that is still there was higher: the network has begun anew since.
    await db.execute("DELETE FROM usage WHERE EXISTS (SELECT 1 FROM usage WHERE which = 'newest')")
    values = (usage.used, usage.cap, ms(usage.at), usage.resets, ours)
    await db.execute("INSERT OR IGNORE INTO usage VALUES ('first', ?, ?, ?, ?, ?)", values)
    await db.execute("INSERT INTO usage VALUES ('newest', ?, ?, ?, ?, ?)", values)


async def usages(db: aiosqlite.Connection) -> tuple[Usage, Usage] | None:
    """Return the first and the newest count of the network; None before the first."""
    rows = await db.execute_fetchall(
        "SELECT used, cap, at, resets, ours FROM usage ORDER BY which = 'newest'"
    )
    found = [Usage(used, cap, when(at), resets, ours) for used, cap, at, resets, ours in rows]
    return (found[0], found[-1]) if found else None
