"""The campaign's actions: recognised in each post that comes, and counted.

Posts are recognised once, with the rules of the day on which they came. When the campaign file
says something else at a hub's start, or a store is from before actions were counted, every stored
post is looked at again, beside everything else, so that a number never mixes two sets of rules
for longer than that takes. What people said by hand stays.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from standup_tui.core.verdict import Recogniser
from standup_tui.model.action import ActionDone, Tally
from standup_tui.model.post import Post
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import Counting, TagBook
from standup_tui.rules.actions import ActionRule, fingerprint
from standup_tui.settings.accounts import Account

_log = logging.getLogger(__name__)

_BATCH = 200
"""Posts that are looked at again in one go."""

_SLICE = 20
"""Of those, how many before anything else may run."""

_FRESH = timedelta(seconds=1)
"""How old a count may be: it costs the same for one terminal as for two hundred."""

_SHARE = 20
"""Counting takes one part in so many of the store's time at most, however many posts there are."""


class Actions:
    """Recognises and counts what a campaign asks people to do."""

    def __init__(
        self, rules: Sequence[ActionRule], store: TagBook, clock: Clock, own: Account | None = None
    ) -> None:
        self.recogniser = Recogniser(rules, own)
        """Does the same as `recognise`, in any process."""
        self._wanted = tuple(Counting(rule.name, rule.once) for rule in rules)
        self._store = store
        self._clock = clock
        self._failed = False
        self._looking_back = True
        self._counting = asyncio.Lock()
        self._counted: Tally | None = None
        self._again = datetime.min.replace(tzinfo=UTC)

    def recognise(self, post: Post) -> tuple[ActionDone, ...]:
        """Return which actions a post reports; none where the rules stumble over it.

        A post is never kept back by this: to count it, somebody may still tag it by hand.
        """
        try:
            return self.recogniser.actions(post)
        except Exception:  # noqa: BLE001  # any mistake of a rule: the post goes on
            if not self._failed:  # once: a burst would fill the disk
                self._failed = True
                _log.exception("no action could be looked for in %s", post.id)
            return ()

    async def look_back(self) -> None:
        """Look at every stored post again if that was last done with other rules, or never."""
        now = fingerprint(self.recogniser.rules, self.recogniser.own)
        if await self._store.looked_with() != now:
            after = ""
            while posts := await self._store.some_posts(after, _BATCH):
                await self._look_at(posts)
                after = posts[-1].id
            await self._store.note_looked(now)
        self._looking_back = False
        self._counted = None

    async def _look_at(self, posts: Sequence[Post]) -> None:
        found = []
        for number, post in enumerate(posts, 1):
            found.append((post.id, self.recognise(post)))
            if number % _SLICE == 0:
                await asyncio.sleep(0)
        await self._store.look_again(found)

    async def tally(self) -> Tally:
        """Return how often each action was done, as of a second ago or a little longer."""
        async with self._counting:
            began = self._clock.now()
            if self._counted is None or began >= self._again:
                self._counted = await self._store.tally(self._wanted)
                took = self._clock.now() - began
                self._again = began + max(_FRESH, _SHARE * took)
            return replace(self._counted, looking_back=self._looking_back)
