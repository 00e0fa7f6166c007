"""The bottom line: what can be done to the post under the cursor, the rest greyed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from standup_tui.model.acts import BULK, Action, impossible, title_for
from standup_tui.model.entry import Entry
from standup_tui.ui.widgets.ink import Line, Role, width_of

_SPARED = (
    "quit",
    "open",
    "tag",
    "note",
    "flag",
    "escalate",
    "pin",
    "hold",
    "retweet",
    "search",
    "one",
    "beside-next",
    "undecided",
    "back",
    "down",
    "blank",
    "undo",
)
"""Left out first where there is no room, in this order."""


def key_line(
    actions: Sequence[Action], entry: Entry | None, width: int, marked: Sequence[Entry] = ()
) -> Line:
    """Return the acts that fit, greyed where the lifecycle refuses them now.

    Where not all fit, shorter titles come before fewer acts.

    Args:
        actions: What the bottom line offers.
        entry: The post under the cursor.
        width: Columns.
        marked: The marked posts, to which some acts apply instead.
    """
    at_hand = [action for action in actions if action.key]
    whole = {one.name: _offer(one, _those(one, entry, marked)) for one in at_hand}
    if _room(whole.values()) <= width:
        return _joined(whole.values())
    offers = {
        one.name: _offer(replace(one, title=one.brief or one.title), _those(one, entry, marked))
        for one in at_hand
    }
    kept = dict(offers)
    spared = []
    for name in _SPARED:
        if _room(kept.values()) <= width:
            break
        if kept.pop(name, None) is not None:
            spared.append(name)
    for name in reversed(spared):  # what is longer may have made room for more than itself
        if _room(kept.values()) + width_of(offers[name]) <= width:
            kept[name] = offers[name]
    return _joined(offer for name, offer in offers.items() if name in kept)


def _those(action: Action, entry: Entry | None, marked: Sequence[Entry]) -> Sequence[Entry | None]:
    """Return the posts that an act would apply to."""
    return marked if marked and action.name in BULK else (entry,)


def _room(offers: Iterable[Line]) -> int:
    """Return how many columns acts take; the last one's space may fall off the edge."""
    return sum(map(width_of, offers)) - 1


def _joined(offers: Iterable[Line]) -> Line:
    return tuple(span for offer in offers for span in offer)


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
