"""Judging in the hub: the rules, what they may remember, and the alarm about new accounts."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import NoReturn

from standup_tui.core.health import Vitals
from standup_tui.core.jury import Jury
from standup_tui.model.flag import FAILED, Flag
from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.text import clean, clean_line
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import RuleReader
from standup_tui.rules.engine import Rules
from standup_tui.rules.history import MOST_TEXTS, WINDOW, History

_EACH = 15.0
"""Seconds between two looks at how many new accounts there are."""

_SLICE = 50
"""Posts that are judged together, or remembered in one go, before anything else may run."""

_NOBODYS = Post(
    PostId("x:0"),
    Author(AuthorId("x:0"), clean_line("nobody"), clean_line("Nobody Much")),
    clean("Proud to be a social worker: we saw 3 families today, and my tea is cold. #StandUp4SW"),
    datetime.fromtimestamp(0, UTC),
    clean_line("https://x.com/nobody/status/0"),
)

_FEW = 10
"""Posts that all rules may judge in one go."""


class Judging:
    """Judges posts in the order in which they arrive."""

    def __init__(
        self, rules: Rules, clock: Clock, vitals: Vitals, jury: Jury | None = None
    ) -> None:
        self._rules = rules
        self._history = History()
        self._clock = clock
        self._vitals = vitals
        self._jury = jury
        self._judging = asyncio.Lock()

    async def judge(self, posts: Sequence[Post]) -> list[tuple[Flag, ...]]:
        """Return every reason to look at each of some posts, and remember them."""
        if self._jury is not None:
            self._jury.expect(len(posts))
        slices = (posts[at : at + _SLICE] for at in range(0, len(posts), _SLICE))
        found = chain.from_iterable(await asyncio.gather(*map(self._found, slices)))
        judged = []
        for number, (post, flags) in enumerate(zip(posts, found, strict=True), 1):
            judged.append(self._rules.flooded(post, flags, self._history))
            self._history.add(post)
            if number % _SLICE == 0:
                await asyncio.sleep(0)
        return judged

    async def _found(self, posts: Sequence[Post]) -> list[list[Flag]]:
        """Return what the rules have against each post of a slice, without floods."""
        found = None if self._jury is None else await self._jury.judge(posts)
        if found is None:
            return await self._found_here(posts)
        for number, flags in enumerate(found):
            if any(flag.rule == FAILED for flag in flags):  # so that the log says why
                found[number : number + 1] = await self._found_here([posts[number]])
        return found

    async def _found_here(self, posts: Sequence[Post]) -> list[list[Flag]]:
        """Return the same, judged in this process: one slice at a time, others run between."""
        flags: list[list[Flag]] = [[] for _ in posts]
        async with self._judging:
            for _ in self._rules.in_turn(posts, flags):
                if len(posts) > _FEW:
                    await asyncio.sleep(0)
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

    async def warm_up(self) -> None:
        """Judge a post of nobody, so that the first real one need not wait for the expressions.

        A rule compiles what it looks for when it first does, which takes a third of a second.
        """
        for _ in self._rules.in_turn([_NOBODYS], [[]]):
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
