"""What came up by itself, the newest first: whoever looked away reads it here."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from standup_tui.model.wrapping import wrap
from standup_tui.ui.actions import TO_PANES, bound
from standup_tui.ui.console.screens.asking_screen import SheetScreen
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import EMPTY, Line, Role

_NOTHING = (
    "Nothing has come up yet. Messages tell of posts that need a person at once, of trouble with "
    "reading or with what goes out in public, and of what others do to the walls."
)
_TIME = 10


class MessagesScreen(SheetScreen, inherit_bindings=False):
    """The messages of this console since it was opened."""

    TITLED = "Messages"
    HERE = ("messages", *TO_PANES, "blank", "undo", "back", "palette", "help", "quit")
    FOOTER = (
        ("‹back›", "Back"),
        ("‹down› ‹up›", "Scroll"),
        ("‹help›", "Keys"),
        ("‹blank›", "Blank walls"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(HERE)

    def lines(self, width: int) -> Sequence[Line]:
        """Return what came up."""
        return message_lines(self.board, width)

    def action_messages(self) -> None:
        """Return to the panes: the key that opened it closes it."""
        self.action_back()


def message_lines(board: Board, width: int) -> list[Line]:
    """Return the messages with their times, the newest first."""
    inner = max(8, width - 4)
    if not board.alerts.history:
        return [EMPTY, *(((f"  {line}", Role.MUTED),) for line in wrap(_NOTHING, inner))]
    lines: list[Line] = [EMPTY]
    for alert in reversed(board.alerts.history):
        first, *rest = wrap(board.keys.say(alert.text), max(8, inner - _TIME))
        at = board.moment(alert.at, seconds=True).rjust(_TIME - 2)
        lines.append(((f"  {at}  ", Role.MUTED), (first, alert.role)))
        lines += [((" " * (_TIME + 2), Role.TEXT), (line, alert.role)) for line in rest]
    return lines
