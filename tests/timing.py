"""Time limits that hold on a busy machine: processor time, the best of a few rounds, turns."""

import asyncio
import sys
from collections.abc import Callable
from time import thread_time

SLOWER = 5 if "coverage" in sys.modules else 1
"""How much slower code runs while its lines are counted."""


def seconds(call: Callable[[], object], rounds: int = 3) -> float:
    """Return the processor time of a call as it would be without line counting."""
    return min(_once(call) for _ in range(rounds)) / SLOWER


async def turns_until(true: Callable[[], object], most: float, step: float = 0.02) -> float:
    """Wait until something is so; return the seconds it took, counted in turns of the loop.

    A turn counts as what it has slept, however long a busy machine made it last: what shares
    the machine with us is held up as we are.

    Args:
        true: Asked once a turn.
        most: Seconds after which the test fails.
        step: What each turn sleeps.
    """
    turns = 0
    while not true():
        assert turns * step < most, f"it was not so within {most} s"
        turns += 1
        await asyncio.sleep(step)
    return turns * step


def _once(call: Callable[[], object]) -> float:
    started = thread_time()
    call()
    return thread_time() - started
