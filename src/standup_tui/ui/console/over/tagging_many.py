"""For which of the campaign's actions all marked posts count: a digit sets it for all of them."""

from collections.abc import Callable, Sequence

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.wrapping import wrap
from standup_tui.ui.console.over.tagging import KEYS, TagScreen
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.sheet import Sheet
from standup_tui.ui.widgets.wording import count

_INDENT = 5

DecidedAll = Callable[[Verb, Sequence[Entry], str], None]
"""Sends a decision about several posts and an action."""


class TagManyScreen(TagScreen):
    """The campaign's actions, and how many of the marked posts count for each."""

    def __init__(
        self,
        marked: Callable[[], Sequence[Entry]],
        board: Board,
        decide: DecidedAll,
        undo: Callable[[], None],
    ) -> None:
        super().__init__(marked()[0], board, lambda verb, one, does: decide(verb, [one], does),
                         undo)  # fmt: skip
        self._marked = marked
        self._decide_all = decide

    def heading(self) -> str:
        """Return how many posts it is about."""
        many = len(self._marked())
        return f"{count(many, 'marked post')} {'counts' if many == 1 else 'count'} for"

    def renew(self) -> None:
        """Show how they stand now, and do what was pressed meanwhile."""
        if not self.is_mounted:
            return
        if not self._marked():
            self.action_back()
            return
        with while_it_stands():
            self.query_one(Sheet).renew_in_place()
        self.go_on()

    def go_on(self) -> None:
        """Send the next of the pressed keys, once the one before it is confirmed for all."""
        marked = self._marked()
        if self.board.shaken:
            self.pressed.clear()
        if self.pressed and not any(map(self.board.mine.unconfirmed, marked)):
            action = self.pressed.pop(0)
            missing = [one for one in marked if action not in one.counts_for]
            verb = Verb.TAG if missing else Verb.UNTAG
            self._decide_all(verb, missing or marked, action)

    def lines(self, width: int) -> list[Line]:
        """Return the actions with their keys, and for how many posts each is set."""
        marked = self._marked()
        lines: list[Line] = [EMPTY]
        for key, action in zip(KEYS, self.board.about.actions, strict=False):
            have = sum(action in one.counts_for for one in marked)
            sign = "✓" if have == len(marked) else "·" if have else " "
            said = "all" if have == len(marked) else f"{have} of {len(marked)}"
            first, *rest = wrap(f"{action}   {said}", max(4, width - _INDENT))
            head: Line = ((f" {key} ", Role.KEY), (f"{sign} ", Role.ACCENT))
            lines.append((*head, (first, Role.STRONG if have else Role.TEXT)))
            lines += [((" " * _INDENT + line, Role.TEXT),) for line in rest]
        return [*lines, EMPTY]
