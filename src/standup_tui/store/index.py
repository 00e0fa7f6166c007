"""The full-text index of posts and decisions: filled behind, and forgetting for good.

SQLite's FTS5 is given documents of `model.words`, whose tokens are folded already: its own
tokenizer only splits at spaces, so that a search of the store and a search of a pane agree.

What is erased is never found again, leaves its document a moment later and then the corners of
the index: FTS5 keeps deleted words until it merges its segments, so they are all merged into a
new one, step by step, and the pages that become free are overwritten (`PRAGMA secure_delete`).
"""

import sqlite3
from collections.abc import Sequence
from itertools import accumulate

import aiosqlite

from standup_tui.model.deeds import past
from standup_tui.model.words import document, handle_token, laid_out, tokens
from standup_tui.store.rows import Row, encoded, post_of


class Damaged(Exception):
    """The full-text index cannot be used as it is; what it was made from can."""


INDEXED = ("post_words", "decision_words")
"""The full-text tables."""

MISSING = (
    "This machine's SQLite cannot search whole texts (it was built without FTS5). / searches what "
    "is in a pane."
)

ANEW = "The index of all words was damaged and is being made anew: ask again in a little while."

_AT_ONCE = 100
"""Posts, or decisions, that go into the index in one transaction."""

_LONG = 100_000
"""Bytes of posts that do: folding is work for the event loop."""

_MERGED_AT_ONCE = 16
"""Pages of the index that are merged in one transaction."""

_ASKED = "(SELECT value FROM json_each(?))"

_PARTS = ("data", "idx", "content", "docsize")


async def prepare(db: aiosqlite.Connection) -> bool:
    """Make the index if it is not there, and return whether this SQLite can search at all.

    Where it cannot, what another SQLite has written into the index is erased: it could not be
    kept up, so that it would keep what is to be forgotten.
    """
    if not await has_fts5(db):
        await _empty(db)
        return False
    if not await _number(
        db, "SELECT EXISTS (SELECT 1 FROM worded)"
    ):  # also after it was abandoned, or never begun
        await begin_anew(db)
    return True


async def has_fts5(db: aiosqlite.Connection) -> bool:
    """Tell whether this SQLite was built with full-text search."""
    return bool(await _number(db, "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'"))


async def begin_anew(db: aiosqlite.Connection) -> None:
    """Make an empty index, in place of any that is there."""
    await _empty(db)
    for table in INDEXED:
        await db.execute(f"DROP TABLE IF EXISTS {table}")
        await db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5 (words, tokenize = 'ascii')")
        await _forget_at_once(db, table)


async def _forget_at_once(db: aiosqlite.Connection, table: str) -> None:
    """Have deleted words leave the index with their document, where SQLite is new enough."""
    try:
        await db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")
    except sqlite3.OperationalError:  # before SQLite 3.42: the merging behind does it
        return


async def _empty(db: aiosqlite.Connection) -> None:
    """Erase all that is in the index by way of the tables it consists of, whatever state it is in.

    What is left is an empty index: FTS5 cannot even drop one without its first two records.
    """
    there = await db.execute_fetchall(
        "SELECT name FROM sqlite_schema WHERE name IN (SELECT value FROM json_each(?))",
        (encoded([f"{table}_{part}" for table in INDEXED for part in _PARTS]),),
    )
    for (name,) in there:
        await db.execute(f"DELETE FROM {name}")
        if name.endswith("_data"):
            await db.execute(f"INSERT INTO {name} VALUES (1, x''), (10, x'00000000000000')")
    await db.execute("DELETE FROM worded")
    await db.execute("UPDATE indexing SET posts = 0, decisions = 0, untidy = 0")


async def behind(db: aiosqlite.Connection) -> int:
    """Return how many changes of posts, and decisions, the index has yet to look at."""
    return await _number(
        db,
        "SELECT max(0, (SELECT seq FROM counter) - posts) + max(0, "
        "(SELECT coalesce(max(seq), 0) FROM decision) - decisions) + untidy "
        "+ EXISTS (SELECT 1 FROM worded WHERE gone = 1) FROM indexing",
    )


async def step(db: aiosqlite.Connection) -> bool:
    """Take out what is gone, take in what is new, and tidy up a little.

    Returns:
        Whether there is more to do.

    Raises:
        Damaged: The index has to be begun anew.
    """
    try:
        for some in (_forget_gone, _take_posts, _take_decisions):  # decisions after their posts
            if await some(db):
                return True
        return await _tidy(db)
    except sqlite3.DatabaseError as error:
        raise damage(error) from None


def damage(error: sqlite3.DatabaseError) -> Exception:
    """Return an error as damage of the index, unless it is the disk's or a mistake of ours."""
    of_the_index = not isinstance(error, sqlite3.OperationalError | sqlite3.ProgrammingError)
    return Damaged(str(error)) if of_the_index else error


async def _take_posts(db: aiosqlite.Connection) -> bool:
    """Take in posts that changed and are not in the index; return whether there are more.

    A post's words never change: an edited one is another post.
    """
    rows = list(
        await db.execute_fetchall(
            "SELECT p.seq, p.id, p.at, CASE WHEN w.id IS NULL THEN p.body END FROM post p "
            "LEFT JOIN worded w ON w.post = p.id "
            "WHERE p.seq > (SELECT posts FROM indexing) ORDER BY p.seq LIMIT ?",
            (_AT_ONCE,),
        )
    )
    many = _short_enough([len(row[3] or "") for row in rows])
    more = many < len(rows) or len(rows) == _AT_ONCE
    rows = rows[:many]
    new = [(post, at, body) for _, post, at, body in rows if body is not None]
    if new:
        first = 1 + await _number(db, "SELECT coalesce(max(id), 0) FROM worded")
        numbered = [
            (number, post, at, document(post_of(body)))
            for number, (post, at, body) in enumerate(new, first)
        ]
        await db.execute(
            "INSERT INTO worded (id, post, at) "
            "SELECT e.value ->> 0, e.value ->> 1, e.value ->> 2 FROM json_each(?) e",
            (encoded(numbered),),
        )
        await db.execute(
            "INSERT INTO post_words (rowid, words) "
            "SELECT e.value ->> 0, e.value ->> 3 FROM json_each(?) e",
            (encoded(numbered),),
        )
    if more:
        await db.execute("UPDATE indexing SET posts = ?", (rows[-1][0],))
    else:  # the walls' state takes numbers too, and stands in no row of these
        await db.execute("UPDATE indexing SET posts = (SELECT seq FROM counter)")
    return more


def _short_enough(lengths: Sequence[int]) -> int:
    """Return how many of the first texts are folded without holding up whoever else waits."""
    together = accumulate(lengths)
    return max(1, sum(1 for length in together if length <= _LONG)) if lengths else 0


_DECISIONS = """
SELECT d.seq, d.verb, d.name, coalesce(t.reason, ''),
       coalesce(p.body ->> '$.author.handle', '')
  FROM decision d LEFT JOIN decision_text t USING (seq) LEFT JOIN post p ON p.id = d.post
"""


async def _take_decisions(db: aiosqlite.Connection) -> bool:
    """Take in decisions that are not in the index; return whether there are more."""
    rows = list(
        await db.execute_fetchall(
            f"{_DECISIONS} WHERE d.seq > (SELECT decisions FROM indexing) ORDER BY d.seq LIMIT ?",
            (_AT_ONCE,),
        )
    )
    if rows:
        await _add_decisions(db, rows)
        await db.execute("UPDATE indexing SET decisions = ?", (rows[-1][0],))
    return len(rows) == _AT_ONCE


async def _add_decisions(db: aiosqlite.Connection, rows: Sequence[Row]) -> None:
    await db.execute(
        "INSERT INTO decision_words (rowid, words) "
        "SELECT e.value ->> 0, e.value ->> 1 FROM json_each(?) e",
        (encoded([(row[0], _of_decision(*row[1:])) for row in rows]),),
    )


def _of_decision(verb: str, name: str, reason: str, handle: str) -> str:
    """Return the words by which a decision is found."""
    whose = [handle_token(handle), *tokens(handle)] if handle else []
    return laid_out(iter([tokens(name), tokens(verb), tokens(past(verb)), whose, tokens(reason)]))


async def forget(db: aiosqlite.Connection, posts: Sequence[str]) -> None:
    """Have the words of posts that were erased leave the index as well, a moment later.

    Not at once: an index that is damaged must not stand in the way of erasing.
    """
    await db.execute(f"UPDATE worded SET gone = 1 WHERE post IN {_ASKED}", (encoded(posts),))


async def forget_reasons(db: aiosqlite.Connection, decisions: Sequence[int]) -> None:
    """Have the reasons of decisions leave the index: they are found by who did what, no more."""
    if await _is_there(db):
        try:
            await _word_anew(db, f"d.seq IN {_ASKED}", encoded(decisions))
        except sqlite3.DatabaseError as error:
            await _anew_if_damaged(db, error)


async def forget_log(db: aiosqlite.Connection, upto: int) -> None:
    """Have the decisions up to one leave the index."""
    if await _is_there(db):
        try:
            await db.execute("DELETE FROM decision_words WHERE rowid <= ?", (upto,))
            await db.execute(_UNTIDY)
        except sqlite3.DatabaseError as error:
            await _anew_if_damaged(db, error)


async def _is_there(db: aiosqlite.Connection) -> bool:
    """Tell whether there is an index that this SQLite can write to; else it is empty."""
    made = "SELECT count(*) FROM sqlite_schema WHERE name = 'decision_words'"
    return await has_fts5(db) and bool(await _number(db, made))


async def _anew_if_damaged(db: aiosqlite.Connection, error: sqlite3.DatabaseError) -> None:
    if not isinstance(damage(error), Damaged):
        raise error
    await begin_anew(db)


async def _forget_gone(db: aiosqlite.Connection) -> bool:
    """Take out the words of posts that are gone, and of decisions on them that tell of them.

    Returns:
        Whether there are more.
    """
    rows = list(
        await db.execute_fetchall(
            "SELECT id, post FROM worded WHERE gone = 1 LIMIT ?", (_AT_ONCE,)
        )
    )
    if rows:
        ids = encoded([row[0] for row in rows])
        await db.execute(f"DELETE FROM post_words WHERE rowid IN {_ASKED}", (ids,))
        await _word_decisions_anew(db, encoded([row[1] for row in rows]))
        await db.execute(f"DELETE FROM worded WHERE id IN {_ASKED}", (ids,))
        await db.execute(_UNTIDY)
    return len(rows) == _AT_ONCE


_UNTIDY = "UPDATE indexing SET untidy = CASE WHEN untidy < 2 THEN 1 ELSE 3 END"


async def _word_decisions_anew(db: aiosqlite.Connection, asked: str) -> None:
    """Have decisions on posts that are erased already be found by who did what, and no more."""
    await _word_anew(db, f"d.post IN {_ASKED}", asked)


async def _word_anew(db: aiosqlite.Connection, which: str, asked: str) -> None:
    """Take decisions that are in the index out of it, and in again as they are now."""
    rows = list(
        await db.execute_fetchall(
            f"{_DECISIONS} WHERE {which} AND d.seq <= (SELECT decisions FROM indexing)", (asked,)
        )
    )
    if rows:
        await db.execute(
            f"DELETE FROM decision_words WHERE rowid IN {_ASKED}",
            (encoded([row[0] for row in rows]),),
        )
        await _add_decisions(db, rows)
        await db.execute(_UNTIDY)


async def _tidy(db: aiosqlite.Connection) -> bool:
    """Merge what the index consists of into something new; return whether there is more to do.

    `untidy` is 1 when that is to begin, 2 while it goes on, 3 where more was erased meanwhile.
    """
    state = await _number(db, "SELECT untidy FROM indexing")
    if not state:
        return False
    pages = -_MERGED_AT_ONCE if state == 1 else _MERGED_AT_ONCE  # negative: whatever there is
    before = db.total_changes
    for table in INDEXED:
        await db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))
    going_on = db.total_changes - before > len(INDEXED)  # asking counts one for each
    state = {1: 2, 2: 2, 3: 3}[state] if going_on else {1: 0, 2: 0, 3: 1}[state]
    await db.execute("UPDATE indexing SET untidy = ?", (state,))
    return state > 0


async def _number(db: aiosqlite.Connection, query: str, *values: object) -> int:
    return int(next(iter(await db.execute_fetchall(query, values)))[0])
