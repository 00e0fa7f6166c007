"""The panes: what the hub says goes in, what the moderator presses goes out."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip

from standup_tui.core.timeline import UNDECIDED, Pane
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.ui.actions import bindings, keymap
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.panes.searching import BESIDE, SearchingScreen
from standup_tui.ui.console.screens.handover import NoteLine
from standup_tui.ui.console.screens.one_screen import OneScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.state.board import PANES
from standup_tui.ui.console.state.status_lines import state_line, trouble, without_hub
from standup_tui.ui.console.state.undecided import undecided
from standup_tui.ui.widgets.bars import Bar, Notice
from standup_tui.ui.widgets.direct import Covered, covered
from standup_tui.ui.widgets.ink import EMPTY, Role, width_of
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.searched_feed import SearchedFeed
from standup_tui.ui.widgets.wording import count

_WIDE, _NARROWEST, _LOWEST, _TABBED = 100, 60, 12, 9
_ELSEWHERE = "No other post here waits: {:,} in {}, ‹undecided› goes there."
_LEADS = ("live", "flagged", "highlights", "held", "find")
"""The acts that lead to the panes."""


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
        for feed in self.feeds:
            self.markable(feed)
        # What is so nearly always, before there is anything to style anew for it.
        self.add_class("-high")
        self._choose(0)

    def compose(self) -> ComposeResult:
        """Lay out the panes between the lines above and below."""
        yield from self.compose_top()
        yield NoteLine(id="note")
        yield Bar(id="tabs")
        with Covered(id="panes"):
            yield from self.feeds
        yield self.search_line
        yield Notice(id="notice")
        yield Bar(id="state")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Say why the panes are empty."""
        self._name_emptiness()

    def welcomed(self) -> None:
        """Name the hashtag in empty panes, and press the campaign's keys."""
        self.app.set_keymap(keymap(self.board.keys))
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

    def under_cursor(self) -> Region | None:
        """Return where the card under the cursor stands."""
        return self.feed.under_cursor()

    def free(self) -> Region:
        """Return where messages may stand: in the panes, and not on their borders."""
        edge = 0 if self.has_class("-single") else 1
        return self.query_one("#panes").region.shrink((edge, 1, edge, 0))

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

    def action_beside(self, by: int) -> None:
        """Move the cursor by so many posts, as on an opened one."""
        self.action_move(by)

    def beside(self, by: int) -> Entry | None:
        """Move the cursor and return its post; None at the end of the pane."""
        before = self.feed.cursor
        self.action_move(by)
        return None if self.feed.cursor == before else self.subject()

    def action_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        self.feed.window.page(by)
        self._moved()

    def action_newest(self) -> None:
        """Take in the new posts and go to the newest."""
        came = self.feed.window.newest()
        if came:
            self.desk.say(f"Took in {count(came, 'new post')}.")
        self._went_elsewhere()

    def action_last(self) -> None:
        """Go to the end of the pane."""
        self.feed.window.last()
        self._moved()

    def action_undecided(self) -> None:
        """Go to the next post that waits for a decision; once more, where there is one."""
        if not self.feed.window.find(self._is_undecided):
            self._look_elsewhere()
        self._went_elsewhere()

    def _look_elsewhere(self) -> None:
        """Say which pane has undecided posts, Flagged first; asked again, go there.

        Crossing to another pane takes a second key: what is decided there is another matter.
        """
        here, left = self.feed.timeline, undecided(self.board)
        there = ((Pane.FLAGGED, left.flagged), (Pane.LIVE, left.waiting))
        pane, many = next(
            ((pane, many) for pane, many in there if many and pane is not here.pane), (None, 0)
        )
        if here.waiting:
            self.desk.say(
                f"No other post here waits; {here.waiting:,} new: ‹take-in› takes them in."
            )
        elif pane is None:
            self.desk.say("No other post waits for a decision.")
        elif self.said != (offer := self.board.keys.say(_ELSEWHERE.format(many, pane))):
            self.desk.say(offer)
        else:
            self._choose(PANES.index(pane))
            if self.feed.cursor is None or not self._is_undecided(self.feed.cursor):
                self.feed.window.find(self._is_undecided)
            self.desk.say(f"{pane}: {count(many, 'post')} to decide on.")

    def _is_undecided(self, post: PostId) -> bool:
        entries = self.board.entries  # every post of the pane may be asked about
        if entries.status(post) not in UNDECIDED:
            return False
        return not self.board.mine.unconfirmed(entries[post])

    def action_pane(self, number: int) -> None:
        """Give the keys to a pane."""
        self._choose(number)
        self._went_elsewhere()
        self.call_after_refresh(self.renew_lines)  # where its cursor stands is known only then

    def action_pane_by(self, by: int) -> None:
        """Give the keys to the next pane, round and round."""
        self.action_pane(self.next_pane(by))

    def no_post(self) -> str:
        """Say why there is nothing to act on, and the way out."""
        if len(self.feed.timeline):
            return "No post is chosen: ‹down› chooses the newest."
        return super().no_post()

    def action_back(self) -> None:
        """Take the marks off, else leave a search or a pane that stands alone."""
        if not self.clear_marks():
            super().action_back()

    def action_one(self) -> None:
        """Show one undecided post at a time."""
        self.app.push_screen(OneScreen(self.desk))

    def action_open(self) -> None:
        """Open the post under the cursor."""
        entry = self.subject()
        if entry is None:
            self.desk.say(self.no_post(), Role.WARN)
        else:
            self.app.push_screen(PostScreen(self.desk, entry, self.beside))

    @on(PostFeed.Pointed)
    def _point(self, message: PostFeed.Pointed) -> None:
        self._choose(self.feeds.index(message.feed))
        message.feed.window.select(message.post)
        self._went_elsewhere()
        if message.twice:
            self.action_open()

    # The screen.

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return what is behind the lines and the panes."""
        return covered(self, crop)

    def renew(self) -> None:
        """Draw what has changed."""
        self._set_tabs()
        for feed in self.feeds:
            feed.redraw()
        self.renew_lines()

    def _set_tabs(self) -> None:
        tabbed = self.has_class("-narrow") or self.alone
        tabs = partial(self.tabs_line, bordered=True) if tabbed else None
        for feed in self.feeds:
            feed.tabs = tabs

    def renew_lines(self) -> None:
        """Draw the lines above and below again, as far as they changed."""
        super().renew_lines()
        if not self.whole:
            return
        board = self.board
        beside = EMPTY if self.has_class("-narrow") or self.alone else self.elsewhere_line()
        beside = (*self.marked_line(), *beside)
        room = self.size.width - width_of(beside)
        line = (
            without_hub(board, self.size.width)
            if board.lost
            else (*beside, *state_line(board, room))
        )
        self.query_one("#state", Bar).show(line)
        self.query_one(Notice).show("" if board.lost else trouble(board.health, board.keys))
        self.query_one("#tabs", Bar).show(self.tabs_line(self.size.width))
        self.query_one(NoteLine).renew(board)

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
        """Draw what a move of the cursor changes, and nothing else: this is every second key."""
        self.stay()
        self.feed.redraw_moved()
        self.renew_keys()

    def _went_elsewhere(self) -> None:
        """Draw what changes with the pane, or with the posts that it lets in."""
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
            Pane.HIGHLIGHTS: "No highlights yet: ‹pin› pins a shown post, ‹star› stars it.",
            Pane.HELD: "Nothing is held: ‹hold› sets a post aside, ‹escalate› escalates one.",
        }
        keys = self.board.keys
        for feed, pane, act in zip(self.feeds, PANES, _LEADS, strict=True):
            feed.called = keys.titled(act, pane)
            feed.empty = keys.say(words.get(pane, feed.empty))
            if isinstance(feed, SearchedFeed):
                feed.without_match = keys.say("No post in this pane matches. ‹find› searches all.")
