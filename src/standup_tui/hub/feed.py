"""What changed, fetched and encoded once for all terminals that stand at the same place.

Terminals pull: each remembers how far it has been sent. A slow one holds up nobody and no
queue grows for it; when it reads again it gets each post once, as it is by then.
"""

import asyncio
from collections import OrderedDict

from msgspec.structs import replace

from standup_tui.model.entry import Changes, Entry
from standup_tui.ports.store import PostReader
from standup_tui.protocol.messages import LARGEST, Changed, Role, Welcome, frame

_AT_ONCE = 250
"""Posts in one frame."""

_KEPT = 32
"""Answers kept, for terminals that are a little behind the others."""


class Feed:
    """Answers: what comes after this sequence number?"""

    def __init__(self, store: PostReader) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[int, Role], asyncio.Task[tuple[bytes, int, bool]]] = (
            OrderedDict()
        )

    async def after(self, seq: int, role: Role) -> tuple[bytes, int, bool]:
        """Return a frame, the sequence number it leads to, and whether more is to be had."""
        key = (seq, role)
        task = self._kept.get(key)
        if task is None:
            task = asyncio.create_task(self._fetch(seq, role))
            self._kept[key] = task
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        try:
            return await asyncio.shield(task)
        except Exception:
            self._kept.pop(key, None)
            raise

    def forget(self) -> None:
        """Something changed: an answer from before it could put a hidden post on a wall."""
        self._kept.clear()

    async def _fetch(self, seq: int, role: Role) -> tuple[bytes, int, bool]:
        limit = _AT_ONCE
        while True:
            changes = await self._store.changes(seq, limit)
            if role is Role.WALL:
                changes = for_wall(changes)
            encoded = frame(Changed(changes))
            if len(encoded) <= LARGEST // 2 or limit == 1:
                return encoded, changes.seq, changes.more
            limit = max(1, limit // 4)


def for_wall(changes: Changes) -> Changes:
    """Keep what the public may see: a wall never holds anything else."""
    allowed = tuple(_public(entry) for entry in changes.entries if entry.standing.on_wall)
    others = tuple(entry.post.id for entry in changes.entries if not entry.standing.on_wall)
    wall = changes.wall.for_walls if changes.wall else None
    return replace(
        changes, entries=allowed, wall=wall, removed=(*changes.removed, *others), purged=()
    )


def _public(entry: Entry) -> Entry:
    """Return a post and where it stands, and whatever else an entry may come to hold: nothing."""
    return Entry(entry.seq, entry.post, entry.standing, roster=entry.roster)


def wall_welcome(welcome: Welcome) -> Welcome:
    """Keep what a screen in a foyer needs of the hub's first frame."""
    about = replace(welcome.about, reasons=(), contact=(), folder="", keys={})
    return replace(welcome, about=about, wall=welcome.wall.for_walls)
