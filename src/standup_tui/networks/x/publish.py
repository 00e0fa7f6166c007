"""Public acts on X: each either happened, did not, or nobody knows."""

from collections.abc import Awaitable
from typing import Any, Final

import aiohttp
import msgspec
import tweepy

from standup_tui.errors import ActFailed, ActInDoubt, SourceError
from standup_tui.model.post import PostId
from standup_tui.networks.x.asking import answer, body_of
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.mapping import PREFIX
from standup_tui.networks.x.payload import Unfit, opened, tweet_of
from standup_tui.networks.x.refusal import again_at, dropped, words_of
from standup_tui.networks.x.session import Refused

_PAGES: Final = 2
"""Pages of the account's own posts that are looked through, 100 posts each."""
_SERVER_ERROR: Final = 500
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
"""Errors from before the request had left this machine."""
_MEANING: Final = {
    401: "X does not accept the account's tokens: check them in X's developer console",
    402: "X's prepaid credits are used up: buy credits in X's developer console",
    403: "X does not allow it",
    404: "the post is no longer there",
}


class _Answer(msgspec.Struct):
    data: dict[str, Any] | None = None
    errors: list[dict[str, Any]] | None = None


class Acts:
    """Retweets by the campaign's account.

    Args:
        client: tweepy's, with the account's tokens, answering with aiohttp's responses.
        credentials: For the account's id, which tweepy would otherwise ask X for while other
            requests are under way (4.17 mixes up their answers).
    """

    def __init__(self, client: Any, credentials: Credentials) -> None:
        self._client = client
        self._credentials = credentials

    async def retweet(self, post: PostId) -> None:
        """Retweet a post.

        Raises:
            ActFailed: It did not happen, and why.
            ActInDoubt: It may have happened.
        """
        self._may_act()
        number = post.removeprefix(PREFIX)
        await _act(self._client.retweet(number, user_auth=True), done=True)

    async def unretweet(self, post: PostId) -> None:
        """Undo a retweet; raises like `retweet`."""
        self._may_act()
        number = post.removeprefix(PREFIX)
        await _act(self._client.unretweet(number, user_auth=True), done=False)

    async def has_retweeted(self, post: PostId) -> bool | None:
        """Look for a retweet among the account's own posts; None: they do not say.

        A retweet is younger than its post, so posts older than that end the search.
        """
        if not self._credentials.can_act:
            return None
        number = int(post.removeprefix(PREFIX))
        token: str | None = None
        for _ in range(_PAGES):
            try:
                found = opened(await self._own(token))
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

    async def _own(self, token: str | None) -> bytes:
        return await answer(
            self._client.get_users_tweets(
                self._credentials.user,
                max_results=100,
                pagination_token=token,
                tweet_fields=["referenced_tweets"],
                user_auth=True,
            )
        )

    def _may_act(self) -> None:
        if not self._credentials.can_act:
            raise ActFailed(
                "The campaign's account has no tokens: it needs all four of OAuth 1.0a, see "
                "`standup doctor`."
            )


async def _act(request: Awaitable[Any], *, done: bool) -> None:
    """Make a request and tell what came of it.

    Args:
        request: Of tweepy.
        done: What X says of the retweet when it worked.
    """
    try:
        response = await request
        body = await body_of(response)
    except Refused as error:
        raise _outcome(error) from error
    except _NOT_SENT as error:
        raise ActFailed(f"Not sent. {dropped(error)}") from error
    except (tweepy.TweepyException, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ActInDoubt(f"Sent, but no answer came. {dropped(error)}") from error
    _check(body, done=done)


def _outcome(error: Refused) -> ActFailed | ActInDoubt:
    said = words_of(error.body)
    number = f"{error.status}: {said}" if said else str(error.status)
    if error.status >= _SERVER_ERROR:
        return ActInDoubt(f"Sent, but X had trouble ({number}).")
    if error.status == 429:  # noqa: PLR2004, too many requests
        at = again_at(error.headers)
        when = f"after {at:%H:%M:%S} UTC" if at else "in 15 minutes"
        return ActFailed(f"X's limit for retweets is reached; try again {when}.")
    return ActFailed(f"{_MEANING.get(error.status, 'X refused it')} ({number}).")


def _check(body: bytes, *, done: bool) -> None:
    """Read a success, which may be none: X answers 200 with errors for a deleted post."""
    try:
        said = msgspec.json.decode(body, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ActInDoubt("Sent, but X's answer cannot be read.") from error
    state = (said.data or {}).get("retweeted")
    if state is done:
        return
    if state is None and not said.errors:
        raise ActInDoubt("Sent, but X's answer does not say what came of it.")
    words = words_of(body)
    raise ActFailed(f"X did not do it ({words})." if words else "X did not do it.")
