"""The store's side of keeping records: purges and exports, each step in a transaction."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import aiosqlite
import msgspec
from msgspec.structs import replace

from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import (
    FULL_POSTS_A_DAY,
    Certificate,
    Counted,
    Going,
    Granted,
    Head,
    Person,
    Plan,
    Purge,
    how_known,
)
from standup_tui.model.lifecycle import Status
from standup_tui.store import anew, erasing, log, log_end, person
from standup_tui.store.database import Database, Urgency
from standup_tui.store.rows import Row, encoded, ms, when

PURGE = "purge"
EXPORT = "export full posts"
"""Verbs of decisions that concern no post."""

_counted = msgspec.json.Decoder(Counted)

_SENT_AT_ONCE = 5_000
"""Things that a network sent which are looked through in one transaction."""


async def planned(db: aiosqlite.Connection, purge: Purge) -> Plan:
    """Return exactly what a purge would erase now; lines of log files are not counted."""
    posts = await _posts(db, purge)
    shown = sum(one.status == Status.SHOWN for one in posts)
    counted, cut, others = Counted(undecided=len(posts) - shown, shown=shown), log_end.Cut(), 0
    if purge.clocks is not None:
        beside = await erasing.count_beside(db, purge.clocks)
        cut = await log_end.planned(db, purge.clocks)
        counted = replace(
            counted,
            notes=beside.notes,
            unreadable=beside.unreadable,
            decisions=cut.decisions,
            tombstones=cut.tombstones,
            mutings=cut.mutings,
        )
    if purge.person is not None:
        counted = replace(counted, **await person.counted(db, purge.person))
        others = 0 if purge.mentions else len(await person.naming(db, purge.person))
    open_ = await db.execute_fetchall("SELECT rule FROM purge WHERE state = 'open'")
    unfinished = str(next(iter(open_), ("",))[0])
    return Plan(posts, counted, cut.upto, cut.held, others, unfinished)


async def _posts(db: aiosqlite.Connection, purge: Purge) -> tuple[Going, ...]:
    found: tuple[Going, ...] = ()
    if purge.clocks is not None:
        found += await erasing.due(db, purge.clocks)
    if purge.person is not None:
        found += await person.own(db, purge.person, mentions=purge.mentions)
    return found


async def head(db: aiosqlite.Connection) -> Head:
    """Return the newest decision of the log."""
    rows = await db.execute_fetchall("SELECT seq, hash FROM decision ORDER BY seq DESC LIMIT 1")
    return next((Head(*row) for row in rows), Head())


OVER = "WHERE state <> 'open'"
"""The certificates of purges that nobody works on any more."""

_CERTIFICATE = """
SELECT id, began, ended, name, login, declared, rule, reference, counted, seq, hash FROM purge
"""


def _certificate(row: Row) -> Certificate:
    number, began, ended, name, login, declared, rule, reference, counted, seq, hash_ = row
    return Certificate(
        number=number,
        began=when(began),
        ended=None if ended is None else when(ended),
        by=name,
        known=how_known(login, declared=bool(declared)),
        rule=rule,
        reference=reference,
        counted=_counted.decode(counted),
        head=Head(seq, hash_),
    )


async def certificates(db: aiosqlite.Connection, where: str = "") -> tuple[Certificate, ...]:
    """Return what purges did, the oldest first."""
    rows = await db.execute_fetchall(f"{_CERTIFICATE} {where} ORDER BY id")
    return tuple(map(_certificate, rows))


class StoreKeeper:
    """Erases and gives out what a store holds. All methods raise `StoreError`."""

    def __init__(self, database: Database, index_on: Callable[[], Awaitable[bool]]) -> None:
        self._db = database
        self._index_on = index_on

    async def plan(self, purge: Purge) -> Plan:
        """Return exactly what a purge would erase now."""
        return await self._db.read(lambda db: planned(db, purge))

    async def begin(self, purge: Purge, by: Moderator, at: datetime) -> int:
        """Put a purge on record and return its number; others that never ended are interrupted."""

        async def work(db: aiosqlite.Connection) -> int:
            await db.execute("UPDATE purge SET state = 'interrupted' WHERE state = 'open'")
            rows = await db.execute_fetchall(
                "INSERT INTO purge (state, began, name, login, declared, rule, reference, counted)"
                " VALUES ('open', ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    ms(at),
                    by.name,
                    by.login,
                    int(by.declared),
                    purge.rule,
                    purge.reference,
                    encoded(Counted()),
                ),
            )
            number = int(next(iter(rows))[0])
            said = f"purge {number}: {purge.rule}"
            said += f" ({purge.reference})" if purge.reference else ""
            await log.append(db, log.NewDecision(uuid4().hex, PURGE, by, at, reason=said))
            return number

        return await self._db.write(work)

    async def erase_beside(self, number: int, purge: Purge) -> None:
        """Erase what stands beside the posts that are to go."""
        if purge.person is not None:
            await self._scrub_sent(purge.person)

        async def work(db: aiosqlite.Connection) -> None:
            if purge.clocks is not None:
                beside = await erasing.erase_beside(db, purge.clocks)
                await _count(db, number, notes=beside.notes, unreadable=beside.unreadable)
            if purge.person is not None:
                await _count(db, number, **await person.scrub(db, purge.person))

        await self._db.write(work, Urgency.BATCH)

    async def _scrub_sent(self, who: Person) -> None:
        """Empty what a network sent that names somebody, a stretch at a time."""
        last = await self._db.read(person.last_sent)
        for first in range(0, last + 1, _SENT_AT_ONCE):
            stretch = range(first, first + _SENT_AT_ONCE)
            work = partial(person.scrub_sent, person=who, numbers=stretch)
            await self._db.write(work, Urgency.BATCH)

    async def going(self, purge: Purge) -> tuple[Going, ...]:
        """Return the posts that are to go, the oldest first."""
        return await self._db.read(lambda db: _posts(db, purge))

    async def texts(self, posts: Sequence[Going]) -> Sequence[str]:
        """Return the texts of some posts."""
        return await self._db.read(lambda db: erasing.texts(db, [one.post for one in posts]))

    async def erase(self, number: int, purge: Purge, posts: Sequence[Going], at: datetime) -> None:
        """Erase those of some posts that are still to go."""

        async def work(db: aiosqlite.Connection) -> None:
            going = await erasing.still(db, posts, purge.clocks)
            shown = sum(one.status == Status.SHOWN for one in going)
            await erasing.erase(db, going, at, f"purge {number}")
            await _count(db, number, shown=shown, undecided=len(going) - shown)

        await self._db.write(work, Urgency.BATCH)

    async def cut_log(self, number: int, purge: Purge, by: Moderator, at: datetime) -> None:
        """Take the old end off the decision log."""
        clocks = purge.clocks
        if clocks is None:
            return

        async def work(db: aiosqlite.Connection) -> None:
            cut = await log_end.cut(db, clocks, by, at)
            await _count(
                db,
                number,
                decisions=cut.decisions,
                tombstones=cut.tombstones,
                mutings=cut.mutings,
            )

        await self.catch_up()  # what the index has not forgotten yet would have to stay
        await self._db.cut(work)

    async def catch_up(self) -> None:
        """Have the full-text index take everything in, and forget what is to be forgotten."""
        while await self._index_on():
            pass

    async def tidy(self, number: int, purge: Purge) -> None:
        """Leave no byte of what was erased in the store's files, if anything was.

        Raises:
            StoreError: Another program kept reading the write-ahead log.
        """
        if purge.person is None and not await self._db.read(lambda db: _has_erased(db, number)):
            return  # nobody is kept waiting for nothing
        await self.catch_up()
        await anew.leave_nothing(self._db)

    async def end(self, number: int, lines: int, at: datetime) -> Certificate:
        """Note that a purge is over, and return what it did."""

        async def work(db: aiosqlite.Connection) -> Certificate:
            await _count(db, number, lines=lines)
            newest = await head(db)
            await db.execute(
                "UPDATE purge SET state = 'ended', ended = ?, seq = ?, hash = ? WHERE id = ?",
                (ms(at), newest.seq, newest.hash, number),
            )
            return (await certificates(db, f"WHERE id = {number:d}"))[0]

        return await self._db.write(work)

    async def certificates(self) -> Sequence[Certificate]:
        """Return what every purge did, the oldest first."""
        return await self._db.read(lambda db: certificates(db, OVER))

    async def grant(self, posts: int, what: str, by: Moderator, at: datetime) -> Granted:
        """Put an export of full posts on record, as many as the day still allows."""

        async def work(db: aiosqlite.Connection) -> Granted:
            day = at.astimezone(UTC).date().isoformat()
            rows = await db.execute_fetchall(
                "SELECT posts FROM full_export WHERE day = ? AND login = ?", (day, by.login)
            )
            before = int(next(iter(rows), (0,))[0])
            granted = max(0, min(posts, FULL_POSTS_A_DAY - before))
            if granted:
                await db.execute(
                    "INSERT INTO full_export VALUES (?, ?, ?) ON CONFLICT (day, login) "
                    "DO UPDATE SET posts = posts + excluded.posts",
                    (day, by.login, granted),
                )
                reason = f"{granted:,} posts with their text: {what}"
                await log.append(db, log.NewDecision(uuid4().hex, EXPORT, by, at, reason=reason))
            return Granted(granted, before)

        return await self._db.write(work)


async def _has_erased(db: aiosqlite.Connection, number: int) -> bool:
    """Tell whether a purge has erased anything, or one before it may have left traces."""
    ended = "SELECT coalesce(max(id), 0) FROM purge WHERE state = 'ended'"
    since = await certificates(db, f"WHERE id <= {number:d} AND id > ({ended})")
    return len(since) > 1 or not all(one.counted.nothing for one in since)


async def _count(db: aiosqlite.Connection, number: int, **more: int) -> None:
    """Add to what a purge has erased."""
    rows = await db.execute_fetchall("SELECT counted FROM purge WHERE id = ?", (number,))
    counted = _counted.decode(next(iter(rows))[0])
    sums = {name: getattr(counted, name) + count for name, count in more.items()}
    await db.execute(
        "UPDATE purge SET counted = ? WHERE id = ?", (encoded(replace(counted, **sums)), number)
    )
