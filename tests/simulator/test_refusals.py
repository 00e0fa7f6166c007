"""Refusals in place of the true answer, as tweepy and a plain client see them."""

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest
from tweepy import Forbidden, HTTPException, TooManyRequests, TwitterServerError, Unauthorized

from simulator.aiming import client_of, listening
from simulator.clocks import HandClock
from simulator.drills import STREAM, drill
from standup_tui.simulator.server import Simulator

SEARCH = "/2/tweets/search/recent?query=%23StandUp4SW"


@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        ("401-revoked", Unauthorized, "Unauthorized"),
        ("402-no-credits", HTTPException, "does not have any credits"),
        ("403-not-enrolled", Forbidden, "attached to a Project"),
        ("429-usage-cap", TooManyRequests, "Monthly product cap"),
        ("429-reset", TooManyRequests, "Too Many Requests"),
        ("500", TwitterServerError, "500"),
        ("503", TwitterServerError, "503"),
    ],
)
async def test_tweepy_is_refused(
    x: Simulator, client: Any, fault: str, error: Any, said: str
) -> None:
    x.faults.add(f"{fault},times=1")

    with pytest.raises(error, match=said):
        await client.search_recent_tweets("#a")
    await client.search_recent_tweets("#a")


@pytest.mark.parametrize("code", [500, 502, 503, 504])
@pytest.mark.parametrize(
    ("form", "kind"), [("json", "application/problem+json"), ("html", "text/html"), ("empty", "")]
)
async def test_servers_fail_in_every_form(code: int, form: str, kind: str) -> None:
    async with drill(f"{code}={form},retry=7") as x, x.session.get(SEARCH) as answer:
        assert code == answer.status
        assert answer.headers["Retry-After"] == "7"
        assert kind in answer.headers.get("Content-Type", "application/octet-stream")
        assert bool(await answer.read()) is (form != "empty")


async def test_html_from_the_edge_is_another_error_for_tweepy(x: Simulator, client: Any) -> None:
    x.faults.add("503=html")
    with pytest.raises(aiohttp.ContentTypeError):
        await client.search_recent_tweets("#a")


async def test_credits_can_end_in_the_middle_of_the_day() -> None:
    clock = HandClock()
    async with drill("402-no-credits,from=3600", clock=clock) as x:
        statuses = []
        for _ in range(2):
            async with x.session.get(SEARCH) as answer:
                statuses.append(answer.status)
            clock.move(3600)

    assert statuses == [200, 402]


async def test_a_limit_names_its_reset_and_ends_there() -> None:
    clock = HandClock()
    async with drill("429-reset=20", clock=clock) as x, client_of(x.x.credentials) as client:
        with pytest.raises(TooManyRequests) as refused:
            await client.search_recent_tweets("#a")
        assert refused.value.reset_time == int(clock.now().timestamp()) + 20
        clock.move(19)
        with pytest.raises(TooManyRequests):
            await client.search_recent_tweets("#a")
        clock.move(1)
        await client.search_recent_tweets("#a")


async def test_a_limit_can_hide_its_reset(x: Simulator, client: Any) -> None:
    x.faults.add("429-no-reset")
    with pytest.raises(TooManyRequests) as refused:
        await client.search_recent_tweets("#a")

    assert refused.value.reset_time is None


@pytest.mark.parametrize("skew", [120, -90])
async def test_clocks_can_disagree_about_the_reset(skew: int) -> None:
    clock = HandClock()
    async with drill("429-reset=20,times=1", f"clock-skew={skew}", clock=clock) as x:
        resets = []
        for _ in range(2):
            async with x.session.get(SEARCH) as answer:
                resets.append(int(answer.headers["x-rate-limit-reset"]))

    assert [20 + skew, 900 + skew] == [it - int(clock.now().timestamp()) for it in resets]


async def test_the_stream_alone_can_be_refused() -> None:
    async with drill("409-no-rules") as x:
        assert (await x.read(posts=0)).status == 409
        async with x.session.get(SEARCH) as answer:
            assert answer.status == 200


async def test_a_stream_is_refused_once_and_then_open() -> None:
    async with drill("429-connections,times=1") as x, listening(x.x.credentials) as first:
        assert first.refusals == [429]
        async with listening(x.x.credentials) as second:
            assert second.connected.is_set()


async def test_search_can_fail_while_the_stream_goes_on() -> None:
    async with drill("search-fails=html") as x:
        heard = await x.read(posts=1, lines=1)
        async with x.session.get(SEARCH) as answer:
            assert answer.status == 503

    assert heard.end == "enough"


async def test_search_can_lag_behind_the_stream() -> None:
    clock = HandClock()
    async with drill("search-lag=60", clock=clock) as x, client_of(x.x.credentials) as client:
        x.x.publish("#StandUp4SW")
        clock.move(30)
        early = await client.search_recent_tweets("#StandUp4SW")
        clock.move(31)
        late = await client.search_recent_tweets("#StandUp4SW")

    assert (early.meta["result_count"], late.meta["result_count"]) == (0, 1)


async def test_an_open_stream_can_learn_of_rules_late() -> None:
    async with drill("rule-lag=0.3") as x, x.session.get(STREAM) as got:
        rule = {"add": [{"value": "#other", "tag": "late"}]}
        async with x.session.post(f"{STREAM}/rules", json=rule):
            x.x.publish("too early #other")
        await asyncio.sleep(0.35)
        x.x.publish("in time #other")
        line = await got.content.readline()
        while not line.strip():
            line = await got.content.readline()

    assert json.loads(line)["data"]["text"] == "in time #other"


async def test_a_deleted_rule_can_go_on_for_a_while() -> None:
    async with drill("rule-lag=30") as x, x.session.get(STREAM) as got:
        async with x.session.get(f"{STREAM}/rules") as answer:
            ids = [rule["id"] for rule in (await answer.json())["data"]]
        async with x.session.post(f"{STREAM}/rules", json={"delete": {"ids": ids}}):
            post_id = x.x.publish("#StandUp4SW")

        while (line := await got.content.readline()) == b"\r\n":
            pass  # a sign of life: a busy machine took long
        assert post_id.encode() in line


class Acting:
    """A post to act on."""

    def __init__(self, x: Simulator) -> None:
        self.post_id = x.publish("#StandUp4SW", author=x.roster[1])
        self.x = x

    def done(self) -> list[int]:
        return [call.status for call in self.x.ledger.retweets]


async def test_an_act_can_be_answered_late(x: Simulator, client: Any) -> None:
    acting = Acting(x)
    x.faults.add("slow-acts=0.2")
    began = time.monotonic()
    await client.retweet(acting.post_id)

    assert time.monotonic() - began >= 0.2
    assert acting.done() == [200]


@pytest.mark.parametrize(
    ("fault", "done"), [("drop-before", []), ("drop-after", [200]), ("lost-acts=0.1", [200])]
)
async def test_an_answer_can_be_lost_before_or_after_the_act(
    x: Simulator, client: Any, fault: str, done: list[int]
) -> None:
    acting = Acting(x)
    x.faults.add(fault)
    with pytest.raises(aiohttp.ClientError):
        await client.retweet(acting.post_id)

    assert acting.done() == done
    await client.get_tweets([acting.post_id])


async def test_success_can_hold_nothing_but_errors(x: Simulator, client: Any) -> None:
    acting = Acting(x)
    x.faults.add("errors-in-200,times=1")
    answer = await client.retweet(acting.post_id)

    assert (answer.data, answer.errors[0]["title"]) == (None, "Authorization Error")
    assert acting.done() == []
