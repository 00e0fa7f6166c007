"""The invariants of a store: what must be true however it was treated."""

from itertools import chain
from pathlib import Path

import aiosqlite
from msgspec import Struct

from standup_tui.store import verifying
from standup_tui.store.beside import beside, version_of
from standup_tui.store.rows import standing


class CheckReport(Struct, frozen=True):
    """What a check found."""

    problems: tuple[str, ...]
    """Each one sentence; empty for a store that holds what it promises."""
    counts: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether every invariant holds."""
        return not self.problems

    @property
    def lines(self) -> tuple[str, ...]:
        """The report for a person."""
        found = tuple(f"{number:>9,}  {name}" for name, number in self.counts.items())
        verdict = self.problems or ("Every invariant holds.",)
        return (*found, *verdict)

    @property
    def data(self) -> dict[str, object]:
        """The report for a program."""
        return {"ok": self.ok, "problems": list(self.problems), **self.counts}


async def check(path: Path) -> CheckReport:
    """Check a store without changing it.

    Raises:
        StoreError: It cannot be opened or read at all.
    """
    async with beside(path, oldest=0) as db:
        return await _checked(db)


async def _checked(db: aiosqlite.Connection) -> CheckReport:
    version = await version_of(db)
    problems = [
        f"SQLite: {row[0]}"
        for row in await db.execute_fetchall("PRAGMA integrity_check(5)")
        if row[0] != "ok"
    ]
    problems += [
        f"{table} row {row} refers to a missing row of {parent}"
        for table, row, parent, _ in await db.execute_fetchall("PRAGMA foreign_key_check")
    ]
    problems += [f"decision log: {one.what}" for one in await verifying.breaks(db)]
    problems += await _chains(db)
    for query, says in chain.from_iterable(_SINCE[:version]):
        problems += [says.format(*row) for row in await db.execute_fetchall(query)]
    counts = {name: await _number(db, query) for name, query in _COUNTS.items()}
    return CheckReport(tuple(problems), counts)


async def _number(db: aiosqlite.Connection, query: str) -> int:
    return int(next(iter(await db.execute_fetchall(query)))[0])


async def _chains(db: aiosqlite.Connection) -> list[str]:
    """Each decision starts where the one before it on the same post ended."""
    problems: list[str] = []
    stands: dict[str, str] = {}
    rows = await db.execute_fetchall(
        "SELECT d.seq, d.post, d.before, d.after, p.arrival, p.status, p.revision, p.decided "
        "FROM decision d JOIN post p ON p.id = d.post ORDER BY d.seq"
    )
    for seq, post, before, after, arrival, status, revision, decided in rows:
        if post not in stands and standing(before).status != arrival:
            problems.append(f"decision {seq} on {post} does not start where the post arrived")
        elif post in stands and stands[post] != before:
            problems.append(f"decision {seq} on {post} does not start where the last one ended")
        stands[post] = after
        now = standing(after)
        if seq == decided and (now.status, now.revision) != (status, revision):
            problems.append(f"{post} is {status}, but its last decision says {now.status}")
    return problems


_RULES = (
    (
        (
            "SELECT id FROM post p "
            "WHERE decided IS NOT (SELECT max(seq) FROM decision d WHERE post = p.id "
            "AND verb <> 'note' AND NOT (verb = 'undo' AND coalesce((SELECT verb = 'note' "
            "FROM decision n WHERE n.seq = d.undoes), 0)))"
        ),
        "{0} does not stand where its last decision left it",
    ),
    (
        "SELECT id FROM post WHERE decided IS NULL AND (status <> arrival OR revision <> 1)",
        "{0} moved without a decision",
    ),
    (
        "SELECT id FROM post WHERE (body IS NULL) <> (status = 'gone')",
        "{0} is gone but not erased, or erased but not gone",
    ),
    (
        (
            "SELECT p.id FROM post p LEFT JOIN raw r ON r.post = p.id "
            "WHERE (r.post IS NULL) <> (p.status = 'gone')"
        ),
        "{0} has no raw form, or is gone and still has one",
    ),
    (
        "SELECT id, pin FROM post WHERE (pin > 0 OR starred) AND status <> 'shown'",
        "{0} is pinned or starred but not shown",
    ),
    (
        "SELECT id FROM post WHERE escalated AND status <> 'held'",
        "{0} is escalated but not held",
    ),
    (
        (
            "SELECT o.id, o.post FROM outbox o JOIN post p ON p.id = o.post "
            "WHERE o.stage = 'due' AND o.verb = 'retweet' AND p.status <> 'shown'"
        ),
        "act {0} waits to retweet {1}, which is not shown",
    ),
    (
        (
            "SELECT post, count(*) FROM outbox WHERE stage IN ('due', 'sending') "
            "GROUP BY post, verb IN ('retweet', 'undo retweet') HAVING count(*) > 1"
        ),
        "{0} has {1} public acts of a kind under way at once",
    ),
    (
        (
            "SELECT network, newest FROM cursor c WHERE NOT EXISTS "
            "(SELECT 1 FROM post WHERE id = c.newest)"
        ),
        "the cursor of {0} stands at {1}, which is not stored",
    ),
    (
        "SELECT id FROM post WHERE seq > (SELECT seq FROM counter)",
        "{0} changed after the last sequence number",
    ),
)
"""Queries that find nothing in a sound store, and what a row of each means."""

_SINCE_SECOND = (
    (
        (
            "SELECT o.id, o.post FROM outbox o JOIN post p ON p.id = o.post WHERE o.stage = 'due' "
            "AND o.verb = 'hide on X' AND p.status NOT IN ('hidden', 'held')"
        ),
        "act {0} waits to hide {1} on X, which is not hidden here",
    ),
    (
        (
            "SELECT id, stage FROM outbox WHERE dry <> (stage = 'dry run') "
            "AND (stage = 'dry run' OR stage NOT IN ('due', 'sending', 'stopped'))"
        ),
        "act {0} was to be a dry run and is {1}, or the other way about",
    ),
    (
        (
            "SELECT p.id FROM post p LEFT JOIN (SELECT post, "
            "max(iif(verb IN ('retweet', 'undo retweet'), id, NULL)) AS act, "
            "max(iif(verb IN ('hide on X', 'unhide on X'), id, NULL)) AS hiding "
            "FROM outbox GROUP BY post) o ON o.post = p.id "
            "WHERE p.act IS NOT o.act OR p.hiding IS NOT o.hiding"
        ),
        "{0} does not point at its newest public acts",
    ),
)
"""The same about what only the second version of a store has."""

_SINCE_THIRD = (
    (
        "SELECT a.post, a.name FROM action a JOIN post p ON p.id = a.post WHERE p.body IS NULL",
        "{0} is gone and still counts for {1}, or is kept from it",
    ),
    (
        (
            "SELECT post, name FROM action "
            "WHERE (hand IS NULL) <> (by = '') OR NOT (rule OR hand IS NOT NULL)"
        ),
        "{0} counts for {1}, or does not, and nobody says so",
    ),
    (
        (
            "SELECT d.seq, d.verb FROM decision d LEFT JOIN tagging t ON t.decision = d.seq "
            "WHERE (d.verb IN ('tag', 'untag')) <> (t.decision IS NOT NULL)"
        ),
        "decision {0} ({1}) and what is kept of actions do not go together",
    ),
)
"""The same about what only the third version of a store has."""

_SINCE_FOURTH = (
    (
        (
            "SELECT id, notes FROM post p WHERE body IS NOT NULL AND notes <> (SELECT count(*) "
            "FROM decision d WHERE d.post = p.id AND d.verb = 'note' "
            "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq))"
        ),
        "{0} does not have the {1} notes that it counts",
    ),
    (
        "SELECT seq FROM decision WHERE verb = 'note' AND before <> after",
        "decision {0} is a note and moved its post",
    ),
    (
        (
            "SELECT id FROM post WHERE (hidden_for <> '' AND status <> 'hidden') "
            "OR (body IS NULL AND (notes OR repost_of IS NOT NULL))"
        ),
        "{0} keeps a reason though it is not hidden, or is gone and not forgotten",
    ),
    (
        (
            "SELECT r.decision FROM reasoning r JOIN decision d ON d.seq = r.decision "
            "JOIN post p ON p.id = d.post WHERE p.body IS NULL"
        ),
        "decision {0} keeps a reason of a post that is gone",
    ),
    (
        (
            "SELECT b.op FROM bulk b "
            "WHERE b.last IS NOT (SELECT max(decision) FROM part WHERE bulk = b.id) "
            "OR EXISTS (SELECT 1 FROM part p JOIN decision d ON d.seq = p.decision "
            "WHERE p.bulk = b.id AND (d.login <> b.login OR d.name <> b.name))"
        ),
        "the decisions of command {0} do not belong together",
    ),
    (
        (
            "SELECT b.op FROM bulk b WHERE (b.author IS NOT NULL) <> (SELECT count(*) = 1 "
            "FROM part p JOIN decision d ON d.seq = p.decision "
            "WHERE p.bulk = b.id AND d.post IS NULL)"
        ),
        "command {0} is a muting without a decision of its own, or the other way about",
    ),
    (
        (
            "SELECT m.author FROM muted m WHERE m.decision IS NOT NULL AND m.decision IS NOT "
            "(SELECT p.decision FROM part p JOIN decision d ON d.seq = p.decision "
            "WHERE d.post IS NULL AND p.bulk = (SELECT id FROM bulk "
            "WHERE author = m.author ORDER BY last DESC LIMIT 1))"
        ),
        "{0} is muted, but that is not what was decided last",
    ),
    (
        (
            "SELECT p.id FROM muted m JOIN post p ON p.author = m.author "
            "WHERE p.status = 'shown' AND coalesce(p.decided, 0) < m.decision AND NOT EXISTS "
            "(SELECT 1 FROM bulk b, json_each(b.stayed) s WHERE b.author = m.author "
            "AND s.value ->> '$.post' = p.id)"
        ),
        "{0} is shown although its author was muted",
    ),
)
"""The same about what only the fourth version of a store has."""

_SINCE_FIFTH = (
    (
        (
            "SELECT w.post FROM worded w JOIN post p ON p.id = w.post "
            "WHERE p.body IS NULL AND NOT w.gone"
        ),
        "{0} is erased, but its words are to stay in the index",
    ),
)
"""The same about what only the fifth version of a store has."""

_SINCE_SIXTH = (
    (
        "SELECT paused FROM wall WHERE paused < since",
        "the walls stand still since before their scene began",
    ),
    (
        (
            "SELECT delay, unattended FROM wall WHERE delay < 0 "
            "OR (delay > 0 AND (delayed IS NULL OR delayed_by = '' OR unattended <> ''))"
        ),
        "posts show by themselves after {0} s, and nobody decided that",
    ),
    (
        (
            "SELECT d.seq, d.post FROM decision d WHERE d.verb = 'show after the delay' "
            "AND (d.login <> '' OR d.before ->> 'status' <> 'waiting' "
            "OR EXISTS (SELECT 1 FROM decision e WHERE e.post = d.post AND e.seq < d.seq "
            "AND e.before <> e.after))"
        ),
        "decision {0} showed {1} by itself, though somebody had acted",
    ),
)
"""The same about what only a store has that knows how walls are steered."""

_SINCE_RECORDS = (
    (
        (
            "SELECT a.upto FROM anchor a WHERE a.upto = (SELECT max(upto) FROM anchor) "
            "AND NOT EXISTS (SELECT 1 FROM decision "
            "WHERE op = 'anchor:' || a.upto || ':' || a.hash)"
        ),
        "the decisions up to {0} were taken from the log, and no decision says so",
    ),
    (
        (
            "SELECT t.seq FROM decision_text t JOIN decision d USING (seq) "
            "JOIN post p ON p.id = d.post WHERE p.body IS NULL AND t.text <> ''"
        ),
        "decision {0} keeps the text of a post that is gone",
    ),
)
"""The same about what only a store with records of purges has."""

_SINCE = (
    _RULES,
    _SINCE_SECOND,
    _SINCE_THIRD,
    _SINCE_FOURTH,
    _SINCE_FIFTH,
    _SINCE_SIXTH,
    _SINCE_RECORDS,
)
"""One entry a version."""

_COUNTS = {
    "posts": "SELECT count(*) FROM post",
    "shown": "SELECT count(*) FROM post WHERE status = 'shown'",
    "flagged": "SELECT count(*) FROM post WHERE status = 'flagged'",
    "gone": "SELECT count(*) FROM post WHERE status = 'gone'",
    "decisions": "SELECT count(*) FROM decision",
    "public acts": "SELECT count(*) FROM outbox",
    "unreadable": "SELECT count(*) FROM quarantine",
}
