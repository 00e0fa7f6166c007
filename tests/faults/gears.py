"""A clock with gears: slow while something has to be seen in time, quick through the rest."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta


class GearedClock:
    """Time that runs as fast as a test says, also for who sleeps already.

    Args:
        pace: Seconds here in one second outside, until it is shifted.
    """

    def __init__(self, pace: float) -> None:
        self._start = datetime.now(UTC)
        self._pace = pace
        self._shown, self._since = 0.0, time.monotonic()
        self._shifted = asyncio.Event()

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Return seconds that never step back."""
        return self._shown + (time.monotonic() - self._since) * self._pace

    async def sleep(self, seconds: float) -> None:
        """Wait, at whatever pace."""
        until = self.monotonic() + seconds
        await asyncio.sleep(0)
        while (left := until - self.monotonic()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(left / self._pace):
                    await self._shifted.wait()

    def shift(self, pace: float) -> None:
        """Run at another pace from now on."""
        self._shown, self._since = self.monotonic(), time.monotonic()
        self._pace = pace
        self._shifted.set()
        self._shifted = asyncio.Event()
