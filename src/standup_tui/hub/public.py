"""What walls are told of the tally: numbers of what everybody may see, and none else."""

from collections.abc import Awaitable, Callable

from standup_tui.model.action import Tally
from standup_tui.model.text import clean_line
from standup_tui.model.wall import Said
from standup_tui.ports.clock import Clock

_PAUSE = 2.0
"""Seconds between two counts."""


def in_public(tally: Tally) -> tuple[Said, ...]:
    """Return the numbers that may be said in public, and no other."""
    return tuple(Said(clean_line(one.action), one.in_public) for one in tally.actions)


class PublicNumbers:
    """Counts beside the heartbeat, which must not wait for it, while there is a wall to tell."""

    def __init__(self, clock: Clock, walls: Callable[[], bool]) -> None:
        self._clock = clock
        self._walls = walls
        self.tally: Callable[[], Awaitable[Tally]] | None = None
        """How often the campaign's actions were done."""
        self.said: tuple[Said, ...] | None = None
        """What was counted last; None before the first time."""

    async def run(self) -> None:
        """Count again and again, for ever; raises `StoreError`."""
        while True:
            if self.tally is not None and self._walls():
                self.said = in_public(await self.tally())
            await self._clock.sleep(_PAUSE)
