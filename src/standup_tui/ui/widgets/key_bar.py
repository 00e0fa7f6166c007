"""The bottom line: what can be done to the post under the cursor, the rest greyed."""

from collections.abc import Iterable, Sequence

from standup_tui.model.acts import BULK, Action, impossible, title_for
from standup_tui.model.entry import Entry
from standup_tui.ui.widgets.ink import Line, Role, width_of

_SPARED = (
    "quit",
    "undecided",
    "one",
    "open",
    "tag",
    "flag",
    "escalate",
    "hold",
    "pin",
    "blank",
    "undo",
)
"""Left out first where there is no room, in this order."""


def key_line(
    actions: Sequence[Action], entry: Entry | None, width: int, marked: Sequence[Entry] = ()
) -> Line:
    """Return the acts that fit, greyed where the lifecycle refuses them now.

    Args:
        actions: What the screen offers.
        entry: The post under the cursor.
        width: Columns.
        marked: The marked posts, to which some acts apply instead.
    """
    offers = {
        action.name: _offer(action, marked if marked and action.name in BULK else (entry,))
        for action in actions
        if action.footer and action.key
    }
    for name in _SPARED:
        if sum(map(width_of, offers.values())) <= width:
            break
        offers.pop(name, None)
    return tuple(span for offer in offers.values() for span in offer)


def _offer(action: Action, entries: Sequence[Entry | None]) -> Line:
    """Return an act with its key; it is possible if it is for any of the posts."""
    key = action.shown.split()[0]
    titles = {title_for(action, entry) for entry in entries}
    title = f" {titles.pop() if len(titles) == 1 else action.title} "
    if all(impossible(action, entry) is not None for entry in entries):
        return ((f" {key}", Role.OFF), (title, Role.OFF))
    return ((f" {key}", Role.KEY), (title, Role.TEXT))


def short_line(offers: Iterable[tuple[str, str]], width: int) -> Line:
    """Return keys with what they do, as many as fit.

    Args:
        offers: Keys as they are pressed, and what they do; the first go last.
        width: Columns.
    """
    line: Line = ()
    for key, title in offers:
        longer: Line = (*line, (f" {key}", Role.KEY), (f" {title} ", Role.TEXT))
        if width_of(longer) > width:
            break
        line = longer
    return line
