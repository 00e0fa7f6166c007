"""Recordings, served to an unmodified tweepy. The fixtures have the shapes of real ones."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tweepy import BadRequest, StreamRule
from tweepy.asynchronous import AsyncPaginator

from simulator.aiming import Listener, aimed_session, client_of, listening
from standup_tui.simulator.recorded import RecordingError, load
from standup_tui.simulator.server import Options, Simulator

pytestmark = pytest.mark.filterwarnings(
    # Recordings of before 2022 have no such field; tweepy says so for every post.
    "ignore:Tweet data missing default edit_history_tweet_ids:RuntimeWarning"
)
DISCONNECT = {
    "errors": [
        {
            "title": "operational-disconnect",
            "disconnect_type": "OperationalDisconnect",
            "detail": "This stream has been disconnected for operational reasons.",
            "type": "https://api.twitter.com/2/problems/operational-disconnect",
        }
    ]
}


def post(number: int, **more: Any) -> dict[str, Any]:
    fields = {"text": f"Recorded {number}", "author_id": f"9{number}", "lang": "en"}
    return {"id": str(number), "created_at": "2021-04-01T15:52:31.000Z", **fields, **more}


def includes(*numbers: int, referenced: int = 0) -> dict[str, Any]:
    users = [{"id": f"9{n}", "name": f"Name {n}", "username": f"user{n}"} for n in numbers]
    tweets = [post(referenced)] if referenced else []
    return {"users": users} | ({"tweets": tweets} if tweets else {})


def page(*numbers: int, **more: Any) -> dict[str, Any]:
    meta = {"result_count": len(numbers), "next_token": "b26v89c19zqg8o3f"}
    return {
        "data": [post(n) for n in numbers],
        "includes": includes(*numbers, referenced=500),
        "meta": meta,
        "__twarc": {"version": "2.1.2"},
        **more,
    }


def line(number: int) -> dict[str, Any]:
    return {
        "data": post(number),
        "includes": includes(number),
        "matching_rules": [{"id": 1377649934414049282, "tag": None}],
        "__twarc": {},
    }


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    first, second, third = (tmp_path / f"{name}.jsonl" for name in ("search", "more", "stream"))
    first.write_text(json.dumps(page(109, 108, 107)) + "\n" + json.dumps(page(106)), "utf-8")
    single = {"data": post(42) | {"id": 42, "author_id": 942}, "includes": includes(42)}
    second.write_text(json.dumps(single), "utf-8")
    lines = [line(201), line(202), DISCONNECT | {"__twarc": {}}, line(203)]
    third.write_text("\n".join(map(json.dumps, lines)) + "\n\n", "utf-8")
    return first, second, third


@pytest.fixture
async def recorded(files: tuple[Path, ...]) -> AsyncIterator[Simulator]:
    async with Simulator(Options(recorded=files, recorded_pace=0.0)) as x:
        rules: Any = Listener(x.credentials)
        async with aimed_session(x.base_url) as session:
            rules.session = session
            await rules.add_rules(StreamRule("#StandUp4SW", tag="wall"))
        yield x


async def test_all_pages_are_served_one_after_the_other(recorded: Simulator) -> None:
    async with client_of(recorded.credentials) as client:
        pages = AsyncPaginator(
            client.search_recent_tweets, "#any", start_time="2026-11-22T00:00:00Z"
        )
        found = [[it.id for it in page.data] async for page in pages]

    assert found == [[109, 108, 107], [106], [42]]
    assert "recorded" == recorded.mode == recorded.credentials.mode


async def test_a_page_keeps_everything_but_the_collectors_notes(recorded: Simulator) -> None:
    async with client_of(recorded.credentials) as client:
        client.return_type = dict
        first = await client.search_recent_tweets("#any")

    expected = page(109, 108, 107)
    assert expected["data"] == first["data"]
    assert expected["includes"] == first["includes"]
    assert (first["meta"]) == {
        "newest_id": "109",
        "oldest_id": "107",
        "result_count": 3,
        "next_token": "page-1",
    }
    assert "__twarc" not in first


async def test_ids_that_were_kept_as_numbers_are_text_again(recorded: Simulator) -> None:
    async with client_of(recorded.credentials) as client:
        client.return_type = dict
        last = await client.search_recent_tweets("#any", next_token="page-2")  # noqa: S106, a page

    assert [(it["id"], it["author_id"]) for it in last["data"]] == [("42", "942")]


async def test_lines_of_a_stream_come_with_our_rules(recorded: Simulator) -> None:
    async with listening(recorded.credentials) as stream:
        first = await stream.next()

    assert (first.data.id, first.data.text) == (201, "Recorded 201")
    assert first.includes["users"][0].username == "user201"
    assert [rule.tag for rule in first.matching_rules] == ["wall"]


async def test_a_recorded_disconnection_happens_once_and_nothing_is_lost(
    recorded: Simulator,
) -> None:
    async with listening(recorded.credentials) as first:
        await asyncio.wait_for(first.closed.wait(), 20)
        lines = [first.responses.get_nowait() for _ in range(3)]
    async with listening(recorded.credentials) as second:
        again = [(await second.next()).data.id for _ in range(3)]

    assert [it.data.id for it in lines[:2]] == [201, 202]
    assert lines[2].errors[0]["title"] == "operational-disconnect"
    assert again == [201, 202, 203]


async def test_every_recorded_post_can_be_looked_up(recorded: Simulator) -> None:
    async with client_of(recorded.credentials) as client:
        found = await client.get_tweets([109, 203, 500, 7])

    assert [it.id for it in found.data] == [109, 203, 500]
    assert {"user109", "user203"} <= {it.username for it in found.includes["users"]}
    assert [error["value"] for error in found.errors] == ["7"]


async def test_public_acts_are_counted_and_change_nothing(recorded: Simulator) -> None:
    async with client_of(recorded.credentials) as client:
        assert (await client.retweet("109")).data == {"rest_id": "109", "retweeted": True}
        assert (await client.unretweet("109")).data == {"retweeted": False}
        assert str((await client.get_me()).data.id) == recorded.credentials.user_id

    assert [call.act for call in recorded.ledger.retweets] == ["retweet", "undo"]


async def test_a_foreign_page_token_is_refused(recorded: Simulator) -> None:
    async with client_of(recorded.credentials) as client:
        with pytest.raises(BadRequest, match="next_token"):
            await client.search_recent_tweets("#any", next_token="page-3")  # noqa: S106, a page


async def test_a_recording_without_pages_finds_nothing(files: tuple[Path, ...]) -> None:
    async with (
        Simulator(Options(recorded=files[2:])) as x,
        client_of(x.credentials) as client,
    ):
        assert (await client.search_recent_tweets("#any")).meta == {"result_count": 0}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "one JSON object per line"),
        ("[]", "an answer of the X API"),
        ('{"statuses": []}', "an answer of the X API"),
        ('{"data": [{"id": "1"}]}', "posts with `id` and `text`"),
        ('{"data": ["1"]}', "posts with `id` and `text`"),
    ],
)
def test_what_is_no_recording_is_refused_with_file_and_line(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(page(1)) + "\n" + text + "\n", "utf-8")

    with pytest.raises(RecordingError, match=f"bad.jsonl, line 2: .*{reason}"):
        load([path])
