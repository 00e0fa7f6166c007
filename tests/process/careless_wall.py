"""Mutants: walls that let go of nothing when they should. The recorder must see each of them."""

import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from standup_tui.model.wall import Scene
from standup_tui.ui.wall import app, board
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.wishes import Wishes


def keeps_what_is_hidden(taken: Any) -> Any:
    """Put posts up, and take none off."""

    def change(self: Board, changes: Any, at: float) -> None:
        taken(self, replace(changes, removed=()), at)

    return change


def heeds_no_blank(taken: Any) -> Any:
    """Go on while every wall is blank."""

    def set_wall(self: Board, wall: Any) -> None:
        taken(self, replace(wall, blank=False))

    return set_wall


if __name__ == "__main__":
    match sys.argv[2]:
        case "keeps what is hidden":
            Board._change = keeps_what_is_hidden(Board._change)  # type: ignore[method-assign]
        case "heeds no blank":
            Board._set_wall = heeds_no_blank(Board._set_wall)  # type: ignore[method-assign]
        case _:
            vars(board)["SILENT"] = 60.0
    sys.exit(app.run(Path(sys.argv[1]), wishes=Wishes(scene=Scene.STREAM)))
