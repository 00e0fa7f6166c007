"""Puts a planned day on the network, at its pace."""

from collections.abc import Iterable
from datetime import time
from typing import Final

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.day.script import Day, Planned
from standup_tui.simulator.world import World, Written

_MINUTE: Final = 60


class Player:
    """Plays a day once.

    What needs a post that was never made, because the day began after it, is left out.

    Args:
        day: What happens.
        world: Where it happens.
        clock: Paces it.
        speed: Minutes of the day per minute of the clock.
        start: Where in the day to begin.
    """

    def __init__(self, day: Day, *, world: World, clock: Clock, speed: float, start: time) -> None:
        self._day = day
        self._world = world
        self._clock = clock
        self._speed = speed
        self._start = (start.hour * _MINUTE + start.minute) * _MINUTE + start.second
        self._ids: dict[str, str] = {}

    async def play(self) -> None:
        """Let everything happen; returns when the day is over."""
        began = self._clock.monotonic()
        for due, planned in self.schedule():
            wait = began + due - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            self._happen(planned)

    def schedule(self) -> Iterable[tuple[float, Planned]]:
        """Return what will happen and when, in real seconds after the start."""
        due = [
            (self._due(planned), planned)
            for planned in self._day.planned
            if planned.opening is not None or planned.at >= self._start
        ]
        return sorted(due, key=lambda it: it[0])

    def _due(self, planned: Planned) -> float:
        if planned.opening is not None:
            return planned.opening
        return (planned.at - self._start) / self._speed

    def _happen(self, planned: Planned) -> None:
        needed = {key: self._ids.get(key) for key in planned.needs()}
        if not all(post_id and self._world.get(post_id) for post_id in needed.values()):
            return
        if planned.act == "delete":
            self._world.delete(needed[planned.target or ""] or "")
        elif planned.act == "edit":
            post = self._world.edit(needed[planned.target or ""] or "", planned.text)
            self._ids[planned.key] = self._ids[planned.target or ""] = post.id
        else:
            self._ids[planned.key] = self._world.publish(self._written(planned)).id

    def _written(self, planned: Planned) -> Written:
        return Written(
            author=planned.author,
            text=planned.text,
            lang=planned.lang,
            reply_to=self._ids.get(planned.reply_to or ""),
            quotes=self._ids.get(planned.quotes or ""),
            retweets=self._ids.get(planned.retweets or ""),
            pictures=planned.pictures,
            incident=planned.incident,
        )
