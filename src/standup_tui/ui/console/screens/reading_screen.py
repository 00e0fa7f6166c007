"""How the reading goes: gaps, coverage and cost, asked of the hub while the screen is open."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from standup_tui.protocol.messages import AskReading
from standup_tui.ui.actions import TO_PANES, bound
from standup_tui.ui.console.screens.asking_screen import AskingScreen
from standup_tui.ui.console.sheets.reading_sheet import reading_lines
from standup_tui.ui.widgets.ink import Line


class ReadingScreen(AskingScreen, inherit_bindings=False):
    """What is read, what may be missing, and what it costs."""

    TITLED = "Reading"
    HERE = ("reading", *TO_PANES, "blank", "undo", "read-on", "back", "palette", "help", "quit")
    FOOTER = (
        ("‹back›", "Back"),
        ("‹read-on›", "Try again"),
        ("‹down› ‹up›", "Scroll"),
        ("‹help›", "Keys"),
        ("‹blank›", "Blank walls"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(HERE)

    def question(self) -> AskReading:
        """Return what is asked of the hub."""
        return AskReading()

    def lines(self, width: int) -> Sequence[Line]:
        """Return what is known."""
        return reading_lines(self.board.reading, self.board, width)

    def action_read_on(self) -> None:
        """Have the hub try to read again, and see at once what came of it."""
        super().action_read_on()
        self.inquire()

    def action_reading(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()
