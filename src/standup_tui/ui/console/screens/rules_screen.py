"""How the rules fare: what they flagged and what people made of it, asked while it is open."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from standup_tui.protocol.messages import AskRules
from standup_tui.ui.actions import TO_PANES, bound
from standup_tui.ui.console.screens.asking_screen import AskingScreen
from standup_tui.ui.console.sheets.rules_sheet import rules_lines
from standup_tui.ui.widgets.ink import Line


class RulesScreen(AskingScreen, inherit_bindings=False):
    """What each rule flagged, and how often a person agreed."""

    TITLED = "Rules"
    HERE = ("rules", *TO_PANES, "blank", "undo", "back", "palette", "help", "quit")
    FOOTER = (
        ("‹back›", "Back"),
        ("‹down› ‹up›", "Scroll"),
        ("‹undo›", "Undo"),
        ("‹help›", "Keys"),
        ("‹blank›", "Blank walls"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(HERE)

    def question(self) -> AskRules:
        """Return what is asked of the hub."""
        return AskRules()

    def lines(self, width: int) -> Sequence[Line]:
        """Return what is known."""
        return rules_lines(self.board.report, self.board, width)

    def action_rules(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()
