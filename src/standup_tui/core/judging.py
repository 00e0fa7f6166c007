"""Judging in the hub: the rules, what they may remember, and the alarm about new accounts."""

import asyncio
from typing import NoReturn

from standup_tui.core.health import Vitals
from standup_tui.model.flag import Flag
from standup_tui.model.post import Post
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import RuleReader
from standup_tui.rules.engine import Rules
from standup_tui.rules.history import MOST_TEXTS, WINDOW, History

_EACH = 15.0
"""Seconds between two looks at how many new accounts there are."""

_SLICE = 50
"""Posts remembered in one go, before anything else may run."""


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

    async def recall(self, store: RuleReader) -> None:
        """Remember what the last hub had seen, before the first new post is judged.

        Posts that were deleted since are left out: nothing of them is kept.
        """
        posts = await store.recent(WINDOW, MOST_TEXTS)
        for number, post in enumerate(posts, 1):
            self._history.add(post)
            if number % _SLICE == 0:
                await asyncio.sleep(0)

    def alarm(self) -> str:
        """Return what to say while many accounts are new; empty while they are not."""
        alarm = self._history.new_accounts(self._clock.now())
        return alarm.said if alarm else ""

    async def watch(self) -> NoReturn:
        """Say on every screen when many accounts are new, for ever."""
        while True:
            self._vitals.troubled("new accounts", self.alarm())
            await self._clock.sleep(_EACH)
