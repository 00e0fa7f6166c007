"""Public acts: claimed before they are made, so a crash leaves doubt and never a second go."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aiosqlite

from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.store import posts
from standup_tui.store.rows import ms, when

_LATE = timedelta(minutes=10)
"""How long after its time a retweet may still go out."""

_TOO_LATE = (
    "it did not go out, for no hub was there when it was due; press r again if it still should"
)

_COLUMNS = "id, verb, post, stage, due, by, problem"


def _act(row: Sequence[Any]) -> PublicAct:
    identity, verb, post, stage, due, by, problem = row
    return PublicAct(identity, Verb(verb), PostId(post), Stage(stage), when(due), by, problem)


async def claim(db: aiosqlite.Connection, at: datetime) -> PublicAct | None:
    """Take the next due act. A retweet is taken only while its post may still be shown.

    One that fell due while no hub ran is stopped: whoever asked for it meant that moment.
    """
    await _stop(db, _TOO_LATE, at, before=at - _LATE)
    rows = await db.execute_fetchall(
        "UPDATE outbox SET stage = 'sending', attempt = attempt + 1 WHERE id = ("
        "  SELECT o.id FROM outbox o JOIN post p ON p.id = o.post "
        "  WHERE o.stage = 'due' AND o.due <= ? "
        "  AND (o.verb = 'undo retweet' OR (p.status = 'shown' AND NOT p.escalated)) "
        f"  ORDER BY o.due LIMIT 1) RETURNING {_COLUMNS}",
        (ms(at),),
    )
    row = next(iter(rows), None)
    if row is None:
        return None
    act = _act(tuple(row))
    await _touch(db, act.post)
    return act


async def stop_retweets(db: aiosqlite.Connection, why: str, at: datetime) -> None:
    """Stop every retweet that waits; taking one back goes on."""
    await _stop(db, why, at, before=datetime.max.replace(tzinfo=UTC))


async def _stop(db: aiosqlite.Connection, why: str, at: datetime, *, before: datetime) -> None:
    rows = await db.execute_fetchall(
        "UPDATE outbox SET stage = 'stopped', problem = ?, settled = ? "
        "WHERE stage = 'due' AND verb = 'retweet' AND due < ? RETURNING post",
        (why, ms(at), ms(before)),
    )
    for (post,) in rows:
        await _touch(db, post)


async def settle(
    db: aiosqlite.Connection, act: int, stage: Stage, problem: str, at: datetime
) -> None:
    """Record what came of an act, and let every terminal know."""
    rows = await db.execute_fetchall(
        "UPDATE outbox SET stage = ?, problem = ?, settled = ? WHERE id = ? RETURNING post",
        (stage, problem, ms(at), act),
    )
    for (post,) in rows:
        await _touch(db, post)


async def _touch(db: aiosqlite.Connection, post: str) -> None:
    await db.execute("UPDATE post SET seq = ? WHERE id = ?", (await posts.advance(db), post))


async def in_stages(db: aiosqlite.Connection, *stages: Stage) -> tuple[PublicAct, ...]:
    """Return the acts that stand at one of these stages, oldest first."""
    marks = ", ".join("?" * len(stages))
    rows = await db.execute_fetchall(
        f"SELECT {_COLUMNS} FROM outbox WHERE stage IN ({marks}) ORDER BY id", stages
    )
    return tuple(_act(tuple(row)) for row in rows)
