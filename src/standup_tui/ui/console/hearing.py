"""The screen that hears: what the hub says goes into the board and, frame by frame, the panes."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence

from textual import on
from textual.timer import Timer

from standup_tui.model.command import (
    Blank,
    Command,
    Decide,
    Done,
    Handover,
    Many,
    Mute,
    Redo,
    Refused,
    Several,
    Steer,
    Superseded,
    Undo,
)
from standup_tui.model.deeds import past
from standup_tui.model.entry import Changes, Entry, gone
from standup_tui.model.post import PostId
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import (
    Changed,
    Counts,
    Found,
    Goodbye,
    Opened,
    Pulse,
    Reading,
    RulesReport,
    Welcome,
)
from standup_tui.ui.console.acting import ActingScreen
from standup_tui.ui.console.board import differs
from standup_tui.ui.console.desk import Desk
from standup_tui.ui.console.leading import LeadingScreen
from standup_tui.ui.console.messages import HubSaid, Late, Settled
from standup_tui.ui.console.post_screen import PostScreen
from standup_tui.ui.console.post_sheet import standing_in_words
from standup_tui.ui.widgets.ink import Role
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.wording import ago, count

FLUSH = 0.1
"""Seconds between two drawings of arrivals: a burst is one frame, a lone post is drawn at once."""


class HearingScreen(LeadingScreen, inherit_bindings=False):
    """The one screen that is always there, to which all messages of the hub come."""

    feeds: Sequence[PostFeed]
    """The panes that take in what changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.catching_up = True
        """Whether the posts of the time before are still coming: they are no arrivals."""
        self._queued: dict[PostId, Entry] = {}
        self._drawn_at = 0.0
        self._timer: Timer | None = None
        self._more = True

    @abstractmethod
    def welcomed(self) -> None:
        """Do what follows when the campaign is known."""

    @abstractmethod
    def loaded(self) -> None:
        """Do what follows when everything of the time before is there."""

    @abstractmethod
    def show_found(self, found: Found) -> None:
        """Show what a search of everything found."""

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
                self.welcomed()
                self._greet(welcome.you.name)
            case Lost(why, final):
                self.board.lost, self.board.refused = why, final
            case Goodbye(why):
                self.desk.say(why, Role.WARN)
            case Reading() | RulesReport() | Counts() as answer:
                self.board.answer(answer)
            case Opened() as opened:
                self._show_opened(opened)
            case Found() as found:
                self.show_found(found)
        self.desk.renew()

    def _greet(self, name: str) -> None:
        problem = self.desk.complaint
        if problem:
            self.desk.say(f"Welcome, {name}. {problem}", Role.WARN)
        else:
            self.desk.say(f"Welcome, {name}.")

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
        if self.catching_up and not self._more:
            self.catching_up = False
            self.loaded()
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
            case Done(said=said) | Several(said=said):
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
        if isinstance(command, Decide):
            return f"{command.verb} @{self.board.entries[command.post].post.author.handle}"
        return asked_in_words(command)


def asked_in_words(command: Many | Undo | Redo | Mute | Handover | Blank | Steer) -> str:
    """Return what was asked for, where no post tells more."""
    match command:
        case Many(verb=verb, posts=posts):
            return f"{verb} {count(len(posts), 'post')}"
        case Mute(muted=muted):
            return "mute an author" if muted else "unmute an author"
        case Handover():
            return "leave a note"
        case Blank(blank=blank):
            return "blank the walls" if blank else "bring the walls back"
        case Steer():
            return "change what the walls show"
        case Undo() | Redo():
            return type(command).__name__.lower()
