"""What keeping records asks of the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import Certificate, Going, Granted, Plan, Purge


class Records(Protocol):
    """The store, as far as records are erased and given out."""

    async def plan(self, purge: Purge) -> Plan:
        """Return exactly what a purge would erase now."""
        ...

    async def begin(self, purge: Purge, by: Moderator, at: datetime) -> int:
        """Put a purge on record and return its number; others that never ended are interrupted."""
        ...

    async def erase_beside(self, number: int, purge: Purge) -> None:
        """Erase what stands beside the posts that are to go."""
        ...

    async def going(self, purge: Purge) -> tuple[Going, ...]:
        """Return the posts that are to go, the oldest first."""
        ...

    async def texts(self, posts: Sequence[Going]) -> Sequence[str]:
        """Return the texts of some posts."""
        ...

    async def erase(self, number: int, purge: Purge, posts: Sequence[Going], at: datetime) -> None:
        """Erase those of some posts that are still to go."""
        ...

    async def cut_log(self, number: int, purge: Purge, by: Moderator, at: datetime) -> None:
        """Take the old end off the decision log."""
        ...

    async def tidy(self, number: int, purge: Purge) -> None:
        """Leave no byte of what was erased in the store's files, if anything was."""
        ...

    async def end(self, number: int, lines: int, at: datetime) -> Certificate:
        """Note that a purge is over, and return what it did."""
        ...

    async def certificates(self) -> Sequence[Certificate]:
        """Return what every purge did, the oldest first."""
        ...

    async def grant(self, posts: int, what: str, by: Moderator, at: datetime) -> Granted:
        """Put an export of full posts on record, as many as the day still allows."""
        ...
