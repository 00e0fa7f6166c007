"""Delay mode: unflagged posts show by themselves after some seconds, unless somebody acts.

Every post gets the full delay in sight of somebody: its time begins when it came, when the mode
was chosen or when this hub began, whichever was last. When no console has been attached for a
while, nobody can act, and the hub goes back to approving first by itself.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from standup_tui.model.wall import Coming, WallState
from standup_tui.model.wall_card import fits_wall
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import DelayBook, Undecided

_log = logging.getLogger(__name__)

_STEP = 1.0
"""Seconds between two looks at what is due."""

_AHEAD = 200
"""Posts that may show at one look, and are counted down on consoles."""

_MINUTE = 60.0


class Delays:
    """Shows what is due, and stops doing so when nobody is there.

    Args:
        store: Whose posts and walls it is about.
        clock: The time.
        attended: Whether any console is attached now.
        patience: Seconds without a console after which a person approves first again.
    """

    def __init__(
        self,
        store: DelayBook,
        clock: Clock,
        *,
        attended: Callable[[], bool],
        patience: float,
    ) -> None:
        self._store = store
        self._clock = clock
        self._attended = attended
        self._patience = patience
        self._began = clock.now()
        self._seen = clock.monotonic()
        self.coming: tuple[Coming, ...] = ()
        """What will show by itself, the next one first."""

    async def run(self) -> None:
        """Look every second, for ever; raises `StoreError`."""
        try:
            while True:
                await self.step()
                await self._clock.sleep(_STEP)
        finally:
            self.coming = ()

    async def step(self) -> None:
        """Look once."""
        wall = await self._store.wall()
        now = self._clock.now()
        if self._attended() or not wall.delay:
            self._seen = self._clock.monotonic()
        if not wall.delay:
            self.coming = ()
        elif (gone := self._clock.monotonic() - self._seen) >= self._patience:
            self.coming = ()
            why = f"no console was attached for {_minutes(gone)}"
            if await self._store.end_delay(why, now):
                _log.warning("the walls approve first again: %s", why)
        else:
            await self._show(wall, now)

    async def _show(self, wall: WallState, now: datetime) -> None:
        coming = [Coming(one.post.id, self._due(one, wall)) for one in await self._next()]
        coming.sort(key=lambda one: one.due)
        due = [one.post for one in coming if one.due <= now]
        if due:
            why = f"nobody acted for {wall.delay} s"
            shown = await self._store.show(due, why, now)
            _log.info("shown by themselves: %d, for %s", shown, why)
        self.coming = tuple(one for one in coming if one.due > now)

    async def _next(self) -> list[Undecided]:
        """Return the posts that wait longest, past those that wait for a person for good."""
        found: list[Undecided] = []
        last: Undecided | None = None
        while len(found) < _AHEAD:
            page = await self._store.undecided(_AHEAD, last)
            found += [one for one in page if not one.muted and fits_wall(one.post)]
            if len(page) < _AHEAD:
                break
            last = page[-1]
        return found[:_AHEAD]

    def _due(self, one: Undecided, wall: WallState) -> datetime:
        begun = max(one.arrived, wall.delayed or one.arrived, self._began)
        return begun + timedelta(seconds=wall.delay)


def _minutes(seconds: float) -> str:
    minutes = max(1, round(seconds / _MINUTE))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
