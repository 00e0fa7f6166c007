"""Fills a store with posts that came before: ``filling.py STORE MANY`` adds up to so many."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

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
    """Bring a store to so many posts: the store itself adds one, the others become like it."""
    store = await SqliteStore.open(path)
    there = (await store.totals()).posts
    if there < many:
        await store.add([earlier(there)], [], BEGAN)
    await store.close()
    if there + 1 < many:
        _add(path, earlier(there).post.id, range(there + 1, many))


def _add(path: Path, like: PostId, numbers: range) -> None:
    """Add posts straight to the tables, with the columns of one that is there."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN IMMEDIATE")
        found = db.execute("SELECT * FROM post WHERE id = ?", (like,))
        row: tuple[object, ...] = found.fetchone()
        names = [column[0] for column in found.description]
        marks = ", ".join("?" * len(names))
        (last,) = db.execute("SELECT seq FROM counter").fetchone()
        for first in range(numbers.start, numbers.stop, _AT_ONCE):
            some = list(map(earlier, numbers[first - numbers.start :][:_AT_ONCE]))
            rows = [
                {**dict(zip(names, row, strict=True)), **_own(judged.post, seq)}
                for seq, judged in enumerate(some, last + 1)
            ]
            last += len(some)
            posts = [tuple(row.values()) for row in rows]
            db.executemany(f"INSERT INTO post VALUES ({marks})", posts)  # noqa: S608
            raws = [(judged.post.id, judged.raw) for judged in some]
            db.executemany("INSERT INTO raw (post, json) VALUES (?, ?)", raws)
        db.execute("UPDATE counter SET seq = ?", (last,))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _own(post: Post, seq: int) -> dict[str, object]:
    """Return the columns in which posts differ."""
    return {
        "id": post.id,
        "seq": seq,
        "at": int(post.at.timestamp() * 1000),
        "author": post.author.id,
        "conversation": post.conversation,
        "body": msgspec.json.encode(post).decode(),
    }


if __name__ == "__main__":
    asyncio.run(fill(Path(sys.argv[1]), int(sys.argv[2])))
