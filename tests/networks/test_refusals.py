"""What X refuses: whether to try again, when, and what a person is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from networks.fake_x import STREAM, FakeX, fake_x, heard_until_the_end, x_at
from standup_tui.errors import Refusal, SourceDropped, SourceRefused
from standup_tui.networks.x.network import X


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        yield fake


@pytest.fixture
async def x(server: FakeX) -> AsyncIterator[X]:
    async with x_at(server.base_url) as network:
        yield network


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


@pytest.mark.fault("F5")
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


@pytest.mark.parametrize("odd", ["soon", "", "9" * 40])
async def test_an_odd_time_in_a_header_says_nothing(server: FakeX, x: X, odd: str) -> None:
    server.says("GET", STREAM, 503, {}, Retry_After=odd)

    _, error = await heard_until_the_end(x)

    assert isinstance(error, SourceDropped)
    assert error.retry_at is None
