"""What a moderator did, one thing after another: what undo takes back, and redo does again.

A thing is a decision, or the several decisions of one command (`bulk`, `part`). An undo is a
decision that `undoes` another one; done again is a decision that `undoes` the undo. So both can
go on for ever, and what stands is always what nothing undoes.
"""

from typing import NamedTuple

import aiosqlite
import msgspec
from msgspec.structs import replace

from standup_tui.model.command import Left, Placed, Several
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.lifecycle import Standing, Verb
from standup_tui.model.post import PostId
from standup_tui.store import muted
from standup_tui.store.recording import Case
from standup_tui.store.rows import Row, encoded, standing
from standup_tui.store.said import passive

LAST = 2**62
"""More than any sequence number."""

_left = msgspec.json.Decoder(tuple[Left, ...])

_UNDONE = "EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq)"
_PART = "EXISTS (SELECT 1 FROM part WHERE decision = d.seq)"
_MY_DECISIONS = "d.login = :login AND d.name = :name AND d.post IS NOT NULL AND d.seq < :before"
_MY_BULKS = "b.login = :login AND b.name = :name AND b.last < :before"
_STANDS = "NOT EXISTS (SELECT 1 FROM bulk u WHERE u.undoes = b.id)"

_DONE = f"""
SELECT * FROM (SELECT d.seq, NULL FROM decision d LEFT JOIN outbox o ON o.decision = d.seq
                WHERE {_MY_DECISIONS} AND (d.verb <> 'undo' OR o.stage = 'failed')
                  AND NOT {_UNDONE} AND NOT {_PART} ORDER BY d.seq DESC LIMIT 1)
UNION ALL
SELECT * FROM (SELECT b.last, b.id FROM bulk b
                WHERE {_MY_BULKS} AND b.verb <> 'undo' AND {_STANDS}
                ORDER BY b.last DESC LIMIT 1)
ORDER BY 1 DESC LIMIT 1
"""
# An undo counts where it should have taken a public act back and the network refused: else
# nobody could ever try again.

_NEW = f"""
SELECT max(seq) FROM (
SELECT * FROM (SELECT d.seq FROM decision d
                WHERE {_MY_DECISIONS} AND d.verb <> 'undo' AND d.undoes IS NULL AND NOT {_PART}
                ORDER BY d.seq DESC LIMIT 1)
UNION ALL
SELECT * FROM (SELECT b.last AS seq FROM bulk b
                WHERE {_MY_BULKS} AND b.verb <> 'undo' AND b.undoes IS NULL
                ORDER BY b.last DESC LIMIT 1))
"""

_TAKEN_BACK = f"""
SELECT * FROM (SELECT d.seq, NULL FROM decision d
                WHERE {_MY_DECISIONS} AND d.verb = 'undo' AND d.seq > :after
                  AND NOT {_UNDONE} AND NOT {_PART} ORDER BY d.seq DESC LIMIT 1)
UNION ALL
SELECT * FROM (SELECT b.last, b.id FROM bulk b
                WHERE {_MY_BULKS} AND b.verb = 'undo' AND b.last > :after AND {_STANDS}
                ORDER BY b.last DESC LIMIT 1)
ORDER BY 1 DESC LIMIT 1
"""


class Step(NamedTuple):
    """One thing that a moderator did."""

    seq: int
    """The decision, or the last one of several."""
    bulk: int | None


class Part(NamedTuple):
    """One decision on one post."""

    seq: int
    verb: str
    post: PostId
    before: str
    after: str
    undoes: int | None


class Bulk(NamedTuple):
    """What one command did to several posts."""

    id: int
    verb: Verb
    author: str | None
    undoes: int | None
    last: int


async def newest_done(case: Case, before: int = LAST) -> Step | None:
    """Return the newest thing that a moderator did and that stands, before another one."""
    return await _step(case, _DONE, before)


async def newest_taken_back(case: Case, before: int = LAST) -> Step | None:
    """Return what a moderator took back last, unless they did anything new since."""
    rows = await case.db.execute_fetchall(_NEW, _named(case, LAST))
    return await _step(case, _TAKEN_BACK, before, next(iter(rows))[0] or 0)


async def _step(case: Case, query: str, before: int, after: int = 0) -> Step | None:
    given = {**_named(case, before), "after": after}
    rows = await case.db.execute_fetchall(query, given)
    return next((Step(*row) for row in rows), None)


def _named(case: Case, before: int) -> dict[str, object]:
    return {"login": case.by.login, "name": case.by.name, "before": before}


async def goes_past(case: Case, step: Step, op: str) -> bool:
    """Tell whether a moderator knows already that a step cannot be taken, and note that they do.

    The answer to a command may be lost and asked for again: that is no second key.
    """
    rows = await case.db.execute_fetchall("SELECT op FROM passed WHERE decision = ?", (step.seq,))
    for (first,) in rows:
        return bool(first != op)
    await case.db.execute("INSERT INTO passed VALUES (?, ?)", (step.seq, op))
    return False


_DECISION = "SELECT d.seq, d.verb, d.post, d.before, d.after, d.undoes FROM decision d"


async def decision(db: aiosqlite.Connection, seq: int) -> Part:
    """Return one decision."""
    rows = await db.execute_fetchall(f"{_DECISION} WHERE d.seq = ?", (seq,))
    return Part(*next(iter(rows)))


async def parts(db: aiosqlite.Connection, bulk: int, verb: str) -> list[Part]:
    """Return what a command did to its posts, the last first."""
    rows = await db.execute_fetchall(
        f"{_DECISION} JOIN part p ON p.decision = d.seq "
        "WHERE p.bulk = ? AND d.post IS NOT NULL AND d.verb = ? ORDER BY d.seq DESC",
        (bulk, verb),
    )
    return [Part(*row) for row in rows]


async def bulk(db: aiosqlite.Connection, identity: int) -> Bulk:
    """Return what one command did to several posts."""
    rows = await db.execute_fetchall(
        "SELECT id, verb, author, undoes, last FROM bulk WHERE id = ?", (identity,)
    )
    return _bulk(next(iter(rows)))


def _bulk(row: Row) -> Bulk:
    identity, verb, author, undoes, last = row
    return Bulk(identity, Verb(verb), author, undoes, last)


class Together(NamedTuple):
    """A command at work on several posts."""

    op: str
    verb: Verb
    author: str | None = None
    undoes: int | None = None


async def keep(
    case: Case, command: Together, seqs: list[int], said: str, stayed: tuple[Left, ...]
) -> Several:
    """Keep what belongs together, and return it as the command's answer."""
    rows = await case.db.execute_fetchall(
        "INSERT INTO bulk (op, login, name, verb, author, undoes, last, said, stayed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            command.op,
            case.by.login,
            case.by.name,
            command.verb,
            command.author,
            command.undoes,
            seqs[-1],
            said,
            encoded(stayed),
        ),
    )
    identity = next(iter(rows))[0]
    await case.db.execute(
        "INSERT INTO part SELECT value, ? FROM json_each(?)", (identity, encoded(seqs))
    )
    return Several(seqs[-1], said, await _placed(case.db, identity), stayed)


async def answered(db: aiosqlite.Connection, op: str) -> Several | None:
    """Return the answer that a command on several posts has had, if it is known."""
    rows = await db.execute_fetchall("SELECT id, last, said, stayed FROM bulk WHERE op = ?", (op,))
    for identity, last, said, stayed in rows:
        return Several(last, said, await _placed(db, identity), _left.decode(stayed))
    return None


async def _placed(db: aiosqlite.Connection, bulk: int) -> tuple[Placed, ...]:
    rows = await db.execute_fetchall(
        "SELECT d.post, d.after FROM part p JOIN decision d ON d.seq = p.decision "
        "WHERE p.bulk = ? AND d.post IS NOT NULL ORDER BY d.seq",
        (bulk,),
    )
    return tuple(Placed(PostId(post), standing(after)) for post, after in rows)


async def decided_after(
    db: aiosqlite.Connection, seq: int, post: PostId
) -> tuple[Moderator, str] | None:
    """Return who moved a post after a decision, if that still stands, and by which verb."""
    rows = await db.execute_fetchall(
        "SELECT d.name, d.login, d.declared, d.verb FROM decision d "
        "WHERE d.post = ? AND d.seq > ? AND d.verb <> 'undo' AND d.before <> d.after "
        f"AND NOT {_UNDONE} ORDER BY d.seq DESC LIMIT 1",
        (post, seq),
    )
    for name, login, declared, verb in rows:
        return Moderator(name, login, bool(declared)), verb
    return None


def is_same(one: Moderator, other: Moderator) -> bool:
    """Tell whether two decisions are one person's, as far as anybody knows."""
    return (one.login, one.name) == (other.login, other.name)


async def in_the_way(case: Case, mine: Part, entry: Entry, now: Standing) -> str:
    """Return why a post must not be put back to where it stood, or nothing."""
    later = await decided_after(case.db, mine.seq, mine.post)
    # What I did again since an undo was done before what it took back: on the way forward.
    forward = mine.verb == Verb.UNDO and later is not None and is_same(case.by, later[0])
    if later is not None and not forward:
        by, verb = later
        return f"it was {passive(verb)} by {'you' if is_same(case.by, by) else by.signed} since"
    if entry.standing != replace(standing(mine.after), revision=entry.standing.revision):
        return f"it was moved by {entry.last.by.signed if entry.last else 'its source'} since"
    if now.on_wall:
        known = await muted.known(case.db, muted.authors_of(entry.post))
        found = muted.muted_by(entry.post, known)
        if found and found.decision and found.decision > mine.seq:
            return f"its author was muted by {found.by} since"
    return ""
