"""Time limits that hold on a busy machine: processor time, the best of a few rounds, turns."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
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


class TurningClock:
    """A clock that runs faster than outside, and no faster than the loop goes round.

    On a machine that has no time for us none passes here, so that nothing looks late.
    """

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._start = datetime.now(UTC)
        self._passed = 0.0

    async def run(self) -> None:
        """Go round, for ever."""
        while True:
            await asyncio.sleep(_TURN)
            self._passed += _TURN * self._factor

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        ends = self._passed + seconds
        await asyncio.sleep(0)
        while self._passed < ends:  # noqa: ASYNC110  # time itself has no event
            await asyncio.sleep(max((ends - self._passed) / self._factor, _TURN / 4))


@asynccontextmanager
async def turning(factor: float) -> AsyncIterator[TurningClock]:
    """Give a clock that turns while the block runs; so many seconds of it in one outside."""
    clock = TurningClock(factor)
    running = asyncio.create_task(clock.run())
    try:
        yield clock
    finally:
        running.cancel()


_TURN = 0.01


def _once(call: Callable[[], object]) -> float:
    started = thread_time()
    call()
    return thread_time() - started
