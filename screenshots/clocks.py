"""The time of the pictures: a morning that rushes past, and its end, which stands still."""

import asyncio
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
END = BEGIN + timedelta(hours=2, minutes=17)  # before the planted abuse: this is the README


class Morning:
    """A clock that rushes through the morning and then stands still."""

    def __init__(self) -> None:
        self._now = BEGIN
        self.over = asyncio.Event()

    def now(self) -> datetime:
        """Return where the morning is."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds since it began."""
        return (self._now - BEGIN).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once, until the morning is over."""
        if self._now + timedelta(seconds=seconds) > END:
            self._now = END
            self.over.set()
            await asyncio.Event().wait()
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Still:
    """The hub's clock: it stands still, but its heartbeat beats."""

    def __init__(self, now: datetime = END) -> None:
        self.moment = now

    def now(self) -> datetime:
        """Return the end of the morning."""
        return self.moment

    def monotonic(self) -> float:
        """Return the seconds since the morning began."""
        return (self.moment - BEGIN).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait, in the time outside."""
        await asyncio.sleep(seconds)
