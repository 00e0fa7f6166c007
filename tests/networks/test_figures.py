"""X's own figures: how many posts there were, and what was read of the month's."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from networks.fake_x import FakeX, campaign, fake_x, x_at
from networks.takings import Takings
from standup_tui.errors import Refusal, SourceDropped, SourceRefused
from standup_tui.model.money import Item
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.figures import COUNTS, USAGE
from standup_tui.networks.x.network import X
from standup_tui.settings.campaign import Source
from standup_tui.simulator.server import Options, Simulator

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

START = datetime(2026, 2, 1, 9, tzinfo=UTC)
END = START + timedelta(hours=1)


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        yield fake


@pytest.fixture
async def x(server: FakeX) -> AsyncIterator[X]:
    async with x_at(server.base_url) as network:
        yield network


async def test_counts_ask_for_what_a_search_would_find(server: FakeX, x: X) -> None:
    server.says("GET", COUNTS, 200, {"data": [], "meta": {"total_tweet_count": 12}})

    assert await x.counted(START, END) == 12
    assert server.queries(COUNTS) == [
        {
            "query": "#StandUp4SW -is:retweet",
            "granularity": "hour",
            "start_time": "2026-02-01T09:00:00Z",
            "end_time": "2026-02-01T10:00:00Z",
        }
    ]


@pytest.mark.parametrize(
    ("body", "total"),
    [
        ({"meta": {"total_tweet_count": "7"}}, 7),
        ({"data": [{"tweet_count": "3"}, {"tweet_count": 4}], "meta": {}}, 7),
        ({"data": [{"tweet_count": 3}, {}]}, 3),
        ({"data": None, "meta": {"total_tweet_count": 0}}, 0),
    ],
)
async def test_numbers_may_be_texts_and_totals_may_be_missing(
    server: FakeX, x: X, body: object, total: int
) -> None:
    server.says("GET", COUNTS, 200, body)

    assert await x.counted(START, END) == total


@pytest.mark.parametrize(
    "body",
    ["<html>", [], {}, {"data": 5}, {"meta": {"total_tweet_count": "many"}}],
)
async def test_an_answer_without_a_number_is_no_number(server: FakeX, x: X, body: object) -> None:
    server.says("GET", COUNTS, 200, body)

    with pytest.raises(SourceDropped):
        await x.counted(START, END)


async def test_every_page_and_every_query_counts_and_is_charged(server: FakeX) -> None:
    pages = {None: ("2", "b"), "b": ("3", None)}

    async def handler(request: web.Request) -> web.Response:
        number, following = pages[request.query.get("next_token")]
        more = {"next_token": following} if following else {}
        return web.json_response({"data": [], "meta": {"total_tweet_count": number} | more})

    server.on("GET", COUNTS, handler)
    accounts = tuple(f"account_{number:03}" for number in range(40))
    takings = Takings()

    async with x_at(server.base_url, accounts=accounts, till=takings) as x:
        total = await x.counted(START, END)

    queries = {it["query"] for it in server.queries(COUNTS)}
    assert len(queries) > 1
    assert total == 5 * len(queries)
    assert len(takings.of(Item.COUNT)) == 2 * len(queries)


async def test_a_count_that_is_refused_costs_nothing(server: FakeX) -> None:
    server.says("GET", COUNTS, 403, {"title": "No"})
    takings = Takings()

    async with x_at(server.base_url, till=takings) as x:
        with pytest.raises(SourceRefused) as refusal:
            await x.counted(START, END)

    assert refusal.value.kind is Refusal.ACCESS
    assert takings.charges == []


@pytest.mark.parametrize("number", [int, str])
async def test_usage_is_read_whether_its_numbers_are_texts_or_not(
    server: FakeX, x: X, number: Any
) -> None:
    data = {"project_usage": number(41), "project_cap": number(3_000_000), "project_id": "1"}
    server.says("GET", USAGE, 200, {"data": data | {"cap_reset_day": number(1)}})

    usage = await x.usage()

    assert usage is not None
    assert (usage.used, usage.cap, usage.resets) == (41, 3_000_000, 1)
    assert abs(usage.at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("status", [403, 404])
async def test_a_plan_without_usage_says_none(server: FakeX, x: X, status: int) -> None:
    server.says("GET", USAGE, status, {"title": "No"})

    assert await x.usage() is None


async def test_usage_with_a_wrong_token_is_refused(server: FakeX, x: X) -> None:
    server.says("GET", USAGE, 401, {"title": "Unauthorized"})

    with pytest.raises(SourceRefused) as refusal:
        await x.usage()

    assert refusal.value.kind is Refusal.CREDENTIALS


@pytest.mark.parametrize("body", ["<html>", {}, {"data": {"project_usage": "x"}}])
async def test_an_odd_answer_to_usage_is_worth_another_try(
    server: FakeX, x: X, body: object
) -> None:
    server.says("GET", USAGE, 200, body)

    with pytest.raises(SourceDropped):
        await x.usage()


async def test_the_simulator_counts_as_the_hub_reads() -> None:
    async with Simulator(Options(play=False)) as simulator:
        tokens = Credentials(simulator.credentials.bearer_token)
        for number in range(3):
            simulator.publish(f"Post {number} #StandUp4SW")
        now = datetime.now(UTC)
        async with x_at(simulator.base_url, tokens) as x:
            counted = await x.counted(now - timedelta(hours=1), now + timedelta(seconds=1))
            usage = await x.usage()

    assert counted == 3
    assert usage is not None
    assert (usage.used, usage.resets) == (0, 1)


async def test_what_search_does_not_find_is_said_only_where_it_is_wanted() -> None:
    plain = campaign("http://127.0.0.1:9")
    async with x_at("http://127.0.0.1:9") as x:
        assert (x.unsearchable, x.reach) == ("", timedelta(days=7))
    wanting = Source(base_url=plain.source.base_url, reposts=True)
    x = X(campaign(plain.source.base_url, source=wanting), Credentials("t"))
    assert x.unsearchable == "reposts"
    await x.close()
