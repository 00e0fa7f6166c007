"""What whoever begins has to know, read from a store that nobody else has open."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiosqlite
from msgspec import Struct

from standup_tui.core.gaps import TOLD
from standup_tui.core.open_work import OpenWork, open_work, unflagged
from standup_tui.model.entry import Decision, Stage
from standup_tui.model.lifecycle import Status
from standup_tui.store import coverage
from standup_tui.store.beside import beside
from standup_tui.store.rows import ENTRY, decision, entries
from standup_tui.store.wall import wall_state

_NOTES = """
SELECT d.seq, d.verb, d.name, d.login, d.declared, d.at, d.before, d.after, d.undoes,
       coalesce(t.reason, '')
  FROM decision d LEFT JOIN decision_text t USING (seq)
 WHERE d.verb = 'handover' ORDER BY d.seq DESC LIMIT ?
"""
_OPEN = (Status.WAITING, Status.FLAGGED, Status.HELD)
_UNSENT = (Stage.DUE, Stage.SENDING, Stage.IN_DOUBT)


class Shift(Struct, frozen=True):
    """The newest notes and what is open."""

    notes: tuple[Decision, ...]
    """The newest first."""
    work: OpenWork


async def shift(path: Path, notes: int) -> Shift:
    """Read a store of which no hub runs.

    Raises:
        StoreError: It cannot be opened or read.
    """
    async with beside(path) as db:
        rows = await db.execute_fetchall(_NOTES, (notes,))
        return Shift(tuple(decision(row, None) for row in rows), await _work(db))


async def _work(db: aiosqlite.Connection) -> OpenWork:
    marks, stages = ", ".join("?" * len(_OPEN)), ", ".join("?" * len(_UNSENT))
    rows = await db.execute_fetchall(f"{ENTRY} WHERE p.status IN ({marks})", _OPEN)
    found = await entries(db, list(rows))
    rows = await db.execute_fetchall(
        f"{ENTRY} WHERE o.stage IN ({stages}) OR h.stage IN ({stages})", (*_UNSENT, *_UNSENT)
    )
    standing = {status: [it for it in found if it.standing.status is status] for status in _OPEN}
    return open_work(
        standing[Status.FLAGGED],
        unflagged(standing[Status.WAITING]),
        standing[Status.HELD],
        await entries(db, list(rows)),
        gaps=await coverage.unrepaired(db, datetime.now(UTC) - TOLD, timedelta(0)),
        wall=await wall_state(db),
        trouble=("No hub runs: nothing is read and nothing is sent",),
    )
