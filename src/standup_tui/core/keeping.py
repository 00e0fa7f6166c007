"""Keeping records: erasing what has run out, or one person, step by step; and full exports."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from standup_tui.errors import StandupError
from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import (
    Answer,
    Certificate,
    Going,
    Grant,
    Metered,
    NotKept,
    Purge,
    Purged,
    Request,
    Spend,
)
from standup_tui.ports.clock import Clock
from standup_tui.ports.keeping import Records
from standup_tui.ports.money import Till

AT_ONCE = 50
"""Posts that are erased in one transaction: a moderator waits no longer than for a batch."""


class Traces(Struct, frozen=True):
    """What to look for in log files."""

    names: frozenset[str] = frozenset()
    """Ids of posts and accounts, and handles."""
    texts: frozenset[str] = frozenset()
    before: datetime | None = None
    """Lines from before this time go whatever they say."""


Scrub = Callable[[Traces], int]
"""Takes traces out of the log files, and returns in how many lines there were any."""


class Keeping:
    """Does what a campaign's owner asks about its records, one thing at a time.

    Args:
        records: The store.
        clock: The time.
        scrub: Takes traces out of log files.
        till: Is told what was charged beside the hub.
    """

    def __init__(self, records: Records, clock: Clock, scrub: Scrub, till: Till) -> None:
        self._records = records
        self._clock = clock
        self._scrub = scrub
        self._till = till
        self._one = asyncio.Lock()

    async def do(self, request: Request, by: Moderator) -> Answer:
        """Do it, and return what came of it or why it could not be done."""
        if isinstance(request, Spend):
            self._till.ring(request.charge)
            return Metered()
        try:
            async with self._one:
                if isinstance(request, Grant):
                    now = self._clock.now()
                    return await self._records.grant(request.posts, request.what, by, now)
                return await self._purge(request, by)
        except StandupError as error:
            return NotKept(str(error))

    async def _purge(self, purge: Purge, by: Moderator) -> Purged:
        """Erase; what is interrupted, however that comes about, is taken up by the next purge."""
        records, at = self._records, self._clock.now()
        number = await records.begin(purge, by, at)
        going, texts = await records.going(purge), set[str]()
        for some in _slices(going):
            texts |= set(await records.texts(some))
        told = traces(purge, (one.post for one in going), texts)
        # First, for once the texts are gone nobody knows what to look for; and again at the end.
        lines = await asyncio.to_thread(self._scrub, told)
        await records.erase_beside(number, purge)
        for some in _slices(going):
            await records.erase(number, purge, some, at)
        await records.cut_log(number, purge, by, at)
        await records.tidy(number, purge)
        lines += await asyncio.to_thread(self._scrub, told)
        ended = await records.end(number, lines, self._clock.now())
        earlier = [one for one in await records.certificates() if one.number < number]
        return Purged(ended, _interrupted_last(earlier))


def _slices(going: Sequence[Going]) -> Iterator[Sequence[Going]]:
    return (going[first : first + AT_ONCE] for first in range(0, len(going), AT_ONCE))


def traces(purge: Purge, posts: Iterable[str], texts: Iterable[str]) -> Traces:
    """Return what a purge leaves in log files, where anything of it ever got into one."""
    person, clocks = purge.person, purge.clocks
    theirs = {person.author, *(f"@{one.lower()}" for one in person.handles)} if person else set()
    before = min(clocks.undecided, clocks.shown) if clocks else None
    return Traces(frozenset({*posts, *theirs}), frozenset(texts), before)


def _interrupted_last(earlier: list[Certificate]) -> tuple[Certificate, ...]:
    """Return the purges that never ended since the last one that did."""
    found: list[Certificate] = []
    for one in reversed(earlier):
        if one.ended is not None:
            break
        found.insert(0, one)
    return tuple(found)
