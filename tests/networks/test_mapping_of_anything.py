"""Whatever arrives, reading it neither raises nor lets an unclean character through."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from standup_tui.model.text import is_safe
from standup_tui.networks.x.mapping import read_line, read_page
from standup_tui.networks.x.payload import Unfit
from standup_tui.ports.source import Arrived

FIELDS = """
    data includes errors meta matching_rules users tweets media id text author_id created_at
    note_tweet entities urls url expanded_url display_url referenced_tweets type lang attachments
    media_keys media_key alt_text edit_history_tweet_ids username name public_metrics
    followers_count next_token title disconnect_type
"""
NAMES = st.sampled_from(FIELDS.split())
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=30)
    | st.sampled_from(
        ["1", "2", "7", "retweeted", "replied_to", "3_1", "0001-01-01T00:00:00+23:00"]
    )
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=40,
)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return objects in X's shape, some fields missing and some replaced by anything."""
    return st.fixed_dictionaries({}, optional={name: it | ANYTHING for name, it in fields.items()})


IDS = st.sampled_from(["1", "2", "7"])
TEXT = st.text(max_size=60)
TWEETS = objects(
    id=IDS,
    text=TEXT,
    author_id=IDS,
    created_at=st.datetimes().map(lambda it: it.isoformat() + "Z"),
    lang=TEXT,
    note_tweet=objects(text=TEXT),
    referenced_tweets=st.lists(
        objects(id=IDS, type=st.sampled_from(["retweeted", "quoted"])), max_size=2
    ),
    attachments=objects(media_keys=st.lists(st.sampled_from(["3_1", "7_2"]), max_size=2)),
    entities=objects(urls=st.lists(objects(url=TEXT, display_url=TEXT), max_size=2)),
    edit_history_tweet_ids=st.lists(IDS, max_size=3),
)
INCLUDES = objects(
    users=st.lists(objects(id=IDS, name=TEXT, username=TEXT), max_size=3),
    tweets=st.lists(TWEETS, max_size=2),
    media=st.lists(objects(media_key=st.just("3_1"), alt_text=TEXT, type=TEXT), max_size=2),
)
ANSWERS = objects(data=TWEETS | st.lists(TWEETS, max_size=3), includes=INCLUDES) | ANYTHING


def encoded(body: object) -> bytes:
    """Write as X does, and half characters as escapes."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")


def check(item: object) -> None:
    """Every string of a post is clean."""
    if not isinstance(item, Arrived):
        return
    post = item.post
    strings: list[str] = [post.text, post.author.name, post.author.handle, post.address, post.lang]
    strings += [part for link in post.links for part in (link.shown, link.target)]
    strings += [part for it in post.media for part in (it.kind, it.alt, it.url) if part]
    for reference in post.references:
        strings.append(reference.text or "")
        strings += [reference.author.name, reference.author.handle] if reference.author else []
    assert all(is_safe(it) for it in strings)


@given(ANSWERS)
@settings(max_examples=300)
def test_any_json_is_read(body: object) -> None:
    check(read_line(encoded(body)).item)
    try:
        page = read_page(encoded(body))
    except Unfit:
        return
    for item in page.items:
        check(item)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(body: bytes) -> None:
    check(read_line(body).item)


@given(TWEETS, INCLUDES, st.integers(0, 400))
def test_any_cut_is_read(data: object, includes: object, end: int) -> None:
    check(read_line(encoded({"data": data, "includes": includes})[:end]).item)
