"""How the reading goes: gaps, coverage and cost, asked of the hub while the screen is open."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from standup_tui.protocol.messages import AskReading
from standup_tui.ui.actions import bound
from standup_tui.ui.console.reading_sheet import reading_lines
from standup_tui.ui.console.sheet_screen import SheetScreen
from standup_tui.ui.widgets.ink import Line

_HERE = ("blank", "undo", "reading", "read-on", "back", "palette", "help", "quit")


class ReadingScreen(SheetScreen, inherit_bindings=False):
    """What is read, what may be missing, and what it costs."""

    BINDINGS: ClassVar[list[BindingType]] = bound(_HERE)
    HERE = _HERE
    OPENS = "reading"
    HEADING = "Reading"
    QUESTION = AskReading()
    FOOTER = (("Esc", "Back"), ("R", "Try again"), ("j k", "Scroll"), ("!", "Blank walls"),
              ("?", "Keys"))  # fmt: skip

    def action_read_on(self) -> None:
        """Have the hub try to read again, and see at once what came of it."""
        super().action_read_on()
        self.inquire()

    def action_reading(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()

    def lines(self, width: int) -> Sequence[Line]:
        """Return how the reading goes."""
        return reading_lines(self.board.reading, self.board, width)
