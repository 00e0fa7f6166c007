"""A simulator without a day of its own, and what reaches it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from tweepy import StreamRule

from simulator.aiming import Listener, aimed_session, client_of
from standup_tui.simulator.server import Options, Simulator

WALL = "(#StandUp4SW) -is:retweet -is:nullcast"


@pytest.fixture
def keep_alive() -> float:
    """Seconds of silence before a blank line; a test may ask for others."""
    return 0.2


@pytest.fixture
async def x(keep_alive: float) -> AsyncIterator[Simulator]:
    async with Simulator(Options(play=False, keep_alive=keep_alive, slot_hold=0.3)) as simulator:
        yield simulator


@pytest.fixture
async def client(x: Simulator) -> AsyncIterator[Any]:
    async with client_of(x.credentials) as client:
        yield client


@pytest.fixture
async def rules(x: Simulator) -> AsyncIterator[Any]:
    """tweepy's stream client, used for the rules alone."""
    client: Any = Listener(x.credentials)
    async with aimed_session(x.base_url) as session:
        client.session = session
        yield client


@pytest.fixture
async def wall(rules: Any) -> str:
    """The id of the product's rule."""
    response = await rules.add_rules(StreamRule(WALL, tag="wall"))
    return str(response.data[0].id)


@pytest.fixture
async def raw(x: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    """A plain session with the app's token, for what tweepy hides."""
    headers = {"Authorization": f"Bearer {x.credentials.bearer_token}"}
    async with aiohttp.ClientSession(x.base_url, headers=headers) as session:
        yield session
