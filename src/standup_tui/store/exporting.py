"""What is given out of a store in files: posts and where they stand, and all about one person."""

from collections.abc import AsyncIterator
from datetime import datetime

import aiosqlite
from msgspec import Struct

from standup_tui.model.audit import Line, Wanted
from standup_tui.model.keeping import Person
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Post, PostId
from standup_tui.store import person as people
from standup_tui.store.auditing import lines
from standup_tui.store.rows import encoded, flags_of, ms, post_of, tags_of, when

_AT_ONCE = 200


class PostLine(Struct, frozen=True):
    """One post, where it stands, and itself where its text is still kept."""

    id: str
    published: datetime
    arrived: datetime
    status: str
    pinned: bool
    starred: bool
    escalated: bool
    roster: bool
    hidden_for: str
    flags: tuple[tuple[str, str, str], ...]
    """Kind, rule and severity of each."""
    actions: tuple[str, ...]
    decisions: int
    gone: str
    """What became of it where it is gone: its source's doing, or a purge here."""
    post: Post | None


_POSTS = f"""
SELECT p.id, p.at, p.arrived, p.status, p.pin > 0, p.starred, p.escalated, p.roster, p.hidden_for,
       (SELECT count(*) FROM decision d WHERE d.post = p.id), p.body,
       (SELECT d.verb FROM decision d WHERE d.post = p.id AND p.status = 'gone' AND d.verb IN
         ('{Verb.DELETE}', '{Verb.EDIT}', '{Verb.ERASE}') ORDER BY d.seq DESC LIMIT 1)
  FROM post p
"""


async def posts(
    db: aiosqlite.Connection, since: datetime | None, until: datetime | None
) -> AsyncIterator[PostLine]:
    """Yield the posts published between two times, in the order of their arrival."""
    asked = "SELECT id FROM post WHERE at >= ? AND at < ? ORDER BY arrived, id"
    ids = await db.execute_fetchall(
        asked, (ms(since) if since else 0, ms(until) if until else 2**62)
    )
    every = [row[0] for row in ids]
    for at in range(0, len(every), _AT_ONCE):
        for line in await _lines(db, every[at : at + _AT_ONCE]):
            yield line


async def _lines(db: aiosqlite.Connection, ids: list[str]) -> list[PostLine]:
    rows = await db.execute_fetchall(
        f"{_POSTS} WHERE p.id IN (SELECT value FROM json_each(?))", (encoded(ids),)
    )
    flags, tags = await flags_of(db, ids), await tags_of(db, ids)
    found = {
        row[0]: PostLine(
            id=row[0],
            published=when(row[1]),
            arrived=when(row[2]),
            status=row[3],
            pinned=bool(row[4]),
            starred=bool(row[5]),
            escalated=bool(row[6]),
            roster=bool(row[7]),
            hidden_for=row[8],
            flags=tuple((one.kind, one.rule, one.severity) for one in flags.get(row[0], ())),
            actions=tuple(one.action for one in tags.get(row[0], ()) if one.counts),
            decisions=row[9],
            gone=row[11] or "",
            post=None if row[10] is None else post_of(row[10]),
        )
        for row in rows
    }
    return [found[one] for one in ids]


async def count_texts(
    db: aiosqlite.Connection, since: datetime | None, until: datetime | None
) -> int:
    """Count the posts published between two times whose text is still kept."""
    rows = await db.execute_fetchall(
        "SELECT count(*) FROM post WHERE at >= ? AND at < ? AND body IS NOT NULL",
        (ms(since) if since else 0, ms(until) if until else 2**62),
    )
    return int(next(iter(rows))[0])


class Held(Struct, frozen=True):
    """One post of a person, and all that was noted and decided about it."""

    line: PostLine
    reasons: tuple[str, ...]
    """Why it was flagged, in words."""
    decisions: tuple[Line, ...]


class Dossier(Struct, frozen=True):
    """All that a store has about one person."""

    person: Person
    posts: tuple[Held, ...]
    reposts: int
    """Posts of others that are nothing but theirs once more."""
    quoted: int
    """Posts of others that carry their words or name along as an answer or a quote."""
    named: int
    """Posts of others that name them."""
    elsewhere: tuple[Line, ...]
    """Decisions that name them and are about no post of theirs: notes, mutings."""
    muted: bool
    unreadable: int
    staff: tuple[str, ...]
    """The names of all who ever decided anything: others than the person's."""


async def dossier(db: aiosqlite.Connection, asked: str) -> Dossier:
    """Return all that is held about whoever a handle or an id means; raises `ConfigError`."""
    person = await people.identified(db, asked)
    ids = [one.post for one in await people.own(db, person, mentions=False)]
    found = await _lines(db, ids)
    mine = [one for one in found if one.post and one.post.author.id == person.author]
    flags = await flags_of(db, [one.id for one in mine])
    counted = await people.counted(db, person)
    muted = await db.execute_fetchall("SELECT 1 FROM muted WHERE author = ?", (person.author,))
    staff = await db.execute_fetchall("SELECT DISTINCT name FROM decision WHERE login <> ''")
    return Dossier(
        person=person,
        posts=tuple(
            [
                Held(
                    one,
                    tuple(flag.reason for flag in flags.get(PostId(one.id), ())),
                    tuple([it async for it in lines(db, Wanted(post=one.id))]),
                )
                for one in mine
            ]
        ),
        reposts=len(found) - len(mine),
        quoted=counted["scrubbed"],
        named=len(await people.naming(db, person)),
        elsewhere=await _elsewhere(db, person),
        muted=bool(list(muted)),
        unreadable=counted["unreadable"],
        staff=tuple(row[0] for row in staff),
    )


async def _elsewhere(db: aiosqlite.Connection, person: Person) -> tuple[Line, ...]:
    wanted = set(await people.reasons(db, person))
    return tuple([one async for one in lines(db, Wanted()) if one.seq in wanted])
