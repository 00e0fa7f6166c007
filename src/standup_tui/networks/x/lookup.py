"""Look-up: whether posts are still there, and where they are withheld."""

from collections.abc import Sequence
from typing import Any, Final

from standup_tui.errors import SourceDropped
from standup_tui.model.money import Charge, Item
from standup_tui.model.post import PostId
from standup_tui.networks.x.asking import AnswerLost, answer
from standup_tui.networks.x.billing import charge_of, ring
from standup_tui.networks.x.mapping import PREFIX, withheld_of
from standup_tui.networks.x.payload import Problem, Unfit, opened, tweet_of
from standup_tui.ports.money import Till
from standup_tui.ports.source import Seen

MOST: Final = 100
"""Posts in one request, by X's rules."""
_GONE: Final = ("resource-not-found", "not-authorized-for-resource")
"""What X says of a post that was deleted, or whose author is protected or suspended."""


async def look_up(client: Any, posts: Sequence[PostId], till: Till | None = None) -> Seen:
    """Return what X says of some posts. Silence, or an odd answer, never means gone.

    Args:
        client: tweepy's, answering with aiohttp's responses.
        posts: At most 100.
        till: Is told of the posts that are there.

    Raises:
        ValueError: There are more.
        SourceDropped: Try again after a pause.
        SourceRefused: X says no, and why.
    """
    if len(posts) > MOST:
        raise ValueError(f"at most {MOST} posts, not {len(posts)}")
    asked = {it.removeprefix(PREFIX): it for it in posts}
    if not asked:
        return Seen()
    try:
        body = await answer(client.get_tweets(list(asked), tweet_fields=["withheld"]))
    except AnswerLost:
        ring(till, [Charge(Item.POST, tuple(asked))])
        raise
    try:
        found = opened(body)
        ring(till, [charge_of(found)])
        there = {it.id: it for it in map(tweet_of, found.posts)}
    except Unfit as error:
        raise SourceDropped(f"X's answer to a look-up cannot be read: {error}.") from error
    named = {str(it.resource_id or it.value) for it in found.problems if _is_gone(it)}
    return Seen(
        frozenset(asked[it] for it in named - there.keys() if it in asked),
        {asked[it]: withheld_of(tweet) for it, tweet in there.items() if it in asked},
    )


def _is_gone(problem: Problem) -> bool:
    """Tell a missing post from a missing author or picture, which are errors of their own."""
    return str(problem.type).endswith(_GONE) and problem.parameter in {"id", "ids"}
