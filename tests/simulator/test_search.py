"""Recent search, read by an unmodified tweepy."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from tweepy import BadRequest
from tweepy.asynchronous import AsyncPaginator

from simulator.aiming import client_of
from simulator.clocks import NOON, HandClock
from standup_tui.simulator.server import Options, Simulator
from standup_tui.simulator.world import first_id_of


async def test_what_was_posted_is_found_newest_first(x: Simulator, client: Any) -> None:
    ids = [x.publish(f"{number} #StandUp4SW") for number in range(3)]
    x.publish("Something else")
    found = await client.search_recent_tweets("#standup4sw")

    assert ids[::-1] == [str(post.id) for post in found.data]
    assert {"newest_id": ids[-1], "oldest_id": ids[0], "result_count": 3} == found.meta


@pytest.mark.usefixtures("x")
async def test_nothing_found_is_a_count_of_zero_and_no_data(client: Any) -> None:
    client.return_type = dict

    assert await client.search_recent_tweets("#nothing") == {"meta": {"result_count": 0}}


async def test_pages_are_complete_also_while_new_posts_arrive(x: Simulator, client: Any) -> None:
    ids = [x.publish(f"{number} #StandUp4SW") for number in range(25)]
    found = []
    pages = AsyncPaginator(client.search_recent_tweets, "#StandUp4SW", max_results=10)
    async for page in pages:
        x.publish("later #StandUp4SW")
        found += [str(post.id) for post in page.data]

    assert ids[::-1] == found


async def test_a_cursor_leaves_out_what_is_known(x: Simulator, client: Any) -> None:
    ids = [x.publish(f"{number} #StandUp4SW") for number in range(14)]
    pages = AsyncPaginator(
        client.search_recent_tweets, "#StandUp4SW", since_id=ids[1], until_id=ids[13]
    )
    found = [str(post.id) async for page in pages for post in page.data]

    assert ids[12:1:-1] == found


async def test_retweets_are_not_found(x: Simulator, client: Any) -> None:
    original = x.publish("#StandUp4SW")
    x.publish("", retweets=original, author=x.roster[1])
    found = await client.search_recent_tweets("#StandUp4SW")

    assert [original] == [str(post.id) for post in found.data]


async def test_only_the_last_version_of_an_edited_post_is_found(x: Simulator, client: Any) -> None:
    first = x.publish("tpyo #StandUp4SW")
    second = x.edit(first, "typo #StandUp4SW")
    found = await client.search_recent_tweets("#StandUp4SW")

    assert [(second, "typo #StandUp4SW", [int(first), int(second)])] == [
        (str(post.id), post.text, post.edit_history_tweet_ids) for post in found.data
    ]


async def test_deleted_posts_are_not_found(x: Simulator, client: Any) -> None:
    first = x.publish("one #StandUp4SW")
    x.delete(x.edit(first, "two #StandUp4SW"))

    assert (await client.search_recent_tweets("#StandUp4SW")).data is None


async def test_a_deleted_post_that_is_quoted_is_named_in_errors(x: Simulator, client: Any) -> None:
    quoted = x.publish("gone soon")
    x.publish("look #StandUp4SW", quotes=quoted)
    x.delete(quoted)
    found = await client.search_recent_tweets("#StandUp4SW", expansions="referenced_tweets.id")

    (error,) = found.errors
    assert (quoted, "includes") == (error["value"], error["section"])
    assert error["title"] == "Not Found Error"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"query": "-is:retweet"}, "There were errors processing your request: Rules must"),
        ({"query": " "}, "'query' must be a non-empty string"),
        ({"query": "a" * 513}, "Rules must be less than 513 characters"),
        ({"query": "cat", "max_results": 9}, "[9] is not between 10 and 100"),
        ({"query": "cat", "max_results": 101}, "[101] is not between 10 and 100"),
        ({"query": "cat", "since_id": "x"}, "[x] is not valid"),
        ({"query": "cat", "next_token": "b26v89c19zqg8o3f"}, "`next_token` query parameter"),
        ({"query": "cat", "tweet_fields": "colour"}, "[colour] is not one of"),
        ({"query": "cat", "expansions": "colour"}, "[colour] is not one of"),
        ({"query": "cat", "start_time": "2020-01-01T00:00:00Z"}, "must be on or after"),
        ({"query": "cat", "end_time": "yesterday"}, "is not a valid RFC3339"),
    ],
)
@pytest.mark.usefixtures("x")
async def test_a_bad_parameter_is_refused_with_its_reason(
    client: Any, parameters: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await client.search_recent_tweets(**parameters)

    assert reason in refused.value.api_messages[0]


async def test_a_page_token_belongs_to_its_query(x: Simulator, client: Any) -> None:
    for number in range(11):
        x.publish(f"{number} cat dog")
    token = (await client.search_recent_tweets("cat")).meta["next_token"]

    assert (await client.search_recent_tweets("cat", next_token=token)).meta["result_count"] == 1
    with pytest.raises(BadRequest):
        await client.search_recent_tweets("dog", next_token=token)


class Timed:
    """A simulator and its clock, both in a test's hands."""

    def __init__(self, x: Simulator, clock: HandClock, client: Any) -> None:
        self.x = x
        self.clock = clock
        self.client = client

    async def found(self, **parameters: Any) -> list[str]:
        response = await self.client.search_recent_tweets("#a", **parameters)
        return [str(post.id) for post in response.data or ()]


@pytest.fixture
async def timed() -> AsyncIterator[Timed]:
    clock = HandClock()
    async with (
        Simulator(Options(play=False, search_lag=30), clock=clock) as x,
        client_of(x.credentials) as client,
    ):
        yield Timed(x, clock, client)


async def test_times_bound_a_search(timed: Timed) -> None:
    ids = []
    for _ in range(3):
        ids.append(timed.x.publish("#a"))
        timed.clock.move(60)

    assert ids[1:][::-1] == await timed.found(start_time=NOON + timedelta(seconds=60))
    assert ids[:1] == await timed.found(end_time=NOON + timedelta(seconds=60))


async def test_new_posts_stay_out_of_search_for_the_lag(timed: Timed) -> None:
    post_id = timed.x.publish("#a")
    timed.clock.move(29)
    assert await timed.found() == []
    timed.clock.move(2)
    assert [post_id] == await timed.found()


async def test_search_reaches_back_seven_days(timed: Timed) -> None:
    timed.x.publish("#a")
    timed.clock.move(7 * 86_400 + 1)

    assert await timed.found() == []


async def test_a_stale_cursor_is_refused_in_the_words_of_the_live_api(timed: Timed) -> None:
    post_id = timed.x.publish("#a")
    timed.clock.move(8 * 86_400)
    edge = first_id_of(timed.clock.now() - timedelta(days=7))

    with pytest.raises(BadRequest) as refused:
        await timed.found(since_id=post_id)
    assert (
        "'since_id' must be a tweet id created after 2026-11-23T12:00Z. "
        f"Please use a 'since_id' that is larger than {edge}"
    ) == refused.value.api_messages[0]
