"""Choosing the posts of a pane that match a search, in slices, so that no key waits for it."""

from collections.abc import Callable, Mapping

from standup_tui.core.timeline import Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.model.search import Query

_BETWEEN = 16
"""Posts between two looks at the clock."""


class Sifting:
    """Goes through a pane's posts, and keeps those that match in a timeline of their own."""

    def __init__(
        self,
        base: Timeline,
        query: Query,
        entries: Mapping[PostId, Entry],
        first: PostId | None = None,
    ) -> None:
        """Begin.

        Args:
            base: The pane's posts.
            query: What they have to match.
            entries: The posts themselves.
            first: The post to look at before all others: somebody is reading it.
        """
        self.timeline = Timeline(base.pane, query.matches)
        """Those that match, as far as was looked."""
        self._entries = entries
        self._left = base.posts()
        self._left.reverse()  # taken from the end
        if first is not None and first in base:
            self._look_at(first)

    @property
    def done(self) -> bool:
        """Whether every post was looked at."""
        return not self._left

    def go_on(self, clock: Callable[[], float], seconds: float) -> bool:
        """Look at more posts for so long, and return whether any of them matched."""
        version, until = self.timeline.version, clock() + seconds
        while self._left:
            for _ in range(min(_BETWEEN, len(self._left))):
                self._look_at(self._left.pop())
            if clock() >= until:
                break
        return self.timeline.version != version

    def _look_at(self, post: PostId) -> None:
        entry = self._entries.get(post)
        if entry is not None:
            self.timeline.take((entry,))
