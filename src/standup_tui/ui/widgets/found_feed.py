"""The posts that a search of everything found, of whatever standing."""

from collections.abc import Callable, Mapping, Sequence

from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.model.search import Query
from standup_tui.ui.widgets.card import Aside
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.wording import clip, count

_LONGEST = 40
"""Columns of what was typed, in the border."""

_ASKS = (
    "Type words, @handle, kind:abuse, tag:…, is:held, is:hidden, reason:… or -without: every post "
    "that is stored is searched, hidden ones too."
)


class FoundFeed(PostFeed):
    """A pane that the hub's answers fill; what arrives and matches later waits as in any pane."""

    def __init__(
        self,
        number: int,
        entries: Mapping[PostId, Entry],
        aside: Callable[[Entry], Aside],
        shown: Callable[[Entry], Entry],
    ) -> None:
        super().__init__(number, Timeline(Pane.FOUND, lambda _: False), entries, aside, shown)
        self.words = ""
        """What was searched for; empty before anything was."""
        self.empty = _ASKS
        self._more = 0

    @property
    def title(self) -> str:
        """What was found, and how much of it is here."""
        if not self.words:
            return self.called
        here = len(self.timeline)
        many = f"the newest {here:,} of {here + self._more:,}" if self._more else f"{here:,}"
        return f"{self.called} · {many} · {clip(self.words, _LONGEST)}"

    def show(self, words: str, query: Query, found: Sequence[Entry], total: int) -> None:
        """Show what a search found; the cursor keeps its post where that is among it."""
        self.words = words
        timeline = Timeline(Pane.FOUND, query.matches)
        timeline.take(found)
        self._more = max(0, total - len(found))
        self.empty = f"Nothing that is stored matches. {_ASKS}"
        self._turn_to(timeline)

    def clear(self, why: str = "") -> None:
        """Show nothing, and why or what to do."""
        self.words, self._more = "", 0
        self.empty = why or _ASKS
        self._turn_to(Timeline(Pane.FOUND, lambda _: False))

    def _turn_to(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.window.turn_to(timeline)
        self.redraw()

    @property
    def said(self) -> str:
        """How much was found, for the status line."""
        return f"{count(len(self.timeline) + self._more, 'post')} found."
