"""How much waits for a person, and for how long the oldest of it has."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from heapq import heappop, heappush

from standup_tui.core.timeline import Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId
from standup_tui.ui.console.state.shelf import Shelf


class Workload:
    """The undecided posts, counted.

    Flagged ones stand by seriousness in the queue, so that their ages are kept apart: to look
    through thousands of them, ten times a second in a burst, takes all the time there is.
    """

    def __init__(self, queue: Timeline, entries: Shelf) -> None:
        self._queue = queue
        self._entries = entries
        self._ages: list[tuple[datetime, PostId]] = []
        """When flagged posts were published, the oldest on top; some have been decided on."""

    def __len__(self) -> int:
        """Return how many posts wait for a person."""
        return len(self._queue)

    def take(self, entries: Sequence[Entry]) -> None:
        """Take in changed posts, which the shelf has already."""
        self._queue.take(entries)
        for entry in entries:
            if entry.standing.status is Status.FLAGGED:
                heappush(self._ages, (entry.post.at, entry.post.id))

    @property
    def oldest(self) -> Entry | None:
        """The post that has waited longest, by when it was published; None while none waits."""
        while self._ages and not self._is_flagged(self._ages[0][1]):
            heappop(self._ages)
        unflagged = self.first_waiting
        if self._ages and (unflagged is None or self._ages[0][0] <= unflagged.post.at):
            return self._entries[self._ages[0][1]]
        return unflagged

    def waited(self, now: datetime) -> float:
        """Return the seconds for which the oldest one has been waiting."""
        oldest = self.oldest
        return 0.0 if oldest is None else max(0.0, (now - oldest.post.at).total_seconds())

    @property
    def flagged(self) -> int:
        """How many of them are flagged: those come first, by seriousness."""
        return bisect_left(range(len(self._queue)), 1, key=self._only_waits)

    @property
    def first_waiting(self) -> Entry | None:
        """The oldest of those without a flag; None: all are flagged."""
        flagged = self.flagged
        return self.at(flagged) if flagged < len(self._queue) else None

    def at(self, place: int) -> Entry:
        """Return the post at a place; flagged posts come first, then the rest by age."""
        return self._entries[self._queue.at(place)]

    def _is_flagged(self, post: PostId) -> bool:
        return post in self._queue and self._entries.status(post) is Status.FLAGGED

    def _only_waits(self, place: int) -> int:
        return 0 if self._entries.status(self._queue.at(place)) is Status.FLAGGED else 1
