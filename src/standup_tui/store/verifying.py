"""Verifying the decision log: whether anything was changed, and where."""

from collections.abc import AsyncIterator, Sequence

import aiosqlite
from msgspec import Struct

from standup_tui.model.keeping import Head
from standup_tui.store.copying import RESTORE, restored
from standup_tui.store.log import COLUMNS, GENESIS, chained, digest
from standup_tui.store.log_end import anchored

MOST = 100
"""Breaks that are told of one by one; a log with more of them is no log any more."""


class Break(Struct, frozen=True):
    """One place at which the log is not what was written."""

    first: int
    """The decision it is about, or the first of several."""
    last: int
    what: str
    """In a sentence, without a full stop."""


class Witness(Struct, frozen=True):
    """Something outside the store that knows how the log once ended."""

    head: Head
    name: str
    """Such as "the backup of ...": who knows it."""


class Verdict(Struct, frozen=True):
    """What came of verifying a log."""

    begins: int
    """The first decision that is there."""
    head: Head
    """The last one: whoever notes it down can tell later whether it is still in the log."""
    decisions: int
    erased: int
    """Decisions whose text and reason were erased; they themselves are verified."""
    witnesses: int
    """How many others agree about a decision of this log."""
    restored: int
    """How many others know decisions that a restored backup took away, as the log says."""
    breaks: tuple[Break, ...]


async def breaks(db: aiosqlite.Connection) -> tuple[Break, ...]:
    """Walk the chain and return where it does not hold."""
    found: list[Break] = []
    async for one in _walked(db):
        found.append(one)
        if len(found) == MOST:
            break
    return tuple(found)


async def verified(db: aiosqlite.Connection, witnesses: Sequence[Witness]) -> Verdict:
    """Verify a log, also by what others know of it."""
    anchor = await _anchor(db)
    rows = await db.execute_fetchall(
        "SELECT coalesce(min(seq), 0), coalesce(max(seq), 0), count(*), "
        "(SELECT count(*) FROM decision d LEFT JOIN decision_text t USING (seq) "
        "WHERE t.seq IS NULL) FROM decision"
    )
    begins, last, decisions, erased = next(iter(rows))
    hashes = {anchor.seq: anchor.hash, last: await _hash(db, last) or GENESIS}
    found, agree, aside = list(await breaks(db)), 0, 0
    taken = await _taken_away(db)
    for one in witnesses:
        head = one.head
        if head.seq < anchor.seq or not head.seq:
            continue  # that end of the log is gone
        known = hashes.get(head.seq) or await _hash(db, head.seq)
        if known == head.hash:
            agree += 1
        elif any(begins <= head.seq <= ended for begins, ended in taken):
            aside += 1
        elif known is None:
            what = (
                f"the log ends with decision {last:,}, but {one.name} knew decision {head.seq:,}"
            )
            found.append(Break(last + 1, head.seq, what))
        else:
            what = f"decision {head.seq:,} is another one than {one.name} knew"
            found.append(Break(head.seq, head.seq, what))
    ends = Head(last, hashes[last])
    return Verdict(begins, ends, decisions, erased, agree, aside, tuple(found))


async def _taken_away(db: aiosqlite.Connection) -> list[tuple[int, int]]:
    """Return from where to where decisions were others, before a backup was restored."""
    rows = await db.execute_fetchall("SELECT seq, op FROM decision WHERE verb = ?", (RESTORE,))
    return [(seq, ended) for seq, op in rows if (ended := restored(op)) is not None]


async def _anchor(db: aiosqlite.Connection) -> Head:
    rows = await db.execute_fetchall("SELECT upto, hash FROM anchor ORDER BY upto DESC LIMIT 1")
    return next((Head(*row) for row in rows), Head(0, GENESIS))


async def _hash(db: aiosqlite.Connection, seq: int) -> str | None:
    rows = await db.execute_fetchall("SELECT hash FROM decision WHERE seq = ?", (seq,))
    return next((str(row[0]) for row in rows), None)


async def _walked(db: aiosqlite.Connection) -> AsyncIterator[Break]:
    """Go through the log and yield each place at which it does not hold."""
    anchor = await _anchor(db)
    if anchor.seq:
        said = "SELECT 1 FROM decision WHERE op = ? AND seq > ?"
        if not await db.execute_fetchall(said, (anchored(anchor.seq, anchor.hash), anchor.seq)):
            what = f"the log begins behind decision {anchor.seq:,}, and no decision says why"
            yield Break(1, anchor.seq, what)
    query = (
        f"SELECT {COLUMNS}, t.salt, t.text, t.reason FROM decision "
        "LEFT JOIN decision_text t USING (seq) ORDER BY seq"
    )
    seq, previous, sound = anchor.seq, anchor.hash, True
    async with db.execute(query) as cursor:
        async for found in cursor:
            row, (salt, text, reason) = tuple(found[:-3]), found[-3:]
            at = row[0]
            if at <= anchor.seq:
                yield Break(at, at, f"decision {at:,} stands before the log begins")
                continue
            if at != seq + 1:
                yield _missing(seq + 1, at - 1)
            elif row[-2] != previous and sound:
                yield _replaced(seq, at)
            sound = row[-1] == chained(row)
            if not sound:
                yield Break(at, at, f"decision {at:,} was changed after it was made")
            if salt is not None and digest(salt, text, reason) != row[-3]:
                yield Break(at, at, f"the text or reason of decision {at:,} was changed")
            seq, previous = at, row[-1]


def _missing(first: int, last: int) -> Break:
    if first == last:
        return Break(first, last, f"decision {first:,} is missing")
    return Break(first, last, f"decisions {first:,} to {last:,} are missing")


def _replaced(seq: int, next_: int) -> Break:
    """Say that a decision is whole in itself, and not what the one after it was made after."""
    if not seq:
        return Break(next_, next_, f"decision {next_:,} does not begin the log")
    what = f"decision {seq:,} was replaced: decision {next_:,} was made after another one"
    return Break(seq, next_, what)
