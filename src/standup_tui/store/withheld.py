"""Where posts are withheld, as their network said when they were last looked up."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

import aiosqlite
from msgspec.structs import replace

from standup_tui.model.entry import RULES, Entry
from standup_tui.model.lifecycle import Status, Verb, after
from standup_tui.model.post import Post, PostId
from standup_tui.model.text import Clean
from standup_tui.rules.withheld import NAME, withheld
from standup_tui.store import posts
from standup_tui.store.counter import advance
from standup_tui.store.recording import Case, Deed, Subject, record
from standup_tui.store.rows import encoded

_OPEN = (Status.WAITING, Status.SHOWN)


async def note(
    db: aiosqlite.Connection, seen: Mapping[PostId, tuple[Clean, ...]], at: datetime
) -> tuple[PostId, ...]:
    """Keep where posts are withheld now, and return those of which that is news."""
    found = await news(db, seen)
    for entry in found:
        post = replace(entry.post, withheld=seen[entry.post.id])
        await _keep(db, post)
        if post.withheld:
            await _to_a_person(db, entry, post, at)
    return tuple(it.post.id for it in found)


async def news(db: aiosqlite.Connection, seen: Mapping[PostId, tuple[Clean, ...]]) -> list[Entry]:
    """Return the posts that are withheld elsewhere than the store has it, as they are there."""
    there = await posts.by_id(db, seen)
    return [it for it in there.values() if it.post.withheld != seen[it.post.id]]


async def _keep(db: aiosqlite.Connection, post: Post) -> None:
    await db.execute(
        "UPDATE post SET body = ?, seq = ? WHERE id = ?",
        (encoded(post), await advance(db), post.id),
    )
    await db.execute("DELETE FROM flag WHERE post = ? AND rule = ?", (post.id, NAME))
    for flag in withheld(post):
        await db.execute(
            "INSERT INTO flag SELECT ?, coalesce(max(place), -1) + 1, ?, ?, ?, ?, '[]' "
            "FROM flag WHERE post = ?",
            (post.id, flag.kind, flag.rule, flag.severity, flag.reason, post.id),
        )


async def _to_a_person(db: aiosqlite.Connection, entry: Entry, post: Post, at: datetime) -> None:
    """Have a person look at a post that would be shown, or is."""
    if entry.standing.status in _OPEN:
        deed = Deed(uuid4().hex, Verb.FLAG, f"withheld {post.withheld_in}")
        now = after(entry.standing, Verb.FLAG)
        await record(Case(db, RULES, at), deed, Subject.of(entry), now)
