"""Delay mode: posts that nobody touched are shown by the product itself, and say so."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

import aiosqlite
import msgspec

from standup_tui.model.entry import RULES
from standup_tui.model.lifecycle import Standing, Status, Verb, after
from standup_tui.model.post import Post, PostId
from standup_tui.ports.store import Undecided
from standup_tui.store import log, muted
from standup_tui.store.counter import advance
from standup_tui.store.rows import encoded, ms, when
from standup_tui.store.wall import wall_state

_post = msgspec.json.Decoder(Post)

_UNTOUCHED = "status = 'waiting' AND decided IS NULL"
"""Nobody decided anything: who cleared a flag, or took an approval back, wants to say more."""

_UNFLAGGED = "NOT EXISTS (SELECT 1 FROM flag f WHERE f.post = p.id)"


async def undecided(
    db: aiosqlite.Connection, limit: int, after: Undecided | None = None
) -> tuple[Undecided, ...]:
    """Return unflagged posts that wait and nobody touched, the longest waiting first."""
    last = (-1, "") if after is None else (ms(after.arrived), after.post.id)
    rows = await db.execute_fetchall(
        f"SELECT body, arrived FROM post p WHERE {_UNTOUCHED} AND {_UNFLAGGED} "
        "AND (arrived, id) > (?, ?) ORDER BY arrived, id LIMIT ?",
        (*last, limit),
    )
    found = [(_post.decode(body), when(arrived)) for body, arrived in rows]
    muted_ones = await _of_muted(db, [post for post, _ in found])
    return tuple(Undecided(post, arrived, post.id in muted_ones) for post, arrived in found)


async def _of_muted(db: aiosqlite.Connection, posts: Iterable[Post]) -> set[PostId]:
    """Return those of some posts that a muted author wrote, or that carry something of one."""
    authors = {post.id: muted.authors_of(post) for post in posts}
    known = await muted.known(db, set().union(*authors.values()))
    return {post for post, whose in authors.items() if not whose.isdisjoint(known)}


async def show(db: aiosqlite.Connection, due: Sequence[PostId], why: str, at: datetime) -> int:
    """Show posts that still wait untouched, if it still is delay mode, and return how many."""
    if not (await wall_state(db)).delay:
        return 0
    rows = await db.execute_fetchall(
        f"SELECT id, revision, body FROM post p WHERE {_UNTOUCHED} AND {_UNFLAGGED} "
        "AND id IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (encoded(due),),
    )
    posts = {post: (revision, _post.decode(body)) for post, revision, body in rows}
    for post in await _of_muted(db, [one for _, one in posts.values()]):
        del posts[post]
    for post, (revision, one) in posts.items():
        stood = Standing(Status.WAITING, revision)
        now = after(stood, Verb.DELAYED)
        new = log.NewDecision(
            op=uuid4().hex,
            verb=Verb.DELAYED,
            by=RULES,
            at=at,
            post=post,
            before=encoded(stood),
            after=encoded(now),
            text=one.text,
            reason=why,
        )
        decided = await log.append(db, new)
        await db.execute(
            "UPDATE post SET seq = ?, status = ?, revision = ?, decided = ? WHERE id = ?",
            (await advance(db), now.status, now.revision, decided, post),
        )
    return len(posts)
