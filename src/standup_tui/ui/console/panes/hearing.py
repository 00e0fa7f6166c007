"""The screen that hears: what the hub says goes into the board and, frame by frame, the panes."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from time import monotonic

from textual import on
from textual.timer import Timer

from standup_tui.model.deeds import past
from standup_tui.model.entry import Changes, Entry, gone
from standup_tui.model.post import PostId
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import (
    Changed,
    Counts,
    Found,
    Goodbye,
    Log,
    Opened,
    Pulse,
    Reading,
    RulesReport,
    Welcome,
)
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.desk.messages import HubSaid
from standup_tui.ui.console.panes.settling import SettlingScreen
from standup_tui.ui.console.screens.log_screen import LogScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.sheets.post_sheet import standing_in_words
from standup_tui.ui.console.state.board import differs
from standup_tui.ui.console.state.watch import Watch
from standup_tui.ui.widgets.ink import Role

FLUSH = 0.1
"""Seconds between two drawings of arrivals: a burst is one frame, a lone post is drawn at once."""

PROMPTLY = 0.03
"""The same where posts that are known changed: somebody may be about to decide on one of them."""


class HearingScreen(SettlingScreen, inherit_bindings=False):
    """The one screen that is always there, to which all messages of the hub come."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.catching_up = True
        """Whether the posts of the time before are still coming: they are no arrivals."""
        self.lookout = Watch(self.board, self.board.alerts)
        self._queued: dict[PostId, Entry] = {}
        self._drawn_at = 0.0
        self._timer: Timer | None = None
        self._promptly = False
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
                known = any(entry.post.id in self.board.entries for entry in changes.entries)
                self._more = changes.more
                if changes.wall is not None:
                    self.board.wall = changes.wall
                self._arm(promptly=known or bool(changes.removed))
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
            case Found() as found:
                self.show_found(found)
            case Opened() | Log() as answer:
                self._pass_on(answer)
        self.lookout.look(loading=self.catching_up)
        self.desk.renew()

    def _greet(self, name: str) -> None:
        problem = self.desk.complaint
        if problem:
            self.desk.say(f"Welcome, {name}. {problem}", Role.WARN)
        else:
            self.desk.say(f"Welcome, {name}.")

    def _pass_on(self, answer: Opened | Log) -> None:
        """Give the hub's answer to the screens that may have asked."""
        for screen in self.app.screen_stack:
            if isinstance(answer, Opened) and isinstance(screen, PostScreen):
                screen.show_opened(answer)
            elif isinstance(answer, Log) and isinstance(screen, LogScreen):
                screen.show_log(answer)

    def _arm(self, *, promptly: bool) -> None:
        """Draw at once after a quiet moment, else when this frame's time has come."""
        if self._timer is not None:
            if self._promptly or not promptly:
                return
            self._timer.stop()
        self._promptly = promptly
        wait = self._drawn_at + (PROMPTLY if promptly else FLUSH) - self.board.clock()
        if wait <= 0:
            self._flush()
        else:
            self._timer = self.set_timer(wait, self._flush)

    def _erased(self, changes: Changes) -> Iterator[tuple[PostId, Entry]]:
        """Yield what is left of posts that are gone: they leave every pane, and their text."""
        for post in changes.removed:
            known = self._queued.get(post) or self.board.entries.get(post)
            if known is not None:
                yield post, gone(known, changes)

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
        reading = self._reading()
        chosen = reading.subject()
        if not self.catching_up and self.lookout.posts(entries):
            self.desk.ring()
        before = {entry.post.id: self.board.entries.get(entry.post.id) for entry in entries}
        own = self.board.take(entries)
        for feed in self.feeds:
            feed.take(entries, own)
        self.marks_taken(entries, own)
        if self.catching_up and not self._more:
            self.catching_up = False
            self.loaded()
        self.desk.renew()
        self._note_drawn([entry for entry in entries if entry.post.id not in own], before)
        if chosen is not None and chosen.post.id not in own:
            self._steady(chosen, reading.subject())

    def _note_drawn(self, entries: list[Entry], before: Mapping[PostId, Entry | None]) -> None:
        """Remember what others changed, for keys that went down before it was drawn."""
        now, chosen = monotonic(), self._reading().subject()
        new = [entry.post.id for entry in entries if before[entry.post.id] is None]
        changed = [entry.post.id for entry in entries if differs(before[entry.post.id], entry)]
        self.board.drawn.take([*new, *changed], now)
        if changed:
            self.board.drawn.changed(now, chosen.post.id if chosen is not None else None)

    def _reading(self) -> ActingScreen:
        """Return the screen whose post a key would act on; questions may stand over it."""
        acting = [one for one in self.app.screen_stack if isinstance(one, ActingScreen)]
        return acting[-1] if acting else self

    def _steady(self, was: Entry, now: Entry | None) -> None:
        """Have acts wait a moment if somebody else changed what they would apply to."""
        became = self.board.entries[was.post.id]
        moved = now is None or now.post.id != was.post.id
        if not differs(was, became) and not (moved and became != was):
            return
        self.board.shake()
        by = became.last.by.name if became.last is not None and became.last != was.last else ""
        whose = f"@{was.post.author.handle}"
        what = (
            f"{by} {past(became.last.verb)} {whose}" if by and became.last else f"{whose} changed"
        )
        self.desk.say(f"{what}: {standing_in_words(became.standing)}.", Role.WARN)
