"""Who gets in, how often, and what public acts leave behind."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from tweepy import BadRequest, Forbidden, NotFound, StreamRule, TooManyRequests, Unauthorized

from simulator.aiming import client_of, listening
from simulator.clocks import HandClock
from standup_tui.simulator.server import Options, Simulator


async def test_the_user_token_says_who_it_is(x: Simulator, client: Any) -> None:
    me = await client.get_me(user_fields=["verified"])

    assert (x.credentials.user_id, "WensumValeSW", True) == (
        str(me.data.id),
        me.data.username,
        me.data.verified,
    )


@pytest.mark.usefixtures("x")
async def test_the_app_token_is_refused_where_a_user_has_to_act(client: Any) -> None:
    with pytest.raises(Forbidden, match="Application-Only is forbidden"):
        await client.get_me(user_auth=False)


@pytest.mark.parametrize(
    "name", ["consumer_key", "consumer_secret", "access_token", "access_token_secret"]
)
async def test_a_wrong_signature_is_refused(x: Simulator, name: str) -> None:
    async with client_of(x.credentials, **{name: "1580000000000000001-wrong"}) as client:
        with pytest.raises(Unauthorized):
            await client.get_me()


@pytest.mark.parametrize("token", ["wrong", "wröng", ""])
async def test_an_unknown_bearer_token_is_refused(x: Simulator, token: str) -> None:
    async with client_of(x.credentials, bearer_token=token) as client:
        with pytest.raises(Unauthorized):
            await client.get_tweets(["1"])


@pytest.mark.parametrize(
    "query", ["#a (b OR c)", '"more tea" 100%', "a+b=c&d", "naïve 💚", "日本語", "from:x 'y' ~!*"]
)
async def test_any_signed_query_is_verified(x: Simulator, client: Any, query: str) -> None:
    with contextlib.suppress(BadRequest):  # signed right, then refused as a query
        await client.search_recent_tweets(query, user_auth=True)

    assert x.ledger.calls[-1].status in {200, 400}


async def test_every_answer_carries_the_rate_limit(raw: aiohttp.ClientSession) -> None:
    async with raw.get("/2/tweets", params={"ids": "1"}) as first:
        pass
    async with raw.get("/2/tweets", params={"ids": "1"}) as second:
        pass
    async with raw.get("/3/nowhere") as third:
        body = await third.json()

    assert _left(first) == ("3500", "3499")
    assert _left(second) == ("3500", "3498")
    assert "x-rate-limit-reset" in third.headers
    assert (body) == {
        "title": "Not Found",
        "type": "about:blank",
        "status": 404,
        "detail": "Not Found",
    }


async def test_answers_are_compressed_when_asked(raw: aiohttp.ClientSession) -> None:
    async with raw.get("/2/tweets?ids=1", headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert "errors" in await response.json()


async def test_a_retweet_is_on_the_network_until_it_is_undone(x: Simulator, client: Any) -> None:
    post_id = x.publish("#StandUp4SW", author=x.roster[1])
    done = await client.retweet(post_id)
    twice = await client.retweet(post_id)
    metrics = (await client.get_tweet(post_id, tweet_fields="public_metrics")).data
    undone = await client.unretweet(post_id)
    again = await client.unretweet(post_id)

    assert done.data == twice.data == {"rest_id": post_id, "retweeted": True}
    assert undone.data == again.data == {"retweeted": False}
    assert metrics.public_metrics["retweet_count"] == 1
    assert [("retweet", post_id, 200)] * 2 + [("undo", post_id, 200)] * 2 == [
        (call.act, call.post_id, call.status) for call in x.ledger.retweets
    ]


async def test_our_own_retweet_comes_back_on_the_stream(
    x: Simulator, client: Any, rules: Any
) -> None:
    await rules.add_rules(StreamRule("from:WensumValeSW", tag="own"))
    post_id = x.publish("#StandUp4SW", author=x.roster[1])
    async with listening(x.credentials, tweet_fields=["referenced_tweets"]) as stream:
        await client.retweet(post_id)
        response = await stream.next()

    assert [("retweeted", int(post_id))] == [
        (it.type, it.id) for it in response.data.referenced_tweets
    ]


async def test_retweeting_what_is_gone_is_refused_and_noted(x: Simulator, client: Any) -> None:
    post_id = x.publish("soon gone")
    x.delete(post_id)

    with pytest.raises(NotFound):
        await client.retweet(post_id)
    assert [call.status for call in x.ledger.retweets] == [404]


async def test_retweeting_for_somebody_else_is_refused(x: Simulator, client: Any) -> None:
    route = "/2/users/1580000000000000002/retweets"
    with pytest.raises(Forbidden):
        await client.request(
            "POST", route, params={}, json={"tweet_id": x.publish("a")}, user_auth=True
        )
    assert [call.status for call in x.ledger.retweets] == [403]


class Slow:
    """A simulator whose clock a test moves."""

    def __init__(self, x: Simulator, clock: HandClock, client: Any) -> None:
        self.x = x
        self.clock = clock
        self.client = client


@pytest.fixture
async def slow() -> AsyncIterator[Slow]:
    clock = HandClock()
    async with (
        Simulator(Options(play=False), clock=clock) as x,
        client_of(x.credentials) as client,
    ):
        yield Slow(x, clock, client)


async def test_fifty_retweets_in_fifteen_minutes_are_the_limit(slow: Slow) -> None:
    post_id = slow.x.publish("a")
    for _ in range(50):
        await slow.client.retweet(post_id)
    with pytest.raises(TooManyRequests) as refused:
        await slow.client.retweet(post_id)
    assert refused.value.reset_time == int(slow.clock.now().timestamp()) + 900

    slow.clock.move(901)
    await slow.client.retweet(post_id)


async def test_fifty_connections_in_fifteen_minutes_are_the_limit(slow: Slow) -> None:
    headers = {"Authorization": f"Bearer {slow.x.credentials.bearer_token}"}
    statuses = []
    async with aiohttp.ClientSession(slow.x.base_url, headers=headers) as session:
        for _ in range(51):
            async with session.get("/2/tweets/search/stream") as response:
                statuses.append((response.status, await response.json()))

    assert [status for status, _ in statuses] == [409] * 50 + [429]
    assert statuses[-1][1]["title"] == "Too Many Requests"


def _left(response: aiohttp.ClientResponse) -> tuple[str, str]:
    return response.headers["x-rate-limit-limit"], response.headers["x-rate-limit-remaining"]


async def test_an_answer_is_dated_by_the_simulators_clock() -> None:
    async with (
        Simulator(Options(play=False), clock=HandClock()) as x,
        aiohttp.ClientSession(x.base_url) as session,
        session.get("/2/tweets") as answer,
    ):
        assert answer.headers["date"] == "Sun, 22 Nov 2026 12:00:00 GMT"
