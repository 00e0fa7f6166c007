"""Public acts: claimed before they are made, so a crash leaves doubt and never a second go."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import aiosqlite

from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.lifecycle import HIDINGS
from standup_tui.model.post import PostId
from standup_tui.ports.store import ActRules, Doubt
from standup_tui.store.counter import advance
from standup_tui.store.public import sent_today, spent
from standup_tui.store.rows import Row, ms, when
from standup_tui.store.rows import act as act_of

_LATE = timedelta(minutes=10)
"""How long after its time an act may still go out."""

_TOO_LATE = "it did not go out, for no hub was there when it was due; ask again if it still should"

_COLUMNS = "post, id, verb, stage, due, by, problem, dry"

_MAY_GO = (
    "CASE verb WHEN 'retweet' THEN (SELECT status = 'shown' AND NOT escalated FROM post p "
    "WHERE p.id = post) "
    "WHEN 'hide on X' THEN (SELECT status IN ('hidden', 'held') FROM post p WHERE p.id = post) "
    "ELSE 1 END"
)
"""Whether an act of the outbox still makes sense, as the post stands now."""

_LATER_UNDO = (
    "EXISTS (SELECT 1 FROM outbox u WHERE o.verb = 'retweet' AND u.verb = 'undo retweet' "
    "AND u.post = o.post AND u.id > o.id"
)
"""Whether a retweet was taken back later; what else holds of the undo and a bracket follow."""

_BEGINS = "verb IN ('retweet', 'hide on X', 'unhide on X')"
"""Acts that meant the moment they were asked for; an undo is never too late."""


async def claim(db: aiosqlite.Connection, at: datetime, rules: ActRules) -> PublicAct | None:
    """Take the next due act. A retweet is taken only while its post may still be shown.

    One that fell due while no hub ran is stopped: whoever asked for it meant that moment. One
    that a limit held fell due when the limit ended.
    """
    late = f"{_BEGINS} AND decision NOT IN (SELECT seq FROM decision WHERE verb = 'undo')"
    await _stop(db, _TOO_LATE, at, f"{late} AND due < ?", ms(at - _LATE))
    await _hold(db, at)
    if await sent_today(db, rules.zone, at) >= rules.most:
        over = "verb = 'retweet' AND NOT dry AND due <= ?"
        await _stop(db, f"it did not go out: {spent(rules)}", at, over, ms(at))
    rows = await db.execute_fetchall(
        "UPDATE outbox SET stage = 'sending', attempt = attempt + 1, problem = '', sent = ? "
        f"WHERE id = (SELECT id FROM outbox WHERE stage = 'due' AND due <= ? AND {_MAY_GO} "
        f"ORDER BY due LIMIT 1) RETURNING {_COLUMNS}",
        (ms(at), ms(at)),
    )
    acts = _acts(rows)
    await _touch(db, (act.post for act in acts))
    return acts[0] if acts else None


async def stop_waiting(db: aiosqlite.Connection, why: str, at: datetime) -> None:
    """Stop every retweet and hiding that waits to be sent; taking one back goes on."""
    begun = f"{_BEGINS} AND decision NOT IN (SELECT seq FROM decision WHERE verb = 'undo')"
    await _stop(db, why, at, f"NOT dry AND {begun}")


async def postpone(
    db: aiosqlite.Connection, act: PublicAct, until: datetime, why: str, at: datetime
) -> None:
    """Have an act, and all that the same limit holds, wait until a time.

    If its post went where the act makes no sense while the network was asked, it is stopped.
    """
    verbs = HIDINGS if act.verb in HIDINGS else (act.verb,)
    for verb in verbs:
        await db.execute(
            "INSERT INTO hold VALUES (?, ?, ?) ON CONFLICT (verb) DO UPDATE "
            "SET until = excluded.until, why = excluded.why",
            (verb, ms(until), why),
        )
    await db.execute(
        "UPDATE outbox SET stage = 'due', due = ?, problem = ?, sent = NULL WHERE id = ?",
        (ms(until), why, act.id),
    )
    await _touch(db, (act.post,))
    await _stop(db, "its post moved while X was asked", at, f"id = ? AND NOT ({_MAY_GO})", act.id)
    await _hold(db, at)


async def _hold(db: aiosqlite.Connection, at: datetime) -> None:
    """Move what would come before the end of a network's limit to that end."""
    rows = await db.execute_fetchall(
        "UPDATE outbox SET due = h.until, problem = h.why FROM hold h "
        "WHERE h.verb = outbox.verb AND h.until > ? AND outbox.stage = 'due' "
        "AND NOT outbox.dry AND outbox.due < h.until RETURNING outbox.post",
        (ms(at),),
    )
    await _touch(db, (row[0] for row in rows))


async def _stop(db: aiosqlite.Connection, why: str, at: datetime, which: str, *given: int) -> None:
    rows = await db.execute_fetchall(
        "UPDATE outbox SET stage = 'stopped', problem = ?, settled = ? "
        f"WHERE stage = 'due' AND {which} RETURNING post",
        (why, ms(at), *given),
    )
    await _touch(db, (row[0] for row in rows))


async def settle(
    db: aiosqlite.Connection, act: int, stage: Stage, problem: str, at: datetime
) -> None:
    """Record what came of an act, and let every terminal know."""
    rows = await db.execute_fetchall(
        "UPDATE outbox SET stage = ?, problem = ?, settled = ? WHERE id = ? RETURNING post",
        (stage, problem, ms(at), act),
    )
    await _touch(db, (row[0] for row in rows))


async def _touch(db: aiosqlite.Connection, changed: Iterable[str]) -> None:
    for post in changed:
        await db.execute("UPDATE post SET seq = ? WHERE id = ?", (await advance(db), post))


async def doubts(db: aiosqlite.Connection, *stages: Stage) -> tuple[Doubt, ...]:
    """Return the acts that stand at one of these stages, oldest first, and when each was sent.

    Of a retweet that is being taken back nothing can be said before that has come to an end.
    """
    marks = ", ".join("?" * len(stages))
    rows = await db.execute_fetchall(
        f"SELECT sent, {_LATER_UNDO} AND u.stage = 'done'), {_COLUMNS} FROM outbox o "
        f"WHERE stage IN ({marks}) "
        f"AND NOT {_LATER_UNDO} AND u.stage IN ('due', 'sending', 'in doubt')) ORDER BY id",
        stages,
    )
    return tuple(
        Doubt(_act(tuple(row)[2:]), None if row[0] is None else when(row[0]), bool(row[1]))
        for row in rows
    )


async def is_doubted(db: aiosqlite.Connection, post: PostId) -> bool:
    """Tell whether nobody knows of a retweet of a post whether it went out."""
    rows = await db.execute_fetchall(
        "SELECT 1 FROM outbox WHERE post = ? AND verb = 'retweet' AND stage = 'in doubt' LIMIT 1",
        (post,),
    )
    return bool(list(rows))


def _acts(rows: Iterable[aiosqlite.Row]) -> tuple[PublicAct, ...]:
    return tuple(_act(tuple(row)) for row in rows)


def _act(row: Row) -> PublicAct:
    """Read an act from `_COLUMNS`."""
    return act_of(row[1:], PostId(row[0]))
