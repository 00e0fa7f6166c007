"""How much waits for a person."""

from dataclasses import dataclass

from standup_tui.core.timeline import Pane
from standup_tui.model.lifecycle import Status
from standup_tui.ui.console.state.board import Board


@dataclass(frozen=True, slots=True)
class Undecided:
    """What waits, without what this moderator has just decided."""

    flagged: int
    waiting: int

    @property
    def left(self) -> int:
        """All of it."""
        return self.flagged + self.waiting


def undecided(board: Board) -> Undecided:
    """Return how many posts wait, flagged and not."""
    timeline = board.timelines[Pane.FLAGGED]
    flagged = len(timeline) + timeline.waiting
    waiting = len(board.queue) - flagged
    for post in board.mine.pending:
        status = board.entries.status(post)
        flagged -= status is Status.FLAGGED
        waiting -= status is Status.WAITING
    return Undecided(max(0, flagged), max(0, waiting))
