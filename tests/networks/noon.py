"""A clock that never meets midnight by chance, for tests of what a UTC day costs."""

import asyncio
from datetime import UTC, datetime, timedelta


class Noon:
    """Noon of today in UTC, and real seconds from there."""

    def __init__(self) -> None:
        self._noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
        self._began = self.monotonic()
        self.shift = timedelta(0)
        """Added to the time of day."""

    def now(self) -> datetime:
        return self._noon + timedelta(seconds=self.monotonic() - self._began) + self.shift

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
