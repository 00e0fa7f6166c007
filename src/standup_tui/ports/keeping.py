"""What keeping records asks of the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import Certificate, Granted, Plan, Purge


class Erased(NamedTuple):
    """Some posts that were erased, and what to look for in other places."""

    posts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    more: bool = False
    """Whether there are more to erase."""


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

    async def erase_some(self, number: int, purge: Purge, at: datetime) -> Erased:
        """Erase some posts."""
        ...

    async def cut_log(self, number: int, purge: Purge, by: Moderator, at: datetime) -> None:
        """Take the old end off the decision log."""
        ...

    async def tidy(self) -> None:
        """Leave no byte of what was erased in the store's files."""
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
