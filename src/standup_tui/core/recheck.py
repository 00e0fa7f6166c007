"""Asks the network whether what walls show is still there; what is gone leaves every wall."""

import logging

from standup_tui.errors import SourceError, StoreError
from standup_tui.ports.clock import Clock
from standup_tui.ports.source import Source
from standup_tui.ports.store import Store

_log = logging.getLogger(__name__)

_AT_ONCE = 100
"""Posts in one look-up, X's limit."""


async def recheck(store: Store, source: Source, clock: Clock, every: float) -> None:
    """Look shown posts up for ever, the longest unchecked first.

    The filtered stream does not deliver deletions, so this is how they are found.

    Args:
        store: Knows what is shown, and forgets what is gone.
        source: The network to ask.
        clock: Waits.
        every: Seconds between two look-ups; each costs one read a post.
    """
    while True:
        await clock.sleep(every)
        try:
            posts = await store.shown(_AT_ONCE)
            if not posts:
                continue
            missing = await source.missing(posts)
            if missing:
                await store.remove(tuple(missing), clock.now())
            await store.checked(posts, clock.now())
        except (SourceError, StoreError) as error:
            _log.warning("the look-up of shown posts waits: %s", error)
