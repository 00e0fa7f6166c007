"""The one stream connection: freed where it is ours, left alone where it is another's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from halls import StoppedClock
from networks.fake_x import (
    STREAM,
    TOKENS,
    FakeX,
    campaign,
    fake_x,
    line,
    read,
    texts_of,
    x_at,
)
from standup_tui.errors import SourceDropped
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.networks.x.slot import ALL, CONNECTIONS
from standup_tui.simulator.server import Options, Simulator

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

TAKEN = {"title": "ConnectionException", "connection_issue": "TooManyConnections"}
ANOTHER, STILL, ASKED = "another program", "frees within a minute", "was asked to end it"


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        fake.says("GET", STREAM, 429, TAKEN)
        fake.says("DELETE", ALL, 200, {"data": {"successful_kills": 1}})
        fake.says("GET", CONNECTIONS, 200, opened(ago(minutes=30)))
        yield fake


@pytest.fixture
async def x(server: FakeX) -> AsyncIterator[X]:
    async with x_at(server.base_url) as network:
        yield network


async def refused(x: X) -> str:
    """Return how connecting fails."""
    with pytest.raises(SourceDropped) as error:
        await asyncio.wait_for(read(x.live()), 30)
    assert error.value.retry_at is None
    return str(error.value)


def ago(**time: float) -> datetime:
    return datetime.now(UTC) - timedelta(**time)


def opened(*times: datetime, **more: Any) -> dict[str, Any]:
    """Return a list of connections that began at these times."""
    data = [{"endpoint_name": "filtered_stream", "connected_at": it.isoformat()} for it in times]
    return {"data": [it | more for it in data]}


async def test_a_connection_that_was_never_ours_is_left_alone(server: FakeX, x: X) -> None:
    said = await refused(x)

    assert ANOTHER in said
    assert "an app of its own" in said
    assert server.count("DELETE", ALL) == 0


async def test_our_last_connection_is_ended_once_and_not_again(server: FakeX, x: X) -> None:
    server.streams(line(1))
    with pytest.raises(SourceDropped, match="closed"):
        await read(x.live())
    server.says("GET", STREAM, 429, TAKEN)

    said = [await refused(x) for _ in range(3)]

    assert ASKED in said[0]
    assert all(STILL in it for it in said[1:])
    assert server.count("DELETE", ALL) == 1


async def test_the_connection_of_the_last_process_is_ours_too(server: FakeX, x: X) -> None:
    x.was_connected(ago(minutes=9))

    assert ASKED in await refused(x)
    assert server.count("DELETE", ALL) == 1


async def test_after_ten_minutes_it_is_no_longer_ours(server: FakeX, x: X) -> None:
    x.was_connected(ago(minutes=11))

    assert ANOTHER in await refused(x)
    assert server.count("DELETE", ALL) == 0


async def test_a_connection_that_began_after_ours_ended_is_another_s(server: FakeX, x: X) -> None:
    x.was_connected(ago(minutes=2))
    server.says("GET", CONNECTIONS, 200, opened(ago(minutes=1)))

    assert ANOTHER in await refused(x)
    assert server.count("DELETE", ALL) == 0


async def test_a_connection_that_began_before_our_last_sign_of_life_is_ours(
    server: FakeX, x: X
) -> None:
    x.was_connected(ago(minutes=2))
    server.says("GET", CONNECTIONS, 200, opened(ago(minutes=30)))

    assert ASKED in await refused(x)


async def test_times_are_compared_by_one_clock(server: FakeX, x: X) -> None:
    """X's is two hours ahead, which its Date header gives away."""
    theirs = datetime.now(UTC) + timedelta(hours=2)
    listed = opened(theirs - timedelta(minutes=30))
    date = theirs.strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.says("GET", CONNECTIONS, 200, listed, Date=date)
    x.was_connected(ago(minutes=2))

    assert ASKED in await refused(x)


async def test_connections_that_have_ended_say_nothing(server: FakeX, x: X) -> None:
    x.was_connected(ago(minutes=2))
    ended = opened(ago(minutes=1), disconnected_at=ago(seconds=30).isoformat())
    server.says("GET", CONNECTIONS, 200, ended)

    assert ASKED in await refused(x)


async def test_where_x_lists_none_its_place_is_asked_for(server: FakeX, x: X) -> None:
    x.was_connected(ago(minutes=2))
    server.says("GET", CONNECTIONS, 200, {})

    assert ASKED in await refused(x)


@pytest.mark.parametrize("body", ["<html>", {"data": 5}, {"data": [{"connected_at": "soon"}]}])
async def test_a_list_of_connections_that_cannot_be_read_ends_nobody_s(
    server: FakeX, x: X, body: object
) -> None:
    x.was_connected(ago(minutes=2))
    server.says("GET", CONNECTIONS, 200, body)

    assert STILL in await refused(x)
    assert server.count("DELETE", ALL) == 0


@pytest.mark.parametrize("status", [403, 404, 429, 503])
async def test_where_x_does_not_say_whose_it_is_nobody_s_is_ended(
    server: FakeX, x: X, status: int
) -> None:
    x.was_connected(ago(minutes=2))
    server.says("GET", CONNECTIONS, status, {"title": "No"})

    assert STILL in await refused(x)
    assert server.count("DELETE", ALL) == 0


async def test_a_connection_that_began_before_our_end_was_noticed_is_another_s(
    server: FakeX,
) -> None:
    """Silence is noticed late; another program may have connected since our last sign of life."""
    clock = StoppedClock(datetime.now(UTC).replace(microsecond=0))
    network = X(campaign(server.base_url), TOKENS, clock=clock)
    server.streams(end="silence")
    live = network.live()
    await anext(live)
    clock.pass_(10)
    date = f"{clock.now():%a, %d %b %Y %H:%M:%S GMT}"
    server.says("GET", CONNECTIONS, 200, opened(clock.now()), Date=date)
    clock.pass_(15)
    await live.aclose()
    server.says("GET", STREAM, 429, TAKEN)

    said = await refused(network)
    await network.close()

    assert ANOTHER in said
    assert server.count("DELETE", ALL) == 0


@pytest.mark.parametrize("status", [403, 404, 429, 503])
async def test_where_x_does_not_end_it_we_wait(server: FakeX, x: X, status: int) -> None:
    x.was_connected(ago(minutes=2))
    server.says("DELETE", ALL, status, {"title": "No"})

    assert STILL in await refused(x)
    assert STILL in await refused(x)
    assert server.count("DELETE", ALL) == 1


async def test_a_connection_that_x_still_holds_is_had_back_at_the_second_try() -> None:
    """X keeps the place of a client that went away for a minute."""
    options = Options(play=False, keep_alive=0.2, slot_hold=600.0)
    async with Simulator(options) as simulator:
        theirs = simulator.credentials
        async with x_at(theirs.base_url, Credentials(theirs.bearer_token)) as x:
            live = x.live()
            await anext(live)
            await live.aclose()
            assert ASKED in await refused(x)
            again = x.live()
            async with asyncio.timeout(30):
                await anext(again)
                simulator.publish("Back again #StandUp4SW")
                batches = [await anext(again)]
                while not texts_of(batches):
                    batches.append(await anext(again))
            await again.aclose()

    assert texts_of(batches) == ["Back again #StandUp4SW"]
    assert len(simulator.ledger.connections) == 2


async def test_two_hubs_with_one_app_do_not_throw_each_other_out() -> None:
    options = Options(play=False, keep_alive=0.2, slot_hold=0.0)
    async with Simulator(options) as simulator:
        theirs = simulator.credentials
        tokens = Credentials(theirs.bearer_token)
        async with x_at(theirs.base_url, tokens) as first, x_at(theirs.base_url, tokens) as second:
            live = first.live()
            await anext(live)
            for _ in range(3):
                assert ANOTHER in await refused(second)
            simulator.publish("Still here #StandUp4SW")
            batches = [await anext(live)]
            async with asyncio.timeout(30):
                while not texts_of(batches):
                    batches.append(await anext(live))
            await live.aclose()

    assert len(simulator.ledger.connections) == 1


async def test_a_second_reader_of_one_hub_does_not_end_the_first(server: FakeX, x: X) -> None:
    server.streams(end="silence")
    live = x.live()
    await anext(live)
    server.says("GET", STREAM, 429, TAKEN)

    said = await refused(x)
    await live.aclose()

    assert "taken: this program has it already" in said
    assert server.count("DELETE", ALL) == 0


async def test_the_kill_is_a_bearer_s(server: FakeX, x: X) -> None:
    seen: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append(request.headers["Authorization"])
        return web.json_response({"data": {}})

    server.on("DELETE", ALL, handler)
    x.was_connected(ago(minutes=1))
    await refused(x)

    assert seen == ["Bearer made-up-bearer"]
