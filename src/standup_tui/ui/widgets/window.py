"""Which posts a pane draws, on which rows, and which one is under the cursor; needs no screen.

The cursor is a post, and everything hangs on the row where that post's card begins: whatever
comes, goes or grows above and below it, its row stays, until its moderator presses a key. Until
the first key a pane lets arrivals in at its top; the cursor rides its post down, and is given up
at the lower edge.
Every method looks at the posts on the screen only, however many the pane keeps.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from standup_tui.core.timeline import Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId


@dataclass(frozen=True, slots=True)
class Slot:
    """A card's place on the screen; a card may begin above the first row."""

    post: PostId
    row: int


class Window:
    """A pane's cursor and the stretch of its timeline that is on the screen."""

    def __init__(self, timeline: Timeline, height_of: Callable[[PostId], int]) -> None:
        self.timeline = timeline
        self._height_of = height_of
        self.anchor: PostId | None = None
        """The post everything hangs on: the cursor's, or the newest while there is no cursor."""
        self.chosen = True
        """Whether the anchor is the cursor."""
        self.row = 0
        """Where the anchor's card begins."""
        self.height = 0
        """Rows on the screen."""
        self._squeezed: tuple[PostId | None, int, int] = (None, 0, 0)
        """The anchor, the row it had before the size changed, and the one there was room for."""
        self.alone = False
        """Whether there is room for one post only."""
        self.attended = False
        """Whether the keys go to this pane, so that its cursor has to keep its post."""
        self.following = True
        """Whether arrivals are taken in at the top: nobody has moved or acted here since the
        start, or since the newest post was asked for."""

    @property
    def cursor(self) -> PostId | None:
        """The post the next command applies to."""
        return self.anchor if self.chosen else None

    # What changed in the world.

    def take(self, entries: Sequence[Entry], own: Collection[PostId] = ()) -> bool:
        """Take in what changed, and return whether the cursor lost its post.

        Args:
            entries: What changed.
            own: Posts that this moderator's own act changed; they do not wait, and a gap they
                leave at the top is closed.
        """
        below, above = self._neighbours(len(entries))
        others = [entry for entry in entries if entry.post.id not in own]
        self.timeline.holding = not self.following
        self.timeline.take(others)
        if own:
            self.timeline.holding = False
            self.timeline.take([entry for entry in entries if entry.post.id in own])
            self.timeline.holding = not self.following
        lost = self._settle(below, above)
        if own and self.anchor is not None:
            self.row = min(self.row, self._rows_above(self.row))
        return lost

    def _neighbours(self, most: int) -> tuple[list[PostId], list[PostId]]:
        """Return the posts around the cursor, nearest first: enough that one of them stays."""
        place = self.timeline.place(self.anchor)
        if place is None:
            return [], []
        last = min(len(self.timeline), place + most + 2)
        first = max(0, place - most - 1)
        below = [self.timeline.at(at) for at in range(place + 1, last)]
        return below, [self.timeline.at(at) for at in range(place - 1, first - 1, -1)]

    def _settle(self, below: Sequence[PostId], above: Sequence[PostId]) -> bool:
        """Find the cursor a post and the post its row, after a change."""
        if not len(self.timeline):
            self.timeline.release()  # nobody is reading an empty pane
        if not len(self.timeline):
            lost = self.chosen and bool(below or above)
            self.anchor, self.row, self.following, self.chosen = None, 0, True, True
            return lost
        if self.anchor is None or (self.following and not (self.attended and self.chosen)):
            self.anchor, self.row = self.timeline.at(0), 0
            return False
        lost = self.anchor not in self.timeline
        if lost:
            kept = (post for post in (*below, *above) if post in self.timeline)
            self.anchor = next(kept, self.timeline.at(0))
            self.following = False
        elif self.following:
            self._ride()
        return lost

    def _ride(self) -> None:
        """Let the cursor ride its post down, and give it up at the lower edge.

        The pane then goes on with the newest posts and without a cursor: there is nothing
        that a key could hit by mistake until somebody chooses a post.
        """
        self.row = self._rows_above(self.height)
        if self.row and self.anchor and self.row + self._height_of(self.anchor) > self.height:
            self.chosen, self.anchor, self.row = False, self.timeline.at(0), 0

    def turn_to(self, timeline: Timeline) -> None:
        """Show other posts: the cursor keeps its post and row where that is among them."""
        self.timeline = timeline
        if self.anchor is None or self.anchor not in timeline:
            self.anchor = timeline.at(0) if len(timeline) else None
            self.row, self.chosen = 0, True
        self._fit(self.row)

    def resize(self, height: int, *, alone: bool = False) -> None:
        """Fit another size, with the cursor's card still on the screen.

        With the room that a smaller size took away, the row comes back as well.
        """
        self.height, self.alone = height, alone
        anchor, wished, squeezed = self._squeezed
        self._fit(wished if (anchor, squeezed) == (self.anchor, self.row) else self.row)

    def _fit(self, wished: int) -> None:
        self.row = wished
        self._show()
        self._squeezed = (self.anchor, wished, self.row)

    # What this moderator does.

    def move(self, by: int) -> None:
        """Move the cursor by so many posts; without one, choose the newest."""
        by = by if self.chosen else 0
        place = self.timeline.place(self.anchor)
        if place is not None:
            self._go(max(0, min(len(self.timeline) - 1, place + by)))

    def page(self, by: int) -> None:
        """Move the cursor by a screenful, at least by one post."""
        place = self.timeline.place(self.anchor)
        if place is None:
            return
        row = self.row
        room = self.height
        at = place
        while room > 0 and 0 <= at + by < len(self.timeline):
            at += by
            room -= self._height_of(self.timeline.at(at))
        if room < 0 and abs(at - place) > 1:
            at -= by
        self._go(at)
        self.row = row
        self._show()

    def select(self, post: PostId) -> None:
        """Put the cursor on a post."""
        place = self.timeline.place(post)
        if place is not None:
            self._go(place)

    def newest(self) -> int:
        """Let the new posts in, go to the top, and return how many came."""
        came = self.timeline.release()
        self.following, self.chosen = True, True
        self.timeline.holding = False
        self.anchor = self.timeline.at(0) if len(self.timeline) else None
        self.row = 0
        return came

    def last(self) -> None:
        """Go to the end."""
        if len(self.timeline):
            self._go(len(self.timeline) - 1)

    def find(self, wanted: Callable[[PostId], bool]) -> bool:
        """Go to the next post that is wanted, from the top again after the last one."""
        place = self.timeline.place(self.anchor)
        if place is None:
            return False
        size = len(self.timeline)
        for step in range(1 if self.chosen else 0, size):
            at = (place + step) % size
            if wanted(self.timeline.at(at)):
                self._go(at)
                return True
        return False

    def step_off(self) -> None:
        """Go on after a decision: to the post below, else above."""
        place = self.timeline.place(self.cursor)
        if place is not None:
            self.move(1 if place + 1 < len(self.timeline) else -1)
            self.following = False

    def _go(self, place: int) -> None:
        self.following, self.chosen = False, True
        post = self.timeline.at(place)
        now = self.timeline.place(self.anchor)
        if now is None or post == self.anchor:
            self._show()
            return
        self.row = self._row_after_move(now, place)
        self.anchor = post
        self._show()

    def _row_after_move(self, now: int, place: int) -> int:
        """Return the row of a card as things are, or one just off the screen if it is far."""
        row = self.row
        step = 1 if place > now else -1
        while now != place and -self.height <= row <= 2 * self.height:
            if step > 0:
                row += self._height_of(self.timeline.at(now))
            now += step
            if step < 0:
                row -= self._height_of(self.timeline.at(now))
        return row

    # What is where.

    def slots(self) -> list[Slot]:
        """Return the cards that are on the screen, from the top."""
        place = self.timeline.place(self.anchor)
        if place is None or self.anchor is None:
            return []
        if self.alone:
            return [Slot(self.anchor, 0)]
        found: deque[Slot] = deque()
        row = self.row
        at = place
        while row > 0 and at > 0:
            at -= 1
            post = self.timeline.at(at)
            row -= self._height_of(post)
            found.appendleft(Slot(post, row))
        row, at = self.row, place
        while row < self.height and at < len(self.timeline):
            post = self.timeline.at(at)
            found.append(Slot(post, row))
            row += self._height_of(post)
            at += 1
        return list(found)

    def _show(self) -> None:
        """Bring the whole card onto the screen and leave no gap that posts could fill."""
        if self.anchor is None:
            return
        size = self._height_of(self.anchor)
        self.row = max(0, min(self.row, self.height - size))
        gap = self.height - self.row - size - self._rows_below(self.height - self.row - size)
        if gap > 0:
            self.row += gap
        self.row = min(self.row, self._rows_above(self.row))

    def _rows_above(self, enough: int) -> int:
        """Return how many rows the posts above take, counted until there are enough."""
        rows, at = 0, self.timeline.place(self.anchor) or 0
        while at > 0 and rows < enough:
            at -= 1
            rows += self._height_of(self.timeline.at(at))
        return rows

    def _rows_below(self, enough: int) -> int:
        """Return how many rows the posts below take, counted until there are enough."""
        rows, at = 0, (self.timeline.place(self.anchor) or 0) + 1
        while at < len(self.timeline) and rows < enough:
            rows += self._height_of(self.timeline.at(at))
            at += 1
        return rows
