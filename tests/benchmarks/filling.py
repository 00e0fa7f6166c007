"""Fills a store with posts that came before: ``filling.py STORE MANY`` adds up to so many."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.text import clean, clean_line
from standup_tui.ports.store import Judged
from standup_tui.store.store import SqliteStore

BEGAN = datetime(2026, 3, 9, 9, tzinfo=UTC)
_PEOPLE = 20_000
_AT_ONCE = 2_000
_WORDS = ("visit", "family", "court", "kettle", "supervision", "caseload", "morning", "team")


def earlier(number: int) -> Judged:
    """Return one of the posts that came before."""
    one = number * 7_919 % _PEOPLE
    said = " ".join(_WORDS[number // step % len(_WORDS)] for step in (1, 3, 7, 11, 29, 101))
    post = Post(
        PostId(f"x:{1980000000000000000 + number}"),
        Author(
            AuthorId(f"x:{10_000_000 + one}"),
            clean_line(f"somebody_{one}"),
            clean_line(f"Somebody Number {one}"),
            datetime(2014, 5, 1, tzinfo=UTC),
            one % 3000,
        ),
        clean(f"{said}, and number {number} of a long day is done word{number % 50_000}"),
        BEGAN + timedelta(milliseconds=80 * number),
        clean_line(f"https://x.com/somebody_{one}/status/{1980000000000000000 + number}"),
        lang=clean_line("en"),
        conversation=PostId(f"x:{1980000000000000000 + number}"),
    )
    return Judged(post, raw=f'{{"data":{{"id":"{number}","text":"{said}"}}}}', flags=())


async def fill(path: Path, many: int) -> None:
    """Bring a store to so many posts."""
    store = await SqliteStore.open(path)
    there = (await store.totals()).posts
    for first in range(there, many, _AT_ONCE):
        some = [earlier(number) for number in range(first, min(first + _AT_ONCE, many))]
        await store.add(some, [], BEGAN)
    await store.close()


if __name__ == "__main__":
    asyncio.run(fill(Path(sys.argv[1]), int(sys.argv[2])))
