"""How often the campaign's actions were done, asked of the hub while the screen is open."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from standup_tui.protocol.messages import AskCounts
from standup_tui.ui.actions import TO_PANES, bound
from standup_tui.ui.console.screens.asking_screen import AskingScreen
from standup_tui.ui.console.sheets.tally_sheet import tally_lines
from standup_tui.ui.widgets.ink import Line


class TallyScreen(AskingScreen, inherit_bindings=False):
    """The campaign's actions, how often each was done, and how that is counted."""

    TITLED = "Tally"
    HERE = ("tally", *TO_PANES, "blank", "undo", "back", "palette", "help", "quit")
    FOOTER = (
        ("‹back›", "Back"),
        ("‹down› ‹up›", "Scroll"),
        ("‹help›", "Keys"),
        ("‹blank›", "Blank walls"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(HERE)

    def question(self) -> AskCounts:
        """Return what is asked of the hub."""
        return AskCounts()

    def lines(self, width: int) -> Sequence[Line]:
        """Return what is known."""
        return tally_lines(self.board, width)

    def action_tally(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()
