"""The stream's rules follow the campaign; everybody else's are left alone."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from networks.fake_x import RULES, STREAM, FakeX, campaign, fake_x, read, x_at
from standup_tui import redaction
from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.networks.x.rules import LONGEST_QUERY, LONGEST_RULE, prefix_of, values
from standup_tui.settings.campaign import Campaign, Source

CANARY = "AAAAAAAAAAAAmade-up%2Bbearer-of-a-test"
ACCOUNTS = ("@WensumValeSW", "other_account")


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        fake.streams()
        yield fake


async def connect_once(server: FakeX, name: str = "Test", **changed: Any) -> None:
    """Bring the rules in step and read until the server hangs up."""
    async with x_at(server.base_url, name=name, **changed) as x:
        with pytest.raises(SourceDropped):
            await read(x.live())


def test_hashtags_and_accounts_make_one_rule_without_reposts() -> None:
    found = values(campaign("https://x", accounts=ACCOUNTS), LONGEST_RULE)

    assert found == ("(#StandUp4SW OR from:WensumValeSW OR from:other_account) -is:retweet",)


def test_one_hashtag_needs_no_brackets() -> None:
    assert values(campaign("https://x"), LONGEST_RULE) == ("#StandUp4SW -is:retweet",)


def test_reposts_are_left_in_when_the_campaign_wants_them() -> None:
    wanted = Campaign("Test", ("#A", "B"), source=Source(reposts=True))

    assert values(wanted, LONGEST_RULE) == ("#A OR #B",)


def test_the_same_thing_twice_is_asked_for_once() -> None:
    found = values(campaign("https://x", hashtags=("A", "#a"), accounts=("x", "@X")), 99)

    assert found == ("(#A OR from:x) -is:retweet",)


@pytest.mark.parametrize("longest", [LONGEST_RULE, LONGEST_QUERY])
def test_many_accounts_are_split_and_none_is_lost(longest: int) -> None:
    accounts = tuple(f"account_{number:03}" for number in range(150))

    found = values(campaign("https://x", accounts=accounts), longest)

    assert len(found) > 1
    assert all(len(value) <= longest and value.endswith(" -is:retweet") for value in found)
    assert all(sum(f"from:{one}" in it.strip("()") for it in found) == 1 for one in accounts)


def test_campaigns_of_another_name_have_other_tags() -> None:
    ours = prefix_of(Campaign("Stand Up / 4 SW", ("A",)))
    theirs = prefix_of(Campaign("Stand Up 4 SW", ("A",)))

    assert ours != theirs
    assert ours.startswith("standup:stand-up-4-sw-")


async def test_rules_are_made_once_and_then_left_alone(server: FakeX) -> None:
    await connect_once(server)
    made = list(server.rules)

    await connect_once(server)

    assert server.rules == made
    assert server.count("POST", RULES) == 1
    assert [rule["value"] for rule in made] == ["#StandUp4SW -is:retweet"]


async def test_outdated_rules_of_ours_go_and_others_stay(server: FakeX) -> None:
    theirs = {"id": "5", "value": "cats", "tag": "wall"}
    untagged = {"id": "6", "value": "dogs"}
    another = {"id": "7", "value": "#Other", "tag": prefix_of(Campaign("Other", ("A",))) + "1"}
    server.rules = [theirs, untagged, another]
    await connect_once(server)

    await connect_once(server, hashtags=("Changed",))

    assert server.rules[:3] == [theirs, untagged, another]
    assert [rule["value"] for rule in server.rules[3:]] == ["#Changed -is:retweet"]


async def test_another_s_rule_with_our_value_serves_and_is_not_touched(server: FakeX) -> None:
    theirs = {"id": "5", "value": "#StandUp4SW -is:retweet", "tag": "wall"}
    server.rules = [theirs]

    await connect_once(server)

    assert server.rules == [theirs]
    assert server.count("POST", RULES) == 0


async def test_a_rule_that_somebody_adds_meanwhile_serves_too(server: FakeX) -> None:
    kind = "https://api.twitter.com/2/problems/duplicate-rules"
    error = {"value": "#StandUp4SW -is:retweet", "id": "5", "title": "DuplicateRule", "type": kind}
    server.says("POST", RULES, 201, {"meta": {}, "errors": [error]})

    await connect_once(server)

    assert server.count("GET", STREAM) == 1


@pytest.mark.parametrize("status", [201, 400])
async def test_a_rule_x_does_not_take_is_explained(server: FakeX, status: int) -> None:
    kind = "https://api.twitter.com/2/problems/invalid-rules"
    error = {"value": "x", "details": ["cannot parse rule\x1b[2J"], "type": kind}
    server.says("POST", RULES, status, {"title": "Invalid Request", "errors": [error]})

    async with x_at(server.base_url) as x:
        with pytest.raises(SourceRefused, match="cannot parse rule") as refusal:
            await read(x.live())

    assert str(refusal.value).isprintable()
    assert server.count("GET", STREAM) == 0


async def test_why_a_rule_is_not_taken_is_short_and_shows_no_credential(
    server: FakeX, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "_known", {})
    redaction.learn("bearer_token", CANARY)
    details = [f"cannot parse Bearer {CANARY} {'x' * 500_000}"]
    error = {
        "value": "x",
        "details": details,
        "type": "https://api.x.com/2/problems/invalid-rules",
    }
    server.says("POST", RULES, 201, {"errors": [error]})

    async with x_at(server.base_url) as x:
        with pytest.raises(SourceRefused, match="cannot parse Bearer <bearer_token>") as refusal:
            await read(x.live())

    assert CANARY not in str(refusal.value)
    assert len(str(refusal.value)) < 500


async def test_too_many_rules_of_others_are_explained(server: FakeX) -> None:
    server.says("POST", RULES, 422, {"title": "RulesCapExceeded", "detail": "You have exceeded"})

    async with x_at(server.base_url) as x:
        with pytest.raises(SourceRefused, match=r"stream rules \(422: You have exceeded\)"):
            await read(x.live())


async def test_a_list_of_rules_that_cannot_be_read_is_worth_another_try(server: FakeX) -> None:
    server.says("GET", RULES, 200, {"data": [{"id": 5}]})

    async with x_at(server.base_url) as x:
        with pytest.raises(SourceDropped):
            await read(x.live())
