"""From a source to the store: judge, keep apart what is no post, store in batches.

One bad post never stops the next: what cannot be judged or stored is quarantined with its
reason. A full or failing disk stops nothing either: the batch waits, the queue fills, and the
source is read more slowly until there is room again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import NamedTuple

from msgspec import Struct

from standup_tui.core.health import Vitals
from standup_tui.errors import StoreError, Unstorable
from standup_tui.model.action import ActionDone
from standup_tui.model.flag import Flag
from standup_tui.model.post import AuthorId, Post, PostId
from standup_tui.model.wall_card import fits_wall
from standup_tui.ports.clock import Clock
from standup_tui.ports.source import Arrived, Batch, Unreadable
from standup_tui.ports.store import Judged, PostWriter, Quarantined

_log = logging.getLogger(__name__)

_WAITING = 2_000
"""Posts between source and store; when they are that many, the source has to wait."""

_BATCH = 500
"""Posts in one transaction at most."""

_SLICE = 50
"""Posts looked at in one go, before anything else may run."""

_RAW_KEPT = 4_096
"""Characters kept of something unreadable."""

_AGAIN = 2.0
"""Seconds until a batch the store refused is tried again."""


class Complete(Struct, frozen=True):
    """A mark in the queue: up to here nothing is missing."""


class Broken(Struct, frozen=True):
    """A mark in the queue: from here something may be missing."""


class _Mark(NamedTuple):
    """A mark on its way through the queue."""

    mark: Complete | Broken
    passed: asyncio.Event


Item = Arrived | Unreadable | _Mark

Judge = Callable[[Sequence[Post]], Awaitable[Sequence[tuple[Flag, ...]]]]
"""Returns every reason to look at each of some posts."""


class Ingest:
    """Takes what sources deliver and puts it into the store."""

    def __init__(  # noqa: PLR0913  # all that a post meets on its way
        self,
        store: PostWriter,
        judge: Judge,
        roster: Collection[AuthorId],
        clock: Clock,
        vitals: Vitals,
        *,
        recognise: Callable[[Post], tuple[ActionDone, ...]] = lambda _: (),
    ) -> None:
        self._store = store
        self._judge = judge
        self._recognise = recognise
        self._roster = roster
        self._clock = clock
        self._vitals = vitals
        self._queue: asyncio.Queue[Item] = asyncio.Queue(_WAITING)
        self._complete = False
        self._newest: PostId | None = None

    async def take(self, batch: Batch) -> None:
        """Queue what arrived; waits while the queue is full."""
        for item in batch.items:
            await self._queue.put(item)

    async def mark(self, mark: Complete | Broken) -> asyncio.Event:
        """Queue a mark behind what has arrived; set when everything before it is stored."""
        passed = asyncio.Event()
        await self._queue.put(_Mark(mark, passed))
        return passed

    async def idle(self) -> None:
        """Wait until everything queued has been stored."""
        await self._queue.join()

    async def run(self) -> None:
        """Store what is queued, for ever; what comes next is judged while a batch is stored."""
        async with asyncio.TaskGroup() as group:
            storing: asyncio.Task[None] | None = None
            while True:
                items = [await self._queue.get()]
                while len(items) < _BATCH and not self._queue.empty():
                    items.append(self._queue.get_nowait())
                judged, aside = await self._sorted(items)
                if storing is not None:
                    await storing
                storing = group.create_task(self._put(items, judged, aside))

    async def _put(
        self, items: Sequence[Item], judged: list[Judged], aside: list[Quarantined]
    ) -> None:
        """Store what items were found to be, and tell whoever waits for them."""
        marks = [item for item in items if isinstance(item, _Mark)]
        if marks:
            self._complete = isinstance(marks[-1].mark, Complete)
        await self._store_all(judged, aside)
        for mark in marks:
            mark.passed.set()
        for _ in items:
            self._queue.task_done()

    async def _sorted(self, items: Sequence[Item]) -> tuple[list[Judged], list[Quarantined]]:
        """Return the posts of some items with what was found in them, and what is no post."""
        judged: list[Judged] = []
        aside: list[Quarantined] = []
        posts = [item.post for item in items if isinstance(item, Arrived)]
        found = iter(await self._judged(posts))
        for number, item in enumerate(items, 1):
            if isinstance(item, Arrived):
                flags = next(found)
                if isinstance(flags, Exception):
                    why = f"a rule failed: {flags!r}"
                    aside.append(Quarantined(_sound(item.raw)[:_RAW_KEPT], why))
                else:
                    judged.append(self._with(item, flags))
            elif isinstance(item, Unreadable):
                aside.append(Quarantined(_sound(item.raw)[:_RAW_KEPT], _sound(item.reason)))
            if number % _SLICE == 0:
                await asyncio.sleep(0)
        return judged, aside

    async def _judged(self, posts: Sequence[Post]) -> list[tuple[Flag, ...] | Exception]:
        """Return the flags of each post, or why it has to be put aside."""
        if not posts:
            return []
        try:
            return [flags for _, flags in zip(posts, await self._judge(posts), strict=True)]
        except Exception as error:  # noqa: BLE001  # any mistake of a rule: the others go on
            if len(posts) == 1:
                _log.exception("a rule failed on %s", posts[0].id)
                return [error]
            return [flags for post in posts for flags in await self._judged([post])]

    def _with(self, item: Arrived, flags: tuple[Flag, ...]) -> Judged:
        post = item.post
        roster = post.author.id in self._roster
        trusted, done = roster and fits_wall(post), self._recognise(post)
        return Judged(post, _sound(item.raw), flags, roster, trusted, done)

    async def _store_all(self, judged: list[Judged], aside: list[Quarantined]) -> None:
        """Store a batch; if something in it cannot be stored, everything else of it is."""
        newest = self._newest_of(judged)
        if not await self._refusal(judged, aside, newest):
            self._newest = newest
            return
        kept: list[Judged] = []
        for one in judged:
            if why := await self._refusal([one], [], None):
                aside.append(Quarantined(one.raw[:_RAW_KEPT], f"it cannot be stored: {why}"))
            else:
                kept.append(one)
        for thing in aside:
            if why := await self._refusal([], [thing], None):
                _log.error("something unreadable is lost, for it cannot be stored: %s", why)
        self._newest = self._newest_of(kept)
        await self._refusal([], [], self._newest)

    def _newest_of(self, judged: list[Judged]) -> PostId | None:
        """Return the newest post of those stored before and these."""
        posts = (one.post.id for one in judged)
        return max(filter(None, (self._newest, *posts)), key=_age, default=None)

    async def _refusal(
        self, judged: list[Judged], aside: list[Quarantined], newest: PostId | None
    ) -> str:
        """Store, however long it takes, or return why that can never be done."""
        while True:
            complete_to = newest if self._complete else None
            try:
                added = await self._store.add(judged, aside, self._clock.now(), complete_to)
            except Unstorable as error:
                return str(error)
            except StoreError as error:
                self._vitals.collecting(paused=f"collecting is paused: {error}")
                await self._clock.sleep(_AGAIN)
            except Exception as error:  # noqa: BLE001  # a row SQLite cannot take, whatever it is
                _log.exception("a batch cannot be stored")
                return repr(error)
            else:
                self._vitals.collecting()
                self._vitals.arrived(added.stored, len(aside))
                return ""


def _age(post: PostId) -> tuple[int, str]:
    """Return a key that grows with time: longer ids are newer."""
    return (len(post), post)


def _sound(raw: str) -> str:
    """Return text that SQLite can keep: half a surrogate pair is written out."""
    return raw.encode("utf-8", "backslashreplace").decode()
