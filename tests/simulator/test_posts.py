"""Look-up, and how posts look on the wire."""

import html
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tweepy import BadRequest

from simulator.clocks import NOON, HandClock
from standup_tui.simulator.day.cast import roster
from standup_tui.simulator.entities import compose
from standup_tui.simulator.model import Picture
from standup_tui.simulator.server import Simulator
from standup_tui.simulator.world import World, Written

EVERYTHING = [
    "attachments",
    "author_id",
    "conversation_id",
    "created_at",
    "edit_controls",
    "entities",
    "in_reply_to_user_id",
    "lang",
    "note_tweet",
    "public_metrics",
    "referenced_tweets",
]


async def look_up(client: Any, *ids: str, **fields: Any) -> Any:
    response = await client.get_tweets(list(ids), tweet_fields=EVERYTHING, **fields)
    return response.data[0].data


async def test_posts_are_returned_in_the_order_asked_for(x: Simulator, client: Any) -> None:
    one, two = x.publish("one"), x.publish("two")
    found = await client.get_tweets([two, one])

    assert [two, one] == [str(post.id) for post in found.data]


async def test_a_deleted_post_is_an_error_beside_the_others(x: Simulator, client: Any) -> None:
    kept, gone = x.publish("kept"), x.publish("gone")
    x.delete(gone)
    found = await client.get_tweets([kept, gone])

    assert [kept] == [str(post.id) for post in found.data]
    assert {
        "value": gone,
        "detail": f"Could not find tweet with ids: [{gone}].",
        "title": "Not Found Error",
        "resource_type": "tweet",
        "parameter": "ids",
        "resource_id": gone,
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    } == found.errors[0]


@pytest.mark.usefixtures("x")
async def test_a_single_post_that_is_not_there_is_an_error_with_status_200(client: Any) -> None:
    found = await client.get_tweet("123")

    assert (found.data, found.errors[0]["value"]) == (None, "123")


@pytest.mark.usefixtures("x")
async def test_more_than_a_hundred_ids_are_refused(client: Any) -> None:
    with pytest.raises(BadRequest, match=r"\[101\] is not between 1 and 100"):
        await client.get_tweets(list(range(1, 102)))


async def test_a_reply_names_its_post_its_author_and_its_conversation(
    x: Simulator, client: Any
) -> None:
    root = x.publish("root")
    reply = x.publish("reply", reply_to=root, author=x.roster[1])
    post = await look_up(client, x.publish("again", reply_to=reply))

    assert root == post["conversation_id"]
    assert x.roster[1].id == post["in_reply_to_user_id"]
    assert [{"type": "replied_to", "id": reply}] == post["referenced_tweets"]


async def test_a_quote_ends_in_the_address_of_what_it_shows(x: Simulator, client: Any) -> None:
    quoted = x.publish("look here", author=x.roster[1])
    post = await look_up(client, x.publish("Well said.", quotes=quoted))

    (link,) = post["entities"]["urls"]
    assert f"https://x.com/{x.roster[1].handle}/status/{quoted}" == link["expanded_url"]
    assert f"Well said. {link['url']}" == post["text"]


async def test_a_retweet_is_cut_and_names_the_original(x: Simulator, client: Any) -> None:
    original = x.publish("a & " * 50, author=x.roster[1])
    post = await look_up(client, x.publish("", retweets=original))

    assert post["text"].startswith(f"RT @{x.roster[1].handle}: a &amp; ")
    assert post["text"].endswith("…")
    assert len(post["text"]) <= 140
    assert [{"type": "retweeted", "id": original}] == post["referenced_tweets"]


async def test_a_long_post_is_cut_and_complete_in_its_note(x: Simulator, client: Any) -> None:
    text = "word & word " * 40 + "#End"
    post = await look_up(client, x.publish(text))

    assert html.escape(text, quote=False) == post["note_tweet"]["text"]
    assert [it["tag"] for it in post["note_tweet"]["entities"]["hashtags"]] == ["End"]
    assert "… https://t.co/" in post["text"]
    assert len(html.unescape(post["text"])) < 310


async def test_a_picture_is_a_link_in_the_text_and_an_attachment(
    x: Simulator, client: Any
) -> None:
    post_id = x.publish("Look", pictures=[Picture("A field."), Picture()])
    response = await client.get_tweets(
        [post_id],
        tweet_fields=EVERYTHING,
        expansions="attachments.media_keys",
        media_fields=["alt_text", "width"],
    )
    post = response.data[0].data

    assert post["attachments"]["media_keys"] == [it.media_key for it in response.includes["media"]]
    assert [it.alt_text for it in response.includes["media"]] == ["A field.", None]
    assert all(it["display_url"].startswith("pic.x.com/") for it in post["entities"]["urls"])


async def test_an_edit_has_its_own_id_and_the_whole_history(x: Simulator, client: Any) -> None:
    first = x.publish("one")
    second = x.edit(first, "two")
    old, new = (await client.get_tweets([first, second], tweet_fields=EVERYTHING)).data

    assert (old.text, new.text) == ("one", "two")
    assert [first, second] == new.data["edit_history_tweet_ids"]
    assert first == new.data["conversation_id"]
    assert new.data["edit_controls"]["edits_remaining"] == 4


async def test_absent_fields_have_no_key(x: Simulator, client: Any) -> None:
    post = await look_up(client, x.publish("plain"))

    absent = {"attachments", "in_reply_to_user_id", "note_tweet", "referenced_tweets", "entities"}
    assert set() == absent & post.keys()


async def test_surrogates_and_control_characters_survive_the_wire(
    x: Simulator, client: Any
) -> None:
    text = "esc \x1b[31m nul \x00 c1 \x9b lone \udc80 line\u2028sep \u202ebidi"
    post = await look_up(client, x.publish(text))

    assert text == post["text"]


def test_posts_are_stamped_when_they_go_out() -> None:
    clock = HandClock()
    world = World(clock)
    first = world.publish(Written(roster()[0], "a"))
    clock.move(90)
    second = world.publish(Written(roster()[0], "b"))

    assert [NOON, NOON + timedelta(seconds=90)] == [first.created_at, second.created_at]


def test_ids_grow_within_a_millisecond_and_when_the_clock_steps_back() -> None:
    clock = HandClock()
    world = World(clock)
    ids = []
    for step in (0, 0, 0, -3600, 0, 7200):
        clock.move(step)
        ids.append(int(world.publish(Written(roster()[0], "a")).id))

    assert sorted(set(ids)) == ids


pieces = st.sampled_from(
    ["#Tag", "@name", "$GBP", "https://www.wensumvale.example/a?b=c&d", "a&b", "<b>", "né", "💚"]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=8).map(" ".join))
def test_entities_stand_where_they_say_in_the_escaped_text(raw: str) -> None:
    composed = compose(raw, seed="1")
    keys = {"hashtags": ("tag", "#"), "mentions": ("username", "@"), "cashtags": ("tag", "$")}
    for name, entities in composed.entities.items():
        for entity in entities:
            shown = composed.text[entity["start"] : entity["end"]]
            if name == "urls":
                assert entity["url"] == shown
            else:
                assert entity[keys[name][0]] == shown[1:]


@given(st.text(max_size=40).filter(lambda text: "http" not in text))
def test_text_without_links_is_only_escaped(raw: str) -> None:
    assert raw == html.unescape(compose(raw, seed="1").text) or "&" in raw
    assert html.escape(raw, quote=False) == compose(raw, seed="1").text
