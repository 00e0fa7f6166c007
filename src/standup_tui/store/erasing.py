"""Erasing texts whose time has run out, some posts at a time, and what stands beside posts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from standup_tui.model.keeping import RULE_SHOWN, RULE_UNDECIDED, Clocks, Going
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId
from standup_tui.store import index, posts
from standup_tui.store.rows import Row, encoded, ms, post_of, when

DUE = (
    "p.body IS NOT NULL AND p.arrived < CASE p.status WHEN 'shown' THEN :shown ELSE :undecided END"
)
"""Which posts the clocks have run out for."""

_ASKED = "(SELECT value FROM json_each(?))"
_OLD_NOTES = (
    "SELECT t.seq FROM decision_text t JOIN decision d USING (seq) "
    "WHERE d.verb = 'handover' AND d.at < ?"
)


def named(clocks: Clocks) -> dict[str, object]:
    """Return clocks as the values of `DUE`."""
    return {"shown": ms(clocks.shown), "undecided": ms(clocks.undecided)}


async def due(db: aiosqlite.Connection, clocks: Clocks) -> tuple[Going, ...]:
    """Return the posts that the clocks have run out for, the oldest first."""
    rows = await db.execute_fetchall(
        f"{_GOING} WHERE {DUE} ORDER BY p.arrived, p.id", named(clocks)
    )
    return _going(rows)


async def still(
    db: aiosqlite.Connection, posts_: Sequence[Going], clocks: Clocks | None
) -> tuple[Going, ...]:
    """Return those of some posts that are still to go: what is decided meanwhile may be kept."""
    rows = await db.execute_fetchall(
        f"{_GOING} WHERE p.id IN (SELECT value FROM json_each(:posts)) "
        f"AND {DUE if clocks else 'p.body IS NOT NULL'} ORDER BY p.arrived, p.id",
        {"posts": encoded([one.post for one in posts_]), **(named(clocks) if clocks else {})},
    )
    return _going(rows)


_GOING = "SELECT p.id, p.status, p.arrived FROM post p"


def _going(rows: Iterable[Row]) -> tuple[Going, ...]:
    return tuple(
        Going(
            post,
            status,
            when(arrived),
            RULE_SHOWN if status == Status.SHOWN else RULE_UNDECIDED,
        )
        for post, status, arrived in rows
    )


async def erase(
    db: aiosqlite.Connection, going: Sequence[Going], at: datetime, reason: str
) -> None:
    """Erase some posts and every copy of their words that the store has."""
    ids = [one.post for one in going]
    await posts.remove(db, [PostId(one) for one in ids], at, Verb.ERASE, reason)
    await _forget_in_bulks(db, ids)
    await db.execute(f"UPDATE outbox SET problem = '' WHERE post IN {_ASKED}", (encoded(ids),))


async def texts(db: aiosqlite.Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of posts."""
    rows = await db.execute_fetchall(
        f"SELECT body FROM post WHERE id IN {_ASKED} AND body IS NOT NULL", (encoded(ids),)
    )
    return tuple(post_of(body).text for (body,) in rows)


async def kept(db: aiosqlite.Connection) -> tuple[frozenset[str], frozenset[str]]:
    """Return the posts whose text is kept, and those that are known and have none any more."""
    rows = list(await db.execute_fetchall("SELECT id, body IS NULL FROM post"))
    return (
        frozenset(post for post, gone in rows if not gone),
        frozenset(post for post, gone in rows if gone),
    )


async def _forget_in_bulks(db: aiosqlite.Connection, ids: Sequence[str]) -> None:
    """Take posts out of what commands on several of them were answered with."""
    asked = encoded(ids)
    rows = await db.execute_fetchall(
        "SELECT b.id FROM bulk b WHERE EXISTS "
        f"(SELECT 1 FROM json_each(b.stayed) s WHERE s.value ->> '$.post' IN {_ASKED}) "
        "OR (instr(b.said, '@') AND b.author IS NULL AND EXISTS (SELECT 1 FROM part p "
        f"JOIN decision d ON d.seq = p.decision WHERE p.bulk = b.id AND d.post IN {_ASKED}))",
        (asked, asked),
    )
    for (bulk,) in rows:
        await db.execute(
            "UPDATE bulk SET said = 'done', stayed = (SELECT json_group_array(json(s.value)) "
            f"FROM json_each(stayed) s WHERE s.value ->> '$.post' NOT IN {_ASKED}) WHERE id = ?",
            (asked, bulk),
        )


class Beside(NamedTuple):
    """What stands beside the posts and was erased."""

    notes: int
    unreadable: int


async def count_beside(db: aiosqlite.Connection, clocks: Clocks) -> Beside:
    """Count the old notes for the next shift, and what came in long ago and was unreadable."""
    rows = await db.execute_fetchall(
        f"SELECT (SELECT count(*) FROM ({_OLD_NOTES})), "
        "(SELECT count(*) FROM quarantine WHERE at < ?)",
        (ms(clocks.shown), ms(clocks.undecided)),
    )
    return Beside(*next(iter(rows)))


async def erase_beside(db: aiosqlite.Connection, clocks: Clocks) -> Beside:
    """Erase old notes for the next shift, and what came in long ago and was unreadable."""
    counted = await count_beside(db, clocks)
    notes = await db.execute_fetchall(_OLD_NOTES, (ms(clocks.shown),))
    await forget_texts(db, [row[0] for row in notes])
    await db.execute("DELETE FROM quarantine WHERE at < ?", (ms(clocks.undecided),))
    return counted


async def forget_texts(db: aiosqlite.Connection, decisions: Sequence[int]) -> None:
    """Erase the texts and reasons of decisions, which stay in the chain; their words too."""
    await db.execute(f"DELETE FROM decision_text WHERE seq IN {_ASKED}", (encoded(decisions),))
    await index.forget_reasons(db, decisions)
