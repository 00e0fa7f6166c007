"""What became of every post, read from a store that nobody else has open."""

from collections import defaultdict
from pathlib import Path

import aiosqlite

from standup_tui.model.entry import Moderator
from standup_tui.model.history import Histories, History, Step
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId
from standup_tui.store.beside import beside
from standup_tui.store.rows import standing, when

_BLANKED = {"blank the walls": True, "bring the walls back": False}
"""The verbs of the log that are about all walls."""

_STEPS = """
SELECT d.post, d.at, d.verb, d.name, d.login, d.declared, d.after, coalesce(t.reason, '')
  FROM decision d LEFT JOIN decision_text t ON t.seq = d.seq
 WHERE d.post IS NOT NULL AND d.after <> '' ORDER BY d.seq
"""


async def histories(path: Path) -> Histories:
    """Read what became of the posts of a store.

    Raises:
        StoreError: It cannot be opened or read.
    """
    async with beside(path) as db:
        return await _read(db)


async def _read(db: aiosqlite.Connection) -> Histories:
    steps: dict[str, list[Step]] = defaultdict(list)
    async with db.execute(_STEPS) as rows:
        async for post, at, verb, name, login, declared, after, reason in rows:
            by = Moderator(name, login, bool(declared))
            steps[post].append(Step(when(at), verb, by, standing(after), reason))
    found: dict[PostId, History] = {}
    async with db.execute("SELECT id, arrived, arrival FROM post") as rows:
        async for post, arrived, status in rows:
            past = tuple(steps.get(post, ()))
            found[PostId(post)] = History(PostId(post), when(arrived), Status(status), past)
    async with db.execute(
        "SELECT at, verb FROM decision WHERE post IS NULL AND verb IN (?, ?) ORDER BY seq",
        tuple(_BLANKED),
    ) as rows:
        blanks = tuple([(when(at), _BLANKED[verb]) async for at, verb in rows])
    return Histories(found, blanks)
