"""Honest liveness: what reading does now, and for how long."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from standup_tui.model.health import Health, Liveness, Way
from standup_tui.model.money import Money
from standup_tui.ports.clock import Clock

_MINUTES = 20
"""How many minutes of arrivals are kept for the curve in the status line."""

_STEPS = 6
"""Into so many parts a minute is counted, so that the newest one is a whole one at any time."""

_SILENCE = "not even a sign of life comes in; the hub connects again by itself"
_HELD_UP = "what comes in waits until it can be stored; the hub tries again by itself"


class Vitals:
    """Told by those who work, asked by those who show."""

    def __init__(self, clock: Clock, posts: int = 0, unreadable: int = 0) -> None:
        self.clock = clock
        self._posts = posts
        self._unreadable = unreadable
        self._liveness = Liveness.STARTING
        self._since = clock.now()
        self._why = ""
        self._troubles: dict[str, str] = {}
        self._held_up: datetime | None = None
        self._last_post: datetime | None = None
        self._counts: deque[int] = deque([0] * _MINUTES * _STEPS, _MINUTES * _STEPS)
        self._step = self._steps()
        self._life = clock.monotonic()
        self._quiet = float("inf")
        self._again: datetime | None = None
        self._held = False
        self._mendable = False
        self.way = Way.STREAM
        """How posts are read."""
        self.gaps = 0
        """How many gaps are not repaired."""
        self.money: Callable[[], Money | None] = lambda: None
        """Tells what reading has cost."""

    def become(
        self,
        liveness: Liveness,
        why: str = "",
        again: datetime | None = None,
        *,
        held: bool = False,
        mendable: bool = False,
    ) -> None:
        """Note what reading does from now on, why, and when or upon what it tries again.

        Args:
            liveness: What it does.
            why: What is wrong, in a sentence.
            again: When it tries again.
            held: Whether the network named that time.
            mendable: Whether it waits for somebody to mend what is wrong, and to say so.
        """
        if liveness is not self._liveness:
            self._since = self.clock.now()
        self._liveness = liveness
        self._why = why
        self._again = again
        self._held = held
        self._mendable = mendable
        self._quiet = float("inf")

    def alive(self, quiet: float, again: datetime | None = None) -> None:
        """Note a sign of life.

        Args:
            quiet: Seconds without another after which reading is stalled.
            again: When the network is asked next, where it is asked and does not tell.
        """
        self._life = self.clock.monotonic()
        if self._liveness is not Liveness.LIVE:
            self.become(Liveness.LIVE)
        self._quiet = quiet
        self._again = again

    @property
    def lately(self) -> float:
        """Posts a minute in the last five minutes."""
        self._turn()
        return sum(self._per_minute()[-5:]) / 5

    def arrived(self, posts: int, unreadable: int) -> None:
        """Count what was stored."""
        self._posts += posts
        self._unreadable += unreadable
        self._turn()
        if posts:
            self._counts[-1] += posts
            self._last_post = self.clock.now()

    def troubled(self, what: str, why: str) -> None:
        """Note what does not work, and why; an empty reason says that it works again."""
        if why:
            self._troubles[what] = why
        else:
            self._troubles.pop(what, None)

    def collecting(self, paused: str = "") -> None:
        """Note whether what is read can be stored; without that nothing is live.

        Args:
            paused: Why it cannot; empty when it can.
        """
        self.troubled("collecting", paused)
        self._held_up = (self._held_up or self.clock.now()) if paused else None

    def _stall(self) -> tuple[datetime, str] | None:
        """Return since when posts only seem to come in, and why; None where they do or do not."""
        if self._liveness is not Liveness.LIVE:
            return None
        silent = self.clock.monotonic() - self._life
        if silent > self._quiet:
            return self.clock.now() - timedelta(seconds=silent), _SILENCE
        return (self._held_up, _HELD_UP) if self._held_up else None

    def health(self) -> Health:
        """Return how it is now."""
        self._turn()
        stall = self._stall()
        since, why = stall or (self._since, self._why)
        return Health(
            liveness=Liveness.STALLED if stall else self._liveness,
            since=since,
            why=why,
            last_post=self._last_post,
            posts=self._posts,
            per_minute=self._per_minute(),
            unreadable=self._unreadable,
            way=self.way,
            again=self._again,
            held=self._held,
            mendable=self._mendable,
            gaps=self.gaps,
            money=self.money(),
            trouble="; ".join(dict.fromkeys(self._troubles.values())),
        )

    def _steps(self) -> int:
        return int(self.clock.monotonic() * _STEPS // 60)

    def _turn(self) -> None:
        """Let the curve move on to now."""
        step = self._steps()
        for _ in range(min(step - self._step, _MINUTES * _STEPS)):
            self._counts.append(0)
        self._step = step

    def _per_minute(self) -> tuple[int, ...]:
        counts = list(self._counts)
        return tuple(sum(counts[at : at + _STEPS]) for at in range(0, len(counts), _STEPS))
