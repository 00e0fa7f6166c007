"""The filtered stream, read by an unmodified tweepy."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from tweepy import StreamRule

from simulator.aiming import Listener, listening
from standup_tui.simulator.model import Picture
from standup_tui.simulator.server import Options, Simulator

STREAM = "/2/tweets/search/stream"


async def test_a_post_that_matches_a_rule_arrives_with_the_rule(x: Simulator, wall: str) -> None:
    async with listening(x.credentials) as stream:
        post_id = x.publish("First visit done. #standup4sw")
        response = await stream.next()

    assert post_id == str(response.data.id)
    assert [(wall, "wall")] == [(rule.id, rule.tag) for rule in response.matching_rules]


@pytest.mark.usefixtures("wall")
async def test_a_post_that_matches_no_rule_does_not_arrive(x: Simulator) -> None:
    async with listening(x.credentials) as stream:
        x.publish("Nothing to do with it.")
        x.publish("#StandUp4SWX is another hashtag")
        expected = x.publish("#StandUp4SW")

        assert expected == str((await stream.next()).data.id)


@pytest.mark.usefixtures("wall")
async def test_only_default_fields_come_unasked(x: Simulator) -> None:
    async with listening(x.credentials) as stream:
        post_id = x.publish("Plain #StandUp4SW")
        response = await stream.next()

    expected = {"id": post_id, "text": "Plain #StandUp4SW", "edit_history_tweet_ids": [post_id]}
    assert expected == response.data.data
    assert response.includes == {}


@pytest.mark.usefixtures("wall")
async def test_fields_and_expansions_that_are_asked_for_come(x: Simulator) -> None:
    author = x.roster[1]
    async with listening(
        x.credentials,
        tweet_fields=["created_at", "lang"],
        expansions=["author_id", "attachments.media_keys"],
        user_fields=["verified"],
        media_fields=["alt_text", "url"],
    ) as stream:
        x.publish("Look #StandUp4SW", author=author, pictures=[Picture("A wet field.")])
        response = await stream.next()

    (user,) = response.includes["users"]
    (media,) = response.includes["media"]
    assert {
        "id": author.id,
        "name": author.name,
        "username": author.handle,
        "verified": False,
    } == (user.data)
    assert media.alt_text == "A wet field."
    assert [media.media_key] == response.data.data["attachments"]["media_keys"]
    assert response.data.data["created_at"].endswith("Z")


@pytest.mark.usefixtures("wall")
async def test_silence_is_broken_by_keep_alives(x: Simulator) -> None:
    async with listening(x.credentials) as stream:
        await asyncio.sleep(0.5)

        assert stream.keep_alives == 2


@pytest.mark.parametrize("keep_alive", [60.0])
@pytest.mark.usefixtures("wall")
async def test_headers_arrive_before_the_first_post(raw: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(20), raw.get(STREAM) as response:
        assert response.status == 200
        assert response.headers["Transfer-Encoding"] == "chunked"


@pytest.mark.parametrize("keep_alive", [60.0])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.usefixtures("wall")
async def test_every_line_ends_in_crlf_and_is_readable_at_once(
    x: Simulator, raw: aiohttp.ClientSession, encoding: str
) -> None:
    async with raw.get(STREAM, headers={"Accept-Encoding": encoding}) as response:
        for number in range(2):
            x.publish(f"Line {number} #StandUp4SW")
            async with asyncio.timeout(20):
                line = await response.content.readline()
            assert line.endswith(b"}\r\n")
            assert f"Line {number} #StandUp4SW" == json.loads(line)["data"]["text"]
        assert (encoding == "gzip") is ("Content-Encoding" in response.headers)


async def test_without_rules_nobody_may_connect(raw: aiohttp.ClientSession) -> None:
    async with raw.get(STREAM) as response:
        body = await response.json()

    assert (response.status, body["connection_issue"]) == (409, "RuleConfigurationIssue")


@pytest.mark.usefixtures("wall")
async def test_a_second_connection_is_refused(x: Simulator, raw: aiohttp.ClientSession) -> None:
    async with listening(x.credentials), raw.get(STREAM) as response:
        body = await response.json()

    assert (response.status, body["connection_issue"]) == (429, "TooManyConnections")
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("wall")
async def test_the_place_stays_taken_for_a_while_after_a_client_drops(x: Simulator) -> None:
    async with listening(x.credentials):
        pass
    await _until(lambda: x.ledger.connections[0].closed is not None)

    async with listening(x.credentials) as second:
        assert second.refusals == [429]
    await asyncio.sleep(x.options.slot_hold)
    async with listening(x.credentials) as third:
        assert third.connected.is_set()


@pytest.mark.usefixtures("wall")
async def test_closing_all_connections_frees_the_place_at_once(
    x: Simulator, raw: aiohttp.ClientSession
) -> None:
    async with listening(x.credentials) as first:
        async with raw.delete("/2/connections/all") as response:
            assert (await response.json())["data"]["successful_kills"] == 1
        await asyncio.wait_for(first.closed.wait(), 20)
        async with listening(x.credentials) as second:
            assert second.connected.is_set()


@pytest.mark.usefixtures("wall")
async def test_back_fill_is_refused(raw: aiohttp.ClientSession) -> None:
    async with raw.get(STREAM, params={"backfill_minutes": "3"}) as response:
        assert response.status == 400


@pytest.mark.usefixtures("wall")
async def test_a_new_rule_counts_on_an_open_stream(x: Simulator, rules: Any) -> None:
    async with listening(x.credentials) as stream:
        await rules.add_rules(StreamRule("from:asha_rowe_wv", tag="people"))
        x.publish("No hashtag here", author=x.roster[1])

        assert [rule.tag for rule in (await stream.next()).matching_rules] == ["people"]


@pytest.mark.usefixtures("wall")
async def test_the_ledger_counts_what_a_connection_was_sent(x: Simulator) -> None:
    async with listening(x.credentials) as stream:
        x.publish("#StandUp4SW")
        await stream.next()
        (connection,) = x.ledger.connections

    assert (connection.lines, None) == (1, None)
    await _until(lambda: connection.closed is not None)


async def test_a_client_that_reads_too_slowly_is_told_and_dropped() -> None:
    options = Options(play=False, backlog=5)
    async with Simulator(options) as x:
        listener: Any = Listener(x.credentials)
        from tweepy import StreamRule

        from simulator.aiming import aimed_session

        listener.session = aimed_session(x.base_url)
        await listener.add_rules(StreamRule("#StandUp4SW", tag="wall"))
        await listener.session.close()
        async with listening(x.credentials) as stream:
            for number in range(8):  # without a pause in which the server could send
                x.publish(f"{number} #StandUp4SW")
            lines = [await stream.next() for _ in range(2)]
            while not lines[-1].errors:
                lines.append(await stream.next())

        assert lines[-1].errors[0]["disconnect_type"] == "SlowReader"


async def _until(condition: Any) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110, the server has no event for a test to wait on
            await asyncio.sleep(0.01)
