"""Which posts are the account's own: X hides only replies in conversations that it began."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final

from standup_tui.errors import SourceError
from standup_tui.model.money import Charge, Item
from standup_tui.model.post import Post, PostId, ReferenceKind
from standup_tui.networks.x.asking import answer
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.mapping import PREFIX
from standup_tui.networks.x.payload import Answer, Unfit, opened, tweet_of
from standup_tui.ports.money import Till

_STALE: Final = 15 * 60.0
"""Seconds after which the account's posts are asked for again."""
_FRESH: Final = 60.0
"""Seconds in which a conversation that is unknown is taken to be somebody else's."""
_PAGES: Final = 8
"""Pages of 100 posts that are looked through; X says no more about 800 (its documentation)."""

_FOREIGN: Final = "X hides only replies to our own posts; this is hidden on our wall only"


class Timeline:
    """The account's own posts, read for what X charges for owned reads.

    Args:
        client: tweepy's, with the account's tokens, answering with aiohttp's responses.
        credentials: For the account's id.
        till: Is told what was read.
    """

    def __init__(self, client: Any, credentials: Credentials, till: Till | None = None) -> None:
        self._client = client
        self._credentials = credentials
        self._till = till

    async def page(self, token: str | None, **more: Any) -> Answer:
        """Return a page, newest first.

        Raises:
            SourceError: X does not say.
            Unfit: Its answer cannot be read.
        """
        asked = self._client.get_users_tweets(
            self._credentials.user,
            max_results=100,
            pagination_token=token,
            tweet_fields=["referenced_tweets"],
            user_auth=True,
            **more,
        )
        found = opened(await answer(asked))
        if self._till is not None:
            ids = tuple(tweet_of(it).id for it in found.posts)
            self._till.ring(Charge(Item.OWN_POST, ids))
        return found


class Conversations:
    """The conversations that the account began.

    Args:
        timeline: Of the account.
        credentials: For the account's id.
        monotonic: Seconds that never go back.
    """

    def __init__(
        self,
        timeline: Timeline,
        credentials: Credentials,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timeline = timeline
        self._credentials = credentials
        self._monotonic = monotonic
        self._ours: set[int] = set()
        self._back_to: int | None = None
        """The oldest post of the last look; 0 for the account's very first; None before it."""
        self._looked = float("-inf")
        self._one_look = asyncio.Lock()

    async def why_not_hide(self, post: Post) -> str:
        """Return why X will not hide a post, in a sentence; empty: it will."""
        if not self._credentials.can_act:
            return "X was not asked: no account tokens. It is hidden on our wall only"
        reply, began = post.reference(ReferenceKind.REPLY), post.conversation
        if reply is None or began is None or began == post.id:
            return "X hides only replies, and this is none: it is hidden on our wall only"
        ours = f"{PREFIX}{self._credentials.user}"
        if reply.post == began and reply.author is not None and reply.author.id == ours:
            return ""  # the answer is in the post: nothing to ask and to pay for
        return await self._why_not_in(began)

    async def _why_not_in(self, conversation: PostId) -> str:
        """Return why X will not hide what is in a conversation, having asked who began it."""
        try:
            async with self._one_look:
                known = await self._holds(int(conversation.removeprefix(PREFIX)))
        except SourceError as error:
            said = str(error).rstrip(".")
            return (
                f"X does not say now which posts are ours ({said}): press ‹hide-reply› again later"
            )
        except (Unfit, ValueError):
            return "X's list of our own posts cannot be read: press ‹hide-reply› again later"
        if known is None:
            return "the conversation is older than the posts of ours that X lists: hide it on X"
        return "" if known else _FOREIGN

    async def _holds(self, number: int) -> bool | None:
        """Tell whether the account began a conversation; None: X does not look that far back."""
        age = self._monotonic() - self._looked
        known = number in self._ours
        reached = self._back_to is not None and number >= self._back_to
        if age >= _STALE or (not known and (age >= _FRESH or not reached)):
            await self._look(number)
        if number in self._ours:
            return True
        return False if self._back_to is not None and number >= self._back_to else None

    async def _look(self, number: int) -> None:
        """Read back to a conversation's first post; ids grow with time."""
        found: set[int] = set()
        token: str | None = None
        back_to = number
        for _ in range(_PAGES):
            # A conversation begins with a post that is neither a reply nor a retweet.
            page = await self._timeline.page(token, exclude=["replies", "retweets"])
            ids = [int(tweet_of(it).id) for it in page.posts]
            if page.problems and not ids:
                raise Unfit("its answer has only errors")
            found.update(ids)
            back_to = min(ids, default=back_to)
            token = page.meta.next_token
            if token is None:
                back_to = 0
            if token is None or back_to <= number:
                break
        self._ours, self._back_to, self._looked = found, back_to, self._monotonic()
