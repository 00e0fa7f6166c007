"""The whole client against the simulator, as in the demo."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import pytest

from networks.fake_x import read, texts_of, x_at
from standup_tui.errors import SourceDropped
from standup_tui.model.post import PostId, ReferenceKind
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Arrived, Batch, Publisher, Source
from standup_tui.simulator.model import Picture
from standup_tui.simulator.server import Options, Simulator

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

LONG = "A visit, a cup of tea & a <very> long story. " * 20 + "#StandUp4SW"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(play=False, keep_alive=0.2, slot_hold=0.0)) as running:
        yield running


@pytest.fixture
async def x(simulator: Simulator) -> AsyncIterator[X]:
    theirs = simulator.credentials
    tokens = Credentials(
        theirs.bearer_token,
        theirs.consumer_key,
        theirs.consumer_secret,
        theirs.access_token,
        theirs.access_token_secret,
    )
    handle = simulator.roster[0].handle
    async with x_at(theirs.base_url, tokens, accounts=(handle,)) as network:
        yield network


async def posts_of(live: AsyncGenerator[Batch, None], count: int) -> list[Arrived]:
    """Read until so many posts are there."""
    found: list[Arrived] = []
    async with asyncio.timeout(10):
        while len(found) < count:
            batch = await anext(live)
            found += [item for item in batch.items if isinstance(item, Arrived)]
    return found


def test_one_class_is_both_ports(x: X) -> None:
    source: Source = x
    publisher: Publisher = x

    assert source.network == "x"
    assert publisher is x


async def test_posts_arrive_as_they_were_written(simulator: Simulator, x: X) -> None:
    writer = simulator.roster[1]
    async with aclosing(x.live()) as live:
        assert await anext(live) == Batch()
        first = simulator.publish("Off to a visit & <back> #StandUp4SW", author=writer)
        simulator.publish(
            "Well done! #StandUp4SW",
            author=simulator.roster[2],
            reply_to=first,
            pictures=[Picture(alt_text="Two cups & a pot")],
        )
        simulator.publish(LONG, author=writer, quotes=first)
        simulator.edit(first, "Off to a visit & back again #StandUp4SW")
        simulator.publish("No hashtag, but the campaign's own account")
        simulator.publish("Not for us", author=writer)
        simulator.publish("The last one #StandUp4SW")
        arrived = [item.post for item in await posts_of(live, 6)]

    plain, reply, long, edited, own, last = arrived
    assert (plain.text, plain.author.handle) == (
        "Off to a visit & <back> #StandUp4SW",
        writer.handle,
    )
    assert plain.address == f"https://x.com/{writer.handle}/status/{first}"
    answered = reply.reference(ReferenceKind.REPLY)
    assert answered is not None
    assert answered.post == f"x:{first}"
    assert answered.author is not None
    assert answered.author.handle == writer.handle
    assert (reply.conversation, reply.media[0].alt) == (f"x:{first}", "Two cups & a pot")
    assert long.text.startswith(LONG)
    assert long.reference(ReferenceKind.QUOTE) is not None
    assert edited.edit_of == (f"x:{first}",)
    assert own.text.startswith("No hashtag")
    assert last.text == "The last one #StandUp4SW"


async def test_keep_alives_come_as_empty_batches(x: X) -> None:
    async with aclosing(x.live()) as live, asyncio.timeout(20):
        assert [await anext(live) for _ in range(3)] == [Batch()] * 3


async def test_search_brings_every_page_and_then_only_what_is_new(
    simulator: Simulator, x: X
) -> None:
    numbers = range(230)
    ids = [simulator.publish(f"Post {number} #StandUp4SW") for number in numbers]

    everything = await read(x.since(None, None))
    since = await read(x.since(PostId(f"x:{ids[200]}"), None))

    assert texts_of(everything) == [f"Post {number} #StandUp4SW" for number in reversed(numbers)]
    assert [len(batch.items) for batch in everything] == [100, 100, 30]
    assert len(texts_of(since)) == 29


async def test_what_was_deleted_is_missing(simulator: Simulator, x: X) -> None:
    stays, goes = (simulator.publish(f"Post {name} #StandUp4SW") for name in "ab")
    simulator.delete(goes)

    gone = (await x.look_up([PostId(f"x:{stays}"), PostId(f"x:{goes}")])).gone

    assert gone == {f"x:{goes}"}


async def test_a_retweet_reaches_x_once_and_so_does_its_undoing(
    simulator: Simulator, x: X
) -> None:
    post = PostId(f"x:{simulator.publish('Worth it #StandUp4SW', author=simulator.roster[1])}")

    await x.retweet(post)
    await x.unretweet(post)

    assert [(call.act, call.status) for call in simulator.ledger.retweets] == [
        ("retweet", 200),
        ("undo", 200),
    ]


async def test_a_second_connection_is_told_that_the_first_is_there(
    simulator: Simulator, x: X
) -> None:
    async with aclosing(x.live()) as live:
        await anext(live)
        with pytest.raises(SourceDropped, match="taken"):
            await read(x.live())
        simulator.publish("Still there #StandUp4SW")
        assert await posts_of(live, 1)
