"""Public acts on X: each either happened, did not, or nobody knows."""

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import uuid4

import aiohttp
import msgspec
import tweepy

from standup_tui.errors import ActFailed, ActInDoubt, ActLater, SourceError
from standup_tui.model.money import Charge, Item
from standup_tui.model.post import Post, PostId
from standup_tui.networks.x.asking import body_of
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.mapping import PREFIX
from standup_tui.networks.x.own import Conversations, Timeline
from standup_tui.networks.x.payload import Unfit, tweet_of, whole
from standup_tui.networks.x.refusal import again_at, dropped, words_of
from standup_tui.networks.x.session import Refused, WrongProxy
from standup_tui.ports.clock import SYSTEM, Clock
from standup_tui.ports.money import Till

_PAGES: Final = 8
"""Pages of 100 own posts that are looked through for a retweet; X lists no more than 800."""
_PAUSE: Final = timedelta(minutes=15)
"""How long X's limits on acts last where it does not say (its documentation)."""
_SHORTEST: Final = timedelta(seconds=5)
_LONGEST: Final = timedelta(days=1)
"""A limit that is said to last longer is a slip of a clock."""
_MARGIN: Final = timedelta(seconds=1)
"""X says when a limit ends in whole seconds."""
_SERVER_ERROR: Final = 500
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    WrongProxy,
)
"""Errors from before the request had left this machine."""
_MEANING: Final = {
    401: "X does not accept the account's tokens: check them in X's developer console",
    402: "X's prepaid credits are used up: buy credits in X's developer console",
    403: "X does not allow it",
    404: "the post is no longer there",
}
_NOT_OURS: Final = (
    "X does not let us hide it, for it hides only replies in conversations that our account "
    "began; it is hidden on our wall only"
)


class _Kind(NamedTuple):
    """Acts that one limit of X is about."""

    called: str
    says: str
    """The field of the answer."""


_RETWEETS: Final = _Kind("retweets", "retweeted")
_UNDOS: Final = _Kind("undone retweets", "retweeted")
_HIDINGS: Final = _Kind("hiding replies", "hidden")


class _Answer(msgspec.Struct):
    data: dict[str, Any] | None = None
    errors: list[dict[str, Any]] | None = None


class Acts:
    """What the campaign's account does in public; each act is one request and never two.

    Args:
        client: tweepy's, with the account's tokens, answering with aiohttp's responses.
        credentials: For the account's id, which tweepy would otherwise ask X for while other
            requests are under way (4.17 mixes up their answers).
        till: Is told what X charges for.
        clock: For when X takes acts again.
    """

    def __init__(
        self,
        client: Any,
        credentials: Credentials,
        till: Till | None = None,
        clock: Clock = SYSTEM,
    ) -> None:
        self._client = client
        self._clock = clock
        self._credentials = credentials
        self._till = till
        self._timeline = Timeline(client, credentials, till)
        self._conversations = Conversations(self._timeline, credentials, clock.monotonic)
        self._used_up: dict[_Kind, datetime] = {}
        """Until when X takes no more acts of a kind."""

    async def retweet(self, post: PostId) -> None:
        """Retweet a post.

        Raises:
            ActFailed: It did not happen, and why.
            ActLater: It did not happen, for X's limit is reached, and when that ends.
            ActInDoubt: It may have happened.
        """
        number = self._number(post, _RETWEETS)
        request = self._client.retweet(number, user_auth=True)
        await self._act(request, _RETWEETS, Charge(Item.RETWEET, (_unique(post),)), done=True)

    async def unretweet(self, post: PostId) -> None:
        """Undo a retweet; raises like `retweet`."""
        number = self._number(post, _UNDOS)
        request = self._client.unretweet(number, user_auth=True)
        await self._act(request, _UNDOS, Charge(Item.UNDO, (_unique(post),)), done=False)

    async def hide_reply(self, post: PostId) -> None:
        """Hide a reply to a post of the account; once more does no harm; raises like `retweet`."""
        number = self._number(post, _HIDINGS)
        request = self._client.hide_reply(number, user_auth=True)
        await self._act(request, _HIDINGS, Charge(Item.HIDE, (_unique(post),)), done=True)

    async def unhide_reply(self, post: PostId) -> None:
        """Show a hidden reply again; raises like `retweet`."""
        number = self._number(post, _HIDINGS)
        request = self._client.unhide_reply(number, user_auth=True)
        await self._act(request, _HIDINGS, Charge(Item.HIDE, (_unique(post),)), done=False)

    async def why_not_hide(self, post: Post) -> str:
        """Return why X will not let us hide a post, in a sentence; empty: it will."""
        return await self._conversations.why_not_hide(post)

    async def has_retweeted(self, post: PostId) -> bool | None:
        """Look for a retweet among the account's own posts; None: they do not say.

        A retweet is younger than its post, so nothing older is asked for; where a busy account
        has published more since than X lists, X does not say.
        """
        if not self._credentials.can_act:
            return None
        number = int(post.removeprefix(PREFIX))
        token: str | None = None
        for _ in range(_PAGES):
            try:
                found = await self._timeline.page(token, since_id=number)
                tweets = [tweet_of(it) for it in found.posts]
                ids = [int(it.id) for it in tweets]
            except (SourceError, Unfit, ValueError):
                return None  # asked again later: an act in doubt stays in doubt until X answers
            references = [ref for it in tweets for ref in it.referenced_tweets or ()]
            if any(ref.type == "retweeted" and ref.id == str(number) for ref in references):
                return True
            token = found.meta.next_token
            if token is None or min(ids, default=number) < number:
                return None if found.problems and not tweets else False
        return None

    def _number(self, post: PostId, kind: _Kind) -> str:
        """Return X's id of a post, if X would take an act of a kind now."""
        if not self._credentials.can_act:
            raise ActFailed(
                "The campaign's account has no tokens: it needs all four of OAuth 1.0a, see "
                "`standup doctor`."
            )
        until = self._used_up.get(kind)
        if until is not None and self._clock.now() < until:
            raise _later(kind, until)
        return post.removeprefix(PREFIX)

    async def _act(
        self, request: Awaitable[Any], kind: _Kind, charge: Charge, *, done: bool
    ) -> None:
        """Make a request and tell what came of it.

        Args:
            request: Of tweepy.
            kind: What it asks for.
            charge: What X takes for it.
            done: What X says when it worked.
        """
        try:
            headers = await self._sent(request, kind, done=done)
        except (ActInDoubt, asyncio.CancelledError):  # a hub that ends cuts short what it sends
            self._ring(charge)
            raise
        self._ring(charge)
        if headers.get("x-rate-limit-remaining", "").strip() == "0":
            self._used_up[kind] = _until(headers, self._clock.now())

    def _ring(self, charge: Charge) -> None:
        if self._till is not None:
            self._till.ring(charge)

    async def _sent(
        self, request: Awaitable[Any], kind: _Kind, *, done: bool
    ) -> Mapping[str, str]:
        """Return the headers of an answer that says it worked."""
        try:
            response = await request
            body = await body_of(response)
        except Refused as error:
            if error.status == 429:  # noqa: PLR2004, too many requests
                until = self._used_up[kind] = _until(error.headers, error.at)
                raise _later(kind, until) from error
            raise _outcome(error, kind) from error
        except _NOT_SENT as error:
            raise ActFailed(f"Not sent. {dropped(error)}") from error
        except (tweepy.TweepyException, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ActInDoubt(f"Sent, but no answer came. {dropped(error)}") from error
        _check(body, kind, done=done)
        headers: Mapping[str, str] = response.headers
        return headers


def _unique(post: PostId) -> str:
    return f"{post}/{uuid4().hex}"


def _later(kind: _Kind, until: datetime) -> ActLater:
    return ActLater(f"X's limit for {kind.called} is reached; it goes out by itself then.", until)


def _until(headers: Mapping[str, str], now: datetime) -> datetime:
    """Return when a limit ends by our clock; where X does not say, when it should."""
    said = again_at(headers, now)
    if said is None or said - now > _LONGEST:
        return now + _PAUSE
    return max(said + _MARGIN, now + _SHORTEST)


def _outcome(error: Refused, kind: _Kind) -> ActFailed | ActInDoubt:
    said = words_of(error.body)
    number = f"{error.status}: {said}" if said else str(error.status)
    if error.status >= _SERVER_ERROR:
        return ActInDoubt(f"Sent, but X had trouble ({number}).")
    if error.status == 403 and kind is _HIDINGS:  # noqa: PLR2004, forbidden
        return ActFailed(f"{_NOT_OURS} ({number}).")
    return ActFailed(f"{_MEANING.get(error.status, 'X refused it')} ({number}).")


def _check(body: bytes, kind: _Kind, *, done: bool) -> None:
    """Read a success, which may be none: X answers 200 with errors for a deleted post."""
    try:
        said = whole(body, _Answer)
    except Unfit as error:
        raise ActInDoubt("Sent, but X's answer cannot be read.") from error
    state = (said.data or {}).get(kind.says)
    if state is done:
        return
    if state is None and not said.errors:
        raise ActInDoubt("Sent, but X's answer does not say what came of it.")
    words = words_of(body)
    raise ActFailed(f"X did not do it ({words})." if words else "X did not do it.")
