"""A screen with one sheet, asked of the hub as long as it is open."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Resize

from standup_tui.protocol.messages import AskCounts, AskReading
from standup_tui.ui.actions import ACTIONS, Action
from standup_tui.ui.console.acting import ActingScreen
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.ink import Line, Role, width_of
from standup_tui.ui.widgets.sheet import Sheet

AGAIN = 2.0
"""Seconds between two questions to the hub."""

_LOW = 12


class SheetScreen(ActingScreen, inherit_bindings=False):
    """Facts that the hub is asked for; there is no post to decide on."""

    DEFAULT_CSS = """
    SheetScreen Sheet {
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        &.-low { border: none; }
    }
    """
    OPENED = True
    HERE: ClassVar[tuple[str, ...]] = ()
    """The acts that mean something here."""
    OPENS: ClassVar[str] = ""
    """The act that opens it, which is not offered again."""
    HEADING: ClassVar[str] = ""
    QUESTION: ClassVar[AskReading | AskCounts]
    FOOTER: ClassVar[tuple[tuple[str, str], ...]] = ()
    """What the bottom line offers; the last ones go first where there is no room."""

    def compose(self) -> ComposeResult:
        """Lay the sheet between the lines above and below."""
        yield from self.compose_top()
        yield Sheet(self.lines)
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Ask at once, and again as long as the screen is open."""
        with while_it_stands():
            self.query_one(Sheet).border_title = self.HEADING
        self.inquire()
        self.set_interval(AGAIN, self.inquire)

    def inquire(self) -> None:
        """Ask the hub how it is now."""
        self.desk.tell(self.QUESTION)

    def on_resize(self, event: Resize) -> None:
        """Do without a border where rows are few."""
        with while_it_stands():
            self.query_one(Sheet).set_class(event.size.height < _LOW, "-low")
            self.renew_lines()

    def renew(self) -> None:
        """Show how it is now; what somebody reads stays where it is."""
        if self.whole:
            self.query_one(Sheet).renew_in_place()
            self.renew_lines()

    def offered(self) -> Iterable[Action]:
        """Return the acts that mean something here."""
        return [it for it in ACTIONS if it.name in self.HERE and it.name != self.OPENS]

    def action_back(self) -> None:
        """Return to the panes."""
        if self.is_current:
            self.dismiss()

    def action_quit(self) -> None:
        """Return to the panes: one goes back before one quits."""
        self.action_back()

    def lines(self, width: int) -> Sequence[Line]:
        """Return what the sheet says; here nothing."""
        del width
        return ()

    def _keys(self, width: int) -> Line:
        line: Line = ()
        for key, title in self.FOOTER:
            longer: Line = (*line, (f" {key}", Role.KEY), (f" {title} ", Role.TEXT))
            if width_of(longer) > width:
                break
            line = longer
        return line
