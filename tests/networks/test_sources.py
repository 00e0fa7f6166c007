"""How a campaign stands with X: what X says, what is missing, and nothing secret."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from networks.fake_x import RULES, TOKENS, FakeX, campaign, fake_x
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.figures import USAGE
from standup_tui.networks.x.rules import Rule, prefix_of
from standup_tui.networks.x.sources import Sources, ask
from standup_tui.settings.campaign import Retweet

ME = "/2/users/me"
COUNTS = "/2/tweets/search/stream/rules/counts"
CONNECTIONS = "/2/connections"
OURS = "#StandUp4SW -is:retweet"


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        fake.says("GET", ME, 200, {"data": {"id": "42", "name": "W", "username": "WensumValeSW"}})
        yield fake


async def asked(server: FakeX, tokens: Credentials = TOKENS, **changed: Any) -> Sources:
    return await ask(campaign(server.base_url, **changed), tokens)


def told(sources: Sources, topic: str) -> str:
    return " ".join(f"{it.mark}: {it.said}" for it in sources.lines() if it.topic == topic)


async def test_rules_of_ours_of_others_and_outdated_ones_are_told_apart(server: FakeX) -> None:
    prefix = prefix_of(campaign("https://x"))
    server.rules = [
        {"id": "1", "value": OURS, "tag": f"{prefix}1"},
        {"id": "2", "value": "#Old", "tag": f"{prefix}2"},
        {"id": "3", "value": "cats\x1b[2J", "tag": "another wall"},
    ]

    found = await asked(server)

    assert told(found, "our rules") == (
        f"ok: {OURS} ({prefix}1) note: #Old is outdated; the hub replaces it when it connects."
    )
    assert "(another wall): never touched." in told(found, "others' rules")
    assert "\x1b" not in str(found.data())
    assert server.count("POST", RULES) == 0
    assert server.rules[2]["tag"] == "another wall"


async def test_a_rule_that_is_not_there_yet_is_no_mistake(server: FakeX) -> None:
    found = await asked(server)

    assert f"note: {OURS} is not there; the hub makes it" in told(found, "our rules")
    assert found.ok


async def test_another_s_rule_with_our_value_is_not_missing(server: FakeX) -> None:
    server.rules = [{"id": "3", "value": OURS, "tag": "another wall"}]

    found = await asked(server)

    assert found.missing == ()
    assert "Serves us too." in told(found, "others' rules")


async def test_no_room_for_our_rules_is_wrong(server: FakeX) -> None:
    server.rules = [{"id": "1", "value": "cats"}]
    server.says("GET", COUNTS, 200, {"data": {"cap_per_client_app": "1"}})

    found = await asked(server)

    assert "wrong: 1 of 1 rules of the app are used. There is no room" in told(found, "rules")
    assert not found.ok


async def test_connections_are_told_where_x_offers_them(server: FakeX) -> None:
    entries = [
        {"endpoint_name": "filtered_stream", "connected_at": "2026-11-22T09:00:00Z"},
        {
            "endpoint_name": "filtered_stream",
            "connected_at": "2026-11-22T08:00:00Z",
            "disconnected_at": "2026-11-22T08:59:00Z",
        },
    ]
    server.says("GET", CONNECTIONS, 200, {"data": entries})

    found = await asked(server)

    assert told(found, "connections") == "ok: filtered_stream is open since 2026-11-22T09:00:00Z."


@pytest.mark.parametrize("status", [403, 404])
async def test_what_a_plan_does_not_offer_is_left_out(server: FakeX, status: int) -> None:
    server.says("GET", CONNECTIONS, status, {"title": "No"})
    server.says("GET", COUNTS, status, {"title": "No"})

    found = await asked(server)

    assert (found.connections, found.most_rules, found.trouble) == (None, None, [])


async def test_what_x_has_counted_as_read_is_said(server: FakeX) -> None:
    data = {"project_usage": "1234", "project_cap": "3000000", "cap_reset_day": 1}
    server.says("GET", USAGE, 200, {"data": data})

    found = await asked(server)

    assert told(found, "usage") == (
        "ok: X has counted 1,234 of 3,000,000 posts this month (it begins anew on day 1 of each "
        "month)."
    )
    assert found.data()["usage"] == {"posts": 1234, "cap": 3_000_000, "resets_on_day": 1}


async def test_a_month_that_is_used_up_is_wrong(server: FakeX) -> None:
    server.says("GET", USAGE, 200, {"data": {"project_usage": "100", "project_cap": "100"}})

    found = await asked(server)

    assert told(found, "usage").startswith("wrong: X has counted 100 of 100 posts this month:")
    assert not found.ok


async def test_a_plan_that_does_not_say_what_was_read_is_left_out(server: FakeX) -> None:
    found = await asked(server)

    assert (told(found, "usage"), found.data()["usage"], found.trouble) == ("", None, [])


async def test_limits_come_from_the_headers(server: FakeX) -> None:
    headers = {"x_rate_limit_remaining": "3", "x_rate_limit_limit": "450"}
    server.says("GET", RULES, 200, {}, x_rate_limit_reset="1795255200", **headers)

    assert "ok: stream rules: 3 of 450 requests left until " in told(await asked(server), "limits")


async def test_headers_that_are_no_numbers_say_nothing(server: FakeX) -> None:
    server.says("GET", RULES, 200, {}, x_rate_limit_remaining="-", x_rate_limit_limit="")

    assert (await asked(server)).limits == []


async def test_without_the_accounts_tokens_nothing_is_asked_about_it(server: FakeX) -> None:
    reading = Credentials("made-up-bearer")

    found = await asked(server, reading)
    wanting = await asked(server, reading, retweet=Retweet(enabled=True))

    assert server.count("GET", ME) == 0
    assert told(found, "account").startswith("note: the account's four tokens are missing")
    assert told(wanting, "account").startswith("wrong: the account's four tokens are missing")


async def test_tokens_that_may_only_read_cannot_retweet(server: FakeX) -> None:
    user = {"data": {"id": "42", "name": "W", "username": "WensumValeSW"}}
    server.says("GET", ME, 200, user, x_access_level="read")

    found = await asked(server, retweet=Retweet(enabled=True))

    assert "wrong: X lets the tokens read only" in told(found, "account")


async def test_what_x_refuses_to_the_account_is_said_in_its_own_words(server: FakeX) -> None:
    server.says("GET", ME, 401, {"title": "Unauthorized", "detail": "Unauthorized"})

    found = await asked(server)

    assert "does not accept the account's four tokens (401: Unauthorized)" in told(found, "X")
    assert "takes the bearer token" in told(found, "X")


@pytest.mark.parametrize("body", ["<html>", {"data": []}, {"data": {"id": 4}}])
async def test_an_odd_answer_is_said(server: FakeX, body: object) -> None:
    server.says("GET", ME, 200, body)

    assert "whose tokens these are cannot be read" in told(await asked(server), "X")


async def test_no_network_is_said_once(server: FakeX) -> None:
    found = await ask(campaign("http://127.0.0.1:1"), TOKENS)

    assert found.trouble == ["X cannot be reached: it does not take the connection."]
    assert server.seen == []


async def test_a_refusal_that_quotes_the_request_does_not_quote_the_token(server: FakeX) -> None:
    quoting = {"detail": f"bad header: Bearer {TOKENS.bearer_token}", "title": "Unauthorized"}
    server.says("GET", RULES, 401, quoting)
    server.says("GET", ME, 503, f"<p>{TOKENS.access_token_secret}</p>")

    said = str([*(await asked(server)).lines()])

    assert "bad header: Bearer <bearer_token>" in said
    assert TOKENS.access_token_secret not in said


def test_a_rule_is_compared_by_what_it_selects() -> None:
    rule = Rule("1", OURS, "t")
    sources = Sources("https://x", (OURS,), "p", can_act=True, acts=False, rules=(rule,))

    assert replace(sources, rules=None).missing == (OURS,)
    assert sources.missing == ()
