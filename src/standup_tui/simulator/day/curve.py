"""When people post: the shape of a working day."""

import random
from typing import Final

HOUR: Final = 3600
OPENS: Final = 7 * HOUR
CLOSES: Final = 21 * HOUR
_PER_HOUR: Final = (30, 110, 170, 190, 160, 90, 95, 150, 155, 110, 60, 35, 28, 17)
"""Relative numbers of posts from seven to nine: two peaks, a dip at lunch, a long tail."""


def moment(rng: random.Random) -> float:
    """Return a time of the day, in seconds after midnight, as likely as people are to post."""
    hour = rng.choices(range(len(_PER_HOUR)), _PER_HOUR)[0]
    return OPENS + (hour + rng.random()) * HOUR


def later(rng: random.Random, at: float, mean_minutes: float) -> float:
    """Return a time after another one, mostly soon, within the day."""
    wait = 20 + rng.expovariate(1 / (mean_minutes * 60))
    return at + wait if at + wait < CLOSES else at + rng.random() * (CLOSES - at)


def within(rng: random.Random, window: tuple[str, str]) -> float:
    """Return a time between two times of day, written as ``HH:MM``."""
    first, last = map(seconds, window)
    return first + rng.random() * (last - first)


def seconds(clock_time: str) -> float:
    """Return seconds after midnight of ``HH:MM``."""
    hours, minutes = clock_time.split(":")
    return (int(hours) * 60 + int(minutes)) * 60
