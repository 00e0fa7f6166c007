"""One fault after the other, with quiet in between; the same seed is the same storm.

Whoever asks for the faults that are due moves a storm on; nothing runs by itself.

Quiet stretches last four minutes on average (30 s to 15 min), troubled ones one minute (5 s to
5 min), both exponentially distributed; what troubles is drawn by the weights of `WEATHER`. A
storm leaves out what ends a campaign (401, 402, 403, usage cap), what a client has no way to
notice (keep-alives without posts), and what spoils a post so that it cannot be kept.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from standup_tui.simulator.faults.fault import Fault, Trait
from standup_tui.simulator.faults.spec import count

WEATHER: Final = (
    (10, "close-after=0"),
    (5, "close-after=3"),
    (6, "reset-after=0"),
    (6, "reset-mid-line=1"),
    (6, "eof-mid-line=1"),
    (6, "silence-after=1,times=1"),
    (8, "disconnect-after=1"),
    (6, "429-connections=30"),
    (5, "429-reset=60"),
    (3, "429-no-reset=45"),
    (4, "500=json"),
    (3, "502=empty"),
    (5, "503=html"),
    (3, "503=json,retry=7"),
    (3, "504=html"),
    (3, "slow-headers=8"),
    (4, "slow-drip=4000"),
    (2, "no-flush"),
    (6, "garbage"),
    (1, "huge-line=1M,times=1"),
    (5, "duplicates=3"),
    (4, "shuffle=50"),
    (3, "out-of-order=5"),
    (3, "missing=tag"),
    (3, "unknown-fields"),
    (2, "entities"),
    (6, "search-fails"),
    (4, "search-lag=60"),
    (3, "slow-acts=10"),
    (3, "lost-acts=5"),
    (2, "drop-before"),
    (2, "drop-after"),
    (2, "clock-skew=-90"),
    (2, "burst=20"),
)
"""Weight and fault."""
QUIET: Final = (240.0, 30.0, 900.0)
"""Mean, least and most seconds."""
TROUBLE: Final = (60.0, 5.0, 300.0)
"""Mean, least and most seconds."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a storm; seconds after its beginning."""

    begins: float
    ends: float
    fault: str
    """As one would ask for it."""


def weather(seed: int) -> Iterator[Stretch]:
    """Yield the troubled stretches of a storm, without end."""
    dice = Random(f"storm/{seed}")  # noqa: S311, a drill, not a secret
    weights, faults = [it[0] for it in WEATHER], [it[1] for it in WEATHER]
    now = 0.0
    while True:
        begins = now + _length(dice, *QUIET)
        now = begins + _length(dice, *TROUBLE)
        yield Stretch(begins, now, dice.choices(faults, weights)[0])


class Storm(Fault):
    """Stands for another fault at each time.

    Args:
        trait: As of any fault.
        make: Makes the fault of a stretch with dice of their own, and lets it run if it has to.
    """

    def __init__(self, trait: Trait, make: Callable[[str, str], Fault]) -> None:
        super().__init__(trait)
        self._make = make
        self._weather = weather(count(trait.value))
        self._next = next(self._weather)
        self._current: tuple[float, Fault] = (-math.inf, Fault(trait))
        self.past: list[Stretch] = []
        """What has begun so far."""

    def current(self) -> Fault | None:
        """Return the fault of this moment, None when it is quiet."""
        if not self.due():
            return None
        now = self.clock.monotonic() - self.began
        while now >= self._next.begins:
            stretch, self._next = self._next, next(self._weather)
            self.past.append(stretch)
            if now < stretch.ends:
                lasting = f"{stretch.fault},for={stretch.ends - now:.3f}"
                dice = f"storm/{self.trait.value}/{len(self.past)}"
                self._current = (stretch.ends, self._make(lasting, dice))
        ends, fault = self._current
        return fault if now < ends else None


def _length(dice: Random, mean: float, least: float, most: float) -> float:
    return min(max(dice.expovariate(1 / mean), least), most)
