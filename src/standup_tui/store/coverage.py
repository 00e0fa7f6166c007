"""How far reading came, the gaps in it, and what the network counted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import aiosqlite
import msgspec

from standup_tui.model.coverage import Gap, Hour, Progress, Repair
from standup_tui.model.post import PostId
from standup_tui.store.rows import encoded, ms, when

_progress = msgspec.json.Decoder(Progress)

_MOMENT = timedelta(seconds=5)
"""Between two gaps with less than this between them nothing was read to speak of: one gap."""

_GAP = "SELECT id, began, ended, why, repair, recovered, missing FROM gap"


def _gap(row: Any) -> Gap:
    identity, began, ended, why, repair, recovered, missing = row
    over = when(ended) if ended is not None else None
    return Gap(identity, when(began), over, why, Repair(repair), recovered, missing)


async def progress(db: aiosqlite.Connection, network: str) -> Progress:
    """Return how far reading had come."""
    rows = await db.execute_fetchall("SELECT state FROM progress WHERE network = ?", (network,))
    return next((_progress.decode(row[0]) for row in rows), Progress())


async def save_progress(db: aiosqlite.Connection, network: str, progress: Progress) -> None:
    """Keep how far reading has come."""
    await db.execute(
        "INSERT INTO progress VALUES (?, ?) "
        "ON CONFLICT (network) DO UPDATE SET state = excluded.state",
        (network, encoded(progress)),
    )


async def newest(db: aiosqlite.Connection, network: str, overlap: timedelta) -> PostId | None:
    """Return the post up to which nothing is missing, or one that is older by an overlap.

    Where none is that old it is the first one there is.
    """
    rows = await db.execute_fetchall("SELECT newest FROM cursor WHERE network = ?", (network,))
    cursor = next((row[0] for row in rows), None)
    if cursor is None or not overlap:
        return None if cursor is None else PostId(cursor)
    kept = (len(network) + 1, f"{network}:")
    rows = await db.execute_fetchall(
        "SELECT id FROM post WHERE at <= (SELECT at FROM post WHERE id = ?) - ? "
        "AND substr(id, 1, ?) = ? ORDER BY at DESC LIMIT 1",
        (cursor, overlap // timedelta(milliseconds=1), *kept),
    )
    first = await db.execute_fetchall(
        "SELECT id FROM post WHERE substr(id, 1, ?) = ? ORDER BY at LIMIT 1", kept
    )
    return next((PostId(row[0]) for row in (*rows, *first)), PostId(cursor))


async def open_gap(db: aiosqlite.Connection, network: str, began: datetime, why: str) -> None:
    """Put a gap on record that still goes on, or let one go on that has just ended."""
    changed = await db.execute_fetchall(
        "UPDATE gap SET ended = NULL WHERE network = ? AND repair = 'open' "
        "AND (ended IS NULL OR ended >= ?) RETURNING id",
        (network, ms(began - _MOMENT)),
    )
    if not list(changed):
        await db.execute(
            "INSERT INTO gap (network, began, why) VALUES (?, ?, ?)", (network, ms(began), why)
        )


async def note_gap(
    db: aiosqlite.Connection, network: str, began: datetime, ended: datetime, why: str
) -> None:
    """Put a gap on record that is over."""
    await db.execute(
        "INSERT INTO gap (network, began, ended, why) VALUES (?, ?, ?, ?)",
        (network, ms(began), ms(ended), why),
    )


async def end_gap(db: aiosqlite.Connection, network: str, at: datetime) -> None:
    """Note that posts come in again. A clock that went back ends no gap before its beginning."""
    await db.execute(
        "UPDATE gap SET ended = max(began, ?) WHERE network = ? AND ended IS NULL",
        (ms(at), network),
    )


async def settle_gaps(
    db: aiosqlite.Connection, network: str, upto: datetime, repair: Repair, missing: str
) -> int:
    """Note what became of the open gaps that ended by a time, and return how many."""
    settled = await db.execute_fetchall(
        "UPDATE gap SET repair = ?, missing = ?, recovered = ("
        "  SELECT count(*) FROM post WHERE at > gap.began AND at < gap.ended "
        "  AND arrived >= gap.began) "
        "WHERE network = ? AND repair = 'open' AND ended <= ? RETURNING id",
        (repair, missing, network, ms(upto)),
    )
    return len(list(settled))


async def open_gaps(db: aiosqlite.Connection, network: str) -> tuple[Gap, ...]:
    """Return the gaps nobody has searched to the end yet, the oldest first."""
    rows = await db.execute_fetchall(
        f"{_GAP} WHERE network = ? AND repair = 'open' ORDER BY began, id", (network,)
    )
    return _gaps(rows)


async def gaps(db: aiosqlite.Connection, limit: int) -> tuple[Gap, ...]:
    """Return the newest gaps, the newest first."""
    rows = await db.execute_fetchall(f"{_GAP} ORDER BY began DESC, id DESC LIMIT ?", (limit,))
    return _gaps(rows)


def _gaps(rows: Iterable[Any]) -> tuple[Gap, ...]:
    return tuple(_gap(row) for row in rows)


async def unrepaired(db: aiosqlite.Connection, lost_since: datetime, reach: timedelta) -> int:
    """Count the open gaps, and those that were lost since a time.

    Args:
        db: The store.
        lost_since: A gap that was lost before it is on record and no news any more.
        reach: How far back the network can look: no gap is lost before it is older.
    """
    return await _number(
        db,
        "SELECT count(*) FROM gap WHERE repair = 'open' "
        "OR (repair = 'lost' AND max(began + ?, ended) > ?)",
        reach // timedelta(milliseconds=1),
        ms(lost_since),
    )


async def count(db: aiosqlite.Connection, start: datetime, end: datetime) -> int:
    """Count the posts published between two times, reposts left out."""
    return await _number(
        db,
        "SELECT count(*) FROM post WHERE at >= ? AND at < ? AND NOT (body IS NOT NULL AND EXISTS "
        "(SELECT 1 FROM json_each(body, '$.references') WHERE value ->> 'kind' = 'repost'))",
        ms(start),
        ms(end),
    )


async def _number(db: aiosqlite.Connection, query: str, *parameters: int) -> int:
    return int(next(iter(await db.execute_fetchall(query, parameters)))[0])


async def note_hour(db: aiosqlite.Connection, network: str, hour: Hour) -> None:
    """Keep an hour's counts; a later count of the same hour replaces it."""
    await db.execute(
        "INSERT INTO hour VALUES (?, ?, ?, ?) ON CONFLICT (network, start) DO UPDATE "
        "SET theirs = excluded.theirs, ours = excluded.ours",
        (network, ms(hour.start), hour.theirs, hour.ours),
    )


async def hours(db: aiosqlite.Connection, limit: int) -> tuple[Hour, ...]:
    """Return the hours that were counted, the newest first."""
    rows = await db.execute_fetchall(
        "SELECT start, theirs, ours FROM hour ORDER BY start DESC LIMIT ?", (limit,)
    )
    return tuple(Hour(when(start), theirs, ours) for start, theirs, ours in rows)
