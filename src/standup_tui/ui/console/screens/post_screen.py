"""One post, opened: all of it, why it was flagged, and what was done to it."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Region

from standup_tui.model.acts import Action
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.protocol.messages import AskRules, Open, Opened
from standup_tui.ui.actions import bindings
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.sheets.post_sheet import complaints, sheet
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.ink import Line
from standup_tui.ui.widgets.sheet import SCROLLING, Sheet

_LOW = 12
_BOTTOM = frozenset(
    {"approve", "hide", "pin", "flag", "hold", "escalate", "tag", "note", "undo", "retweet",
     "blank", "beside-next", "back", "help"}
)  # fmt: skip
"""What the bottom line offers."""
_BESIDE = ("beside-next", "beside-previous")
_NOT_FROM_A_PANE = "Only a post that was opened in a pane has a next one."


class PostScreen(ActingScreen, inherit_bindings=False):
    """The opened post; the acts apply to it and it stays open."""

    DEFAULT_CSS = """
    PostScreen Sheet {
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        &.-low { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(opened=True)
    OPENED = True
    MEANT = SCROLLING

    def __init__(
        self, desk: Desk, entry: Entry, beside: Callable[[int], Entry | None] | None = None
    ) -> None:
        super().__init__(desk)
        self._beside = beside
        """Gives the post so many places further on, where it was opened from a pane."""
        self.post = entry.post.id
        self._entry = entry
        self._opened: Opened | None = None
        self._complained = self._complaints()

    def compose(self) -> ComposeResult:
        """Lay the post between the lines above and below."""
        yield from self.compose_top()
        yield Sheet(self._lines)
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Ask for the post's past, and tell the others that it is open here."""
        with while_it_stands():
            self.query_one(Sheet).border_title = "Post"
        self._ask()

    def _ask(self) -> None:
        self.board.opened = self.post
        self.desk.tell(Open(self.post))
        if self._entry.flags:
            self.board.alerts.withdraw("urgent")  # somebody is looking
            self.desk.tell(AskRules())

    def on_unmount(self) -> None:
        """Tell the others that it is closed."""
        self.board.opened = None
        self.desk.tell(Open(None))

    def on_resize(self, event: Resize) -> None:
        """Do without a border where rows are few."""
        with while_it_stands():
            self.query_one(Sheet).set_class(event.size.height < _LOW, "-low")
            self.renew_lines()

    def subject(self) -> Entry:
        """Return this post, as it is on the screen."""
        return self._entry

    def bottom(self) -> Sequence[Action]:
        """Return what is done with an opened post, and the ways on and back."""
        return [one for one in self.explained() if one.name in _BOTTOM]

    def offered(self) -> Iterable[Action]:
        """Return the acts that mean something here; the next post only where there may be one."""
        return [one for one in super().offered() if self._beside or one.name not in _BESIDE]

    def show_opened(self, opened: Opened) -> None:
        """Show what the hub knows about it."""
        if opened.entry.post.id == self.post:
            self._opened = opened
            self._lay_out()

    def renew(self) -> None:
        """Show the post as it is now; its past has grown, so ask for that again."""
        now = self.board.entries.get(self.post, self._entry)
        if now != self._entry:
            self._entry = now
            if now.standing.status is Status.GONE:
                self._opened = None
            self.desk.tell(Open(self.post))
            self._lay_out()
        elif self._complaints() != self._complained:
            self._lay_out()
        self.renew_lines()

    def under_cursor(self) -> Region | None:
        """Return where the post stands: messages must not cover what is read."""
        return self.query_one(Sheet).written()

    def action_beside(self, by: int) -> None:
        """Open the next post in place of this one, without going back first."""
        entry = self._beside(by) if self._beside else None
        if entry is None:
            self.desk.say("There is no further post." if self._beside else _NOT_FROM_A_PANE)
            return
        self.post, self._entry, self._opened = entry.post.id, entry, None
        self._ask()
        self._lay_out()
        if self.whole:
            self.query_one(Sheet).action_to_start()
        self.renew_lines()

    def action_back(self) -> None:
        """Return to the panes."""
        if self.is_current:
            self.dismiss()

    def action_quit(self) -> None:
        """Return to the panes: one goes back before one quits."""
        self.action_back()

    def _complaints(self) -> list[str]:
        """Return what is said of this post's flags, which comes later than the post."""
        report = self.board.report
        return [one for flag in self._entry.flags for one in complaints(flag, self._entry, report)]

    def _lay_out(self) -> None:
        self._complained = self._complaints()
        if self.whole:
            self.query_one(Sheet).renew()

    def _lines(self, width: int) -> Sequence[Line]:
        return sheet(self._entry, self._opened, self.board, width)
