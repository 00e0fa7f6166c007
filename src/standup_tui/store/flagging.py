"""The flag that a person sets on a post, beside those of the rules."""

import aiosqlite

from standup_tui.model.entry import Moderator
from standup_tui.model.flag import Flag, Kind, Severity


async def by_person(db: aiosqlite.Connection, by: Moderator, post: str) -> None:
    """Keep the flag a person sets beside those of the rules; the newest stands for all."""
    await take_back(db, post)
    flag = Flag(Kind.PERSON, "person", Severity.LOOK, f"flagged by {by.signed}")
    await db.execute(
        "INSERT INTO flag SELECT ?, coalesce(max(place), -1) + 1, ?, ?, ?, ?, '[]' "
        "FROM flag WHERE post = ?",
        (post, flag.kind, flag.rule, flag.severity, flag.reason, post),
    )


async def take_back(db: aiosqlite.Connection, post: str) -> None:
    """Take a person's flag off a post."""
    await db.execute("DELETE FROM flag WHERE post = ? AND rule = 'person'", (post,))
