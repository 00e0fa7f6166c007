"""Messages that come up by themselves: few, calm, one for each thing, and none is ever lost."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from standup_tui.ui.widgets.ink import Role

SHOWN_FOR = 15.0
"""Seconds for which a message stays in sight."""

PRESSING_FOR = 45.0
"""The same for one that a person should not miss."""

MOST = 3
"""Messages in sight at a time."""

_KEPT = 200


@dataclass(frozen=True, slots=True)
class Alert:
    """One message."""

    about: str
    """What it is about: a newer message about the same takes its place."""
    text: str
    """A sentence; acts in ‹ › are keys."""
    role: Role
    at: datetime
    """When it came up, by the hub's clock."""
    until: float
    """Until when it stays in sight, in seconds of the console's clock."""


class Alerts:
    """The messages in sight, and those that were."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._standing: dict[str, Alert] = {}
        self.history: deque[Alert] = deque(maxlen=_KEPT)
        """What was said, the newest last."""

    def say(self, about: str, text: str, at: datetime, role: Role = Role.WARN) -> None:
        """Bring a message up, in place of an older one about the same."""
        seconds = PRESSING_FOR if role is Role.BAD else SHOWN_FOR
        alert = Alert(about, text, role, at, self._clock() + seconds)
        grows = self.stands(about) and self._standing[about].role is role
        old = self._standing.pop(about, None)
        self._standing[about] = alert
        if grows and self.history and self.history[-1] is old:
            self.history.pop()  # the new one says the same of more
        self.history.append(alert)

    def withdraw(self, about: str) -> None:
        """Take a message away that is not true any more."""
        self._standing.pop(about, None)

    def dismiss(self) -> None:
        """Take all messages out of sight."""
        self._standing.clear()

    def stands(self, about: str) -> bool:
        """Tell whether a message about something is in sight, or would be if there were room."""
        alert = self._standing.get(about)
        return alert is not None and self._clock() < alert.until

    def standing(self) -> list[Alert]:
        """Return the messages in sight: what is bad first, then the newest."""
        now = self._clock()
        for about in [about for about, alert in self._standing.items() if alert.until <= now]:
            del self._standing[about]
        newest = reversed(self._standing.values())
        return sorted(newest, key=lambda alert: alert.role is not Role.BAD)[:MOST]
