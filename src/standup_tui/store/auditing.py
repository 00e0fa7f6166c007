"""The decision log as auditors and files have it."""

from collections.abc import AsyncIterator

import aiosqlite

from standup_tui.model.audit import Line, Wanted
from standup_tui.model.keeping import how_known
from standup_tui.store.rows import Row, ms, standing, when

_LINES = """
SELECT d.seq, d.at, d.verb, d.name, d.login, d.declared, coalesce(d.post, ''), d.before, d.after,
       d.undoes, coalesce(t.reason, ''), t.seq IS NULL, coalesce(t.text, '')
  FROM decision d LEFT JOIN decision_text t USING (seq)
"""


async def lines(db: aiosqlite.Connection, wanted: Wanted) -> AsyncIterator[Line]:
    """Yield decisions in the order in which they were made."""
    where, values = _asked(wanted)
    async with db.execute(f"{_LINES} WHERE {where} ORDER BY d.seq", values) as cursor:
        async for row in cursor:
            yield _line(tuple(row))


def _asked(wanted: Wanted) -> tuple[str, list[object]]:
    parts: list[tuple[str, list[object]]] = []
    if wanted.since is not None:
        parts.append(("d.at >= ?", [ms(wanted.since)]))
    if wanted.until is not None:
        parts.append(("d.at < ?", [ms(wanted.until)]))
    if wanted.by:
        who = "(instr(lower(d.name), lower(?)) OR instr(lower(d.login), lower(?)))"
        parts.append((who, [wanted.by, wanted.by]))
    if wanted.verb:
        parts.append(("lower(d.verb) = lower(?)", [wanted.verb]))
    if wanted.post:
        parts.append(("d.post IN (?, ?)", [wanted.post, f"x:{wanted.post}"]))
    if wanted.people:
        parts.append(("d.login <> ''", []))
    where = " AND ".join(sql for sql, _ in parts) or "TRUE"
    return where, [value for _, values in parts for value in values]


def _line(row: Row) -> Line:
    seq, at, verb, name, login, declared, post, before, after, undoes, reason, erased, text = row
    return Line(
        seq=seq,
        at=when(at),
        verb=verb,
        by=name,
        login=login,
        known=how_known(login, declared=bool(declared)),
        post=post,
        before=_said(before),
        after=_said(after),
        undoes=undoes,
        reason=reason,
        erased=bool(erased),
        text=text,
    )


def _said(stood: str) -> str:
    """Say where a post stood."""
    if not stood:
        return ""
    it = standing(stood)
    more = (("pinned", it.pin > 0), ("starred", it.starred), ("escalated", it.escalated))
    return " ".join((it.status, *(f"({name})" for name, so in more if so)))
