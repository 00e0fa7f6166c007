"""Recent search: the newest posts that satisfy a query, page by page, and how many there are."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from standup_tui.simulator.clock import stamp
from standup_tui.simulator.matching import Matcher
from standup_tui.simulator.model import Post
from standup_tui.simulator.paging import REACH, Span, moment, size, span, token
from standup_tui.simulator.problems import invalid
from standup_tui.simulator.query import Query, QueryError, parse
from standup_tui.simulator.render import answer
from standup_tui.simulator.selection import selection
from standup_tui.simulator.world import World

PARAMETERS: Final = frozenset(
    {
        "query",
        "max_results",
        "next_token",
        "pagination_token",
        "since_id",
        "until_id",
        "start_time",
        "end_time",
        "sort_order",
    }
)
QUERY_LENGTH: Final = 512
_PAGE: Final = range(10, 101)
_COUNTED: Final = frozenset({"query", "granularity", "start_time", "end_time"})
_TIMES: Final = ("start_time", "end_time")
_GRAINS: Final = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Search:
    """One request, read and checked."""

    query: Query
    size: int
    span: Span


def recent(
    world: World, parameters: Mapping[str, str], now: datetime, lag: timedelta
) -> dict[str, Any]:
    """Answer a search.

    Retweets are left out, as X does since May 2026 for searches by keyword.

    Args:
        world: What has been posted.
        parameters: Of the request.
        now: For the seven days' reach.
        lag: How long a new post stays out of the index; X says 30 seconds.

    Raises:
        Refusal: 400, with the parameter and the reason.
    """
    chosen = selection(parameters, own=PARAMETERS)
    query = _query(parameters)
    search = Search(query, size(parameters, _PAGE), span(parameters, now, lag=lag))
    hits = list(_hits(world, search))
    page, more = hits[: search.size], len(hits) > search.size
    body = answer(world, page, chosen)
    meta: dict[str, Any] = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if more:
        meta["next_token"] = token(page[-1].id, search.span.seal)
    return body | {"meta": meta}


def counted(
    world: World, parameters: Mapping[str, str], now: datetime, lag: timedelta
) -> dict[str, Any]:
    """Answer how many posts a search would find, per minute, hour or day.

    Raises:
        Refusal: 400, with the parameter and the reason.
    """
    for name in parameters:
        if name not in _COUNTED | {"since_id", "until_id", "search_count.fields"}:
            message = f"The query parameter [{name}] is not one of {sorted(_COUNTED)}"
            raise invalid(name, parameters[name], message)
    name = parameters.get("granularity", "hour")
    if name not in _GRAINS:
        message = f"The `granularity` query parameter value [{name}] is not one of {[*_GRAINS]}"
        raise invalid("granularity", name, message)
    query, within = _query(parameters), span(parameters, now, lag=lag)
    times = {it: moment(parameters, it, now, REACH) for it in _TIMES if it in parameters}
    edges = _edges(
        times.get("start_time", now - REACH), times.get("end_time", now - lag), _GRAINS[name]
    )
    found = Counter(bisect(edges, it.created_at) - 1 for it in _found(world, query, within))
    data = [
        {"end": stamp(end), "start": stamp(begin), "tweet_count": found[number]}
        for number, (begin, end) in enumerate(pairwise(edges))
    ]
    return {"data": data, "meta": {"total_tweet_count": sum(it["tweet_count"] for it in data)}}


def searchable(world: World, query: str) -> Iterable[Post]:
    """Yield every post that a search without limits of time would find.

    Raises:
        Refusal: 400, the query is none.
    """
    return _found(world, _query({"query": query}), Span(0, None, ""))


def _edges(start: datetime, end: datetime, grain: timedelta) -> list[datetime]:
    """Return where one bucket ends and the next begins; the first and last may be short."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    edges = [start]
    inner = epoch + ((start - epoch) // grain + 1) * grain
    while inner < end:
        edges.append(inner)
        inner += grain
    return [*edges, end] if end > start else edges


def _hits(world: World, search: Search) -> Iterable[Post]:
    """Yield one more post than fits on the page, where there is one."""
    for number, post in enumerate(_found(world, search.query, search.span)):
        yield post
        if number == search.size:
            return


def _found(world: World, query: Query, within: Span) -> Iterable[Post]:
    matcher = Matcher(world, quoted=False, accents=False)
    for post in world.newest_first():
        number = int(post.id)
        if number <= within.above:
            return
        beyond = within.below is not None and number >= within.below
        if not beyond and not post.refers("retweeted") and matcher.matches(query, post):
            yield post


def _query(parameters: Mapping[str, str]) -> Query:
    text = parameters.get("query", "")
    if not text.strip():
        raise invalid(
            "query", text, f"Invalid 'query':'{text}'. 'query' must be a non-empty string"
        )
    try:
        return parse(text, longest=QUERY_LENGTH)
    except QueryError as error:
        raise invalid(
            "query", text, f"There were errors processing your request: {error}"
        ) from error
