"""Which posts are hidden, and why; needs no screen."""

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.log_lines import who


def hidden_posts(board: Board) -> list[Entry]:
    """Return what is hidden, the newest first."""
    hidden = board.entries.standing_as(Status.HIDDEN)
    return sorted(hidden, key=lambda it: it.post.at, reverse=True)


def hidden_why(entry: Entry) -> str:
    """Return why a post is hidden, or at least by whom."""
    last = entry.last
    if entry.hidden_for or last is None:
        return entry.hidden_for or "as it was before its edit"
    of_its_author = last.verb in (Verb.ARRIVE, Verb.MUTE)
    return last.reason if of_its_author and last.reason else f"by {who(last)}"
