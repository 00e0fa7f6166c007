"""Asks the network whether posts are still there; what is gone or withheld leaves every wall.

No way of reading delivers deletions, so posts are looked up. X charges for a post once in a UTC
day, however it is read: on the day a post came, looking it up is free.

* What walls show is looked up every few minutes, even when the budget stops reading: a wall that
  shows what somebody took back is worse than the few cents, for which the budget's last share is.
* All other posts are looked up in the last four hours of each UTC day: the posts of that day for
  nothing, older ones for one read a day. A hub that did not run then makes up for it before a
  post has not been seen for 24 hours. This pauses while money is short, and says so.
"""

import logging
import math
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from standup_tui.core.catching_up import longer
from standup_tui.errors import SourceDropped, SourceError, StoreError
from standup_tui.model.money import Level
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Allowance
from standup_tui.ports.source import Source
from standup_tui.ports.store import Store, Unchecked

_log = logging.getLogger(__name__)

_AT_ONCE = 100
"""Posts in one look-up, X's limit."""
_BREATH = 5.0
"""Seconds between two look-ups at least."""
_LOOK = 600.0
"""Seconds between two looks at the posts no wall shows at most."""
_PAUSE, _LONGEST_PAUSE = 30.0, 900.0
"""Seconds after a first failure, and at most; the network may name a later time."""

_DAY = timedelta(days=1)
_LATE = timedelta(hours=4)
"""The end of the UTC day, in which posts no wall shows are looked up."""
_OLD = timedelta(hours=23)
"""What has not been seen for so long, and was left out the evening before, is looked up."""


class Recheck:
    """Looks posts up for ever; `shown` and `rest` are two jobs that share their failures."""

    def __init__(  # noqa: PLR0913  # what it joins
        self,
        store: Store,
        source: Source,
        clock: Clock,
        every: float,
        *,
        allowance: Allowance | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        """Make what looks posts up.

        Args:
            store: Knows what is there, and forgets what is gone.
            source: The network to ask.
            clock: Waits.
            every: Seconds between two rounds over what walls show.
            allowance: Whether money is short; None: it never is.
            say: Told what is not looked up to save money; an empty sentence: nothing.
        """
        self._store = store
        self._source = source
        self._clock = clock
        self._every = every
        self._allowance = allowance
        self._say = say
        self._failures = 0
        self._not_before = clock.now()

    async def shown(self) -> None:
        """Look up what walls show, round by round, the longest unchecked first."""
        while True:
            await self._clock.sleep(self._every)
            began, left = self._clock.now(), 1
            while left > 0:
                due = await self._next(began, shown=True)
                if due is None:
                    continue
                left = due.total - _AT_ONCE
                if left > 0:
                    await self._clock.sleep(_BREATH)

    async def rest(self) -> None:
        """Look up the posts no wall shows, spread over the last hours of each UTC day."""
        while True:
            if self._allowance is not None and self._allowance.level in (Level.SLOW, Level.STOP):
                await self._tell()
                await self._clock.sleep(_LOOK)
                continue
            now = self._clock.now()
            end = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
            late = now >= end - _LATE
            # By day, only what the last evening left out: the hub did not run then.
            before = end - _LATE if late else min(now - _OLD, end - _LATE - _DAY)
            due = await self._next(before, shown=False)
            if due is None:
                continue
            if self._say is not None:
                self._say("")
            opens = (end - _LATE - self._clock.now()).total_seconds()
            wait = min(_LOOK, opens) if opens > 0 else _LOOK
            if due.then is not None:
                now = self._clock.now()
                by = (due.then + _DAY - now).total_seconds()
                left = (end - now).total_seconds() if late else by
                wait = min(left / math.ceil(due.total / _AT_ONCE), by, _LOOK)
            await self._clock.sleep(max(wait, _BREATH))

    async def _next(self, before: datetime, *, shown: bool) -> Unchecked | None:
        """Look up posts that were not seen since a time, the longest unchecked first.

        Waits before where the last look-up, of either job, has failed.

        Returns:
            What was due; None: it failed.
        """
        wait = (self._not_before - self._clock.now()).total_seconds()
        if wait > 0:
            await self._clock.sleep(wait)
        try:
            due = await self._store.unchecked(before, _AT_ONCE, shown=shown)
            if due.posts:
                seen = await self._source.look_up(due.posts)
                if seen.gone:
                    await self._store.remove(tuple(seen.gone), self._clock.now())
                await self._store.withheld(seen.withheld, self._clock.now())
                # Not before: a clock that went back must not have them looked up for ever.
                await self._store.checked(due.posts, max(self._clock.now(), before))
        except (SourceError, StoreError) as error:
            now = self._clock.now()
            pause = timedelta(seconds=longer(_PAUSE, self._failures, _LONGEST_PAUSE))
            self._failures += 1
            retry_at = error.retry_at if isinstance(error, SourceDropped) else None
            self._not_before = max(now + pause, retry_at or now)
            what = "shown posts" if shown else "posts that no wall shows"
            _log.warning("the look-up of %s waits: %s", what, error)
            return None
        if due.posts:
            self._failures = 0
        return due

    async def _tell(self) -> None:
        """Say how many posts wait for money that should have been looked up."""
        if self._say is None:
            return
        with suppress(StoreError):  # the ingest says that
            due = await self._store.unchecked(self._clock.now() - _DAY, 0, shown=False)
            late = f"posts that no wall shows were not looked up for a day ({due.total} of them)"
            why = f"money is short, and some may be deleted on {self._source.name}"
            self._say(f"{late}: {why}" if due.total else "")
