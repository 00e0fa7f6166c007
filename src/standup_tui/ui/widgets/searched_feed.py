"""A pane that can show only what matches a search."""

from collections.abc import Callable, Collection, Mapping, Sequence
from time import monotonic
from typing import NamedTuple

from textual.timer import Timer

from standup_tui.core.sifting import Sifting
from standup_tui.core.timeline import Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.model.search import Query
from standup_tui.ui.widgets.card import Aside
from standup_tui.ui.widgets.ink import width_of
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.wording import clip

_SLICE, _PAUSE = 0.004, 0.006
"""Seconds of looking, and between two looks: whoever types is never kept waiting."""

_LONGEST = 30
"""Columns of what was typed, in the border."""

_FEW, _FEWEST = 8, 3
"""Columns of it that shall be seen, or else the words before it are a sign; and at least."""


class _Place(NamedTuple):
    """Where the cursor stood before a search, for whoever gives it up again."""

    anchor: PostId | None
    row: int
    chosen: bool
    following: bool


class SearchedFeed(PostFeed):
    """A pane whose posts can be narrowed down to those that match, and widened again.

    All posts of the pane are kept up to date meanwhile. Among those that match everything is
    as in any pane: what is new waits, and the cursor stays where it is.
    """

    def __init__(
        self,
        number: int,
        timeline: Timeline,
        entries: Mapping[PostId, Entry],
        aside: Callable[[Entry], Aside],
        shown: Callable[[Entry], Entry],
    ) -> None:
        self._otherwise = ""
        self._sifting: Sifting | None = None
        self._before: _Place | None = None
        self._timer: Timer | None = None
        self.without_match = ""
        """What to say where nothing matches."""
        self.words = ""
        """What is searched for; empty while the whole pane is shown."""
        super().__init__(number, timeline, entries, aside, shown)
        self.base = timeline
        """All posts of the pane."""

    @property
    def sifted(self) -> bool:
        """Whether only what matches is shown."""
        return self._sifting is not None

    @property
    def looking(self) -> bool:
        """Whether there are posts still to be looked at."""
        return self._sifting is not None and not self._sifting.done

    @property
    def summary(self) -> str:
        """The pane's name and how many posts it has, or how many of them match."""
        if not self.sifted:
            return super().title
        more = "…" if self.looking else ""
        many = f"{len(self.timeline):,}{more} of {len(self.base):,}"
        return f"{self.called} · {many}"

    @property
    def title(self) -> str:
        """The same, with what is searched for as far as there is room beside the new posts."""
        said = self.summary
        if not self.sifted:
            return said
        room = self._width - len(said) - width_of((*self._marks(), *self._new())) - 2
        before = " · search: "
        if room < len(before) + min(len(self.words), _FEW):
            before = " · /"
        return f"{said}{before}{clip(self.words, max(_FEWEST, min(_LONGEST, room - len(before))))}"

    @property
    def empty(self) -> str:
        """What to say while there is no post."""
        if not self.sifted:
            return self._otherwise
        return "Looking …" if self.looking else self.without_match

    @empty.setter
    def empty(self, words: str) -> None:
        self._otherwise = words

    def search(self, words: str, query: Query) -> None:
        """Show only what matches; the cursor keeps its post where that does."""
        if self._before is None:
            now = self.window
            self._before = _Place(now.anchor, now.row, now.chosen, now.following)
        self.words = words
        self._sifting = Sifting(self.base, query, self._entries, self.window.anchor)
        self._go_on()

    def stay(self) -> None:
        """Note that somebody moves among what matches: that is where they want to be."""
        self._before = None

    def widen(self) -> None:
        """Show the whole pane again, as it was if nobody has moved since the search began."""
        self._stop()
        if self._sifting is None:
            return
        self._sifting, self.words = None, ""
        window, before = self.window, self._before
        if before is not None:
            self._before = None
            window.anchor, window.row, window.chosen, window.following = before
        elif window.anchor is not None and window.anchor not in self.base:
            self.base.release()  # it was taken in among those that matched
        self._show(self.base)

    def take(self, entries: Sequence[Entry], own: Collection[PostId] = ()) -> bool:
        """Take in what changed, here and in the whole pane."""
        if self.sifted:
            self.base.holding = not self.window.following
            self.base.take([entry for entry in entries if entry.post.id not in own])
            self.base.holding = False
            self.base.take([entry for entry in entries if entry.post.id in own])
        return super().take(entries, own)

    def _go_on(self) -> None:
        """Look at some posts, show those that match, and come back for the others."""
        self._stop()
        sifting = self._sifting
        if sifting is None:
            return
        sifting.go_on(monotonic, _SLICE)
        self._show(sifting.timeline)
        if not sifting.done:
            self._timer = self.set_timer(_PAUSE, self._go_on)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _show(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.window.turn_to(timeline)
        self.redraw()
