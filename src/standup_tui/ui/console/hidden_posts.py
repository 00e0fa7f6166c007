"""Which posts are hidden, and why; needs no screen."""

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.ui.console.board import Board


def hidden_posts(board: Board) -> list[Entry]:
    """Return what is hidden, the newest first."""
    hidden = [it for it in board.entries.values() if it.standing.status is Status.HIDDEN]
    return sorted(hidden, key=lambda it: it.post.at, reverse=True)


def hidden_why(entry: Entry) -> str:
    """Return why a post is hidden, or at least by whom."""
    last = entry.last
    if last is None:
        return "as it was before its edit"
    return last.reason or f"by {last.by.name}"
