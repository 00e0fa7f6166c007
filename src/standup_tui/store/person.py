"""One person in a store: who is meant, what there is of them, and erasing it everywhere."""

import re
from collections.abc import Sequence

import aiosqlite
from msgspec.structs import replace

from standup_tui.errors import ConfigError
from standup_tui.model.keeping import RULE_PERSON, Going, Person
from standup_tui.model.post import AuthorId, Post, PostId, Reference
from standup_tui.store import index
from standup_tui.store.counter import advance
from standup_tui.store.erasing import forget_texts
from standup_tui.store.rows import encoded, post_of, when

_OWN = "p.body IS NOT NULL AND (p.author = :author OR p.repost_of = :author)"
"""A person's posts, and posts of others that are nothing but theirs once more."""

_OF_OTHERS = "p.body IS NOT NULL AND p.author <> :author AND coalesce(p.repost_of, '') <> :author"

_KNOWN = """
WITH known (author, handle, at) AS (
SELECT p.author, p.body ->> '$.author.handle', p.at FROM post p WHERE p.body IS NOT NULL
UNION ALL
SELECT r.value ->> '$.author.id', r.value ->> '$.author.handle', p.at
  FROM post p, json_each(p.body, '$.references') r
 WHERE p.body IS NOT NULL AND r.value ->> '$.author.id' IS NOT NULL
UNION ALL
SELECT m.author, m.handle, 0 FROM muted m
)
"""
"""Every account that the store knows, how it was called, and when."""


async def identified(db: aiosqlite.Connection, asked: str) -> Person:
    """Return who is meant by a handle or an id.

    Raises:
        ConfigError: Nobody, or several: a handle can be taken over, an id cannot.
    """
    word = asked.strip().removeprefix("@")
    author = word if ":" in word else f"x:{word}"
    rows = list(
        await db.execute_fetchall(
            f"{_KNOWN} SELECT DISTINCT author FROM known "
            "WHERE author = ? OR lower(handle) = lower(?)",
            (author, word),
        )
    )
    found = sorted({str(row[0]) for row in rows})
    if not found:
        raise ConfigError(
            f"nothing of {asked} is stored here: check the spelling, or give the account's "
            "numeric id. Where a purge of theirs was interrupted, `standup purge` finishes it."
        )
    if len(found) > 1 and author not in found:
        raise ConfigError(
            f"{len(found)} accounts have been called {asked}: {', '.join(found)}; name one by its "
            "id, which nobody can take over."
        )
    one = author if author in found else found[0]
    handles = await db.execute_fetchall(
        f"{_KNOWN} SELECT handle FROM known "
        "WHERE author = ? AND handle <> '' GROUP BY handle ORDER BY max(at) DESC",
        (one,),
    )
    return Person(AuthorId(one), tuple(row[0] for row in handles))


async def own(db: aiosqlite.Connection, person: Person, *, mentions: bool) -> tuple[Going, ...]:
    """Return a person's posts and bare reposts of them, and posts that name them if wanted."""
    rows = await db.execute_fetchall(
        f"SELECT p.id, p.status, p.arrived FROM post p WHERE {_OWN} ORDER BY p.arrived, p.id",
        {"author": person.author},
    )
    found = [Going(post, status, when(arrived), RULE_PERSON) for post, status, arrived in rows]
    if mentions:
        found += await naming(db, person)
    return tuple(found)


async def naming(db: aiosqlite.Connection, person: Person) -> list[Going]:
    """Return the posts of others that name a person."""
    found: dict[str, Going] = {}
    for handle in person.handles:
        rows = await db.execute_fetchall(
            f"SELECT p.id, p.status, p.arrived, p.body FROM post p WHERE {_OF_OTHERS} "
            "AND instr(lower(p.body), lower(:handle)) ORDER BY p.arrived, p.id",
            {"author": person.author, "handle": handle},
        )
        says = _saying(handle)
        for post, status, arrived, body in rows:
            if says.search(_words(post_of(body))):
                found[post] = Going(post, status, when(arrived), "a post that names the person")
    return list(found.values())


def _words(post: Post) -> str:
    """Return all that a post's author wrote, where a handle may stand."""
    return "\n".join((post.text, *(link.target for link in post.links)))


def _saying(handle: str) -> re.Pattern[str]:
    """Return what finds a handle: with its @, or as the first part of an address on X."""
    return re.compile(rf"[@/]{re.escape(handle)}(?!\w)", re.IGNORECASE | re.ASCII)


async def referring(db: aiosqlite.Connection, person: Person) -> tuple[PostId, ...]:
    """Return the posts of others that carry a person's words or name along."""
    rows = await db.execute_fetchall(
        f"SELECT p.id, p.body FROM post p WHERE {_OF_OTHERS} AND instr(p.body, :quoted)",
        {"author": person.author, "quoted": f'"{person.author}"'},
    )
    return tuple(
        PostId(post) for post, body in rows if _without(post_of(body), person) != post_of(body)
    )


def _without(post: Post, person: Person) -> Post:
    """Return a post without a person's words and name in what it answers or quotes."""

    def freed(one: Reference) -> Reference:
        theirs = one.author is not None and one.author.id == person.author
        return replace(one, author=None, text=None) if theirs else one

    return replace(post, references=tuple(map(freed, post.references)))


async def scrub(db: aiosqlite.Connection, person: Person) -> dict[str, int]:
    """Erase all that is held of a person beside their posts, and return how much by kind."""
    freed = await referring(db, person)
    for post in freed:
        rows = await db.execute_fetchall("SELECT body FROM post WHERE id = ?", (post,))
        body = _without(post_of(next(iter(rows))[0]), person)
        await db.execute(
            "UPDATE post SET body = ?, seq = ? WHERE id = ?",
            (encoded(body), await advance(db), post),
        )
    await index.forget(db, freed)  # and takes them in again, for they have changed
    notes = await reasons(db, person)
    await forget_texts(db, notes)
    unreadable = await _unreadable(db, person)
    await db.execute("DELETE FROM quarantine WHERE id IN (SELECT value FROM json_each(?))",
                     (encoded(unreadable),))  # fmt: skip
    mutings = await _end_mutings(db, person)
    bare = person.author.partition(":")[2]
    await db.execute("DELETE FROM billed WHERE thing IN (?, ?)", (bare, person.author))
    for handle in person.handles:
        await db.execute(
            "UPDATE flag SET reason = 'about somebody whose data was erased' "
            "WHERE instr(lower(reason), lower(?))",
            (f"@{handle}",),
        )
    return {
        "scrubbed": len(freed),
        "notes": len(notes),
        "unreadable": len(unreadable),
        "mutings": mutings,
    }


async def counted(db: aiosqlite.Connection, person: Person) -> dict[str, int]:
    """Count what `scrub` would erase, by kind."""
    mutings = await db.execute_fetchall(
        "SELECT count(*) FROM muted WHERE author = ? AND decision IS NOT NULL", (person.author,)
    )
    return {
        "scrubbed": len(await referring(db, person)),
        "notes": len(await reasons(db, person)),
        "unreadable": len(await _unreadable(db, person)),
        "mutings": next(iter(mutings))[0],
    }


def marks(person: Person) -> list[str]:
    """Return how a person stands in what a network sent: their id and handles, quoted."""
    names = (person.author.partition(":")[2], *person.handles)
    return [f'"{name.lower()}"' for name in names] + [f"@{one.lower()}" for one in person.handles]


async def last_sent(db: aiosqlite.Connection) -> int:
    """Return the number of the last thing that is kept as a network sent it."""
    rows = await db.execute_fetchall("SELECT coalesce(max(rowid), 0) FROM raw")
    return int(next(iter(rows))[0])


async def scrub_sent(db: aiosqlite.Connection, person: Person, numbers: range) -> None:
    """Empty what the network sent, so many of them, wherever the person is named in it."""
    for mark in marks(person):
        await db.execute(
            "UPDATE raw SET json = '' WHERE rowid >= ? AND rowid < ? AND instr(lower(json), ?)",
            (numbers.start, numbers.stop, mark),
        )


async def _unreadable(db: aiosqlite.Connection, person: Person) -> list[int]:
    found: set[int] = set()
    for mark in marks(person):
        rows = await db.execute_fetchall(
            "SELECT id FROM quarantine WHERE instr(lower(raw), ?)", (mark,)
        )
        found |= {row[0] for row in rows}
    return sorted(found)


async def reasons(db: aiosqlite.Connection, person: Person) -> Sequence[int]:
    """Return the decisions whose reason names a person: notes, and the mutings of them.

    Decisions on their own posts are not among them: their texts go with the posts.
    """
    found: set[int] = set()
    for handle in person.handles:
        rows = await db.execute_fetchall(
            "SELECT t.seq, t.reason FROM decision_text t JOIN decision d USING (seq) "
            "LEFT JOIN post p ON p.id = d.post WHERE instr(lower(t.reason), lower(:handle)) "
            f"AND NOT coalesce({_OWN}, 0)",
            {"handle": f"@{handle}", "author": person.author},
        )
        says = _saying(handle)
        found |= {seq for seq, reason in rows if says.search(reason)}
    leads = await db.execute_fetchall(
        "SELECT t.seq FROM decision_text t JOIN part p ON p.decision = t.seq "
        "JOIN bulk b ON b.id = p.bulk JOIN decision d ON d.seq = t.seq "
        "WHERE b.author = ? AND d.post IS NULL AND t.reason <> ''",
        (person.author,),
    )
    return sorted(found | {row[0] for row in leads})


async def _end_mutings(db: aiosqlite.Connection, person: Person) -> int:
    """Forget that a person was muted by key; who is muted by campaign.toml stays so."""
    rows = await db.execute_fetchall(
        "SELECT count(*) FROM muted WHERE author = ? AND decision IS NOT NULL", (person.author,)
    )
    await db.execute("DELETE FROM muted WHERE author = ? AND NOT file", (person.author,))
    await db.execute(
        "UPDATE muted SET decision = NULL, handle = '' WHERE author = ?", (person.author,)
    )
    await db.execute(
        "DELETE FROM part WHERE bulk IN (SELECT id FROM bulk WHERE author = ?)", (person.author,)
    )
    await db.execute("DELETE FROM bulk WHERE author = ?", (person.author,))
    return int(next(iter(rows))[0])
