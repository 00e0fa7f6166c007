"""Searching everything: what was typed as conditions, its words never part of any syntax."""

import sqlite3
from collections.abc import Mapping
from typing import assert_never

import aiosqlite

from standup_tui.model.entry import Decision
from standup_tui.model.search import (
    Because,
    Flagged,
    Query,
    Stands,
    Tagged,
    Term,
    Test,
    Words,
)
from standup_tui.model.words import fold
from standup_tui.ports.store import LoggedDecision, LogPage, SearchResult
from standup_tui.store.index import damage
from standup_tui.store.rows import ENTRY, decision, encoded, entries

MOST = 200
"""Posts that come along; of the others it is only said how many there are."""

PAGE = 100
"""Decisions of one page of the log."""

EXCERPT = 200
"""Characters of a post in the log."""

ONLY_WORDS = "The log is searched by words: who decided, what, @handle, words of the reason."

_ASKED = "(SELECT value FROM json_each(?))"

Condition = tuple[str, tuple[object, ...]]

_STANDINGS: Mapping[str, str] = {
    "waiting": "p.status = 'waiting'",
    "flagged": "p.status = 'flagged'",
    "undecided": "p.status IN ('waiting', 'flagged')",
    "shown": "p.status = 'shown'",
    "held": "p.status = 'held'",
    "hidden": "p.status = 'hidden'",
    "escalated": "p.escalated",
    "pinned": "p.pin > 0",
    "starred": "p.starred",
    "roster": "p.roster",
    "muted": "EXISTS (SELECT 1 FROM muted m WHERE m.author = p.author)",
    "noted": "p.notes > 0",
}
"""What `model.search.STANDINGS` asks of an entry, asked of a row."""


async def know_folding(db: aiosqlite.Connection) -> None:
    """Give this connection's SQL the folding of `model.words`."""
    await db.create_function("folded", 1, fold, deterministic=True)


async def find(db: aiosqlite.Connection, query: Query) -> SearchResult:
    """Return the newest posts that match, and how many there are.

    Raises:
        Damaged: The index has to be begun anew.
    """
    try:
        return await _find(db, query)
    except sqlite3.DatabaseError as error:
        raise damage(error) from None


async def _find(db: aiosqlite.Connection, query: Query) -> SearchResult:
    source, conditions = _asked(query)
    where = " AND ".join(["w.gone = 0", *(sql for sql, _ in conditions)])
    values = tuple(value for _, some in conditions for value in some)
    found = list(
        await db.execute_fetchall(
            "WITH found AS MATERIALIZED "  # twice as fast as counting over a window
            f"(SELECT w.post, w.at, w.id FROM {source} WHERE {where}) "
            "SELECT post, (SELECT count(*) FROM found) FROM found "
            f"ORDER BY at DESC, id DESC LIMIT {MOST}",
            values,
        )
    )
    place = {post: number for number, (post, _) in enumerate(found)}
    rows = await db.execute_fetchall(f"{ENTRY} WHERE p.id IN {_ASKED}", (encoded(list(place)),))
    newest = sorted(await entries(db, rows), key=lambda entry: place[entry.post.id])
    return SearchResult(tuple(newest), found[0][1] if found else 0)


def _asked(query: Query) -> tuple[str, list[Condition]]:
    """Return from which tables posts are sought, and what each part asks of their rows.

    Words that must be there are one lookup, and lead; the rows of posts, which are long, are
    read only where something is asked of them.
    """
    source = "worded w"
    conditions: list[Condition] = []
    if there := " AND ".join(expression(term.test) for term in query.terms if _must_say(term)):
        source = "post_words CROSS JOIN worded w ON w.id = post_words.rowid"
        conditions.append(("post_words MATCH ?", (there,)))
    if any(isinstance(term.test, Stands | Because) for term in query.terms):
        source += " JOIN post p ON p.id = w.post"
    for term in query.terms:
        if not _must_say(term):
            sql, values = _condition(term.test)
            conditions.append((sql if term.wanted else f"NOT coalesce({sql}, 0)", values))
    return source, conditions


_SAID = "w.id IN (SELECT rowid FROM post_words WHERE post_words MATCH ?)"

_FLAGGED = """
EXISTS (SELECT 1 FROM flag f WHERE f.post = w.post AND (
    f.kind IN (SELECT value FROM json_each(?))
    OR f.rule IN (SELECT rule FROM (SELECT DISTINCT rule FROM flag)
                   WHERE ? <> '' AND instr(folded(rule), ?))))
"""

_TAGGED = """
EXISTS (SELECT 1 FROM action a WHERE a.post = w.post AND a.counts AND a.name IN
        (SELECT name FROM (SELECT DISTINCT name FROM action) WHERE instr(folded(name), ?)))
"""

_BECAUSE = """
((p.hidden_for <> '' AND instr(folded(p.hidden_for), ?))
 OR EXISTS (SELECT 1 FROM decision_text t WHERE t.seq = p.decided AND t.reason <> ''
               AND instr(folded(t.reason), ?)))
"""


def _must_say(term: Term) -> bool:
    return term.wanted and isinstance(term.test, Words)


def expression(test: Test) -> str:
    """Return words as FTS5 writes them; tokens hold nothing that means anything there."""
    if not isinstance(test, Words):
        raise TypeError(test)
    quoted = " ".join(test.tokens).replace('"', '""')
    return f'"{quoted}"{" *" if test.begun else ""}'


def _condition(test: Test) -> Condition:
    match test:
        case Words():
            return _SAID, (expression(test),)
        case Stands(name):
            return f"({_STANDINGS[name]})", ()
        case Flagged(kinds, rule):
            return _FLAGGED, (encoded(sorted(kinds)), rule, rule)
        case Tagged(name):
            return _TAGGED, (name,)
        case Because(reason):
            return _BECAUSE, (reason, reason)
        case _:
            assert_never(test)


_LINE = f"""
SELECT d.seq, d.verb, d.name, d.login, d.declared, d.at, d.before, d.after, d.undoes,
       coalesce(t.reason, ''), d.post, coalesce(p.body ->> '$.author.handle', ''),
       coalesce(substr(p.body ->> '$.text', 1, {EXCERPT}), '')
  FROM decision d LEFT JOIN decision_text t USING (seq) LEFT JOIN post p ON p.id = d.post
"""


async def decisions(db: aiosqlite.Connection, query: Query, before: int) -> LogPage:
    """Return a page of the log, the newest decision first.

    Raises:
        Damaged: The index has to be begun anew.
    """
    try:
        return await _decisions(db, query, before)
    except sqlite3.DatabaseError as error:
        raise damage(error) from None


async def _decisions(db: aiosqlite.Connection, query: Query, before: int) -> LogPage:
    if any(not isinstance(term.test, Words) for term in query.terms):
        return LogPage(why=ONLY_WORDS)
    upto = before or 2**62
    if query.terms:
        where, values = _in_the_log(query)
        found = f"SELECT rowid FROM decision_words WHERE {where} AND rowid < ?"
        values = (*values, upto)
    else:
        found, values = "SELECT seq FROM decision WHERE seq < ?", (upto,)
    column = "rowid" if query.terms else "seq"
    rows = list(
        await db.execute_fetchall(
            f"{_LINE} WHERE d.seq IN ({found} ORDER BY {column} DESC LIMIT {PAGE + 1}) "
            "ORDER BY d.seq DESC",
            values,
        )
    )
    lines = tuple(
        LoggedDecision(decision(row[:10], row[10]), row[11], " ".join(row[12].split()))
        for row in rows[:PAGE]
    )
    return LogPage(lines, more=len(rows) > PAGE)


def _in_the_log(query: Query) -> tuple[str, tuple[object, ...]]:
    there = " AND ".join(expression(term.test) for term in query.terms if term.wanted)
    missing = " OR ".join(expression(term.test) for term in query.terms if not term.wanted)
    if not missing:
        return "decision_words MATCH ?", (there,)
    if there:
        return "decision_words MATCH ?", (f"({there}) NOT ({missing})",)
    return (
        "rowid NOT IN (SELECT rowid FROM decision_words WHERE decision_words MATCH ?)",
        (missing,),
    )


async def handover(db: aiosqlite.Connection) -> Decision | None:
    """Return the newest note for whoever comes next."""
    rows = await db.execute_fetchall(
        "SELECT d.seq, d.verb, d.name, d.login, d.declared, d.at, d.before, d.after, d.undoes, "
        "t.reason FROM decision d JOIN decision_text t USING (seq) "  # unless it was erased
        "WHERE d.verb = 'handover' ORDER BY d.seq DESC LIMIT 1"
    )
    return next((decision(row, None) for row in rows), None)
