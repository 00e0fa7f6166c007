"""What the till is told: everything that X may charge for, and nothing that it cannot."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
from aiohttp import web

from networks.fake_x import (
    RECENT,
    STREAM,
    USER,
    FakeX,
    fake_x,
    line,
    read,
    read_into,
    tweet,
    x_at,
)
from networks.takings import Takings
from standup_tui.errors import SourceDropped, SourceError
from standup_tui.model.money import Item
from standup_tui.model.post import PostId
from standup_tui.networks.x import stream
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Batch
from standup_tui.simulator.server import Options, Simulator

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

LOOK_UP = "/2/tweets"


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        yield fake


@pytest.fixture
def takings() -> Takings:
    return Takings()


@pytest.fixture
async def x(server: FakeX, takings: Takings) -> AsyncIterator[X]:
    async with x_at(server.base_url, till=takings) as network:
        yield network


async def stream_to_the_end(x: X) -> None:
    with pytest.raises(SourceDropped):
        await asyncio.wait_for(read_into([], x.live()), 30)


async def test_every_post_of_the_stream_is_rung_up(server: FakeX, x: X, takings: Takings) -> None:
    server.streams(b"\r\n", line(1), line(2) + line(3))

    await stream_to_the_end(x)

    assert takings.of(Item.POST) == {"1", "2", "3"}
    assert takings.others == 0


async def test_posts_that_only_others_wanted_are_paid_by_us_too(
    server: FakeX, x: X, takings: Takings
) -> None:
    server.rules = [{"id": "5", "value": "cats", "tag": "somebody's"}]
    server.streams(line(1, "cats", matching_rules=[{"id": "5", "tag": "somebody's"}]))

    await stream_to_the_end(x)

    assert takings.of(Item.POST) == {"1"}


async def test_posts_that_come_along_are_counted(server: FakeX, x: X, takings: Takings) -> None:
    quoting = {"data": tweet(2), "includes": {"users": [USER], "tweets": [tweet(1)]}}
    server.streams(json.dumps(quoting).encode() + b"\n")

    await stream_to_the_end(x)

    assert takings.of(Item.POST) == {"1", "2"}


@pytest.mark.parametrize(
    ("bad", "paid"),
    [
        (b'{"data":{"id":"7"}}', ({"7"}, 0)),
        (b'{"data":{"id":8,"text":"a number"}}', ({"8"}, 0)),
        (b'{"data":{"text":"no id"}}', (set(), 1)),
        (b'{"data":{"id":"9","te', (set(), 1)),
        (b'{"data":{"id":"10","text":"' + b"x" * 3_000_000, (set(), 1)),
        (b"\xff garbage", (set(), 0)),
        (b"null", (set(), 0)),
        (b"{}", (set(), 0)),
        (b'{"errors":[{"title":"odd"}]}', (set(), 0)),
    ],
)
async def test_a_line_that_cannot_be_read_is_paid_if_it_was_a_post(
    server: FakeX, x: X, takings: Takings, bad: bytes, paid: tuple[set[str], int]
) -> None:
    server.streams(bad + b"\r\n")

    await stream_to_the_end(x)

    assert (takings.of(Item.POST), takings.others) == paid


async def test_posts_that_came_and_were_not_waited_for_are_paid_too(
    server: FakeX, x: X, takings: Takings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All in one packet, of which the reader takes the first line and leaves."""
    monkeypatch.setattr(stream, "TOGETHER", 1)
    server.streams(line(1) + line(2) + line(3), end="silence")

    async with aclosing(x.live()) as live, asyncio.timeout(60):
        while not (batch := await anext(live)).items:
            pass

    assert len(batch.items) == 1
    assert takings.of(Item.POST) == {"1", "2", "3"}


async def test_every_page_of_a_search_is_rung_up_as_it_is_read(
    server: FakeX, x: X, takings: Takings
) -> None:
    body: dict[str, Any] = {"data": [tweet(1), {"id": "2"}, {"text": "no id"}], "meta": {}}
    server.says("GET", RECENT, 200, body)

    await read(x.since(None, None))

    assert (takings.of(Item.POST), takings.others) == ({"1", "2"}, 1)


@pytest.mark.parametrize(
    ("status", "body"), [(503, {}), (200, "<html>Sign in</html>"), (402, {"title": "No"})]
)
async def test_what_brought_no_posts_costs_nothing(
    server: FakeX, x: X, takings: Takings, status: int, body: object
) -> None:
    server.says("GET", RECENT, status, body)
    server.says("GET", STREAM, status, body)

    for attempt in (read(x.since(None, None)), read(x.live())):
        with pytest.raises(SourceError):
            await attempt

    assert takings.charges == []


async def breaks_off(request: web.Request) -> web.StreamResponse:
    """Answer with the first half of a page, and hang up."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = 10_000
    await response.prepare(request)
    await response.write(b'{"data": [')
    assert request.transport is not None
    request.transport.close()
    return response


async def test_an_answer_that_breaks_off_is_paid_as_if_it_had_come(
    server: FakeX, x: X, takings: Takings
) -> None:
    server.on("GET", RECENT, breaks_off)
    server.on("GET", LOOK_UP, breaks_off)

    with pytest.raises(SourceDropped):
        await read(x.since(None, None))
    assert (takings.of(Item.POST), takings.others) == (set(), 100)

    with pytest.raises(SourceDropped):
        await x.look_up([PostId("x:1"), PostId("x:2")])
    assert (takings.of(Item.POST), takings.others) == ({"1", "2"}, 100)


async def test_an_answer_that_never_began_costs_nothing(
    server: FakeX, x: X, takings: Takings
) -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    server.on("GET", RECENT, hang_up)

    with pytest.raises(SourceDropped):
        await read(x.since(None, None))

    assert takings.charges == []


async def test_a_look_up_is_paid_for_the_posts_that_are_there(
    server: FakeX, x: X, takings: Takings
) -> None:
    gone = {"resource_id": "2", "parameter": "ids", "type": "x/resource-not-found"}
    server.says("GET", LOOK_UP, 200, {"data": [tweet(1)], "errors": [gone]})

    await x.look_up([PostId("x:1"), PostId("x:2")])

    assert takings.of(Item.POST) == {"1"}


async def test_we_never_count_less_than_the_simulator_bills(takings: Takings) -> None:
    async with Simulator(Options(play=False, keep_alive=0.2)) as simulator:
        tokens = Credentials(simulator.credentials.bearer_token)
        async with x_at(simulator.base_url, tokens, till=takings) as x:
            old = [simulator.publish(f"Old {number} #StandUp4SW") for number in range(120)]
            async with aclosing(x.live()) as live, asyncio.timeout(60):
                assert await anext(live) == Batch()
                new = [simulator.publish(f"New {it} #StandUp4SW", quotes=old[0]) for it in "ab"]
                while not set(new) <= takings.of(Item.POST):
                    await anext(live)
            await read(x.since(None, None))
            await x.look_up([PostId(f"x:{it}") for it in old[:50]])

    (billed,) = simulator.meter.per_day().values()
    assert billed == len(takings.of(Item.POST)) == 122
