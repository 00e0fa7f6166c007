"""What reading a network keeps on disk: how far it came, and what it missed."""

from datetime import datetime, timedelta
from typing import Protocol

from standup_tui.model.coverage import Gap, Hour, Progress, Repair
from standup_tui.model.post import PostId


class ReadingLog(Protocol):
    """Progress, gaps and counts of one campaign. Each write is on disk when it returns."""

    async def progress(self, network: str) -> Progress:
        """Return how far reading had come; nothing at all for a network never read."""
        ...

    async def save_progress(self, network: str, progress: Progress) -> None:
        """Keep how far reading has come."""
        ...

    async def newest(self, network: str, overlap: timedelta = timedelta(0)) -> PostId | None:
        """Return the post of a network up to which nothing is missing.

        Args:
            network: Its prefix of post ids.
            overlap: How much older than that the post should be, for a search that does
                not know everything at once.
        """
        ...

    async def open_gap(self, network: str, began: datetime, why: str) -> None:
        """Put a gap on record that still goes on.

        One that goes on already stays as it is; one that ended a moment before and is not
        repaired goes on instead of a second one.
        """
        ...

    async def end_gap(self, network: str, at: datetime) -> None:
        """Note that posts come in again; where none went on, nothing changes."""
        ...

    async def note_gap(self, network: str, began: datetime, ended: datetime, why: str) -> None:
        """Put a gap on record that is over."""
        ...

    async def settle_gaps(self, network: str, upto: datetime, repair: Repair, missing: str) -> int:
        """Note what became of the open gaps that ended by a time, and return how many.

        Counts for each the posts published in it: a search has found them.
        """
        ...

    async def open_gaps(self, network: str) -> tuple[Gap, ...]:
        """Return the gaps nobody has searched to the end yet, the oldest first."""
        ...

    async def gaps(self, limit: int) -> tuple[Gap, ...]:
        """Return the newest gaps, the newest first."""
        ...

    async def unrepaired(self, lost_since: datetime, reach: timedelta) -> int:
        """Count the open gaps, and those that were lost since a time.

        Args:
            lost_since: A gap that was lost before it is on record and no news any more.
            reach: How far back the network can look: no gap is lost before it is older.
        """
        ...

    async def count(self, start: datetime, end: datetime) -> int:
        """Count the posts published between two times, reposts left out."""
        ...

    async def note_hour(self, network: str, hour: Hour) -> None:
        """Keep an hour's counts; a later count of the same hour replaces it."""
        ...

    async def hours(self, limit: int) -> tuple[Hour, ...]:
        """Return the hours that were counted, the newest first."""
        ...
