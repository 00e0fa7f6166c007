"""Only what X says is gone is gone; an error answer never means it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from networks.fake_x import FakeX, fake_x, tweet, x_at
from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.model.post import PostId

LOOK_UP = "/2/tweets"
POSTS = [PostId("x:1"), PostId("x:2"), PostId("x:3")]
HOME = "https://api.twitter.com/2/problems"


def problem(number: str, kind: str = "resource-not-found", **changed: str) -> dict[str, Any]:
    """Return an entry of `errors` for a post."""
    return {
        "value": number,
        "resource_id": number,
        "resource_type": "tweet",
        "parameter": "ids",
        "title": "Not Found Error",
        "type": f"{HOME}/{kind}",
    } | changed


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        yield fake


async def missing(server: FakeX, posts: list[PostId]) -> frozenset[PostId]:
    """Look posts up."""
    async with x_at(server.base_url) as x:
        return (await x.look_up(posts)).gone


async def test_deleted_and_protected_posts_are_gone(server: FakeX) -> None:
    errors = [problem("2"), problem("3", "not-authorized-for-resource")]
    server.says("GET", LOOK_UP, 200, {"data": [tweet(1)], "errors": errors})

    assert await missing(server, POSTS) == {"x:2", "x:3"}
    assert server.queries(LOOK_UP)[0]["ids"] == "1,2,3"


async def test_where_posts_are_withheld_is_asked_for_and_told(server: FakeX) -> None:
    where = {"withheld": {"copyright": False, "country_codes": ["GB"]}}
    server.says("GET", LOOK_UP, 200, {"data": [tweet(1) | where, tweet(2)]})

    async with x_at(server.base_url) as x:
        seen = await x.look_up(POSTS)

    assert seen.withheld == {"x:1": ("GB",), "x:2": ()}
    assert server.queries(LOOK_UP)[0]["tweet.fields"] == "withheld"


@pytest.mark.parametrize(
    "odd",
    [
        problem("2", parameter="author_id", resource_type="user"),
        problem("2", parameter="referenced_tweets.id"),
        problem("2", "usage-capped"),
        problem("99"),
        problem("1"),
        {"title": "Not Found Error"},
        "odd",
    ],
)
async def test_nothing_else_means_gone(server: FakeX, odd: object) -> None:
    server.says("GET", LOOK_UP, 200, {"data": [tweet(1)], "errors": [odd]})

    assert await missing(server, POSTS) == frozenset()


async def test_a_post_x_is_silent_about_is_not_gone(server: FakeX) -> None:
    server.says("GET", LOOK_UP, 200, {})

    assert await missing(server, POSTS) == frozenset()


async def test_no_posts_are_no_request(server: FakeX) -> None:
    assert await missing(server, []) == frozenset()
    assert server.seen == []


async def test_more_than_x_takes_are_refused_here(server: FakeX) -> None:
    with pytest.raises(ValueError, match="100"):
        await missing(server, [PostId(f"x:{number}") for number in range(101)])


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, {"errors": [problem("1")]}, SourceRefused),
        (401, {"title": "Unauthorized"}, SourceRefused),
        (429, {"title": "Too Many Requests"}, SourceDropped),
        (503, "<html></html>", SourceDropped),
        (200, "<html></html>", SourceDropped),
        (200, {"data": [{"id": 5}]}, SourceDropped),
    ],
)
async def test_a_refusal_is_an_error_and_not_an_absence(
    server: FakeX, status: int, body: object, kind: type[Exception]
) -> None:
    server.says("GET", LOOK_UP, status, body)

    with pytest.raises(kind):
        await missing(server, POSTS)
