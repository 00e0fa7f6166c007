"""Which post stands in the spotlight when nobody put one there."""

from collections.abc import Iterable

from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId

_FEW = 12
"""So many of the newest posts take turns where none is pinned, starred or of the roster."""


class Lights:
    """Chooses by the turn, so that all walls of a campaign choose alike."""

    def __init__(self) -> None:
        self._turn: object = None
        self._post: PostId | None = None

    def of(self, turn: object, number: int, posts: Iterable[Entry]) -> Entry | None:
        """Return the post for a turn; the same as before while the turn lasts.

        Args:
            turn: What differs from one turn to the next.
            number: How many turns the spotlight has had.
            posts: Those that may be shown.
        """
        known = {entry.post.id: entry for entry in posts}
        if turn == self._turn and self._post in known:
            return known[self._post]
        best = [entry for entry in known.values() if _is_highlight(entry)]
        chosen = sorted(best or known.values(), key=_newest_first)[: None if best else _FEW]
        lit = chosen[number % len(chosen)] if chosen else None
        self._turn, self._post = turn, lit.post.id if lit else None
        return lit

    def clear(self) -> None:
        """Forget which post it was."""
        self._turn = self._post = None


def _is_highlight(entry: Entry) -> bool:
    return entry.standing.pin > 0 or entry.standing.starred or entry.roster


def _newest_first(entry: Entry) -> tuple[float, PostId]:
    return (-entry.post.at.timestamp(), entry.post.id)
