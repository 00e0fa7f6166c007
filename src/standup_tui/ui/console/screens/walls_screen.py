"""What the walls show and how posts get there; a letter has them stay with a scene."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from standup_tui.model.wall import Fix
from standup_tui.ui.actions import TO_PANES, bound
from standup_tui.ui.console.screens.asking_screen import SheetScreen
from standup_tui.ui.console.sheets.walls_sheet import SCENES, TURNS, walls_lines
from standup_tui.ui.widgets.ink import Line


class WallsScreen(SheetScreen, inherit_bindings=False):
    """The walls of the campaign, and everything that can be said of them."""

    TITLED = "Walls"
    HERE = (
        "walls",
        *TO_PANES,
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
        ("‹blank›", "Blank walls"),
        (" ".join(SCENES), "Stay with a scene"),
        (TURNS, "Take turns"),
        ("‹pause›", "Pause"),
        ("‹wall-back› ‹wall-on›", "Step"),
        ("‹delay›", "Delay or approve first"),
        ("‹help›", "Keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound(HERE),
        *(Binding(key, f"fix('{key}')", show=False) for key in (*SCENES, TURNS)),
    ]

    def lines(self, width: int) -> Sequence[Line]:
        """Return what is known."""
        return walls_lines(self.board, width)

    def action_fix(self, key: str) -> None:
        """Have the walls stay with a scene, or let the scenes take turns again."""
        self.steer(Fix(SCENES.get(key)))

    def action_walls(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_back()
