"""Whether it helps to have the hub read at once, and what is said where it does not."""

from collections.abc import Callable
from datetime import datetime

from standup_tui.model.health import Health, Way
from standup_tui.model.money import Level


def why_not(health: Health, now: datetime, moment: Callable[..., str]) -> str:
    """Return why the hub cannot be hurried now, in a sentence; empty: it can.

    Args:
        health: What reading does.
        now: The hub's time.
        moment: `Board.moment`, which says a time as people do.
    """
    if health.again is None or health.again <= now:
        return ""
    at = moment(health.again, seconds=True)
    if health.held:
        return f"X is not to be asked before {at}; then the hub asks by itself."
    if health.way is Way.SEARCH and health.money and health.money.level is Level.SLOW:
        return f"Searches are paced to make the money last: the next one is at {at}."
    return ""
