"""Keeps the full-text index behind the store: soon after what changed, never in its way."""

import asyncio

from standup_tui.ports.clock import Clock
from standup_tui.ports.store import SearchBook

_BREATH = 0.25
"""Seconds in which changes are gathered, so that a burst is a few transactions."""


class Indexing:
    """Has the store's index catch up whenever something was committed."""

    def __init__(self, store: SearchBook, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Something is on disk."""
        self._changed.set()

    async def run(self) -> None:
        """Catch up for ever, a little at a time: whoever else wants the store goes first."""
        while True:
            self._changed.clear()
            while await self._store.index_on():
                pass
            await self._changed.wait()
            await self._clock.sleep(_BREATH)
