"""The stream against a server that misbehaves: told once, never reconnecting by itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from networks.fake_x import (
    RULES,
    STREAM,
    FakeX,
    fake_x,
    items_of,
    line,
    read_into,
    texts_of,
    x_at,
)
from standup_tui.errors import Refusal, SourceDropped, SourceError, SourceRefused
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


async def heard_until_the_end(x: X) -> tuple[list[Batch], SourceError]:
    """Return what came, and the error that ended it."""
    found: list[Batch] = []
    with pytest.raises(SourceError) as ended:
        await asyncio.wait_for(read_into(found, x.live()), 10)
    return found, ended.value


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


@pytest.mark.parametrize(
    ("status", "body", "word"),
    [
        (400, {"errors": [{"message": "bad field"}], "title": "Invalid Request"}, "bad field"),
        (401, {"title": "Unauthorized", "detail": "Unauthorized"}, "bearer token"),
        (402, {"title": "CreditsDepleted", "detail": "no credits"}, "credits"),
        (403, {"title": "Client Forbidden", "reason": "client-not-enrolled"}, "developer console"),
        (404, {"title": "Not Found"}, "base_url"),
        (403, [], "developer console"),
        (401, "<html>No</html>", "bearer token"),
    ],
)
async def test_a_refusal_says_why_and_what_to_do(
    server: FakeX, x: X, status: int, body: object, word: str
) -> None:
    server.says("GET", STREAM, status, body)

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceRefused)
    assert word in str(error)
    assert str(status) in str(error)
    assert "<" not in str(error)
    assert server.count("GET", STREAM) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"title": "Invalid Request"}, Refusal.OTHER),
        (401, {"title": "Unauthorized"}, Refusal.CREDENTIALS),
        (402, {"title": "CreditsDepleted"}, Refusal.MONEY),
        (403, {"title": "CreditsDepleted"}, Refusal.MONEY),
        (403, {"reason": "client-not-enrolled"}, Refusal.ACCESS),
        (404, {"title": "Not Found"}, Refusal.ACCESS),
        (422, {"title": "No"}, Refusal.OTHER),
        (429, {"title": "UsageCapExceeded"}, Refusal.MONEY),
        (429, {"errors": [{"type": "https://x/problems/usage-capped"}]}, Refusal.MONEY),
    ],
)
async def test_a_refusal_says_what_it_is_about(
    server: FakeX, x: X, status: int, body: object, kind: Refusal
) -> None:
    server.says("GET", STREAM, status, body)

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceRefused)
    assert error.kind is kind


@pytest.mark.parametrize("status", [429, 503])
async def test_a_time_far_ahead_does_not_end_the_reading(server: FakeX, x: X, status: int) -> None:
    far = str(10 * 365 * 86400)
    server.says("GET", STREAM, status, {"title": "Wait"}, Retry_After=far)

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert error.retry_at is not None
    assert error.retry_at <= datetime.now(UTC) + timedelta(hours=1)


async def test_trouble_is_not_waited_out_like_a_limit(server: FakeX, x: X) -> None:
    """Every answer of X says when its limit begins anew."""
    reset = str(int(datetime.now(UTC).timestamp()) + 900)
    server.says("GET", STREAM, 503, {}, x_rate_limit_reset=reset, x_rate_limit_remaining="49")

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert error.retry_at is None


async def test_a_stranger_s_words_in_a_refusal_are_cleaned(server: FakeX, x: X) -> None:
    server.says("GET", STREAM, 403, {"detail": "no\x1b[2J\naccess"})

    _, error = await heard_until_the_end(x)

    assert str(error).isprintable()


@pytest.mark.parametrize("body", ["<html>503</html>", {}, []])
async def test_trouble_at_x_is_worth_another_try(server: FakeX, x: X, body: object) -> None:
    server.says("GET", STREAM, 503, body, Retry_After="7")

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert error.retry_at is not None
    assert timedelta(seconds=5) < error.retry_at - datetime.now(UTC) <= timedelta(seconds=7)


async def test_a_rate_limit_says_when_it_ends_by_our_clock(server: FakeX, x: X) -> None:
    """X's clock is an hour ahead here, which its Date header gives away."""
    theirs = datetime.now(UTC) + timedelta(hours=1)
    server.says(
        "GET",
        STREAM,
        429,
        {"title": "Too Many Requests"},
        x_rate_limit_reset=str(int(theirs.timestamp()) + 20),
        Date=theirs.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    )

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert error.retry_at is not None
    assert timedelta(seconds=15) < error.retry_at - datetime.now(UTC) < timedelta(seconds=25)


async def test_a_rate_limit_without_a_time_waits_a_minute(server: FakeX, x: X) -> None:
    server.says("GET", STREAM, 429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]})

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert error.retry_at is not None
    assert error.retry_at - datetime.now(UTC) > timedelta(seconds=50)


async def test_a_taken_connection_is_explained(server: FakeX, x: X) -> None:
    body = {"title": "ConnectionException", "connection_issue": "TooManyConnections"}
    server.says("GET", STREAM, 429, body)

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert "taken" in str(error)


async def test_a_used_up_month_is_a_refusal(server: FakeX, x: X) -> None:
    server.says("GET", STREAM, 429, {"title": "UsageCapExceeded", "period": "Monthly"})

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceRefused)
    assert "cap" in str(error)


async def test_new_rules_that_x_does_not_know_yet_are_worth_another_try(
    server: FakeX, x: X
) -> None:
    server.says("GET", STREAM, 409, {"connection_issue": "RuleConfigurationIssue"})

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)


async def test_no_rules_although_there_are_is_a_refusal(server: FakeX) -> None:
    server.streams(end="close")
    async with x_at(server.base_url) as x:
        await heard_until_the_end(x)
    server.says("GET", STREAM, 409, {"connection_issue": "RuleConfigurationIssue"})

    async with x_at(server.base_url) as x:
        _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceRefused)


async def test_nobody_listening_is_told_in_plain_words() -> None:
    async with x_at("http://127.0.0.1:9") as x:
        _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert "cannot be reached" in str(error)


async def test_a_redirection_elsewhere_is_not_followed(server: FakeX, x: X) -> None:
    server.says("GET", STREAM, 302, {}, Location="http://elsewhere.invalid/")

    _, error = await heard_until_the_end(x)

    assert "another address" in str(error)
    assert server.count("GET", STREAM) == 1


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


@pytest.mark.parametrize("odd", ["soon", "", "9" * 40])
async def test_an_odd_time_in_a_header_says_nothing(server: FakeX, x: X, odd: str) -> None:
    server.says("GET", STREAM, 503, {}, Retry_After=odd)

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert error.retry_at is None
