"""Recent search: what was published while nobody was listening, as far as X still knows it."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from msgspec import Struct

from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.model.money import Charge, Item
from standup_tui.model.post import PostId
from standup_tui.networks.x.asking import AnswerLost, answer
from standup_tui.networks.x.billing import charge_of_unreadable, ring
from standup_tui.networks.x.mapping import PREFIX, Page, published, read_page
from standup_tui.networks.x.payload import FIELDS, Unfit
from standup_tui.networks.x.rules import LONGEST_QUERY, values
from standup_tui.networks.x.tape import Tape
from standup_tui.ports.clock import SYSTEM, Clock
from standup_tui.ports.money import Till
from standup_tui.ports.source import Arrived, Batch, Further, Unreadable
from standup_tui.settings.campaign import Campaign

REACH: Final = timedelta(days=7)
"""How far back X searches."""
_MARGIN: Final = timedelta(minutes=5)
"""Kept from the end of X's reach, whose clock is not ours."""
_LAG: Final = timedelta(seconds=60)
"""X searches up to 30 seconds ago, and refuses a beginning after that."""
_PAGE: Final = 100


class _Bound(Struct, frozen=True):
    """Where a search begins."""

    parameters: Mapping[str, object]
    start: datetime | None = None
    """Posts before this, but after what X was asked for, are left out."""
    asked: datetime | None = None

    def keeps(self, item: Arrived | Unreadable) -> bool:
        """Tell whether something found is late enough."""
        if self.start is None or self.asked is None or isinstance(item, Unreadable):
            return True
        return not self.asked <= item.post.at < self.start


class _Found(NamedTuple):
    """One page of a query."""

    page: Page
    cut: bool
    """Whether the pages after it are left out."""


class Search:
    """Recent search for one campaign's posts.

    Args:
        campaign: What to search for, and its beginning.
        client: tweepy's, answering with aiohttp's responses.
        till: Is told of every post on a page.
        clock: For how far back X searches.
        tape: Writes every page down as it came.
    """

    def __init__(
        self,
        campaign: Campaign,
        client: Any,
        till: Till | None = None,
        clock: Clock = SYSTEM,
        tape: Tape | None = None,
    ) -> None:
        self._tape = tape
        self._till = till
        self._clock = clock
        self.queries = values(campaign, LONGEST_QUERY)
        self._starts = campaign.moment(campaign.starts)
        self._client = client

    async def since(
        self, newest: PostId | None, start: datetime | None, further: Further | None = None
    ) -> AsyncGenerator[Batch, None]:
        """Yield what was published after a post, or else after a time, a page at a time.

        Newest first for each query; campaigns with many accounts need more than one. Where
        `further` says no, a query has no second page, and the next query follows.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: X says no, and why.
        """
        number = (newest or "").removeprefix(PREFIX)
        after = self._after(start, published(number) if number else None)
        reachable = number and published(number) > self._clock.now() - REACH + _MARGIN
        bound = _Bound({"since_id": number}) if reachable else after
        for number_of, query in enumerate(self.queries, 1):
            others = number_of < len(self.queries)
            try:
                async with aclosing(self._pages(query, bound, further)) as pages:
                    async for page in pages:
                        yield _batch(page, bound, others=others)
            except SourceRefused as refusal:
                if bound is after or "since_id" not in str(refusal):
                    raise
                bound = after  # X reckons its reach by itself; its time is refused by none
                async with aclosing(self._pages(query, bound, further)) as pages:
                    async for page in pages:
                        yield _batch(page, bound, others=others)

    def _after(self, *moments: datetime | None) -> _Bound:
        """Begin at the latest of these, as far back as X allows."""
        now = self._clock.now()
        start = max(filter(None, (*moments, self._starts)), default=None)
        if start is None:
            return _Bound({})
        asked = min(max(start, now - REACH + _MARGIN), now - _LAG)
        return _Bound({"start_time": asked}, start=start, asked=asked)

    async def _pages(
        self, query: str, bound: _Bound, further: Further | None
    ) -> AsyncGenerator[_Found, None]:
        seen: set[str] = set()
        token: str | None = None
        while token is None or token not in seen:
            if token:
                seen.add(token)
            asked = self._client.search_recent_tweets(
                query, max_results=_PAGE, next_token=token, **bound.parameters, **FIELDS
            )
            try:
                body = await answer(asked)
            except AnswerLost:
                ring(self._till, [Charge(Item.POST, (), _PAGE)])
                raise
            try:
                page = read_page(body)
            except Unfit as error:
                ring(self._till, [charge_of_unreadable(body, _PAGE)])
                raise SourceDropped(f"X's search result cannot be read: {error}.") from error
            ring(self._till, [page.charge])
            if self._tape is not None:
                self._tape.keep(body)
            token = page.next_token
            # Decided before the page is handed on: whoever takes it has to know what is left out.
            cut = token is not None and further is not None and not further()
            yield _Found(page, cut)
            if token is None or cut:
                return


def _batch(found: _Found, bound: _Bound, *, others: bool) -> Batch:
    """Return what a page brought.

    Args:
        found: The page.
        bound: Where the search begins.
        others: Whether another query follows.
    """
    page, cut = found
    kept: Sequence[Arrived | Unreadable] = [it for it in page.items if bound.keeps(it)]
    goes_on = page.next_token is not None and not cut
    return Batch(tuple(kept), more=goes_on or others, cut=cut)
