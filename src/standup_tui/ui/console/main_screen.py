"""The panes: what the hub says goes in, what the moderator presses goes out."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize

from standup_tui.core.timeline import UNDECIDED, Pane
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.ui.actions import bindings
from standup_tui.ui.console.board import PANES
from standup_tui.ui.console.desk import Desk
from standup_tui.ui.console.post_screen import PostScreen
from standup_tui.ui.console.searching import BESIDE, SearchingScreen
from standup_tui.ui.console.status_lines import state_line, trouble, without_hub
from standup_tui.ui.widgets.bars import Bar, Notice
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.wording import count

_WIDE, _NARROWEST, _LOWEST, _TABBED = 100, 60, 12, 9


class MainScreen(SearchingScreen, inherit_bindings=False):
    """Live, Flagged and Highlights side by side where there is room; Held and Found alone."""

    DEFAULT_CSS = """
    MainScreen {
        & #panes { height: 1fr; }
        & #tabs { display: none; }
        & PostFeed.-apart { display: none; }
        &.-narrow PostFeed, &.-alone PostFeed { display: none; }
        &.-narrow PostFeed.-active, &.-alone PostFeed.-active { display: block; }
        &.-single #state, &.-single Notice { display: none; }
        &.-single.-high #tabs { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        for feed in self.feeds[BESIDE:]:
            feed.add_class("-apart")

    def compose(self) -> ComposeResult:
        """Lay out the panes between the lines above and below."""
        yield from self.compose_top()
        yield Bar(id="tabs")
        with Horizontal(id="panes"):
            yield from self.feeds
        yield self.search_line
        yield Notice(id="notice")
        yield Bar(id="state")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Give the keys to the first pane."""
        self._choose(0)
        self._name_emptiness()

    def welcomed(self) -> None:
        """Name the hashtag in empty panes."""
        self._name_emptiness()

    def loaded(self) -> None:
        """From now on a new post is an arrival."""
        self._choose(self._chosen)

    def on_resize(self, event: Resize) -> None:
        """Show as much as there is room for."""
        width, height = event.size
        single = width < _NARROWEST or height < _LOWEST
        self.set_class(width < _WIDE or single, "-narrow")
        self.set_class(single, "-single")
        self.set_class(height >= _TABBED, "-high")
        for feed in self.feeds:
            feed.single = single
        self.renew()

    def subject(self) -> Entry | None:
        """Return the post under the cursor."""
        cursor = self.feed.cursor
        return None if cursor is None else self.board.entries[cursor]

    def went_on(self, entry: Entry) -> None:
        """Go on to the next post, unless the decided one is not under the cursor any more."""
        if self.feed.cursor == entry.post.id:
            self.feed.window.step_off()
            self.stay()

    # Keys.

    def action_move(self, by: int) -> None:
        """Move the cursor by so many posts."""
        self.feed.window.move(by)
        self._moved()

    def action_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        self.feed.window.page(by)
        self._moved()

    def action_newest(self) -> None:
        """Take in the new posts and go to the newest."""
        came = self.feed.window.newest()
        if came:
            self.desk.say(f"Took in {count(came, 'new post')}.")
        self._moved()

    def action_last(self) -> None:
        """Go to the end of the pane."""
        self.feed.window.last()
        self._moved()

    def action_undecided(self) -> None:
        """Go to the next post that waits for a decision."""
        if not self.feed.window.find(self._is_undecided):
            self.desk.say("No other post in this pane waits for a decision.")
        self._moved()

    def _is_undecided(self, post: PostId) -> bool:
        entry = self.board.entries[post]
        return entry.standing.status in UNDECIDED and not self.board.unconfirmed(entry)

    def action_pane(self, number: int) -> None:
        """Give the keys to a pane."""
        self._choose(number)
        self._moved()

    def action_pane_by(self, by: int) -> None:
        """Give the keys to the next pane, round and round."""
        self.action_pane(self.next_pane(by))

    def no_post(self) -> str:
        """Say why there is nothing to act on, and the way out."""
        if len(self.feed.timeline):
            return "No post is chosen: j or ↓ chooses the newest."
        return super().no_post()

    def action_open(self) -> None:
        """Open the post under the cursor."""
        entry = self.subject()
        if entry is None:
            self._refuse_without_post(entry)
        else:
            self.app.push_screen(PostScreen(self.desk, entry))

    @on(PostFeed.Pointed)
    def _point(self, message: PostFeed.Pointed) -> None:
        self._choose(self.feeds.index(message.feed))
        message.feed.window.select(message.post)
        self._moved()
        if message.twice:
            self.action_open()

    # The screen.

    def renew(self) -> None:
        """Draw what has changed."""
        self._set_tabs()
        for feed in self.feeds:
            feed.redraw()
        self.renew_lines()

    def _set_tabs(self) -> None:
        tabs = self._tabs() if self.has_class("-narrow") or self.alone else EMPTY
        for feed in self.feeds:
            feed.tabs = tabs

    def renew_lines(self) -> None:
        """Draw the lines above and below again, as far as they changed."""
        super().renew_lines()
        if not self.whole:
            return
        board = self.board
        line = without_hub(board) if board.lost else state_line(board, self.size.width)
        self.query_one("#state", Bar).show(line)
        self.query_one(Notice).show("" if board.lost else trouble(board.health))
        self.query_one("#tabs", Bar).show(self._tabs())

    def _tabs(self) -> Line:
        line: Line = ()
        for feed in self.feeds:
            if feed is self.found and feed is not self.feed:
                continue
            new = f" +{feed.timeline.waiting:,}" if feed.timeline.waiting else ""
            line += ((f" {feed.title}{new} ", Role.HERE if feed is self.feed else Role.MUTED),)
        return line

    def _choose(self, number: int) -> None:
        if number != self._chosen:
            self.left(self._chosen)
        self._chosen = number
        self.set_class(self.alone, "-alone")
        for feed in self.feeds:
            feed.active = feed is self.feed
            # The posts of the hours before come oldest first; they are no arrivals.
            feed.window.attended = feed.active and not self.catching_up
            feed.set_class(feed.active, "-active")

    def _moved(self) -> None:
        self.stay()
        self._set_tabs()
        self.feed.redraw()
        self.renew_lines()

    def _name_emptiness(self) -> None:
        """Have each pane say in words why it is empty."""
        tag = self.board.about.tags[0] if self.board.about.tags else "the hashtag"
        words = {
            Pane.LIVE: f"Waiting for the first post with {tag}.",
            Pane.FLAGGED: "Nothing flagged.",
            Pane.HIGHLIGHTS: "No highlights yet: p pins a shown post, * stars it.",
            Pane.HELD: "Nothing is held: w sets a post aside, e escalates one.",
        }
        for feed, pane in zip(self.feeds, PANES, strict=True):
            feed.empty = words.get(pane, feed.empty)
