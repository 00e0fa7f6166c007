"""The bottom line: what can be done to the post under the cursor, the rest greyed."""

from collections.abc import Sequence

from standup_tui.model.acts import Action, impossible, title_for
from standup_tui.model.entry import Entry
from standup_tui.ui.widgets.ink import Line, Role, width_of

_SPARED = ("quit", "undecided", "open", "tag", "flag", "escalate", "hold", "pin", "blank", "undo")
"""Left out first where there is no room, in this order."""


def key_line(actions: Sequence[Action], entry: Entry | None, width: int) -> Line:
    """Return the acts that fit, greyed where the lifecycle refuses them now."""
    offers = {action.name: _offer(action, entry) for action in actions if action.footer}
    left = width - sum(map(width_of, offers.values()))
    for name in _SPARED:
        if left >= 0:
            break
        left += width_of(offers.pop(name, ()))
    return tuple(span for offer in offers.values() for span in offer)


def _offer(action: Action, entry: Entry | None) -> Line:
    key = action.shown.split()[0]
    title = f" {title_for(action, entry)} "
    if impossible(action, entry) is not None:
        return ((f" {key}", Role.OFF), (title, Role.OFF))
    return ((f" {key}", Role.KEY), (title, Role.TEXT))
