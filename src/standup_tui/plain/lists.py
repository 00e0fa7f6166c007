"""The lists of posts that can be asked for, each in the order of its pane."""

from collections.abc import Iterable, Iterator

from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId

HIDDEN = "hidden"
_PANES = {
    "live": Pane.LIVE,
    "flagged": Pane.FLAGGED,
    "highlights": Pane.HIGHLIGHTS,
    "undecided": Pane.UNDECIDED,
    "held": Pane.HELD,
}
NAMES = (*_PANES, HIDDEN)
"""What can be listed."""


class Lists:
    """Which posts stand in which list."""

    def __init__(self) -> None:
        self._timelines = {name: Timeline(pane) for name, pane in _PANES.items()}
        self._hidden: dict[PostId, None] = {}
        self._passed: set[PostId] = set()
        """Undecided posts that were gone past with `next`."""

    def take(self, entries: Iterable[Entry]) -> None:
        """Take in what changed."""
        some = list(entries)
        for timeline in self._timelines.values():
            timeline.take(some)
        for entry in some:
            self._hidden.pop(entry.post.id, None)
            if entry.standing.status is Status.HIDDEN:
                self._hidden[entry.post.id] = None

    def posts(self, name: str) -> list[PostId]:
        """Return the posts of a list; what was hidden last comes first."""
        if name == HIDDEN:
            return list(reversed(self._hidden))
        return list(_in_order(self._timelines[name]))

    def size(self, name: str) -> int:
        """Return how many posts a list has."""
        return len(self._hidden) if name == HIDDEN else len(self._timelines[name])

    def next_undecided(self) -> tuple[PostId | None, bool]:
        """Return the most urgent post that `next` has not come to, and whether it began anew."""
        queue = self._timelines["undecided"]
        anew = False
        found = self._not_passed(queue)
        if found is None and self._passed:
            self._passed.clear()
            found, anew = self._not_passed(queue), True
        if found is not None:
            self._passed.add(found)
        return found, anew

    def _not_passed(self, queue: Timeline) -> PostId | None:
        return next((post for post in _in_order(queue) if post not in self._passed), None)

    def waiting(self) -> str:
        """Return how many posts wait for somebody, in words."""
        flagged = self.size("flagged")
        others = self.size("undecided") - flagged
        if not flagged + others:
            return "no post waits for a decision"
        return f"{flagged:,} flagged, {others:,} waiting for a decision"


def _in_order(timeline: Timeline) -> Iterator[PostId]:
    return (timeline.at(place) for place in range(len(timeline)))
