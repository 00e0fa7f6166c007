"""The panes as they are searched: one of them as one types, or everything through the hub."""

from abc import abstractmethod

from textual import on
from textual.timer import Timer

from standup_tui.core.timeline import Pane
from standup_tui.model.search import parse
from standup_tui.model.text import clean_line
from standup_tui.protocol.messages import Find, Found
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.panes.hearing import HearingScreen
from standup_tui.ui.console.screens.search_line import SearchLine
from standup_tui.ui.console.state.board import PANES
from standup_tui.ui.widgets.found_feed import FoundFeed
from standup_tui.ui.widgets.ink import Line, Role, width_of
from standup_tui.ui.widgets.key_bar import short_line
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.searched_feed import SearchedFeed

BESIDE = 3
"""Panes that stand beside each other; the others are shown alone."""

_FOUND = len(PANES) - 1

_SETTLED = 0.15
"""Seconds without a key after which the hub is asked."""

_HERE = "words, @handle, kind:, tag:, is:, reason:, -without · Tab searches everything"
_TYPING = (("Enter", "Go to them"), ("Tab", "Search everything"), ("Esc", "Show all again"))
_TYPING_EVERYWHERE = (("Enter", "Go to them"), ("Esc", "Back"))
"""What the keys do while somebody types."""
_EVERYWHERE = "words, @handle, kind:, tag:, is:, reason:, -without"


class SearchingScreen(HearingScreen, inherit_bindings=False):
    """Panes that can be searched, and the pane of what was found."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        board = self.board
        searched = [
            SearchedFeed(number, board.timelines[pane], board.entries, board.aside, board.shown)
            for number, pane in enumerate(PANES[:_FOUND], 1)
        ]
        self.found = FoundFeed(len(PANES), board.entries, board.aside, board.shown)
        self.feeds: list[PostFeed] = [*searched, self.found]
        self.search_line = SearchLine()
        self._chosen = 0
        self._left_at = 0
        self._asking: Timer | None = None
        self._asked = ""

    @property
    def feed(self) -> PostFeed:
        """The pane that has the keys."""
        return self.feeds[self._chosen]

    @property
    def alone(self) -> bool:
        """Whether the pane that has the keys is one that has the screen to itself."""
        return self._chosen >= BESIDE

    @abstractmethod
    def action_pane(self, number: int) -> None:
        """Give the keys to a pane."""

    # Where one is.

    def left(self, number: int) -> None:
        """Note which pane the keys leave: the panes beside each other are come back to."""
        if number < BESIDE:
            self._left_at = number
        if self.search_line.is_open:
            self.search_line.shut()

    def next_pane(self, by: int) -> int:
        """Return the number of the next pane, round and round; a pane alone leads back."""
        return self._left_at if self.alone else (self._chosen + by) % BESIDE

    def action_back(self) -> None:
        """Leave a search, then a pane that stands alone."""
        self._go_back()

    def _go_back(self) -> None:
        feed = self.feed
        if isinstance(feed, SearchedFeed) and feed.sifted:
            feed.widen()
            self.desk.renew()
        elif self.alone:
            self.action_pane(self._left_at)
        else:
            self.board.read_note()
            super().action_back()
            self.desk.renew()

    def action_quit(self) -> None:
        """Go back before one quits."""
        if self.alone:
            self.action_pane(self._left_at)
        else:
            super().action_quit()

    def stay(self) -> None:
        """Note that somebody moves or decides here: nothing leads back to where they were."""
        if isinstance(self.feed, SearchedFeed):
            self.feed.stay()

    def tabs_line(self, width: int, *, bordered: bool = False) -> Line:
        """Return all panes by name where only one is in sight, as many as there is room for.

        How many are new in the others goes first, and Flagged last: that needs a person. A border
        says by itself how many new posts wait for the pane in it.
        """
        feeds = [feed for feed in self.feeds if feed is not self.found or feed is self.feed]
        here, flagged = feeds.index(self.feed), PANES.index(Pane.FLAGGED)
        log: Line = ((f" {self.board.keys.titled('log', 'Log')} ", Role.MUTED),)
        counted = [feed for feed in feeds if not (bordered and feed is self.feed)]
        tabs = [*(self._tab(feed, new=feed in counted) for feed in feeds), log]
        if sum(map(width_of, tabs)) > width:
            counted = [one for one in counted if one in (self.feed, self.feeds[flagged])]
            tabs = [*(self._tab(feed, new=feed in counted) for feed in feeds), log]
        left = width
        kept = set()
        for at in dict.fromkeys((here, flagged, *range(len(tabs)))):
            left -= width_of(tabs[at])
            if left >= 0 or at == here:
                kept.add(at)
        return tuple(span for at, tab in enumerate(tabs) if at in kept for span in tab)

    def _tab(self, feed: PostFeed, *, new: bool) -> Line:
        """Return a pane by its name; what is searched for in another one is said there."""
        here = feed is self.feed
        said = feed.summary if isinstance(feed, SearchedFeed) and not here else feed.title
        came = f" +{feed.timeline.waiting:,}" if new and feed.timeline.waiting else ""
        return ((f" {said}{came} ", Role.HERE if here else Role.MUTED),)

    def elsewhere_line(self) -> Line:
        """Return what is to be had on other screens, where the panes stand beside each other."""
        held = len(self.board.timelines[Pane.HELD])
        role = Role.WARN if held else Role.MUTED
        keys = self.board.keys
        return (
            (f" {keys.titled('held', 'Held')} · {held:,}", role),
            (f"  {keys.titled('log', 'Log')} ", Role.MUTED),
        )

    # Searching.

    def _keys(self, width: int) -> Line:
        """Return the footer: while somebody types, no key decides on anything."""
        if not self.search_line.is_open:
            return super()._keys(width)
        here = isinstance(self.feed, SearchedFeed)
        return short_line(_TYPING if here else _TYPING_EVERYWHERE, width)

    def action_search(self) -> None:
        """Begin to search the pane that has the keys, or go on from what was searched for."""
        feed = self.feed
        if isinstance(feed, SearchedFeed):
            self.search_line.open(feed.words, _HERE)
        else:
            self.search_line.open(self.found.words, _EVERYWHERE)
        self.call_after_refresh(self.renew_keys)  # messages make room when it has its row

    def action_find(self) -> None:
        """Search everything, for what this pane is searched for if it is."""
        feed = self.feed
        words = feed.words if isinstance(feed, SearchedFeed) else self.found.words
        self._search_everything(words or self.found.words)

    def _search_everything(self, words: str) -> None:
        self.action_pane(_FOUND)
        self.search_line.open(words, _EVERYWHERE)
        self.call_after_refresh(self.renew_keys)  # messages make room when it has its row
        self._ask_soon(words)

    @on(SearchLine.Typed)
    def _search(self, message: SearchLine.Typed) -> None:
        words, feed = clean_line(message.words), self.feed
        if not isinstance(feed, SearchedFeed):
            self._ask_soon(words)
            return
        query = parse(words)
        self.desk.say(query.why, Role.WARN)
        if query.terms:
            feed.search(words, query)
        elif not query.why:
            feed.widen()
        self.desk.renew()

    @on(SearchLine.Kept)
    def _keep(self, message: SearchLine.Kept) -> None:
        self.search_line.shut()
        feed = self.feed
        if not isinstance(feed, SearchedFeed):
            self._ask(clean_line(message.words))
        elif feed.sifted and not feed.looking and not len(feed.timeline):
            self.desk.say("No post in this pane matches: ‹find› searches everything.", Role.WARN)
        self.desk.renew()

    @on(SearchLine.Left)
    def _leave(self) -> None:
        self.search_line.shut()
        self.desk.say("")
        self._go_back()

    @on(SearchLine.Everywhere)
    def _widen(self, message: SearchLine.Everywhere) -> None:
        if isinstance(self.feed, SearchedFeed):
            self.feed.widen()
            self._search_everything(message.words)

    # Everything.

    def _ask_soon(self, words: str) -> None:
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(_SETTLED, lambda: self._ask(words))

    def _ask(self, words: str) -> None:
        """Ask the hub, unless it was asked just that."""
        if self._asking is not None:
            self._asking.stop()
            self._asking = None
        query = parse(words)
        self.desk.say(query.why, Role.WARN)
        if query.why:
            return
        if not query.terms:
            self._asked = ""
            self.found.clear()
        elif words != self._asked or words != self.found.words:
            self._asked = words
            if self.board.lost or not self.desk.tell(Find(words)):
                self._asked = ""
                self.desk.say("Not asked: there is no hub.", Role.WARN)
        self.desk.renew()

    def show_found(self, found: Found) -> None:
        """Show what the hub found, if that is still what is asked."""
        if found.words != self._asked:
            return
        if found.why and not found.entries:
            self.found.clear(found.why)
            return
        known = self.board.entries
        here = [known[one.post.id] for one in found.entries if one.post.id in known]
        self.found.show(found.words, parse(found.words), here, found.total)
        self.desk.say(found.why, Role.WARN)
