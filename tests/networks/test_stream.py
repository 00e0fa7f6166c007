"""The stream against a server that misbehaves: told once, never reconnecting by itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from aiohttp import web

from networks.fake_x import (
    RULES,
    STREAM,
    FakeX,
    fake_x,
    heard_until_the_end,
    items_of,
    line,
    texts_of,
    x_at,
)
from standup_tui.errors import SourceDropped
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Arrived, Batch, Unreadable

FAREWELL = {
    "errors": [
        {
            "title": "operational-disconnect",
            "disconnect_type": "UpstreamOperationalDisconnect",
            "detail": "This stream has been disconnected upstream for operational reasons.",
            "type": "https://api.x.com/2/problems/operational-disconnect",
        }
    ]
}


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        yield fake


@pytest.fixture
async def x(server: FakeX) -> AsyncIterator[X]:
    async with x_at(server.base_url) as network:
        yield network


async def test_connecting_is_told_by_an_empty_batch(server: FakeX, x: X) -> None:
    server.streams(end="silence")

    async with aclosing(x.live()) as live:
        assert Batch() == await asyncio.wait_for(anext(live), 20)


async def test_a_connection_that_never_was_is_not_told_as_one(x: X, server: FakeX) -> None:
    server.says("GET", STREAM, 503, {"title": "Service Unavailable"})

    found, _ = await heard_until_the_end(x)

    assert found == []


async def test_keep_alives_are_signs_of_life_without_posts(server: FakeX, x: X) -> None:
    server.streams(b"\r\n", b"\r\n", line(1), b"\r\n")

    found, _ = await heard_until_the_end(x)

    assert [len(batch.items) for batch in found if batch.items] == [1]
    assert texts_of(found) == ["Hello #StandUp4SW"]


@pytest.mark.parametrize("end", ["close", "reset"])
async def test_an_ended_connection_is_told_once_and_not_renewed(
    server: FakeX, x: X, end: str
) -> None:
    server.streams(line(1), end=end)

    _, error = await heard_until_the_end(x)
    await asyncio.sleep(0.2)

    assert isinstance(error, SourceDropped)
    assert server.count("GET", STREAM) == 1


async def test_every_line_that_arrived_is_delivered_before_the_end(server: FakeX, x: X) -> None:
    server.streams(b"".join(line(number, f"post {number}") for number in range(1, 1301)))

    found, _ = await heard_until_the_end(x)

    assert texts_of(found) == [f"post {number}" for number in range(1, 1301)]
    assert max(len(batch.items) for batch in found) <= 200


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff\xfe\x00garbage",
        b"null",
        b"[]",
        b"{}",
        b'{"data":{"text":"no id"}}',
        b'{"data":{"id":1,"text":"id of another type"}}',
        b'{"data":{"id":"12345678901234567890123","text":"huge id"}}',
        b'{"data":{"id":"1"}}',
        b'{"data":' + b"[" * 10_000,
        b'{"data":{"id":"1","te',
    ],
)
async def test_a_bad_line_is_set_aside_and_the_next_post_arrives(
    server: FakeX, x: X, bad: bytes
) -> None:
    server.streams(bad + b"\r\n", line(2))

    found, _ = await heard_until_the_end(x)

    unreadable, arrived = items_of(found)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason
    assert isinstance(arrived, Arrived)


async def test_half_a_line_at_the_end_is_set_aside(server: FakeX, x: X) -> None:
    server.streams(line(1), line(2)[:40])

    found, error = await heard_until_the_end(x)

    assert [Arrived, Unreadable] == [type(item) for item in items_of(found)]
    assert isinstance(error, SourceDropped)


async def test_a_post_of_a_megabyte_arrives(server: FakeX, x: X) -> None:
    server.streams(line(1, "x" * 1_000_000))

    found, _ = await heard_until_the_end(x)

    assert [len(text) for text in texts_of(found)] == [1_000_000]


@pytest.mark.parametrize("ending", [b"\n", b""])
async def test_a_line_too_long_for_a_post_is_set_aside_with_its_size(
    server: FakeX, x: X, ending: bytes
) -> None:
    long = b'{"data":{"id":"2","text":"' + b"x" * 5_000_000
    following = (line(3, "after it"),) if ending else ()
    server.streams(line(1, "before it"), long + ending, *following)

    found, error = await heard_until_the_end(x)

    items = items_of(found)
    (aside,) = [it for it in items if isinstance(it, Unreadable)]
    assert items.index(aside) == 1
    assert aside.raw == long[:4096].decode()
    assert f"{len(long):,} bytes" in aside.reason
    assert texts_of(found) == ["before it", "after it"][: 1 + len(following)]
    assert str(error) == "X closed the stream."
    assert server.count("GET", STREAM) == 1


async def test_bytes_one_at_a_time_and_posts_in_one_chunk_are_the_same(
    server: FakeX, x: X
) -> None:
    drip = [bytes([byte]) for byte in line(1, "drip")]
    server.streams(*drip, line(2, "two") + line(3, "three"))

    found, _ = await heard_until_the_end(x)

    assert texts_of(found) == ["drip", "two", "three"]


async def test_silence_is_told_in_time(server: FakeX) -> None:
    server.streams(line(1), end="silence")

    async with x_at(server.base_url, quiet=0.3) as x:
        _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert "silent" in str(error)


async def test_a_farewell_is_told_in_x_s_words(server: FakeX, x: X) -> None:
    server.streams(line(1), json.dumps(FAREWELL).encode() + b"\r\n")

    found, error = await heard_until_the_end(x)

    assert len(texts_of(found)) == 1
    assert isinstance(error, SourceDropped)
    assert "operational reasons" in str(error)


async def test_a_reader_that_pauses_holds_x_up_and_loses_nothing(server: FakeX, x: X) -> None:
    server.streams(*[line(number, f"post {number}" + "." * 2000) for number in range(1, 3001)])

    found: list[Batch] = []

    async def read_slowly() -> None:
        async with aclosing(x.live()) as live:
            async for batch in live:
                found.append(batch)
                if len(found) == 2:
                    await asyncio.sleep(0.5)

    with pytest.raises(SourceDropped):
        await read_slowly()

    assert len(texts_of(found)) == 3000


async def test_a_reader_that_leaves_ends_the_connection(server: FakeX, x: X) -> None:
    gone = asyncio.Event()

    server.streams(*[line(number) for number in range(1, 2000)], end="silence")
    handler = server.handlers["GET", STREAM]

    async def watched(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        finally:
            gone.set()

    server.on("GET", STREAM, watched)
    async with aclosing(x.live()) as live:
        await anext(live)

    await asyncio.wait_for(gone.wait(), 20)


async def test_posts_that_only_others_rules_select_are_left_out(server: FakeX, x: X) -> None:
    server.rules = [{"id": "5", "value": "cats", "tag": "somebody's"}]
    theirs = line(1, "cats", matching_rules=[{"id": "5", "tag": "somebody's"}])
    server.streams(theirs, line(2, "ours"), end="silence")

    async with aclosing(x.live()) as live:
        found = [await anext(live)]
        while not texts_of(found):
            found.append(await asyncio.wait_for(anext(live), 20))

    assert texts_of(found) == ["ours"]
    assert {"5"} < {rule["id"] for rule in server.rules}


async def test_a_rule_without_a_tag_does_no_harm(server: FakeX, x: X) -> None:
    server.streams(line(1, matching_rules=[{"id": 5}]), line(2, matching_rules="odd"))

    found, _ = await heard_until_the_end(x)

    assert len(texts_of(found)) == 2


async def test_the_stream_is_asked_for_every_field_the_model_keeps(server: FakeX, x: X) -> None:
    server.streams()

    await heard_until_the_end(x)

    (query,) = server.queries(STREAM)
    assert {"note_tweet", "edit_history_tweet_ids"} < set(query["tweet.fields"].split(","))
    assert "alt_text" in query["media.fields"]
    assert "referenced_tweets.id.author_id" in query["expansions"]


async def test_rules_are_brought_in_step_before_every_connection(server: FakeX, x: X) -> None:
    server.streams()

    await heard_until_the_end(x)
    server.rules.clear()
    await heard_until_the_end(x)

    routes = [(method, path) for method, path, _, _ in server.seen]
    once = [("GET", RULES), ("POST", RULES), ("GET", STREAM)]
    assert routes == once * 2
