"""Judging in the hub: the rules, what they may remember, and the alarm about new accounts."""

from typing import NoReturn

from standup_tui.core.health import Vitals
from standup_tui.model.flag import Flag
from standup_tui.model.post import Post
from standup_tui.ports.clock import Clock
from standup_tui.rules.engine import Rules
from standup_tui.rules.history import History

_EACH = 15.0
"""Seconds between two looks at how many new accounts there are."""


class Judging:
    """Judges posts in the order in which they arrive."""

    def __init__(self, rules: Rules, clock: Clock, vitals: Vitals) -> None:
        self._rules = rules
        self._history = History()
        self._clock = clock
        self._vitals = vitals

    def judge(self, post: Post) -> tuple[Flag, ...]:
        """Return every reason to look at a post, and remember it."""
        flags = self._rules.judge(post, self._history)
        self._history.add(post)
        return flags

    async def watch(self) -> NoReturn:
        """Say on every screen when many accounts are new, for ever."""
        while True:
            alarm = self._history.new_accounts(self._clock.now())
            self._vitals.troubled("new accounts", alarm.said if alarm else "")
            await self._clock.sleep(_EACH)
