"""What one pane shows: order, window, and what is held back while somebody reads.

A pane's timeline is fed with entries and asked for the few posts that are on the screen,
by place. It knows nothing of screens, so it is tested without one.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from enum import StrEnum

from standup_tui.model.entry import Entry
from standup_tui.model.flag import seriousness
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId


class Pane(StrEnum):
    """One list of posts on a screen."""

    LIVE = "Live"
    FLAGGED = "Flagged"
    HIGHLIGHTS = "Highlights"
    HELD = "Held"
    UNDECIDED = "Undecided"
    WALL = "Wall"
    FOUND = "Found"


UNDECIDED = frozenset({Status.WAITING, Status.FLAGGED})
"""Where a post waits for a person."""

Key = tuple[float, ...]
_SortKey = tuple[Key, PostId]


def _newest(entry: Entry) -> Key:
    return (-entry.post.at.timestamp(),)


def _most_serious(entry: Entry) -> Key:
    return (*seriousness(entry.flags), entry.post.at.timestamp())


def _pins_first(entry: Entry) -> Key:
    pin = entry.standing.pin
    return (0 if pin else 1, pin, -entry.post.at.timestamp())


def _live(entry: Entry) -> bool:
    return entry.standing.status in (Status.WAITING, Status.SHOWN)


def _flagged(entry: Entry) -> bool:
    return entry.standing.status is Status.FLAGGED


def _held(entry: Entry) -> bool:
    return entry.standing.status is Status.HELD


def _undecided(entry: Entry) -> bool:
    return entry.standing.status in UNDECIDED


def _urgent_first(entry: Entry) -> Key:
    """Flagged posts as in their pane; what only waits comes behind them, the oldest first."""
    flagged = entry.standing.status is Status.FLAGGED
    return (0 if flagged else 1, *(_most_serious(entry) if flagged else _oldest(entry)))


def _oldest(entry: Entry) -> Key:
    return (entry.post.at.timestamp(),)


def _escalated_first(entry: Entry) -> Key:
    return (0 if entry.standing.escalated else 1, entry.post.at.timestamp())


def _highlight(entry: Entry) -> bool:
    standing = entry.standing
    return standing.on_wall and (standing.pin > 0 or standing.starred or entry.roster)


def _stored(entry: Entry) -> bool:
    return entry.standing.status is not Status.GONE


def _on_wall(entry: Entry) -> bool:
    return entry.standing.on_wall


_PANES: dict[Pane, tuple[Callable[[Entry], bool], Callable[[Entry], Key]]] = {
    Pane.LIVE: (_live, _newest),
    Pane.FLAGGED: (_flagged, _most_serious),
    Pane.HIGHLIGHTS: (_highlight, _pins_first),
    Pane.HELD: (_held, _escalated_first),
    Pane.UNDECIDED: (_undecided, _urgent_first),
    Pane.WALL: (_on_wall, _pins_first),
    Pane.FOUND: (_stored, _newest),
}


class Timeline:
    """The posts of one pane, in order, with the new ones held back on demand.

    Taking in, removing and finding cost the logarithm of what is kept, plus a move of
    memory; there is no copy for the screen, which asks only for what it draws.
    """

    def __init__(
        self,
        pane: Pane,
        also: Callable[[Entry], bool] | None = None,
        key: Callable[[Entry], Key] | None = None,
    ) -> None:
        """Make a pane without posts.

        Args:
            pane: Which posts belong in it, and in what order.
            also: What is asked of a post besides, where only some of the pane are wanted.
            key: Another order than the pane's own.
        """
        self.pane = pane
        self._belongs, order = _PANES[pane]
        self._key = key or order
        self._also = also
        self._order: list[_SortKey] = []
        self._keys: dict[PostId, _SortKey] = {}
        self._held: dict[PostId, Entry] = {}
        self.version = 0
        """Raised by every change of what the pane shows."""
        self.holding = False
        """Whether new posts are held back."""

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, post: PostId) -> bool:
        return post in self._keys

    @property
    def waiting(self) -> int:
        """How many new posts are held back."""
        return len(self._held)

    def take(self, entries: Iterable[Entry]) -> bool:
        """Take in what changed and return whether the view did.

        A post that leaves the pane leaves at once: what must not be seen is not kept for
        the reader's comfort. Only arrivals wait. A post whose place in the order changes
        (pinned, flagged again) moves.
        """
        before = self.version
        for entry in entries:
            post = entry.post.id
            if not self._belongs(entry) or not (self._also is None or self._also(entry)):
                self._drop(post)
            elif post in self._keys or not self.holding:
                self._put(entry)
            else:
                self._held[post] = entry
                self.version += 1
        return self.version != before

    def posts(self) -> list[PostId]:
        """Return all posts in order: a copy, for those who go through them in slices."""
        return [post for _, post in self._order]

    def remove(self, posts: Iterable[PostId]) -> None:
        """Take posts out, wherever they stand."""
        for post in posts:
            self._drop(post)

    def release(self) -> int:
        """Let the new posts in and return how many came."""
        came = len(self._held)
        for entry in self._held.values():
            self._put(entry)
        self._held.clear()
        if came:
            self.version += 1
        return came

    def clear(self) -> None:
        """Forget everything."""
        self._order.clear()
        self._keys.clear()
        self._held.clear()
        self.version += 1

    def place(self, post: PostId | None) -> int | None:
        """Return where a post stands in the pane, 0 at the top, or None."""
        key = self._keys.get(post) if post is not None else None
        return None if key is None else bisect_left(self._order, key)

    def at(self, place: int) -> PostId:
        """Return the post at a place; raises `IndexError` where there is none."""
        if place < 0:
            raise IndexError(place)
        return self._order[place][1]

    def _put(self, entry: Entry) -> None:
        post = entry.post.id
        key = (self._key(entry), post)
        old = self._keys.get(post)
        if old == key:
            return
        if old is not None:
            self._take_out(old)
        insort(self._order, key)
        self._keys[post] = key
        self.version += 1

    def _drop(self, post: PostId) -> None:
        if self._held.pop(post, None) is not None:
            self.version += 1
        old = self._keys.pop(post, None)
        if old is not None:
            self._take_out(old)
            self.version += 1

    def _take_out(self, key: _SortKey) -> None:
        del self._order[bisect_left(self._order, key)]
