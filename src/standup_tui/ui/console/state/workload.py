"""How much waits for a person, and for how long the oldest of it has."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime

from standup_tui.core.timeline import Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId


class Workload:
    """The undecided posts, counted; looked through again only when another one is the oldest."""

    def __init__(self, queue: Timeline, entries: Mapping[PostId, Entry]) -> None:
        self._queue = queue
        self._entries = entries
        self._seen = -1
        self._oldest: Entry | None = None

    def __len__(self) -> int:
        """Return how many posts wait for a person."""
        return len(self._queue)

    @property
    def oldest(self) -> Entry | None:
        """The post that has waited longest, by when it was published; None while none waits."""
        if self._seen != self._queue.version:
            self._seen = self._queue.version
            self._oldest = self._look()
        return self._oldest

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

    def _look(self) -> Entry | None:
        """Return the oldest: flagged posts come first, by seriousness; then the rest by age."""
        few = [self.at(place) for place in range(min(self.flagged + 1, len(self._queue)))]
        return min(few, key=lambda entry: entry.post.at, default=None)

    def _only_waits(self, place: int) -> int:
        return 0 if self.at(place).standing.status is Status.FLAGGED else 1
