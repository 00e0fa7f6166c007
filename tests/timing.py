"""Time limits that hold on a busy machine: processor time, the best of a few rounds, turns."""

import asyncio
import sys
from collections.abc import Callable
from time import thread_time


def slower() -> int:
    """Return how much slower code runs here than where no lines are counted."""
    return 5 if sys.gettrace() else 1


def within(limit: float, call: Callable[[], object], rounds: int = 3) -> bool:
    """Tell whether the best of a few rounds stays under a limit of processor time.

    The first round that does is the last one.

    Args:
        limit: Seconds, as they would be without line counting.
        call: What is tried.
        rounds: How often, at most.
    """
    return any(_once(call) < limit * slower() for _ in range(rounds))


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
