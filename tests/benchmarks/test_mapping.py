"""A burst must not hold up the hub: reading a post costs well under a tenth of a millisecond."""

import json
import time

import pytest

from networks.fake_x import USER, tweet
from standup_tui.networks.x.mapping import read_line, read_page

POSTS = [
    tweet(
        2000 + number,
        f"Visit {number} &amp; a cup of tea \N{HOT BEVERAGE} #StandUp4SW https://t.co/a",
        entities={"urls": [{"url": "https://t.co/a", "expanded_url": "https://example.org/a"}]},
        referenced_tweets=[{"type": "replied_to", "id": "5"}],
    )
    for number in range(100)
]
PAGE = json.dumps({"data": POSTS, "includes": {"users": [USER]}}).encode()
LINES = [json.dumps({"data": it, "includes": {"users": [USER]}}).encode() for it in POSTS]
ROUNDS = 20


@pytest.mark.bench
@pytest.mark.parametrize("kind", ["page", "lines"])
def test_twenty_thousand_posts_a_second_are_read(kind: str) -> None:
    best = float("inf")
    for _ in range(10):
        began = time.process_time()
        for _ in range(ROUNDS):
            if kind == "page":
                read_page(PAGE)
            else:
                list(map(read_line, LINES))
        best = min(best, time.process_time() - began)

    speed = ROUNDS * len(POSTS) / best
    print(f"\nreading posts, {kind}: {speed:,.0f} a second")
    assert speed > 20_000
