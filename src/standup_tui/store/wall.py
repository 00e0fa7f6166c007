"""What every wall does, as it is stored."""

from datetime import datetime

import aiosqlite

from standup_tui.model.post import PostId
from standup_tui.model.wall import Scene, WallState
from standup_tui.store.rows import when

_STATE = """
SELECT w.seq, w.blank, w.by, w.at, w.paused, w.fixed, w.turn, w.since,
       w.delay, w.delayed, w.delayed_by, w.unattended,
       w.spotlight, p.status = 'shown' AND NOT p.escalated
  FROM wall w LEFT JOIN post p ON p.id = w.spotlight
"""


async def wall_state(db: aiosqlite.Connection) -> WallState:
    """Return what every wall does.

    A post leaves the spotlight as it leaves the walls, by whatever way, and the scene that was
    fixed for it goes along; it is back there if what took it off is undone.
    """
    rows = await db.execute_fetchall(_STATE)
    seq, blank, by, at, paused, fixed, turn, since, *more = next(iter(rows))
    delay, delayed, delayed_by, unattended, spotlight, shown = more
    if spotlight is not None and not shown:
        spotlight = None
        fixed = None if fixed == Scene.SPOTLIGHT else fixed
    return WallState(
        seq=seq,
        blank=bool(blank),
        by=by,
        at=_when(at),
        paused=_when(paused),
        fixed=Scene(fixed) if fixed is not None else None,
        spotlight=PostId(spotlight) if spotlight is not None else None,
        turn=turn,
        since=_when(since),
        delay=delay,
        delayed=_when(delayed),
        delayed_by=delayed_by,
        unattended=unattended,
    )


def _when(stored: int | None) -> datetime | None:
    return None if stored is None else when(stored)
