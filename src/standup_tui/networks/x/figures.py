"""X's own figures: how many posts there were, and how many it has counted as read."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from uuid import uuid4

from msgspec import Struct

from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.model.money import Charge, Item, Usage
from standup_tui.networks.x.asking import answer, read_as
from standup_tui.networks.x.session import Refused
from standup_tui.ports.clock import Clock
from standup_tui.ports.money import Till

T = TypeVar("T")

COUNTS: Final = "/2/tweets/counts/recent"
USAGE: Final = "/2/usage/tweets"
USAGE_FIELDS: Final = {"usage.fields": "cap_reset_day,project_cap,project_usage"}
_NOT_OFFERED: Final = (403, 404)


class _Bucket(Struct):
    tweet_count: int | str | None = None


class _Total(Struct):
    total_tweet_count: int | str | None = None
    next_token: str | None = None


class _Counts(Struct):
    data: list[_Bucket] | None = None
    meta: _Total | None = None


class _Used(Struct):
    project_usage: int | str
    project_cap: int | str
    cap_reset_day: int | str | None = None


class _Usage(Struct):
    data: _Used


async def counted(
    client: Any, queries: Iterable[str], start: datetime, end: datetime, till: Till | None
) -> int:
    """Return how many posts X's search knows between two times; each query is charged.

    A post that satisfies two queries counts twice; only campaigns with dozens of accounts have
    more than one.

    Args:
        client: tweepy's, answering with aiohttp's responses.
        queries: Those of the search.
        start: UTC, within seven days.
        end: UTC, more than 30 seconds ago.
        till: Is told of each request.

    Raises:
        SourceDropped: Try again after a pause.
        SourceRefused: X says no, and why.
    """
    total = 0
    for query in queries:
        asked = {
            "query": query,
            "granularity": "hour",
            "start_time": _stamp(start),
            "end_time": _stamp(end),
        }
        seen: set[str] = set()
        while True:
            body = await answer(client.request("GET", COUNTS, params=asked))
            if till is not None:
                till.ring(Charge(Item.COUNT, (uuid4().hex,)))
            page = read_as(body, _Counts, "how many posts there were")
            meta = page.meta or _Total()
            if meta.total_tweet_count is None and page.data is None:
                raise SourceDropped("X's answer to how many posts there were has no number.")
            total += (
                sum(_number(it.tweet_count or 0) for it in page.data or ())
                if meta.total_tweet_count is None
                else _number(meta.total_tweet_count)
            )
            token = meta.next_token
            if not token or token in seen:
                break
            seen.add(token)
            asked["next_token"] = token
    return total


async def usage(client: Any, clock: Clock) -> Usage | None:
    """Return what X has counted as read in this month; None: it does not say.

    Raises:
        SourceDropped: Try again after a pause.
        SourceRefused: X says no, and why.
    """
    try:
        body = await answer(client.request("GET", USAGE, params=USAGE_FIELDS))
    except SourceRefused as refusal:
        if not_offered(refusal):
            return None
        raise
    return read_usage(body, clock.now())


def read_usage(body: bytes, at: datetime) -> Usage:
    """Read X's count of what was read; its numbers may come as texts.

    Raises:
        SourceDropped: It is none.
    """
    said = read_as(body, _Usage, "how many posts were read").data
    day = said.cap_reset_day
    return Usage(
        used=_number(said.project_usage),
        cap=_number(said.project_cap),
        at=at,
        resets=None if day is None else _number(day),
    )


def not_offered(refusal: SourceRefused) -> bool:
    """Tell whether X refused for the plan, and not for the credentials."""
    heard = refusal.__cause__
    return isinstance(heard, Refused) and heard.status in _NOT_OFFERED


def _number(value: float | str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise SourceDropped("X's answer has a word where a number belongs.") from error


def _stamp(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
