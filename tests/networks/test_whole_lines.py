"""A line that is decoded in one go says what it says when it is cut up and read with care."""

import json

import pytest

from networks.fake_x import USER, tweet
from standup_tui.networks.x.mapping import _read_with_care, read_line
from standup_tui.networks.x.whole import whole

QUOTED = {"id": "5", "text": "What a day", "author_id": "1"}
PICTURE = {"media_key": "3_1", "type": "photo", "alt_text": "A kettle\x1b"}
LINES = {
    "plain": {"data": tweet(1, "Hello &amp; welcome"), "includes": {"users": [USER]}},
    "nobody sent along": {"data": tweet(2, "Hello")},
    "all sent along": {
        "data": tweet(
            3,
            "Look\u202e",
            referenced_tweets=[{"type": "quoted", "id": "5"}],
            attachments={"media_keys": ["3_1"]},
        ),
        "includes": {"users": [USER], "tweets": [QUOTED], "media": [PICTURE]},
        "matching_rules": [{"id": "17", "tag": "standup: a"}],
    },
    "no text": {"data": {"id": "4"}},
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_line_as_x_describes_it_says_the_same_either_way(line: dict[str, object]) -> None:
    raw = json.dumps(line).encode()

    assert whole(raw) is not None
    assert read_line(raw) == _read_with_care(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"data": {"id": "1", "text": "a", "lang": 3}}',
        b'{"data": {"id": "1", "text": "a"}, "includes": {"users": [{"id": 5}]}}',
        b'{"data": {"id": "1", "text": "a"}, "errors": [{"title": "t"}]}',
        b'{"data": {"id": "1", "text": "a"}, "odd": "\xff"}',
        b'{"data": [{"id": "1", "text": "a"}]}',
        b'{"errors": [{"title": "t"}]}',
        b"half",
    ],
)
def test_what_is_unusual_about_a_line_has_it_read_with_care(raw: bytes) -> None:
    assert whole(raw) is None
    assert read_line(raw) == _read_with_care(raw)
