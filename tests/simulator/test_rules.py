"""The rules endpoint, with the bodies that the live API has been seen to send."""

from typing import Any

import aiohttp
import pytest
from tweepy import BadRequest, StreamRule

from standup_tui.simulator.clock import WallClock
from standup_tui.simulator.problems import Refusal
from standup_tui.simulator.rules import RuleBook

RULES = "/2/tweets/search/stream/rules"


async def test_added_rules_are_listed(rules: Any) -> None:
    added = await rules.add_rules([StreamRule("#one", tag="1"), StreamRule("#two")])
    listed = await rules.get_rules()

    assert [(it.value, it.tag) for it in listed.data] == [("#one", "1"), ("#two", None)]
    assert added.meta["summary"] == {"created": 2, "not_created": 0, "valid": 2, "invalid": 0}
    assert listed.meta["result_count"] == 2


async def test_rules_can_be_listed_by_id(rules: Any) -> None:
    added = await rules.add_rules([StreamRule("#one"), StreamRule("#two")])
    listed = await rules.get_rules(ids=[added.data[1].id])

    assert [it.value for it in listed.data] == ["#two"]


async def test_without_rules_the_answer_has_no_data(raw: aiohttp.ClientSession) -> None:
    async with raw.get(RULES) as response:
        body = await response.json()

    assert {"sent", "result_count"} == body["meta"].keys()
    assert "data" not in body


async def test_deleted_rules_are_gone(rules: Any) -> None:
    added = await rules.add_rules([StreamRule("#one"), StreamRule("#two")])
    answer = await rules.delete_rules([added.data[0].id, "1"])

    assert answer.meta["summary"] == {"deleted": 1, "not_deleted": 1}
    assert [it.value for it in (await rules.get_rules()).data] == ["#two"]


async def test_a_duplicate_is_an_error_with_status_201(raw: aiohttp.ClientSession) -> None:
    body = {"add": [{"value": "#one", "tag": "first"}]}
    async with raw.post(RULES, json=body) as response:
        rule_id = (await response.json())["data"][0]["id"]
    async with raw.post(RULES, json={"add": [{"value": "#one", "tag": "again"}]}) as response:
        answer = await response.json()

    assert response.status == 201
    assert "data" not in answer
    assert [
        {
            "value": "#one",
            "id": rule_id,
            "title": "DuplicateRule",
            "type": "https://api.twitter.com/2/problems/duplicate-rules",
        }
    ] == answer["errors"]


async def test_an_invalid_rule_is_refused_with_its_reason(rules: Any) -> None:
    with pytest.raises(BadRequest) as refused:
        await rules.add_rules([StreamRule("#good"), StreamRule("-is:retweet")])

    assert refused.value.api_messages == []
    assert refused.value.api_errors[0]["details"] == [
        "Rules must contain a non-negation term (at position 1)",
        "Rules must contain at least one positive, non-stopword clause (at position 1)",
    ]
    assert (await rules.get_rules()).data is None


@pytest.mark.parametrize(("length", "status"), [(1024, 201), (1025, 400)])
async def test_a_rule_has_at_most_1024_characters(
    raw: aiohttp.ClientSession, length: int, status: int
) -> None:
    value = "#" + "a" * (length - 1)
    async with raw.post(RULES, json={"add": [{"value": value}]}) as response:
        assert status == response.status


async def test_a_dry_run_changes_nothing(rules: Any) -> None:
    answer = await rules.add_rules(StreamRule("#one"), dry_run="true")  # tweepy chokes on True

    assert answer.meta["summary"]["created"] == 1
    assert (await rules.get_rules()).data is None


@pytest.mark.parametrize("body", [{}, {"add": []}, {"delete": {}}, [], "add"])
async def test_a_body_of_another_shape_is_refused(raw: aiohttp.ClientSession, body: Any) -> None:
    async with raw.post(RULES, json=body) as response:
        assert response.status == 400
        assert (await response.json())["title"] == "Invalid Request"


@pytest.mark.usefixtures("wall")
async def test_the_caps_are_told(raw: aiohttp.ClientSession) -> None:
    async with raw.get(f"{RULES}/counts") as response:
        data = (await response.json())["data"]

    assert (data["cap_per_client_app"], data["project_rules_count"]) == ("1000", "1")


def test_more_rules_than_the_cap_are_refused() -> None:
    book = RuleBook(WallClock(), cap=2)
    with pytest.raises(Refusal) as refused:
        book.change({"add": [{"value": f"#r{n}"} for n in range(3)]}, dry_run=False)

    assert refused.value.body["type"].endswith("/rule-cap")
    assert len(book) == 0
