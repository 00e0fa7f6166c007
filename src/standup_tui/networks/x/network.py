"""X as the core sees it: one source and one publisher."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any, Final

import aiohttp
from tweepy.asynchronous import AsyncClient

from standup_tui.errors import SourceDropped
from standup_tui.model.money import Usage
from standup_tui.model.post import Post, PostId
from standup_tui.networks.x import figures, lookup
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.mapping import NETWORK
from standup_tui.networks.x.publish import Acts
from standup_tui.networks.x.refusal import NoRules, Taken
from standup_tui.networks.x.rules import Rules
from standup_tui.networks.x.search import REACH, Search
from standup_tui.networks.x.session import Wire
from standup_tui.networks.x.slot import Slot
from standup_tui.networks.x.stream import Stream
from standup_tui.networks.x.tape import Tape
from standup_tui.ports.clock import SYSTEM, Clock
from standup_tui.ports.money import Till
from standup_tui.ports.source import Batch, Further, Seen
from standup_tui.settings.campaign import Campaign

QUIET: Final = 25.0
"""Seconds; X gives a sign of life every 20, and 21 would make a slow network a dead one."""
_SETTLING: Final = 60.0
"""Seconds in which X may not know new rules yet; its documentation says 20."""


class X:
    """X, read and acted on with one app's credentials; a `Source` and a `Publisher`.

    Make it where a loop is running, and `close` it there.

    Args:
        campaign: What to read and where.
        credentials: Of the app and, to act, of the campaign's account.
        quiet: Seconds of silence after which the stream is stale; 21 or more on the real X.
        till: Is told what X charges for; None: nobody is.
        clock: The time, for what X asks to wait and how far back it searches.
        tape: Writes down what X answers; None: nobody does.
    """

    name = "X"
    network = NETWORK
    reach = REACH

    def __init__(  # noqa: PLR0913  # what it is made with
        self,
        campaign: Campaign,
        credentials: Credentials,
        *,
        quiet: float = QUIET,
        till: Till | None = None,
        clock: Clock = SYSTEM,
        tape: Tape | None = None,
    ) -> None:
        self.quiet = quiet
        # X's search has left them out since 2026-05-04 (its changelog).
        self.unsearchable = "reposts" if campaign.source.reposts else ""
        self.can_act = credentials.can_act
        """Whether there are tokens to retweet with."""
        base_url, proxy = campaign.source.base_url, campaign.source.proxy
        # The stream's session ends with every connection, so that requests have their own.
        self._reading = Wire(base_url, quiet=quiet, proxy=proxy, clock=clock)
        self._acting = Wire(base_url, quiet=quiet, reuse=False, proxy=proxy, clock=clock)
        self._client = _client(credentials, self._reading)
        self._rules = Rules(campaign, credentials.bearer_token, self._reading)
        self._stream = Stream(
            base_url,
            credentials.bearer_token,
            quiet,
            proxy=proxy,
            till=till,
            tape=tape,
            clock=clock,
        )
        self._slot = Slot(self._client, clock)
        self._search = Search(campaign, self._client, till, clock, tape)
        self._acts = Acts(_client(credentials, self._acting), credentials, till, clock)
        self._till = till
        self._clock = clock
        self._changed = float("-inf")

    async def live(self) -> AsyncGenerator[Batch, None]:
        """Yield what is published from now on; the first batch means: connected.

        Brings X's rules in step first. An empty batch is a sign of life.

        Raises:
            SourceDropped: The connection ended; call again after a pause.
            SourceRefused: X says no, and why.
        """
        synced = await self._rules.sync()
        if synced.created:
            self._changed = self._clock.monotonic()
        connected = False
        try:
            async with aclosing(self._stream.batches(synced)) as batches:
                async for batch in batches:
                    connected = True
                    self._slot.connected()
                    yield batch
        except Taken as refusal:
            raise await self._slot.taken() from refusal
        except NoRules as refusal:
            if self._clock.monotonic() - self._changed < _SETTLING:
                raise SourceDropped("X does not know its new stream rules yet.") from refusal
            raise
        finally:
            if connected:
                self._slot.left()

    def was_connected(self, at: datetime) -> None:
        """Note when the stream last showed life before this process, in UTC.

        A connection that X still counts as open soon after is then known to be ours.
        """
        self._slot.was_connected(at)

    async def since(
        self, newest: PostId | None, start: datetime | None, further: Further | None = None
    ) -> AsyncGenerator[Batch, None]:
        """Yield what was published after a post, or after a time, newest first.

        Each query is shortened, and none left out, where `further` says no.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: X says no, and why.
        """
        async with aclosing(self._search.since(newest, start, further)) as batches:
            async for batch in batches:
                yield batch

    async def look_up(self, posts: Sequence[PostId]) -> Seen:
        """Return what is known of these posts now. At most 100 at a time; raises like `since`."""
        return await lookup.look_up(self._client, posts, self._till)

    async def counted(self, start: datetime, end: datetime) -> int:
        """Return how many posts X counts between two times; each question costs a little.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: X says no, and why.
        """
        queries = self._search.queries
        return await figures.counted(self._client, queries, start, end, self._till)

    async def usage(self) -> Usage | None:
        """Return what X has counted as read in this month; None: it does not say.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: X says no, and why.
        """
        return await figures.usage(self._client, self._clock)

    async def retweet(self, post: PostId) -> None:
        """Retweet a post.

        Raises:
            ActFailed: It did not happen, and why.
            ActLater: It did not happen, and when it may be tried again.
            ActInDoubt: It may have happened.
        """
        await self._acts.retweet(post)

    async def unretweet(self, post: PostId) -> None:
        """Undo a retweet; raises like `retweet`."""
        await self._acts.unretweet(post)

    async def hide_reply(self, post: PostId) -> None:
        """Hide a reply to a post of the campaign's account; raises like `retweet`."""
        await self._acts.hide_reply(post)

    async def unhide_reply(self, post: PostId) -> None:
        """Show a hidden reply again; raises like `retweet`."""
        await self._acts.unhide_reply(post)

    async def why_not_hide(self, post: Post) -> str:
        """Return why X will not let us hide a post, in a sentence; empty: it will."""
        return await self._acts.why_not_hide(post)

    async def has_retweeted(self, post: PostId) -> bool | None:
        """Ask X whether the campaign's account has retweeted; None: it cannot say."""
        return await self._acts.has_retweeted(post)

    async def close(self) -> None:
        """Close what is open; the stream's connection ends with its reader."""
        await self._reading.close()
        await self._acting.close()


def _client(credentials: Credentials, wire: Wire) -> Any:
    """Return tweepy's client, sending where the wire leads."""
    client: Any = AsyncClient(
        credentials.bearer_token,
        credentials.consumer_key or None,
        credentials.consumer_secret or None,
        credentials.access_token or None,
        credentials.access_token_secret or None,
        return_type=aiohttp.ClientResponse,
    )
    client.session = wire.session
    return client
