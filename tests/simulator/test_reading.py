"""Timelines, counts, usage and connections: what a client asks besides posts."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from tweepy import BadRequest, StreamRule

from simulator.aiming import client_of, listening
from simulator.clocks import NOON, HandClock
from simulator.drills import drill
from standup_tui.simulator.server import Options, Simulator

USAGE = "/2/usage/tweets"
CONNECTIONS = "/2/connections"


async def _asked(client: Any, route: str, **params: str) -> Any:
    answer = await client.request("GET", route, params=params)
    async with answer:
        return await answer.json()


async def test_a_timeline_has_own_posts_and_retweets_newest_first(
    x: Simulator, client: Any
) -> None:
    theirs = x.publish("Theirs", author=x.roster[1])
    own = x.publish("Ours")
    reply = x.publish("An answer of ours", reply_to=theirs)
    await client.retweet(theirs)
    found = await client.get_users_tweets(
        x.credentials.user_id, tweet_fields=["referenced_tweets"]
    )

    kinds = [[it.type for it in post.referenced_tweets or ()] for post in found.data]
    assert kinds == [["retweeted"], ["replied_to"], []]
    assert [reply, own] == [str(post.id) for post in found.data[1:]]
    assert str(found.data[0].referenced_tweets[0].id) == theirs


@pytest.mark.parametrize(
    ("without", "left"), [(["retweets"], 2), (["replies"], 2), (["retweets", "replies"], 1)]
)
async def test_a_timeline_can_leave_out_retweets_and_replies(
    x: Simulator, client: Any, without: list[str], left: int
) -> None:
    theirs = x.publish("Theirs", author=x.roster[1])
    x.publish("Ours")
    x.publish("An answer of ours", reply_to=theirs)
    await client.retweet(theirs)
    found = await client.get_users_tweets(x.credentials.user_id, exclude=without)

    assert left == found.meta["result_count"]


async def test_a_timeline_comes_in_pages_and_since_an_id(x: Simulator, client: Any) -> None:
    ids = [x.publish(f"Number {number}") for number in range(12)]
    user = x.credentials.user_id
    seen: list[str] = []
    token = None
    while True:
        page = await client.get_users_tweets(user, max_results=5, pagination_token=token)
        seen += [str(post.id) for post in page.data]
        if (token := page.meta.get("next_token")) is None:
            break
    newer = await client.get_users_tweets(user, since_id=ids[8])

    assert ids[::-1] == seen
    assert newer.meta["result_count"] == 3


@pytest.mark.parametrize(
    "params", [{"max_results": "4"}, {"exclude": "pictures"}, {"since_id": "x"}, {"colour": "red"}]
)
async def test_a_timeline_refuses_what_it_does_not_know(
    x: Simulator, client: Any, params: dict[str, str]
) -> None:
    with pytest.raises(BadRequest):
        await _asked(client, f"/2/users/{x.credentials.user_id}/tweets", **params)


async def test_an_account_without_posts_has_an_empty_timeline(client: Any) -> None:
    found = await client.get_users_tweets("12345")

    assert (found.data, found.meta) == (None, {"result_count": 0})


@pytest.fixture
async def noon() -> AsyncIterator[tuple[Simulator, Any, HandClock]]:
    clock = HandClock()
    async with (
        Simulator(Options(play=False), clock=clock) as x,
        client_of(x.credentials) as client,
    ):
        yield x, client, clock


@pytest.mark.parametrize(
    ("grain", "since", "counts"),
    [
        ("minute", timedelta(minutes=3), [0, 2, 1, 0]),
        ("hour", timedelta(hours=2), [0, 3, 0]),
        ("day", timedelta(days=1), [0, 3]),
    ],
)
async def test_posts_are_counted_in_buckets(
    noon: tuple[Simulator, Any, HandClock], grain: str, since: timedelta, counts: list[int]
) -> None:
    x, client, clock = noon
    clock.move(-90)
    for _ in range(3):
        x.publish("#StandUp4SW")
        x.publish("something else")
        clock.move(20)
    clock.move(60)
    start = (NOON - since).isoformat().replace("+00:00", "Z")
    found = await client.get_recent_tweets_count(
        "#StandUp4SW", granularity=grain, start_time=start
    )

    assert found.meta["total_tweet_count"] == 3
    assert counts == [it["tweet_count"] for it in found.data]
    assert found.data[0]["start"] == (NOON - since).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert [it["end"] for it in found.data[:-1]] == [it["start"] for it in found.data[1:]]


async def test_counts_leave_out_what_search_leaves_out(x: Simulator, client: Any) -> None:
    post_id = x.publish("#StandUp4SW", author=x.roster[1])
    await client.retweet(post_id)
    x.delete(x.publish("#StandUp4SW soon gone"))
    counts = await client.get_recent_tweets_count("#StandUp4SW")
    found = await client.search_recent_tweets("#StandUp4SW")

    assert 1 == counts.meta["total_tweet_count"] == found.meta["result_count"]


@pytest.mark.parametrize("params", [{"granularity": "week"}, {"query": "-is:retweet"}])
async def test_counts_refuse_what_they_do_not_know(client: Any, params: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        await _asked(client, "/2/tweets/counts/recent", **({"query": "#a"} | params))


async def test_usage_counts_each_post_once_a_day(
    noon: tuple[Simulator, Any, HandClock],
) -> None:
    x, client, clock = noon
    posts = [x.publish("#StandUp4SW") for _ in range(3)]
    for _ in range(2):
        await client.search_recent_tweets("#StandUp4SW")
        await client.get_tweets(posts[:2])
    first = await _asked(client, USAGE)
    clock.move(24 * 3600)
    await client.get_tweet(posts[0])
    fields = "daily_project_usage,daily_client_app_usage"
    second = await _asked(client, USAGE, days="2", **{"usage.fields": fields})

    assert first["data"] == {
        "cap_reset_day": 1,
        "project_cap": "3000000",
        "project_id": "1",
        "project_usage": "3",
    }
    assert second["data"]["daily_project_usage"]["usage"] == [
        {"date": "2026-11-23T00:00:00.000Z", "usage": "1"},
        {"date": "2026-11-22T00:00:00.000Z", "usage": "3"},
    ]
    assert [*x.meter.per_day().values()] == [3, 1]


async def test_usage_counts_what_the_stream_sent() -> None:
    async with drill("duplicates=3", "close-after=5") as x:
        await x.read(posts=3)
        assert [*x.x.meter.per_day().values()] == [2]


async def test_an_answer_without_posts_is_free(x: Simulator, client: Any) -> None:
    await client.search_recent_tweets("#StandUp4SW")
    x.faults.add("search-fails")
    x.publish("#StandUp4SW")

    assert x.meter.per_day() == {}


@pytest.mark.parametrize("params", [{"days": "91"}, {"usage.fields": "colour"}])
async def test_usage_refuses_what_it_does_not_know(client: Any, params: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        await _asked(client, USAGE, **params)


async def test_connections_are_listed_with_their_end(
    x: Simulator, client: Any, rules: Any
) -> None:
    await rules.add_rules(StreamRule("#a"))
    before = await _asked(client, CONNECTIONS)
    async with listening(x.credentials):
        during = await _asked(client, CONNECTIONS)
        await client.request("DELETE", f"{CONNECTIONS}/all")
    after = await _asked(client, CONNECTIONS, status="all")

    assert before == {"meta": {"result_count": 0}}
    assert {"id", "endpoint_name", "connected_at", "client_ip"} == during["data"][0].keys()
    assert after["data"][0]["disconnect_reason"] == "killed"


@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("GET", USAGE, "50"),
        ("DELETE", f"{CONNECTIONS}/all", "25"),
        ("GET", "/2/tweets/search/stream/rules/counts", "450"),
        ("GET", "/2/users/1/tweets", "10000"),
    ],
)
async def test_each_has_its_own_limit(
    raw: aiohttp.ClientSession, method: str, path: str, limit: str
) -> None:
    async with raw.request(method, path) as answer:
        assert limit == answer.headers["x-rate-limit-limit"]


@pytest.mark.parametrize(
    "path",
    [USAGE, CONNECTIONS, "/2/users/1/tweets", "/2/tweets/counts/recent?query=%23a", "/2/nowhere"],
)
async def test_everything_is_compressed_when_asked(raw: aiohttp.ClientSession, path: str) -> None:
    async with raw.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.json()
