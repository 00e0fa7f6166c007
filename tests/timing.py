"""Time limits that hold on a busy machine: processor time, the best of a few rounds."""

import sys
from collections.abc import Callable
from time import thread_time

SLOWER = 5 if "coverage" in sys.modules else 1
"""How much slower code runs while its lines are counted."""


def seconds(call: Callable[[], object], rounds: int = 3) -> float:
    """Return the processor time of a call as it would be without line counting."""
    return min(_once(call) for _ in range(rounds)) / SLOWER


def _once(call: Callable[[], object]) -> float:
    started = thread_time()
    call()
    return thread_time() - started
