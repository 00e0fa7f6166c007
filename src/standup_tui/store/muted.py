"""Whose posts stay off the walls: what stands in the table of muted authors."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import aiosqlite

from standup_tui.model.entry import Moderator
from standup_tui.model.post import Author, AuthorId, Post, ReferenceKind
from standup_tui.store.counter import advance
from standup_tui.store.rows import encoded

BY_FILE = "muted author, campaign.toml"
"""Why a post is hidden whose author campaign.toml mutes."""


class Muted(NamedTuple):
    """One muted author."""

    author: AuthorId
    handle: str
    decision: int | None
    """The moderator's decision; None where only campaign.toml says so."""
    by: str
    """Who decided that."""
    file: bool
    """Whether campaign.toml says so too."""

    @property
    def why(self) -> str:
        """Why the author's posts are hidden."""
        return BY_FILE if self.file else because(self.by)


def because(name: str) -> str:
    """Return why a post is hidden whose author a moderator mutes."""
    return f"muted author, by {name}"


_MUTED = (
    "SELECT m.author, m.handle, m.decision, coalesce(d.name, ''), coalesce(d.declared, 0), m.file "
    "FROM muted m LEFT JOIN decision d ON d.seq = m.decision "
    "WHERE m.author IN (SELECT value FROM json_each(?))"
)


async def known(db: aiosqlite.Connection, authors: Collection[str]) -> dict[str, Muted]:
    """Return those of some authors that are muted."""
    rows = await db.execute_fetchall(_MUTED, (encoded(sorted(authors)),))
    return {
        author: Muted(
            author, handle, decision, Moderator(name, declared=bool(said)).signed, bool(file)
        )
        for author, handle, decision, name, said, file in rows
    }


def authors_of(post: Post) -> set[AuthorId]:
    """Return the author of a post and those of what it carries along."""
    return {post.author.id, *(it.author.id for it in post.references if it.author)}


def repost_of(post: Post) -> Author | None:
    """Return whose post it does nothing but pass on, if it does."""
    repost = post.reference(ReferenceKind.REPOST)
    return repost.author if repost else None


def muted_by(post: Post, muted: dict[str, Muted]) -> Muted | None:
    """Return who of the muted wrote a post, or the post that it is a bare repost of."""
    original = repost_of(post)
    of = muted.get(original.id) if original else None
    return muted.get(post.author.id) or of


async def set_by_file(db: aiosqlite.Connection, authors: Collection[AuthorId]) -> None:
    """Keep whom campaign.toml mutes; what moderators muted stays."""
    rows = await db.execute_fetchall("SELECT author FROM muted WHERE file")
    before, now = {row[0] for row in rows}, set(authors)
    await db.execute("DELETE FROM muted WHERE file AND decision IS NULL")
    await db.execute("UPDATE muted SET file = 0")
    await db.execute(
        "INSERT INTO muted SELECT value, '', NULL, 1 FROM json_each(?) WHERE TRUE "
        "ON CONFLICT (author) DO UPDATE SET file = 1",
        (encoded(sorted(now)),),
    )
    await touch(db, before ^ now)


async def mute(db: aiosqlite.Connection, author: AuthorId, handle: str, decision: int) -> None:
    """Note that a moderator muted an author."""
    await db.execute(
        "INSERT INTO muted VALUES (?, ?, ?, 0) ON CONFLICT (author) DO UPDATE "
        "SET handle = excluded.handle, decision = excluded.decision",
        (author, handle, decision),
    )


async def unmute(db: aiosqlite.Connection, author: AuthorId) -> None:
    """Note that no moderator mutes an author any more; campaign.toml may still."""
    await db.execute("DELETE FROM muted WHERE author = ? AND NOT file", (author,))
    await db.execute("UPDATE muted SET decision = NULL WHERE author = ?", (author,))


async def touch(db: aiosqlite.Connection, authors: Iterable[str]) -> None:
    """Have terminals told of all posts of some authors."""
    rows = await db.execute_fetchall(
        "SELECT id FROM post WHERE author IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (encoded(sorted(authors)),),
    )
    for (post,) in rows:
        await db.execute("UPDATE post SET seq = ? WHERE id = ?", (await advance(db), post))
