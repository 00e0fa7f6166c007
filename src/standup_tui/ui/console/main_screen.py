"""The three panes: what the hub says goes in, what the moderator presses goes out."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.timer import Timer

from standup_tui.core.timeline import Pane
from standup_tui.model.command import Blank, Command, Decide, Done, Refused, Superseded, Undo
from standup_tui.model.entry import Changes, Entry, gone
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import (
    Changed,
    Counts,
    Goodbye,
    Opened,
    Pulse,
    Reading,
    RulesReport,
    Welcome,
)
from standup_tui.ui.actions import bindings
from standup_tui.ui.console.acting import ActingScreen
from standup_tui.ui.console.board import PANES, differs
from standup_tui.ui.console.desk import Desk
from standup_tui.ui.console.leading import LeadingScreen
from standup_tui.ui.console.messages import HubSaid, Late, Settled
from standup_tui.ui.console.post_screen import PostScreen
from standup_tui.ui.console.post_sheet import standing_in_words
from standup_tui.ui.console.status_lines import state_line, trouble, without_hub
from standup_tui.ui.widgets.bars import Bar, Notice
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.wording import ago, count, past

FLUSH = 0.1
"""Seconds between two drawings of arrivals: a burst is one frame, a lone post is drawn at once."""

_WIDE, _NARROWEST, _LOWEST, _TABBED = 100, 60, 12, 9
_UNDECIDED = frozenset({Status.WAITING, Status.FLAGGED})


class MainScreen(LeadingScreen, inherit_bindings=False):
    """Live, Flagged and Highlights, side by side where there is room."""

    DEFAULT_CSS = """
    MainScreen {
        & #panes { height: 1fr; }
        & #tabs { display: none; }
        &.-narrow PostFeed { display: none; }
        &.-narrow PostFeed.-active { display: block; }
        &.-single #state, &.-single Notice { display: none; }
        &.-single.-high #tabs { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        board = self.board
        self.feeds = [
            PostFeed(number, board.timelines[pane], board.entries, board.aside)
            for number, pane in enumerate(PANES, 1)
        ]
        self._chosen = 0
        self._queued: dict[PostId, Entry] = {}
        self._drawn_at = 0.0
        self._timer: Timer | None = None
        self._loading = True
        self._more = True

    def compose(self) -> ComposeResult:
        """Lay out the panes between the lines above and below."""
        yield from self.compose_top()
        yield Bar(id="tabs")
        with Horizontal(id="panes"):
            yield from self.feeds
        yield Notice(id="notice")
        yield Bar(id="state")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Give the keys to the first pane."""
        self._choose(0)
        self._name_emptiness()

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

    @property
    def feed(self) -> PostFeed:
        """The pane that has the keys."""
        return self.feeds[self._chosen]

    def subject(self) -> Entry | None:
        """Return the post under the cursor."""
        cursor = self.feed.cursor
        return None if cursor is None else self.board.entries[cursor]

    def went_on(self, entry: Entry) -> None:
        """Go on to the next post, unless the decided one is not under the cursor any more."""
        if self.feed.cursor == entry.post.id:
            self.feed.window.step_off()

    # What the hub says.

    @on(HubSaid)
    def _hear(self, message: HubSaid) -> None:
        match message.said:
            case Changed(changes):
                self._queued.update((entry.post.id, entry) for entry in changes.entries)
                self._queued.update(self._erased(changes))
                self._more = changes.more
                if changes.wall is not None:
                    self.board.wall = changes.wall
                self._arm()
                return
            case Pulse() as pulse:
                self.board.pulse(pulse)
            case Welcome() as welcome:
                self.board.welcome(welcome)
                self._name_emptiness()
                self.desk.say(f"Welcome, {welcome.you.name}.")
            case Lost(why, final):
                self.board.lost, self.board.refused = why, final
            case Goodbye(why):
                self.desk.say(why, Role.WARN)
            case Reading() | RulesReport() | Counts() as answer:
                self.board.answer(answer)
            case Opened() as opened:
                self._show_opened(opened)
        self.desk.renew()

    def _show_opened(self, opened: Opened) -> None:
        for screen in self.app.screen_stack:
            if isinstance(screen, PostScreen):
                screen.show_opened(opened)

    def _arm(self) -> None:
        """Draw at once after a quiet moment, else when this frame's time has come."""
        if self._timer is not None:
            return
        wait = self._drawn_at + FLUSH - self.board.clock()
        if wait <= 0:
            self._flush()
        else:
            self._timer = self.set_timer(wait, self._flush)

    def _erased(self, changes: Changes) -> Iterator[tuple[PostId, Entry]]:
        """Yield what is left of posts that are gone: they leave every pane, and their text."""
        for post in changes.removed:
            known = self._queued.get(post) or self.board.entries.get(post)
            if known is not None:
                yield post, gone(known, changes.seq)

    def _flush(self) -> None:
        """Take in and draw what came since the last frame, in one step.

        Nothing is taken in without being drawn: the revision a key sends along is the one
        that its moderator saw.
        """
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._drawn_at = self.board.clock()
        entries, self._queued = list(self._queued.values()), {}
        before = [(screen, screen.subject()) for screen in self._acting()]
        own = self.board.take(entries)
        for feed in self.feeds:
            feed.take(entries, own)
        if self._loading and not self._more:
            self._loading = False
            self._choose(self._chosen)
        self.desk.renew()
        for screen, was in before:
            if was is not None and was.post.id not in own:
                self._steady(was, screen.subject())

    def _acting(self) -> list[ActingScreen]:
        return [screen for screen in self.app.screen_stack if isinstance(screen, ActingScreen)]

    def _steady(self, was: Entry, now: Entry | None) -> None:
        """Have acts wait a moment if somebody else changed what they would apply to."""
        became = self.board.entries[was.post.id]
        moved = now is None or now.post.id != was.post.id
        if not differs(was, became) and not (moved and became is not was):
            return
        self.board.shake()
        by = became.last.by.name if became.last is not None and became.last != was.last else ""
        whose = f"@{was.post.author.handle}"
        what = (
            f"{by} {past(became.last.verb)} {whose}" if by and became.last else f"{whose} changed"
        )
        self.desk.say(f"{what}: {standing_in_words(became.standing)}.", Role.WARN)

    # What came of our commands.

    @on(Settled)
    def _settle(self, message: Settled) -> None:
        command, outcome = message.command, message.outcome
        self.board.unanswered -= 1
        if isinstance(command, Decide):
            standing = outcome.standing if isinstance(outcome, Done) else None
            self.board.answered(command.post, standing)
        match outcome:
            case Done(said=said):
                self.desk.say(f"✓ {said}", Role.GOOD)
            case Superseded(by=by, at=at, verb=verb, standing=standing):
                what = f"{by.name} {past(verb)} it {ago(at, self.board.now)}"
                self.desk.say(f"Not done: {what}; {standing_in_words(standing)}.", Role.WARN)
            case Refused(why, confirm) if confirm and isinstance(command, Undo):
                self.desk.say(why, Role.WARN)
                self.ask_again(why)
            case Refused(why, confirm) if confirm and isinstance(command, Decide):
                self._ask_hiding(command, why)
            case Refused(why):
                self.desk.say(f"Not done: {why}", Role.WARN)
        self.desk.renew()

    def _ask_hiding(self, command: Decide, why: str) -> None:
        """Ask on the screen where H was pressed, if it is still there."""
        self.desk.say("", Role.TEXT)
        top = self.app.screen
        if isinstance(top, ActingScreen):
            top.ask_hiding(command.verb, command.post, why)
        else:
            self.desk.say(f"{why} Press H again to go on.", Role.WARN)

    @on(Late)
    def _warn(self, message: Late) -> None:
        self.desk.say(f"Not yet confirmed: {self._in_words(message.command)}.", Role.WARN)

    def _in_words(self, command: Command) -> str:
        match command:
            case Decide(verb=verb, post=post):
                return f"{verb} @{self.board.entries[post].post.author.handle}"
            case Blank(blank=blank):
                return "blank the walls" if blank else "bring the walls back"
            case Undo():
                return "undo"

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
        self._went_elsewhere()

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
        return entry.standing.status in _UNDECIDED and not self.board.unconfirmed(entry)

    def action_pane(self, number: int) -> None:
        """Give the keys to a pane."""
        self._choose(number)
        self._went_elsewhere()

    def action_pane_by(self, by: int) -> None:
        """Give the keys to the next pane, round and round."""
        self.action_pane((self._chosen + by) % len(self.feeds))

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
        self._went_elsewhere()
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
        tabs = self._tabs() if self.has_class("-narrow") else EMPTY
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
            new = f" +{feed.timeline.waiting:,}" if feed.timeline.waiting else ""
            line += ((f" {feed.title}{new} ", Role.FOCUS if feed is self.feed else Role.MUTED),)
        return line

    def _choose(self, number: int) -> None:
        self._chosen = number
        for feed in self.feeds:
            feed.active = feed is self.feed
            # The posts of the hours before come oldest first; they are no arrivals.
            feed.window.attended = feed.active and not self._loading
            feed.set_class(feed.active, "-active")

    def _moved(self) -> None:
        """Draw what a move of the cursor changes, and nothing else: this is every second key."""
        self.feed.redraw_moved()
        self.renew_keys()

    def _went_elsewhere(self) -> None:
        """Draw what changes with the pane, or with the posts that it lets in."""
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
        }
        for feed, pane in zip(self.feeds, PANES, strict=True):
            feed.empty = words[pane]
