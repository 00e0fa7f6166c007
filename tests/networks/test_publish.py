"""A public act either happened, did not, or is in doubt; and it is never sent twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from networks.fake_x import TOKENS, FakeX, fake_x, forever, x_at
from networks.takings import Takings
from standup_tui.errors import ActFailed, ActInDoubt, ActLater
from standup_tui.model.money import Item
from standup_tui.model.post import PostId
from standup_tui.networks.x.credentials import Credentials

POST = PostId("x:1000")
RETWEETS = "/2/users/42/retweets"
ONE_RETWEET = "/2/users/42/retweets/1000"
OWN = "/2/users/42/tweets"


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        fake.says("POST", RETWEETS, 200, {"data": {"retweeted": True, "rest_id": "1000"}})
        fake.says("DELETE", ONE_RETWEET, 200, {"data": {"retweeted": False}})
        yield fake


async def retweet(server: FakeX, tokens: Credentials = TOKENS) -> None:
    """Retweet once."""
    async with x_at(server.base_url, tokens, quiet=0.5) as x:
        await x.retweet(POST)


async def test_a_retweet_and_its_undoing_are_one_request_each(server: FakeX) -> None:
    async with x_at(server.base_url) as x:
        await x.retweet(POST)
        await x.unretweet(POST)

    routes = [(method, path, body) for method, path, _, body in server.seen]
    assert routes == [("POST", RETWEETS, {"tweet_id": "1000"}), ("DELETE", ONE_RETWEET, None)]


async def test_an_account_without_tokens_sends_nothing(server: FakeX) -> None:
    with pytest.raises(ActFailed, match="tokens"):
        await retweet(server, Credentials("bearer only"))

    assert server.seen == []


@pytest.mark.parametrize(
    ("status", "body", "word"),
    [
        (400, {"detail": "not a number"}, "not a number"),
        (401, {"title": "Unauthorized"}, "tokens"),
        (402, {"title": "CreditsDepleted"}, "credits"),
        (403, {"detail": "You are not permitted\x1b[2J to perform this action."}, "not permitted"),
        (403, "<html>Forbidden</html>", "does not allow"),
        (404, {"title": "Not Found"}, "no longer there"),
        (200, {"errors": [{"detail": "Could not find tweet"}]}, "Could not find tweet"),
        (200, {"data": {"retweeted": False}}, "did not do it"),
    ],
)
async def test_what_x_refuses_did_not_happen(
    server: FakeX, status: int, body: object, word: str
) -> None:
    server.says("POST", RETWEETS, status, body)

    with pytest.raises(ActFailed, match=word) as failure:
        await retweet(server)

    assert str(failure.value).isprintable()
    assert "<" not in str(failure.value)
    assert server.count("POST", RETWEETS) == 1


@pytest.mark.parametrize("with_time", [True, False])
async def test_a_spent_limit_says_when_to_try_again(server: FakeX, *, with_time: bool) -> None:
    reset = datetime.now(UTC) + timedelta(minutes=9)
    headers = {"x_rate_limit_reset": str(int(reset.timestamp()))} if with_time else {}
    server.says("POST", RETWEETS, 429, {"title": "Too Many Requests"}, **headers)

    with pytest.raises(ActLater, match="limit") as later:
        await retweet(server)

    expected = reset if with_time else datetime.now(UTC) + timedelta(minutes=15)
    assert abs(later.value.at - expected) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"title": "Internal"}),
        (503, "<html>503</html>"),
        (200, {}),
        (200, "<html>portal</html>"),
        (200, {"data": []}),
    ],
)
async def test_trouble_after_sending_is_doubt(server: FakeX, status: int, body: object) -> None:
    server.says("POST", RETWEETS, status, body)

    with pytest.raises(ActInDoubt):
        await retweet(server)

    assert server.count("POST", RETWEETS) == 1


async def test_an_answer_that_is_lost_is_doubt(server: FakeX) -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    server.on("POST", RETWEETS, hang_up)

    with pytest.raises(ActInDoubt):
        await retweet(server)

    assert server.count("POST", RETWEETS) == 1


@pytest.mark.parametrize("act", ["retweet", "unretweet"])
async def test_an_answer_that_does_not_come_is_doubt(server: FakeX, act: str) -> None:
    async def wait(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    server.on("POST", RETWEETS, wait)
    server.on("DELETE", ONE_RETWEET, wait)

    async with x_at(server.base_url, quiet=0.2) as x:
        with pytest.raises(ActInDoubt):
            await getattr(x, act)(POST)

    assert len(server.seen) == 1


async def test_nobody_listening_means_not_sent() -> None:
    async with x_at("http://127.0.0.1:9") as x:
        with pytest.raises(ActFailed, match="Not sent"):
            await x.retweet(POST)


async def test_a_proxy_that_cannot_be_used_means_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://proxy.invalid:1080")
    for name in ("https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    takings = Takings()
    async with x_at("https://x.invalid", till=takings) as x:
        with pytest.raises(ActFailed, match=r"Not sent\. HTTPS_PROXY does not name"):
            await x.retweet(POST)

    assert takings.charges == []


async def test_an_act_cut_short_after_it_was_sent_is_paid_for(server: FakeX) -> None:
    sent = asyncio.Event()

    async def wait(_: web.Request) -> web.Response:
        sent.set()
        await forever()
        return web.Response()

    server.on("POST", RETWEETS, wait)
    takings = Takings()
    async with x_at(server.base_url, till=takings) as x:
        act = asyncio.create_task(x.retweet(POST))
        await asyncio.wait_for(sent.wait(), 30)
        act.cancel()
        await asyncio.gather(act, return_exceptions=True)

    assert act.cancelled()
    assert len(takings.of(Item.RETWEET)) == 1


def own(*retweeted: int, first: int = 2000, following: str | None = None) -> dict[str, Any]:
    """Return the account's own posts, newest first."""
    data = [
        {
            "id": str(first - number),
            "text": "RT",
            "referenced_tweets": [{"type": "retweeted", "id": str(it)}],
        }
        for number, it in enumerate(retweeted)
    ]
    return {"data": data, "meta": {"next_token": following} if following else {}}


async def has_retweeted(server: FakeX) -> bool | None:
    """Ask."""
    async with x_at(server.base_url) as x:
        return await x.has_retweeted(POST)


async def test_a_retweet_is_found_among_the_account_s_own_posts(server: FakeX) -> None:
    server.says("GET", OWN, 200, own(5, 1000))

    assert await has_retweeted(server) is True
    assert server.queries(OWN)[0]["tweet.fields"] == "referenced_tweets"
    assert server.queries(OWN)[0]["since_id"] == POST.removeprefix("x:")


async def test_a_retweet_is_found_behind_hundreds_of_others(server: FakeX) -> None:
    async def handler(request: web.Request) -> web.Response:
        page = int(request.query.get("pagination_token", "1"))
        found = own(1000) if page == 5 else own(*range(5, 105), following=str(page + 1))
        return web.json_response(found)

    server.on("GET", OWN, handler)

    assert await has_retweeted(server) is True


@pytest.mark.parametrize(
    "answer",
    [own(5, 6), {"meta": {"result_count": 0}}, own(5, first=999, following="more")],
)
async def test_own_posts_without_it_back_to_the_post_say_no(
    server: FakeX, answer: dict[str, Any]
) -> None:
    server.says("GET", OWN, 200, answer)

    assert await has_retweeted(server) is False
    assert server.count("GET", OWN) == 1


async def test_more_own_posts_than_are_looked_through_say_nothing(server: FakeX) -> None:
    server.says("GET", OWN, 200, own(5, 6, following="more"))

    assert await has_retweeted(server) is None
    assert server.count("GET", OWN) == 8


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, {"title": "Not Found"}),
        (403, {"title": "Forbidden"}),
        (429, {"title": "Too Many Requests"}),
        (503, "<html></html>"),
        (200, "<html></html>"),
        (200, {"data": [{"id": 5}]}),
        (200, {"data": [{"id": "x", "text": "y"}]}),
        (200, {"errors": [{"title": "Forbidden"}]}),
    ],
)
async def test_an_answer_that_does_not_say_is_none(
    server: FakeX, status: int, body: object
) -> None:
    server.says("GET", OWN, status, body)

    assert await has_retweeted(server) is None


async def test_without_tokens_nobody_can_say() -> None:
    async with fake_x() as fake, x_at(fake.base_url, Credentials("bearer only")) as x:
        assert await x.has_retweeted(POST) is None
        assert fake.seen == []
