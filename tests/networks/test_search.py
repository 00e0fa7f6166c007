"""Search fills gaps: every page, from the right beginning, whatever X answers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from networks.fake_x import RECENT, USER, FakeX, fake_x, items_of, read, texts_of, tweet, x_at
from standup_tui.errors import SourceDropped, SourceError, SourceRefused
from standup_tui.model.post import PostId
from standup_tui.ports.source import Unreadable


def id_of(moment: datetime) -> int:
    """Return an id X could have given then."""
    epoch = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
    return int((moment - epoch).total_seconds() * 1000) << 22


NOW = datetime.now(UTC)
FRESH = PostId(f"x:{id_of(NOW - timedelta(hours=1))}")
STALE = PostId(f"x:{id_of(NOW - timedelta(days=8))}")


PAGES = ((3, None, "b"), (2, "b", "c"), (1, "c", None))


def page(*tweets: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    """Return an answer of the search."""
    meta = {"result_count": len(tweets)} | ({"next_token": following} if following else {})
    data = {"data": list(tweets), "includes": {"users": [USER]}} if tweets else {}
    return data | {"meta": meta}


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        fake.says("GET", RECENT, 200, page())
        yield fake


def pages(server: FakeX, answers: dict[str | None, dict[str, Any]]) -> None:
    """Answer by the page token."""

    async def handler(request: web.Request) -> web.Response:
        return web.json_response(answers[request.query.get("next_token")])

    server.on("GET", RECENT, handler)


async def test_every_page_is_a_batch_newest_first(server: FakeX) -> None:
    answers = {
        None: page(tweet(9, "nine"), tweet(8, "eight"), following="b"),
        "b": page(tweet(7, "seven"), following="c"),
        "c": page(),
    }
    pages(server, answers)

    async with x_at(server.base_url) as x:
        found = await read(x.since(None, None))

    assert [len(batch.items) for batch in found] == [2, 1, 0]
    assert texts_of(found) == ["nine", "eight", "seven"]
    first = server.queries(RECENT)[0]
    assert first["max_results"] == "100"
    assert first["query"] == "#StandUp4SW -is:retweet"
    assert "note_tweet" in first["tweet.fields"]


async def test_where_money_is_short_each_query_has_its_newest_page_and_says_what_it_left_out(
    server: FakeX,
) -> None:
    accounts = tuple(f"account_number_{number}" for number in range(40))
    following = {name: page(tweet(number), following=after) for number, name, after in PAGES}
    pages(server, following)

    async with x_at(server.base_url, accounts=accounts) as x:
        found = await read(x.since(None, None, lambda: False))

    asked = [it["query"] for it in server.queries(RECENT)]
    assert len(asked) == len(set(asked)) > 1
    assert [batch.cut for batch in found] == [True] * len(asked)
    assert [batch.more for batch in found] == [*[True] * (len(asked) - 1), False]


async def test_money_that_runs_short_on_a_page_ends_its_query_there(server: FakeX) -> None:
    pages(server, {name: page(tweet(number), following=after) for number, name, after in PAGES})
    there = [True, False]

    async with x_at(server.base_url) as x:
        found = await read(x.since(None, None, lambda: there.pop(0)))

    assert [(batch.more, batch.cut) for batch in found] == [(True, False), (False, True)]


async def test_a_token_that_comes_again_ends_the_search(server: FakeX) -> None:
    pages(server, {None: page(tweet(1), following="b"), "b": page(tweet(2), following="b")})

    async with x_at(server.base_url) as x:
        found = await asyncio.wait_for(read(x.since(None, None)), 20)

    assert len(found) == 2


async def test_after_a_post_the_same_beginning_goes_with_every_page(server: FakeX) -> None:
    pages(server, {None: page(tweet(1), following="b"), "b": page()})

    async with x_at(server.base_url) as x:
        await read(x.since(FRESH, NOW - timedelta(days=1)))

    assert [query["since_id"] for query in server.queries(RECENT)] == [FRESH[2:]] * 2
    assert all("start_time" not in query for query in server.queries(RECENT))


async def test_a_post_older_than_x_s_reach_is_not_asked_for(server: FakeX) -> None:
    asked = datetime.now(UTC)
    async with x_at(server.base_url) as x:
        await read(x.since(STALE, None))
    answered = datetime.now(UTC)

    (query,) = server.queries(RECENT)
    assert "since_id" not in query
    starts = datetime.fromisoformat(query["start_time"])
    assert asked < starts + timedelta(days=7) < answered + timedelta(minutes=10)


async def test_a_post_x_finds_stale_is_replaced_by_its_time_once(server: FakeX) -> None:
    async def handler(request: web.Request) -> web.Response:
        if "since_id" not in request.query:
            return web.json_response(page(tweet(1, "found")))
        message = "'since_id' must be a tweet id created after 2026-06-22T16:35Z."
        body = {"errors": [{"message": message}], "title": "Invalid Request"}
        return web.json_response(body, status=400)

    server.on("GET", RECENT, handler)
    async with x_at(server.base_url) as x:
        found = await read(x.since(FRESH, None))

    assert texts_of(found) == ["found"]
    first, second = server.queries(RECENT)
    assert "since_id" in first
    assert second["start_time"].startswith(f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M}")


async def test_any_other_400_is_a_refusal_at_once(server: FakeX) -> None:
    server.says("GET", RECENT, 400, {"errors": [{"message": "bad query"}]})

    async with x_at(server.base_url) as x:
        with pytest.raises(SourceRefused, match="bad query"):
            await read(x.since(FRESH, None))

    assert server.count("GET", RECENT) == 1


async def test_nothing_before_the_campaign_is_asked_for(server: FakeX) -> None:
    starts = NOW - timedelta(hours=5)

    async with x_at(server.base_url, starts=starts) as x:
        await read(x.since(None, NOW - timedelta(days=3)))

    (query,) = server.queries(RECENT)
    assert query["start_time"] == f"{starts:%Y-%m-%dT%H:%M:%SZ}"


async def test_a_campaign_that_has_just_begun_asks_for_what_x_allows(server: FakeX) -> None:
    """X refuses a beginning within its lag; what is too early is left out here."""
    now = datetime.now(UTC)
    starts = now - timedelta(seconds=10)
    early = tweet(1, "early", created_at=f"{now - timedelta(seconds=30):%Y-%m-%dT%H:%M:%SZ}")
    late = tweet(2, "late", created_at=f"{now:%Y-%m-%dT%H:%M:%SZ}")
    server.says("GET", RECENT, 200, page(late, early))

    async with x_at(server.base_url, starts=starts) as x:
        found = await read(x.since(None, None))

    assert texts_of(found) == ["late"]
    asked = datetime.fromisoformat(server.queries(RECENT)[0]["start_time"])
    assert asked <= datetime.now(UTC) - timedelta(seconds=55)


async def test_more_accounts_than_one_query_holds_are_all_searched(server: FakeX) -> None:
    accounts = tuple(f"account_{number:03}" for number in range(60))

    async with x_at(server.base_url, accounts=accounts) as x:
        await read(x.since(None, None))

    asked = " ".join(query["query"] for query in server.queries(RECENT))
    assert all(f"from:{account}" in asked for account in accounts)
    assert len(server.queries(RECENT)) > 1


async def test_a_bad_post_spoils_only_itself(server: FakeX) -> None:
    server.says("GET", RECENT, 200, page(tweet(1), {"id": 5}, tweet(2)))

    async with x_at(server.base_url) as x:
        items = items_of(await read(x.since(None, None)))

    assert len(items) == 3
    assert isinstance(items[1], Unreadable)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (503, "<html>Service Unavailable</html>", SourceDropped),
        (500, [], SourceDropped),
        (429, {"title": "Too Many Requests"}, SourceDropped),
        (200, "<html>Sign in to the guest network</html>", SourceDropped),
        (401, {"title": "Unauthorized"}, SourceRefused),
        (402, {"title": "CreditsDepleted"}, SourceRefused),
        (403, "<html>Forbidden</html>", SourceRefused),
    ],
)
async def test_a_refusal_says_whether_to_try_again(
    server: FakeX, status: int, body: object, kind: type[SourceError]
) -> None:
    server.says("GET", RECENT, status, body)

    async with x_at(server.base_url) as x:
        with pytest.raises(kind) as error:
            await read(x.since(None, None))

    assert "<" not in str(error.value)


async def test_an_empty_refusal_is_one_too(server: FakeX) -> None:
    """tweepy 4.17 alone fails in its own error handling here."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=503, content_type="application/json")

    server.on("GET", RECENT, handler)

    async with x_at(server.base_url) as x:
        with pytest.raises(SourceDropped):
            await read(x.since(None, None))


async def test_an_answer_that_never_comes_is_given_up(server: FakeX) -> None:
    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(3)
        return web.Response()

    server.on("GET", RECENT, handler)

    async with x_at(server.base_url, quiet=0.2) as x:
        with pytest.raises(SourceDropped, match="silent"):
            await read(x.since(None, None))


async def test_a_search_that_is_left_early_asks_for_no_more(server: FakeX) -> None:
    following = {name: page(tweet(number), following=after) for number, name, after in PAGES}
    pages(server, following)

    async with x_at(server.base_url) as x:
        found = x.since(None, None)
        first = await anext(found)
        await found.aclose()

    assert first.more
    assert server.count("GET", RECENT) == 1
