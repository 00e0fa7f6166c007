"""What the walls show and how posts get there; a digit has them stay with a scene."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from standup_tui.model.wall import Fix
from standup_tui.ui.actions import bound
from standup_tui.ui.console.asking_screen import SheetScreen
from standup_tui.ui.console.walls_sheet import SCENES, walls_lines
from standup_tui.ui.widgets.ink import Line


class WallsScreen(SheetScreen, inherit_bindings=False):
    """The walls of the campaign, and everything that can be said of them."""

    TITLED = "Walls"
    HERE = (
        "walls",
        "blank",
        "pause",
        "wall-back",
        "wall-on",
        "delay",
        "undo",
        "back",
        "palette",
        "help",
        "quit",
    )
    FOOTER = (
        ("‹back›", "Back"),
        ("1 … 4", "Stay with a scene"),
        ("0", "Take turns"),
        ("‹pause›", "Pause"),
        ("‹wall-back› ‹wall-on›", "Step"),
        ("‹delay›", "Delay or approve first"),
        ("‹blank›", "Blank walls"),
        ("‹help›", "Keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound(HERE),
        *(Binding(str(key), f"fix({key})", show=False) for key in range(len(SCENES) + 1)),
    ]

    def lines(self, width: int) -> Sequence[Line]:
        """Return what is known."""
        return walls_lines(self.board, width)

    def action_fix(self, number: int) -> None:
        """Have the walls stay with a scene; 0: the scenes take turns again."""
        self.steer(Fix(SCENES[number - 1] if number else None))

    def action_walls(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()
