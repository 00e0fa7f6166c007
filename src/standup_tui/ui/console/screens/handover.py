"""The note for the next shift: pointed out until it was read."""

from typing import Any

from textual.app import App

from standup_tui.model.wrapping import cells
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.log_lines import who
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.ink import Role
from standup_tui.ui.widgets.wording import clip

_READ = "  ‹handover› reads it, Esc puts it away"


class NoteLine(Bar):
    """One row that says there is a note, until somebody has read it; else no row."""

    DEFAULT_CSS = "NoteLine { display: none; }"

    def renew(self, board: Board) -> None:
        """Point to the note, unless it was read here or written by this moderator."""
        note = board.note
        with while_it_stands():
            self.display = note is not None
            if note is not None:
                start = f" ✎ Note from {who(note)}, {board.moment(note.at)}: "
                read = board.keys.say(_READ)
                room = self.app.size.width - cells(start) - cells(read)
                first = clip(" ".join(note.reason.split()), max(1, room))
                self.show(((start, Role.ACCENT), (first, Role.STRONG), (read, Role.MUTED)))


def show_note(app: App[Any], desk: Desk) -> None:
    """Show the newest note and a place for the next."""
    from standup_tui.ui.console.screens.handover_screen import (
        HandoverScreen,  # late: an editor takes a while
    )

    app.push_screen(HandoverScreen(desk))
