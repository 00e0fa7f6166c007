"""The time the simulator lives in, so that a test can hold it still."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the simulator asks of time."""

    def now(self) -> datetime:
        """Return the moment that posts are stamped with, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never step back; pacing and limits count with them."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class WallClock:
    """Time as it passes outside."""

    def now(self) -> datetime:
        """Return the moment that posts are stamped with, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never step back; pacing and limits count with them."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class SpedClock:
    """Time that runs faster than outside, so that hours of a drill pass in minutes.

    Args:
        factor: Seconds here in one second outside.
        start: What it shows at first; now, where none is given.
    """

    def __init__(self, factor: float, start: datetime | None = None) -> None:
        self._factor = factor
        self._start = start or datetime.now(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the moment that posts are stamped with, in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Return seconds that never step back; pacing and limits count with them."""
        return (time.monotonic() - self._began) * self._factor

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds / self._factor)


def stamp(moment: datetime) -> str:
    """Write a moment the way X does: UTC, milliseconds, ``Z``."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"
