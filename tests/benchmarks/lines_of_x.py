"""Lines as X's filtered stream sends them, as many as wanted: text of about 200 characters.

The texts are put together from sentences of the simulated day, its planted incidents among them,
so that the rules meet what they were made for about as often as on a day; an ending of its own
keeps each from being a copy of another.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from standup_tui.simulator.day.plan import campaign_day

BEGAN = datetime(2026, 3, 10, 9, tzinfo=UTC)
_PEOPLE = 20_000
_NUMBERED = 20
_LENGTH = 140
"""Characters after which no further sentence is added."""


@cache
def _sentences() -> tuple[str, ...]:
    texts = (planned.text.strip() for planned in campaign_day(7).planned)
    return tuple(dict.fromkeys(filter(None, texts)))


@cache
def _syllables() -> tuple[str, ...]:
    return tuple(a + b for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "el"))


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return first and last words of what the accounts of the day are called."""
    called = [it.name.split() for it in campaign_day(7).accounts if " " in it.name]
    return tuple(sorted({it[0] for it in called})), tuple(sorted({it[-1] for it in called}))


def _name(one: int) -> str:
    """Return what somebody is called; every twentieth has a number in it."""
    first, last = _names()
    name = f"{first[one % len(first)]} {last[one * 7 % len(last)]}"
    return f"{name} {one}" if one % _NUMBERED == 0 else name


def lines(many: int, first: int = 1, seed: int = 1) -> Iterator[bytes]:
    """Yield lines of the stream, each with its line ending."""
    rng = random.Random(f"{seed} {first}")
    for number in range(first, first + many):
        yield json.dumps(_tweet(number, rng), ensure_ascii=False).encode() + b"\r\n"


def _tweet(number: int, rng: random.Random) -> dict[str, object]:
    text = rng.choice(_sentences())
    while len(text) < _LENGTH:
        text = f"{text} {rng.choice(_sentences())}"
    words = (
        "".join(rng.choices(_syllables(), k=rng.randint(2, 4))) for _ in range(rng.randint(4, 7))
    )
    text = f"{text} {' '.join(words)}"
    one = rng.randrange(_PEOPLE)
    at = BEGAN + timedelta(milliseconds=4 * number)
    identity = str(1990000000000000000 + number)
    return {
        "data": {
            "id": identity,
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "author_id": str(10_000_000 + one),
            "created_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversation_id": identity,
            "edit_history_tweet_ids": [identity],
            "entities": {"hashtags": [{"start": 0, "end": 11, "tag": "StandUp4SW"}]},
            "lang": "en",
            "possibly_sensitive": False,
        },
        "includes": {
            "users": [
                {
                    "id": str(10_000_000 + one),
                    "name": _name(one),
                    "username": f"somebody_{one}",
                    "created_at": "2014-05-01T10:00:00.000Z",
                    "public_metrics": {
                        "followers_count": one % 3000,
                        "following_count": one % 900,
                        "tweet_count": 41,
                        "listed_count": 0,
                    },
                }
            ]
        },
        "matching_rules": [{"id": "17", "tag": "standup: #StandUp4SW"}],
    }
