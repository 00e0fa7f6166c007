"""How often the campaign's actions were done, asked of the hub while the screen is open."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from standup_tui.protocol.messages import AskCounts
from standup_tui.ui.actions import bound
from standup_tui.ui.console.sheet_screen import SheetScreen
from standup_tui.ui.console.tally_sheet import tally_lines
from standup_tui.ui.widgets.ink import Line

_HERE = ("blank", "undo", "tally", "back", "palette", "help", "quit")


class TallyScreen(SheetScreen, inherit_bindings=False):
    """The campaign's actions, how often each was done, and how that is counted."""

    BINDINGS: ClassVar[list[BindingType]] = bound(_HERE)
    HERE = _HERE
    OPENS = "tally"
    HEADING = "Tally"
    QUESTION = AskCounts()
    FOOTER = (("Esc", "Back"), ("j k", "Scroll"), ("!", "Blank walls"), ("?", "Keys"))

    def action_tally(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()

    def lines(self, width: int) -> Sequence[Line]:
        """Return the tally."""
        return tally_lines(self.board, width)
