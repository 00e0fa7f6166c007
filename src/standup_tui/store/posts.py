"""Posts: erasing them, and reading them and what changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

import aiosqlite

from standup_tui.model.entry import RULES, Changes, Entry, gone_by
from standup_tui.model.lifecycle import Standing, Status, Verb, after
from standup_tui.model.post import Author, AuthorId, PostId
from standup_tui.ports.store import Story, Unchecked
from standup_tui.store import index, log, tags
from standup_tui.store.counter import advance
from standup_tui.store.rows import ENTRY, decision, encoded, entries, ms, when
from standup_tui.store.wall import wall_state

_AROUND = 50
"""At most so many posts of the same author, and of the same conversation, in a story."""


async def remove(
    db: aiosqlite.Connection,
    posts: Sequence[PostId],
    at: datetime,
    verb: Verb = Verb.DELETE,
    reason: str = "",
) -> int:
    """Erase posts; keep id, times and decisions.

    Args:
        db: The store.
        posts: Which.
        at: Now.
        verb: Whether they are no longer at their source, or are purged here.
        reason: By which purge.
    """
    rows = await db.execute_fetchall(
        "SELECT id, status, revision, pin, starred, escalated FROM post "
        "WHERE status <> 'gone' AND id IN (SELECT value FROM json_each(?))",
        (encoded(posts),),
    )
    removed = list(rows)
    for post, status, revision, pin, starred, escalated in removed:
        stood = Standing(Status(status), revision, pin, bool(starred), bool(escalated))
        gone = after(stood, Verb.DELETE)
        await log.erase(db, post)
        new = log.NewDecision(
            op=uuid4().hex,
            verb=verb,
            by=RULES,
            at=at,
            post=post,
            before=encoded(stood),
            after=encoded(gone),
            reason=reason,
        )
        decided = await log.append(db, new)
        await db.execute("DELETE FROM raw WHERE post = ?", (post,))
        await db.execute(
            "DELETE FROM reasoning WHERE decision IN (SELECT seq FROM decision WHERE post = ?)",
            (post,),
        )
        await db.execute("UPDATE flag SET reason = '', spans = '[]' WHERE post = ?", (post,))
        await tags.forget(db, post)
        await db.execute(
            "UPDATE post SET body = NULL, author = '', conversation = NULL, repost_of = NULL, "
            "seq = ?, status = ?, revision = ?, pin = 0, starred = 0, escalated = 0, notes = 0, "
            "hidden_for = '', decided = ? WHERE id = ?",
            (await advance(db), gone.status, gone.revision, decided, post),
        )
        await stop_acts(db, post, "the post is gone", at, _POINTLESS_WHEN_GONE)
    await index.forget(db, [row[0] for row in removed])
    return len(removed)


_POINTLESS_WHEN_GONE = (Verb.RETWEET, Verb.HIDE_REPLY, Verb.UNHIDE_REPLY)


async def stop_acts(
    db: aiosqlite.Connection,
    post: str,
    why: str,
    at: datetime,
    verbs: Sequence[Verb] = (Verb.RETWEET,),
) -> None:
    """Stop a retweet that still waits: what left the wall must not go out in public."""
    await db.execute(
        "UPDATE outbox SET stage = 'stopped', problem = ?, settled = ? "
        "WHERE post = ? AND stage = 'due' AND verb IN (SELECT value FROM json_each(?))",
        (why, ms(at), post, encoded(verbs)),
    )


async def changes(db: aiosqlite.Connection, after_seq: int, limit: int) -> Changes:
    """Return what changed after a sequence number, each thing once, as it is now."""
    rows = list(
        await db.execute_fetchall(
            f"{ENTRY} WHERE p.seq > ? ORDER BY p.seq LIMIT ?", (after_seq, limit)
        )
    )
    more = len(rows) == limit
    if more:
        seq = rows[-1][1]
    else:
        seq = next(iter(await db.execute_fetchall("SELECT seq FROM counter")))[0]
    state = await wall_state(db)
    removed = tuple(PostId(row[0]) for row in rows if row[8] is None)
    return Changes(
        seq=seq,
        entries=tuple(await entries(db, rows)),
        wall=state if state.seq > after_seq else None,
        removed=removed,
        purged=await _purged(db, removed),
        more=more,
    )


async def _purged(db: aiosqlite.Connection, posts: Sequence[PostId]) -> tuple[PostId, ...]:
    """Return which of some posts that are gone were erased here."""
    if not posts:
        return ()
    rows = await db.execute_fetchall(
        "SELECT DISTINCT post FROM decision WHERE verb = ? "
        "AND post IN (SELECT value FROM json_each(?))",
        (Verb.ERASE, encoded(posts)),
    )
    return tuple(PostId(row[0]) for row in rows)


async def why_gone(db: aiosqlite.Connection, post: PostId) -> str:
    """Say that a post is gone, and by whose doing."""
    rows = await db.execute_fetchall(
        "SELECT verb FROM decision WHERE post = ? AND verb IN (?, ?, ?) ORDER BY seq DESC LIMIT 1",
        (post, Verb.DELETE, Verb.EDIT, Verb.ERASE),
    )
    for (verb,) in rows:
        return f"it is gone ({gone_by(verb)})"
    return "it is gone, and nothing of it is in the store"


async def unchecked(
    db: aiosqlite.Connection, before: datetime, limit: int, *, shown: bool
) -> Unchecked:
    """Return the posts that were last seen at their source before a time."""
    which = "status = 'shown'" if shown else "status NOT IN ('shown', 'gone')"
    where = f"FROM post WHERE {which} AND checked < ?"
    total = await db.execute_fetchall(f"SELECT count(*) {where}", (ms(before),))
    rows = list(
        await db.execute_fetchall(
            f"SELECT id, checked {where} ORDER BY checked LIMIT ?", (ms(before), limit + 1)
        )
    )
    return Unchecked(
        total=next(iter(total))[0],
        posts=tuple(PostId(row[0]) for row in rows[:limit]),
        then=when(rows[limit][1]) if len(rows) > limit else None,
    )


async def entry(db: aiosqlite.Connection, post: str) -> Entry | None:
    """Return one post as it is now, or None if it is gone or was never there."""
    rows = await db.execute_fetchall(f"{ENTRY} WHERE p.id = ?", (post,))
    return next(iter(await entries(db, rows)), None)


async def by_id(db: aiosqlite.Connection, ids: Iterable[str]) -> dict[PostId, Entry]:
    """Return several posts as they are now, read at once; those that are gone are missing."""
    rows = await db.execute_fetchall(
        f"{ENTRY} WHERE p.id IN (SELECT value FROM json_each(?))", (encoded(list(ids)),)
    )
    return {one.post.id: one for one in await entries(db, rows)}


async def author(db: aiosqlite.Connection, author_id: AuthorId) -> Author | None:
    """Return an author as the newest post has them, or None where there is none of theirs."""
    rows = await db.execute_fetchall(
        "SELECT id FROM post WHERE author = ? ORDER BY at DESC LIMIT 1", (author_id,)
    )
    for (post,) in rows:
        found = await entry(db, post)
        return found.post.author if found else None
    return None


async def story(db: aiosqlite.Connection, post: PostId) -> Story | None:
    """Return a post with its decisions, its author's other posts and its conversation."""
    found = await entry(db, post)
    if found is None:
        return None
    decided = await db.execute_fetchall(
        "SELECT d.seq, d.verb, d.name, d.login, d.declared, d.at, d.before, d.after, d.undoes, "
        "coalesce(t.reason, '') FROM decision d LEFT JOIN decision_text t USING (seq) "
        "WHERE d.post = ? ORDER BY d.seq",
        (post,),
    )
    by_author = await db.execute_fetchall(
        f"{ENTRY} WHERE p.author = ? AND p.id <> ? ORDER BY p.at DESC LIMIT {_AROUND}",
        (found.post.author.id, post),
    )
    thread = await db.execute_fetchall(
        f"{ENTRY} WHERE p.conversation = ? AND p.id <> ? ORDER BY p.at LIMIT {_AROUND}",
        (found.post.conversation, post),
    )
    return Story(
        entry=found,
        decisions=tuple(decision(row, post) for row in decided),
        by_author=tuple(await entries(db, by_author)),
        thread=tuple(await entries(db, thread)),
    )
