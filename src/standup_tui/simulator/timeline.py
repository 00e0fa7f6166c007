"""What one account posted, answered and retweeted, newest first."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from standup_tui.simulator.model import Post
from standup_tui.simulator.paging import Span, size, span, token
from standup_tui.simulator.problems import invalid
from standup_tui.simulator.render import answer
from standup_tui.simulator.selection import selection
from standup_tui.simulator.world import World

_OWN: Final = frozenset(
    {"max_results", "pagination_token", "since_id", "until_id", "start_time", "end_time"}
    | {"exclude"}
)
_PAGE: Final = range(5, 101)
_EXCLUDED: Final = {"replies": "replied_to", "retweets": "retweeted"}


def timeline(
    world: World, user_id: str, parameters: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Answer for an account; one that never posted has an empty timeline.

    Raises:
        Refusal: 400, with the parameter and the reason.
    """
    chosen = selection(parameters, own=_OWN)
    without = {it for it in parameters.get("exclude", "").split(",") if it}
    for name in without - _EXCLUDED.keys():
        message = f"The `exclude` query parameter value [{name}] is not one of [replies,retweets]"
        raise invalid("exclude", name, message)
    within = span(parameters, now, reach=None)
    longest = size(parameters, _PAGE)
    kinds = {_EXCLUDED[name] for name in without}
    hits = list(_of(world, user_id, within, kinds, longest))
    page = hits[:longest]
    meta: dict[str, Any] = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if len(hits) > longest:
        meta["next_token"] = token(page[-1].id, within.seal)
    return answer(world, page, chosen) | {"meta": meta}


def _of(
    world: World, user_id: str, within: Span, without: set[str], longest: int
) -> Iterable[Post]:
    """Yield one more post than fits on the page, where there is one."""
    found = 0
    for post in world.newest_first():
        number = int(post.id)
        if number <= within.above or found > longest:
            return
        late = within.below is not None and number >= within.below
        if late or post.author.id != user_id or without & {it.kind for it in post.references}:
            continue
        found += 1
        yield post
