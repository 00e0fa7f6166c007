"""Which of the campaign's actions the rules recognise in posts, and how it all adds up."""

from collections.abc import Iterable, Sequence

import aiosqlite
import msgspec

from standup_tui.model.action import ActionCount, ActionDone, Figure, Tag, Tally
from standup_tui.model.lifecycle import COUNTED, KEPT_BACK, Status
from standup_tui.model.post import Post, PostId
from standup_tui.ports.store import Counting
from standup_tui.store.counter import advance
from standup_tui.store.rows import Row, encoded, tags_of

_post = msgspec.json.Decoder(Post)

_RECOGNISED = """
INSERT INTO action (post, name, rule, spans)
SELECT e.value ->> 0, e.value ->> 1, 1, e.value ->> 2 FROM json_each(?) e
 WHERE TRUE
    ON CONFLICT (post, name) DO UPDATE SET rule = 1, spans = excluded.spans
"""
# WHERE TRUE keeps SQLite from reading ON CONFLICT as the constraint of a join.

_REPORTS = """
  FROM action a CROSS JOIN post p INDEXED BY post_counted ON p.id = a.post
 WHERE a.counts AND a.name IN (SELECT value FROM json_each(?))
"""
"""What counts if its post does; the order is set, for no plan that reads bodies is as fast."""

_NONE = ("", 0, 0, 0, 0, 0, 0)


async def add(
    db: aiosqlite.Connection, found: Iterable[tuple[PostId, Iterable[ActionDone]]]
) -> None:
    """Keep what the rules recognised in posts; what a person said of them stays."""
    rows = [[post, one.action, encoded(one.spans)] for post, done in found for one in done]
    if rows:
        await db.execute(_RECOGNISED, (encoded(rows),))


async def inherit(db: aiosqlite.Connection, post: PostId, older: Sequence[PostId]) -> None:
    """Take over what people said of a post's earlier versions, the newest last."""
    for one in older:
        await db.execute(
            "INSERT INTO action (post, name, rule, spans, hand, by) "
            "SELECT ?, name, 0, '[]', hand, by FROM action WHERE post = ? AND hand IS NOT NULL "
            "ON CONFLICT (post, name) DO UPDATE SET hand = excluded.hand, by = excluded.by",
            (post, one),
        )


async def forget(db: aiosqlite.Connection, post: str) -> None:
    """Forget what the author of a post that is gone said to have done."""
    await db.execute("DELETE FROM action WHERE post = ?", (post,))


# Looking back, with other rules than the posts met when they came.


async def mark(db: aiosqlite.Connection) -> str:
    """Return with which rules every stored post has been looked at."""
    rows = await db.execute_fetchall("SELECT mark FROM recognised")
    return str(next(iter(rows))[0])


async def note_mark(db: aiosqlite.Connection, said: str) -> None:
    """Note that every stored post has been looked at."""
    await db.execute("UPDATE recognised SET mark = ?", (said,))


async def some_posts(db: aiosqlite.Connection, after: str, limit: int) -> tuple[Post, ...]:
    """Return posts in the order of their ids, those that come after one."""
    rows = await db.execute_fetchall(
        "SELECT body FROM post WHERE id > ? AND body IS NOT NULL ORDER BY id LIMIT ?",
        (after, limit),
    )
    return tuple(_post.decode(row[0]) for row in rows)


async def look_again(
    db: aiosqlite.Connection, found: Sequence[tuple[PostId, tuple[ActionDone, ...]]]
) -> None:
    """Replace what rules recognised in posts; those that change are told to terminals."""
    alive = await db.execute_fetchall(
        "SELECT id FROM post WHERE body IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (encoded([post for post, _ in found]),),
    )
    there = {row[0] for row in alive}
    kept = await tags_of(db, list(there))
    changed = [
        (post, done)
        for post, done in found
        if post in there and _by_rule(kept.get(post, ())) != {one.action: one for one in done}
    ]
    for post, _ in changed:
        await db.execute(
            "UPDATE action SET rule = 0, spans = '[]' WHERE post = ? AND rule", (post,)
        )
        await db.execute("DELETE FROM action WHERE post = ? AND hand IS NULL", (post,))
    await add(db, changed)
    for post, _ in changed:
        await db.execute("UPDATE post SET seq = ? WHERE id = ?", (await advance(db), post))


def _by_rule(tags: Iterable[Tag]) -> dict[str, ActionDone]:
    return {tag.action: ActionDone(tag.action, tag.spans) for tag in tags if tag.rule}


# Counting.


async def tally(db: aiosqlite.Connection, wanted: Sequence[Counting]) -> Tally:
    """Count the posts that report each of some actions, and their authors."""
    names = encoded([one.action for one in wanted])
    counted, kept = f"p.status IN {_listed(COUNTED)}", f"p.status IN {_listed(KEPT_BACK)}"
    rows = await db.execute_fetchall(
        f"SELECT a.name, count(*) FILTER (WHERE {counted}), "
        f"count(DISTINCT p.author) FILTER (WHERE {counted}), "
        "count(*) FILTER (WHERE p.status = 'shown'), "
        "count(DISTINCT p.author) FILTER (WHERE p.status = 'shown'), "
        f"count(*) FILTER (WHERE {kept}), count(*) FILTER (WHERE {counted} AND a.hand IS NOT NULL)"
        f"{_REPORTS} GROUP BY a.name",
        (names,),
    )
    counts = {row[0]: row for row in rows}
    total = await db.execute_fetchall(
        f"SELECT count(DISTINCT a.post), count(DISTINCT p.author) {_REPORTS} AND {counted}",
        (names,),
    )
    return Tally(
        actions=tuple(_count(one, counts.get(one.action, _NONE)) for one in wanted),
        total=Figure(*next(iter(total))),
    )


def _listed(statuses: Iterable[Status]) -> str:
    return "(" + ", ".join(f"'{one}'" for one in sorted(statuses)) + ")"


def _count(one: Counting, row: Row) -> ActionCount:
    _, posts, people, shown, shown_people, kept_back, by_hand = row
    return ActionCount(
        one.action,
        one.once,
        all=Figure(posts, people),
        shown=Figure(shown, shown_people),
        waiting=posts - shown,
        kept_back=kept_back,
        by_hand=by_hand,
    )
