"""The old end of the decision log: how much of it may go, and cutting it off.

What is left begins behind an anchor: the number and the hash of the last decision that went.
A decision at the new end says so in its op id, which is hashed and never erased: nobody can cut
the log unseen, and the chain is verified from the anchor on.
"""

from datetime import datetime
from typing import NamedTuple

import aiosqlite

from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import Clocks
from standup_tui.store import index, log
from standup_tui.store.erasing import DUE, named
from standup_tui.store.rows import encoded, ms

VERB = "forget old decisions"
"""The verb of the decision that says that others are gone."""


class Cut(NamedTuple):
    """How much of the log goes."""

    upto: int = 0
    """The last decision that goes; 0: none does."""
    decisions: int = 0
    tombstones: int = 0
    mutings: int = 0
    held: str = ""
    """What keeps decisions that are old enough, if anything does."""


_HOLDS = (
    (
        (
            "SELECT min(d.seq) - 1 FROM decision d JOIN post p ON p.id = d.post "
            f"WHERE d.seq <= :upto AND p.body IS NOT NULL AND NOT ({DUE})"
        ),
        "a post whose text is kept longer",
    ),
    (
        "SELECT min(undoes) - 1 FROM decision WHERE seq > :upto AND undoes <= :upto",
        "a decision that was taken back or done again later",
    ),
    (
        (
            "SELECT min(p.decision) - 1 FROM part p JOIN bulk b ON b.id = p.bulk "
            "WHERE p.decision <= :upto AND (b.last > :upto OR EXISTS "
            "(SELECT 1 FROM bulk u WHERE u.undoes = b.id AND u.last > :upto))"
        ),
        "decisions on several posts that were taken back or done again later",
    ),
    (
        (
            "SELECT min(o.decision) - 1 FROM outbox o JOIN post p ON p.id = o.post "
            "WHERE o.decision <= :upto AND (o.stage IN ('sending', 'in doubt') "
            f"OR (o.stage = 'due' AND (o.verb = 'undo retweet' OR NOT ({DUE}))))"
        ),
        "a public act that is not settled",
    ),
)
"""Queries for the last decision that may go as far as each is concerned, and what it is about."""

_TOMBSTONES = """
SELECT id FROM post p
 WHERE body IS NULL AND (decided <= :upto OR (decided IS NULL AND arrived < :log))
   AND NOT EXISTS (SELECT 1 FROM cursor WHERE newest = p.id)
"""
# Where a network was read up to must stay known.

_FORGOTTEN = "AND NOT EXISTS (SELECT 1 FROM worded WHERE post = p.id)"
"""By the index as well, which has caught up by the time that anything goes."""


async def planned(db: aiosqlite.Connection, clocks: Clocks) -> Cut:
    """Return how much of the log would go now, the texts that are due being erased."""
    first = await _number(db, "SELECT coalesce(max(upto), 0) FROM anchor")
    old = upto = await _number(
        db,
        "SELECT coalesce((SELECT min(seq) - 1 FROM decision WHERE at >= :at), "
        "(SELECT max(seq) FROM decision), 0)",
        at=ms(clocks.log),
    )
    held = ""
    while True:
        before = upto
        for query, what in _HOLDS:
            given = {**named(clocks), "upto": upto}
            rows = await db.execute_fetchall(query, given)
            (found,) = next(iter(rows))
            if found is not None and found < upto:
                upto, held = found, what
        if upto == before:
            break
    if held:
        held = f"{old - max(upto, first):,} decisions stay although they are old enough: {held}"
    if upto <= first:
        return Cut(held=held)
    return Cut(
        upto,
        await _number(db, "SELECT count(*) FROM decision WHERE seq <= :upto", upto=upto),
        await _number(db, f"SELECT count(*) FROM ({_TOMBSTONES})", upto=upto, log=ms(clocks.log)),
        await _number(
            db, "SELECT count(*) FROM muted WHERE decision <= :upto AND NOT file", upto=upto
        ),
        held,
    )


def anchored(upto: int, hash_: str) -> str:
    """Return the op id of the decision that says up to where the log was cut."""
    return f"anchor:{upto}:{hash_}"


async def cut(db: aiosqlite.Connection, clocks: Clocks, by: Moderator, at: datetime) -> Cut:
    """Take the old end off the log, in a transaction that looks at references when it is done."""
    going = await planned(db, clocks)
    if not going.upto:
        return going
    rows = await db.execute_fetchall("SELECT hash FROM decision WHERE seq = ?", (going.upto,))
    (hash_,) = next(iter(rows))
    why = f"the decisions up to {going.upto:,} have run out"
    new = log.NewDecision(anchored(going.upto, hash_), VERB, by, at, reason=why)
    await log.append(db, new)
    await db.execute("INSERT INTO anchor VALUES (?, ?, ?)", (going.upto, hash_, ms(at)))
    given = {"upto": going.upto, "log": ms(clocks.log)}
    await db.execute(_BEGINS_LATER, given)
    for statement in (*_WITH_DECISIONS, "DELETE FROM decision WHERE seq <= :upto"):
        await db.execute(statement, given)
    await index.forget_log(db, going.upto)
    tombstones = [row[0] for row in await db.execute_fetchall(_TOMBSTONES + _FORGOTTEN, given)]
    await _forget_posts(db, encoded(tombstones))
    await db.execute(_BARE, given)
    return going._replace(tombstones=len(tombstones))


async def _forget_posts(db: aiosqlite.Connection, asked: str) -> None:
    """Forget posts entirely: what belongs to them, and that anything else ever pointed at them."""
    owned = {table for table, _ in _OF_POSTS}
    pointing = await db.execute_fetchall(
        'SELECT m.name, f."from" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f '
        "WHERE m.type = 'table' AND f.\"table\" = 'post'"
    )
    for table, column in pointing:
        if table not in owned:
            await db.execute(
                f"UPDATE {table} SET {column} = NULL "
                f"WHERE {column} IN (SELECT value FROM json_each(?))",
                (asked,),
            )
    for table, column in _OF_POSTS:
        await db.execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (asked,)
        )


_BEGINS_LATER = """
UPDATE post SET arrival = coalesce((SELECT d.before ->> '$.status' FROM decision d
    WHERE d.post = post.id AND d.seq > :upto ORDER BY d.seq LIMIT 1), arrival)
 WHERE body IS NULL AND EXISTS (SELECT 1 FROM decision d WHERE d.post = post.id AND d.seq <= :upto)
"""
# The log of these posts begins there now.

_WITH_DECISIONS = (
    "DELETE FROM decision_text WHERE seq <= :upto",
    "DELETE FROM reasoning WHERE decision <= :upto",
    "DELETE FROM passed WHERE decision <= :upto",
    "DELETE FROM tagging WHERE decision <= :upto",
    "DELETE FROM part WHERE decision <= :upto",
    "DELETE FROM bulk WHERE last <= :upto",
    "DELETE FROM muted WHERE decision <= :upto AND NOT file",
    "UPDATE muted SET decision = NULL WHERE decision <= :upto",
    "DELETE FROM outbox WHERE decision <= :upto",
    "UPDATE post SET act = NULL WHERE act NOT IN (SELECT id FROM outbox)",
    "UPDATE post SET hiding = NULL WHERE hiding NOT IN (SELECT id FROM outbox)",
)
"""What goes with the decisions that it belongs to."""

_OF_POSTS = (
    ("flag", "post"),
    ("action", "post"),
    ("raw", "post"),
    ("version", "older"),
    ("version", "newer"),
    ("post", "id"),
)
"""Tables, and the column of a post that is forgotten entirely; the post itself last."""

_BARE = """
UPDATE post SET decided = NULL, arrival = status, revision = 1
 WHERE body IS NULL AND decided <= :upto
"""
# Those that have to stay as tombstones, with nothing decided about them any more.


async def _number(db: aiosqlite.Connection, query: str, **given: int) -> int:
    return int(next(iter(await db.execute_fetchall(query, given)))[0])
