"""From X's JSON to posts. Every name and text here is made up; the shapes are X's."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from standup_tui import redaction
from standup_tui.model.post import Author, Link, Media, Post, Reference, ReferenceKind
from standup_tui.model.text import Clean
from standup_tui.networks.x.mapping import read_line, read_page
from standup_tui.ports.source import Arrived, Unreadable

ADA = {
    "id": "7",
    "name": "Ada Marsh",
    "username": "AdaMarsh",
    "created_at": "2011-07-17T13:48:53.000Z",
    "public_metrics": {"followers_count": 120, "tweet_count": 3},
}
BEN = {"id": "8", "name": "Ben & Co <3", "username": "ben_co"}
ORIGINAL = {
    "id": "900",
    "author_id": "8",
    "text": "Every visit counts &amp; every cup of tea too, in the rain and in the sun https://t.co/a",
    "entities": {
        "urls": [
            {
                "url": "https://t.co/a",
                "expanded_url": "https://example.org/tea?a=1&b=2",
                "display_url": "example.org/tea?a=1&b=2",
            }
        ]
    },
    "attachments": {"media_keys": ["3_50"]},
}
PICTURE = {
    "media_key": "3_50",
    "type": "photo",
    "url": "https://pbs.twimg.com/media/tea.jpg",
    "alt_text": "Two cups &amp; a pot <steaming>",
}


def tweet(**changed: Any) -> dict[str, Any]:
    fields = {
        "id": "1000",
        "author_id": "7",
        "text": "Hello #StandUp4SW",
        "created_at": "2016-02-01T09:30:05.000Z",
        "conversation_id": "1000",
        "edit_history_tweet_ids": ["1000"],
        "lang": "en",
        "possibly_sensitive": False,
    } | changed
    return {name: value for name, value in fields.items() if value is not None}


def post(data: dict[str, Any], **includes: Any) -> Post:
    """Return the post of one line of the stream."""
    body = {"data": data, "includes": {"users": [ADA, BEN]} | includes}
    item = read_line(json.dumps(body).encode()).item
    assert isinstance(item, Arrived), item
    return item.post


def test_a_plain_post_keeps_everything() -> None:
    assert post(tweet()) == Post(
        id="x:1000",  # type: ignore[arg-type]
        author=Author(
            id="x:7",  # type: ignore[arg-type]
            handle=Clean("AdaMarsh"),
            name=Clean("Ada Marsh"),
            since=datetime(2011, 7, 17, 13, 48, 53, tzinfo=UTC),
            followers=120,
        ),
        text=Clean("Hello #StandUp4SW"),
        at=datetime(2016, 2, 1, 9, 30, 5, tzinfo=UTC),
        address=Clean("https://x.com/AdaMarsh/status/1000"),
        lang=Clean("en"),
        conversation="x:1000",  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        ("&quot; &#39; &copy;", "&quot; &#39; &copy;"),
        ("R&D", "R&D"),
    ],
)
def test_a_text_is_unescaped_once(sent: str, read: str) -> None:
    assert post(tweet(text=sent)).text == read


def test_names_and_descriptions_come_unescaped_and_stay_as_they_are() -> None:
    found = post(
        tweet(author_id="8", attachments={"media_keys": ["3_50"]}),
        media=[PICTURE | {"alt_text": "salt &amp; <3"}],
    )

    assert found.author.name == "Ben & Co <3"
    assert found.media[0].alt == "salt &amp; <3"


def test_a_long_post_has_its_full_text_and_the_links_of_that_text() -> None:
    url = {
        "url": "https://t.co/x",
        "expanded_url": "https://x.com/i/1",
        "display_url": "x.com/i/1",
    }
    full = "word &amp; " * 60
    note = {"text": full, "entities": {"urls": [ORIGINAL["entities"]["urls"][0]]}}  # type: ignore[index]

    found = post(tweet(text="word &amp; wor…", note_tweet=note, entities={"urls": [url]}))

    assert found.text == "word & " * 60
    assert [link.target for link in found.links] == ["https://example.org/tea?a=1&b=2"]


def test_a_link_says_what_is_shown_and_where_it_leads() -> None:
    found = post(tweet(text="tea https://t.co/a", entities=ORIGINAL["entities"]))

    assert found.text == "tea https://t.co/a"
    assert found.links == (
        Link(Clean("example.org/tea?a=1&b=2"), Clean("https://example.org/tea?a=1&b=2")),
    )


def test_a_reply_knows_what_and_whom_it_answers() -> None:
    data = tweet(
        conversation_id="900",
        in_reply_to_user_id="8",
        referenced_tweets=[{"type": "replied_to", "id": "900"}],
    )

    found = post(data, tweets=[ORIGINAL])

    reply = found.reference(ReferenceKind.REPLY)
    assert reply is not None
    assert (reply.post, reply.author and reply.author.handle) == ("x:900", "ben_co")
    assert reply.text is not None
    assert reply.text.startswith("Every visit counts & every")
    assert found.conversation == "x:900"


def test_a_reply_to_a_post_that_was_not_sent_along_still_knows_whom() -> None:
    data = tweet(in_reply_to_user_id="8", referenced_tweets=[{"type": "replied_to", "id": "900"}])

    (reply,) = post(data).references

    assert reply.author is not None
    assert (reply.author.handle, reply.text) == ("ben_co", None)


def test_a_quote_and_a_reply_in_one() -> None:
    data = tweet(
        referenced_tweets=[{"type": "quoted", "id": "900"}, {"type": "replied_to", "id": "5"}]
    )

    found = post(data, tweets=[ORIGINAL])

    assert [ref.kind for ref in found.references] == [ReferenceKind.QUOTE, ReferenceKind.REPLY]
    assert found.references[1] == Reference(ReferenceKind.REPLY, "x:5")  # type: ignore[arg-type]


def test_a_repost_has_the_text_the_links_and_the_media_of_its_original() -> None:
    data = tweet(
        text="RT @ben_co: Every visit counts &amp; every cup…",
        referenced_tweets=[{"type": "retweeted", "id": "900"}],
    )

    found = post(data, tweets=[ORIGINAL], media=[PICTURE])

    assert found.text == (
        "RT @ben_co: Every visit counts & every cup of tea too, in the rain and in the sun "
        "https://t.co/a"
    )
    assert len(found.links) == 1
    assert [item.kind for item in found.media] == ["photo"]


def test_a_repost_of_a_long_post_has_the_long_text() -> None:
    data = tweet(text="RT @ben_co: a…", referenced_tweets=[{"type": "retweeted", "id": "900"}])

    found = post(data, tweets=[ORIGINAL | {"note_tweet": {"text": "a" * 1000}}])

    assert found.text == "RT @ben_co: " + "a" * 1000


@pytest.mark.parametrize("tweets", [[], [{"id": "900"}], [{"id": 900, "text": "x"}]])
def test_a_repost_whose_original_was_not_sent_keeps_what_there_is(tweets: list[Any]) -> None:
    data = tweet(text="RT @ben_co: a…", referenced_tweets=[{"type": "retweeted", "id": "900"}])

    found = post(data, tweets=tweets)

    assert found.text == "RT @ben_co: a…"
    assert found.reference(ReferenceKind.REPOST) is not None


def test_media_have_kind_description_and_address() -> None:
    film = {
        "media_key": "7_51",
        "type": "video",
        "preview_image_url": "https://pbs.twimg.com/v.jpg",
    }
    data = tweet(attachments={"media_keys": ["3_50", "7_51", "16_52", "99_53"]})

    found = post(data, media=[PICTURE | {"alt_text": "Tea,\nsteaming"}, film])

    assert found.media == (
        Media(
            Clean("photo"), Clean("Tea,\nsteaming"), Clean("https://pbs.twimg.com/media/tea.jpg")
        ),
        Media(Clean("video"), None, Clean("https://pbs.twimg.com/v.jpg")),
        Media(Clean("animated_gif")),
        Media(Clean("media")),
    )


def test_an_edited_post_names_its_earlier_versions_only() -> None:
    found = post(tweet(edit_history_tweet_ids=["998", "999", "1000", "1001"]))

    assert found.edit_of == ("x:998", "x:999")


def test_a_post_without_a_time_has_the_time_of_its_id() -> None:
    found = post(tweet(id="1380242611781386245", created_at=None))

    assert found.at.replace(microsecond=0) == datetime(2021, 4, 8, 19, 34, 16, tzinfo=UTC)


def test_a_time_with_another_offset_is_kept_in_utc() -> None:
    assert post(tweet(created_at="2016-02-01T10:30:00+01:00")).at == datetime(
        2016, 2, 1, 9, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("number", ["55", None])
def test_an_author_who_was_not_sent_gets_a_name_that_nobody_can_have(number: str | None) -> None:
    found = post(tweet(author_id=number))

    assert found.author.id == f"x:{number or 0}"
    assert found.author.handle == "(unknown)"
    assert found.address == "https://x.com/i/status/1000"


def test_hostile_text_is_cleaned_everywhere_and_counted() -> None:
    user = {"id": "7", "name": "Ada\x1b[2J\nSays", "username": "a\u202eb"}
    media = PICTURE | {"alt_text": "alt\x9b1m", "url": "https://x\x07"}
    data = tweet(text="a\x1b]0;x\x07b", attachments={"media_keys": ["3_50"]}, lang="e\x1bn")
    body = {"data": data, "includes": {"users": [user], "media": [media]}}

    item = read_line(json.dumps(body).encode()).item

    assert isinstance(item, Arrived)
    found = item.post
    drawn: list[str] = [
        found.text,
        found.author.name,
        found.author.handle,
        found.lang,
        found.address,
    ]
    drawn += [str(part) for it in found.media for part in (it.kind, it.alt, it.url)]
    assert all(text.isprintable() for text in drawn)
    assert found.oddities == 5
    assert found.address == "https://x.com/i/status/1000"


def test_a_field_in_a_new_form_is_left_out_and_the_post_kept() -> None:
    found = post(
        tweet(lang={"code": "en"}, entities=[], possibly_sensitive="no", created_at="yesterday"),
        users=[ADA | {"public_metrics": 5}],
    )

    assert found.author.handle == "AdaMarsh"
    assert (found.lang, found.links) == ("", ())


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (tweet(text=None), "no text"),
        (tweet(id="1e5"), "id"),
        (tweet(text=["x"]), "text"),
        (tweet(referenced_tweets=[{"type": "retweeted"}]), "referenced_tweets"),
        (5, "int"),
    ],
)
def test_what_makes_a_post_is_not_guessed(sent: object, reason: str) -> None:
    item = read_line(json.dumps({"data": sent}).encode()).item

    assert isinstance(item, Unreadable)
    assert reason in item.reason


def test_a_page_keeps_its_order_and_sets_bad_posts_aside() -> None:
    data = [tweet(id="3"), {"id": "2"}, "odd", tweet(id="1")]
    meta = {"next_token": "more", "result_count": 4}

    page = read_page(json.dumps({"data": data, "meta": meta}).encode())

    kinds = [type(item) for item in page.items]
    assert kinds == [Arrived, Unreadable, Unreadable, Arrived]
    assert page.next_token == "more"  # noqa: S105, it turns a page


@pytest.mark.parametrize("includes", [5, [], {"users": 5}, {"users": [5, None]}, {"tweets": [{}]}])
def test_odd_includes_spoil_no_post(includes: object) -> None:
    page = read_page(json.dumps({"data": [tweet()], "includes": includes}).encode())

    assert isinstance(page.items[0], Arrived)


def test_an_empty_page_is_empty() -> None:
    assert read_page(b'{"meta":{"result_count":0}}').items == ()


def test_half_a_character_spoils_only_itself() -> None:
    body = rb'{"data":[{"id":"1","text":"a\ud83db \\ud83d \ud83d\ude00"},{"id":"2","text":"c"}]}'

    first, second = read_page(body).items

    assert isinstance(first, Arrived)
    assert first.post.text == "a\ufffdb \\ud83d \N{GRINNING FACE}"
    assert isinstance(second, Arrived)


def test_the_evidence_for_a_post_of_a_page_is_its_own_and_reads_the_same() -> None:
    data = [
        tweet(referenced_tweets=[{"type": "quoted", "id": "900"}]),
        tweet(id="1001", author_id="8", attachments={"media_keys": ["3_50"]}),
    ]
    stranger = {"id": "9", "name": "Not in it", "username": "nobody"}
    includes = {"users": [ADA, BEN, stranger], "tweets": [ORIGINAL], "media": [PICTURE]}

    items = read_page(json.dumps({"data": data, "includes": includes}).encode()).items

    for item in items:
        assert isinstance(item, Arrived)
        assert "nobody" not in item.raw
        again = read_line(item.raw.encode()).item
        assert isinstance(again, Arrived)
        assert again.post == item.post
    second = items[1]
    assert isinstance(second, Arrived)
    assert set(json.loads(second.raw)["includes"]) == {"users", "media"}


@pytest.mark.parametrize(
    "told",
    [
        {"disconnect_type": "Operational", "detail": "{}"},
        {"title": "{}"},
        {"title": "disconnect {}"},
    ],
)
def test_what_x_says_of_the_stream_is_short_and_shows_no_credential(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str]
) -> None:
    canary = "AAAAAAAAAAAAmade-up%2Bbearer-of-a-test"
    monkeypatch.setattr(redaction, "_known", {})
    redaction.learn("bearer_token", canary)
    words = f"bad token Bearer {canary} {'x' * 500_000}"
    problem = {name: text.format(words) for name, text in told.items()}

    line = read_line(json.dumps({"errors": [problem]}).encode())

    said = line.farewell or (isinstance(line.item, Unreadable) and line.item.reason) or ""
    assert "bad token Bearer <bearer_token> xxx" in said
    assert len(said) < 300


def test_something_unreadable_is_kept_short() -> None:
    item = read_line(b"x" * 1_000_000).item

    assert isinstance(item, Unreadable)
    assert len(item.raw) == 4096


@pytest.mark.parametrize(
    ("said", "countries"),
    [
        ({"country_codes": ["DE", "FR"], "copyright": False}, ("DE", "FR")),
        ({"country_codes": None, "scope": "user"}, ()),
        ("odd", ()),
    ],
)
def test_where_a_post_is_withheld_is_kept(said: object, countries: tuple[str, ...]) -> None:
    assert post(tweet(withheld=said)).withheld == countries


def test_a_long_text_that_is_empty_does_not_replace_the_short_one() -> None:
    assert post(tweet(note_tweet={"text": ""})).text == "Hello #StandUp4SW"
