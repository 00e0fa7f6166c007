"""How the reading goes: gaps, coverage and cost, asked of the hub while the screen is open."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from standup_tui.protocol.messages import AskReading
from standup_tui.ui.actions import ACTIONS, Action, bound
from standup_tui.ui.console.acting import ActingScreen
from standup_tui.ui.console.reading_sheet import reading_lines
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.ink import Line, Role, width_of
from standup_tui.ui.widgets.sheet import Sheet

AGAIN = 2.0
"""Seconds between two questions to the hub."""

_LOW = 12
_HERE = ("blank", "undo", "reading", "read-on", "back", "palette", "help", "quit")
_FOOTER = (("Esc", "Back"), ("R", "Try again"), ("j k", "Scroll"), ("!", "Blank walls"),
           ("?", "Keys"))  # fmt: skip
"""What the bottom line offers; the last ones go first where there is no room."""


class ReadingScreen(ActingScreen, inherit_bindings=False):
    """What is read, what may be missing, and what it costs."""

    DEFAULT_CSS = """
    ReadingScreen Sheet {
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        &.-low { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(_HERE)
    OPENED = True

    def compose(self) -> ComposeResult:
        """Lay the sheet between the lines above and below."""
        yield from self.compose_top()
        yield Sheet(self._lines)
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Ask at once, and again as long as the screen is open."""
        with while_it_stands():
            self.query_one(Sheet).border_title = "Reading"
        self._ask()
        self.set_interval(AGAIN, self._ask)

    def _ask(self) -> None:
        self.desk.tell(AskReading())

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
        return [one for one in ACTIONS if one.name in _HERE and one.name != "reading"]

    def action_read_on(self) -> None:
        """Have the hub try to read again, and see at once what came of it."""
        super().action_read_on()
        self._ask()

    def action_reading(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()

    def action_back(self) -> None:
        """Return to the panes."""
        if self.is_current:
            self.dismiss()

    def action_quit(self) -> None:
        """Return to the panes: one goes back before one quits."""
        self.action_back()

    def _lines(self, width: int) -> Sequence[Line]:
        return reading_lines(self.board.reading, self.board, width)

    def _keys(self, width: int) -> Line:
        line: Line = ()
        for key, title in _FOOTER:
            longer: Line = (*line, (f" {key}", Role.KEY), (f" {title} ", Role.TEXT))
            if width_of(longer) > width:
                break
            line = longer
        return line
