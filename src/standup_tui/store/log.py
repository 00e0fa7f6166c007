"""The decision log: append-only, chained by hashes, and yet able to forget.

Each row's hash covers the row before it and a *salted digest* of what may have to be erased
(the post's text and the reason). Text and salt stand in a side table: with them anybody can
check that the digest is right; without them nobody can guess what it was made from.
"""

import hashlib
import secrets
from datetime import datetime

import aiosqlite
import msgspec
from msgspec import Struct

from standup_tui.model.entry import Moderator
from standup_tui.store.rows import Row, ms

COLUMNS = (
    "seq, op, verb, post, name, login, declared, at, before, after, undoes, digest, previous, hash"
)

GENESIS = "0" * 64


class NewDecision(Struct, frozen=True):
    """What is about to be recorded."""

    op: str
    verb: str
    by: Moderator
    at: datetime
    post: str | None = None
    before: str = ""
    """The standing before it, as JSON; empty for what concerns no post."""
    after: str = ""
    undoes: int | None = None
    text: str = ""
    """The post's text as it was decided on."""
    reason: str = ""


def digest(salt: str, text: str, reason: str) -> str:
    """Return what stands in the chain for what may be erased."""
    return hashlib.sha256(msgspec.json.encode([salt, text, reason])).hexdigest()


def chained(row: Row) -> str:
    """Return the hash a row of `COLUMNS` must have."""
    return hashlib.sha256(msgspec.json.encode(list(row[:-1]))).hexdigest()


async def append(db: aiosqlite.Connection, new: NewDecision) -> int:
    """Record a decision and return its sequence number in the log."""
    rows = list(
        await db.execute_fetchall("SELECT seq, hash FROM decision ORDER BY seq DESC LIMIT 1")
        or await db.execute_fetchall("SELECT upto, hash FROM anchor ORDER BY upto DESC LIMIT 1")
    )
    last, previous = rows[0] if rows else (0, GENESIS)
    salt = secrets.token_hex(16)
    row = (
        last + 1,
        new.op,
        new.verb,
        new.post,
        new.by.name,
        new.by.login,
        int(new.by.declared),
        ms(new.at),
        new.before,
        new.after,
        new.undoes,
        digest(salt, new.text, new.reason),
        previous,
        "",
    )
    row = (*row[:-1], chained(row))
    marks = ", ".join("?" * len(row))
    await db.execute(
        f"INSERT INTO decision ({COLUMNS}) VALUES ({marks})", row
    )  # our own constants
    await db.execute(
        "INSERT INTO decision_text VALUES (?, ?, ?, ?)", (last + 1, salt, new.text, new.reason)
    )
    return int(last) + 1


async def known(db: aiosqlite.Connection, op: str) -> Row | None:
    """Return the seq, post, verb and standing after of an op id that is in the log."""
    rows = list(
        await db.execute_fetchall(
            "SELECT seq, post, verb, after FROM decision WHERE op = ?", (op,)
        )
    )
    return rows[0] if rows else None


async def erase(db: aiosqlite.Connection, post: str) -> None:
    """Forget the text and the reasons of a post's decisions; the decisions stay."""
    await db.execute(
        "DELETE FROM decision_text WHERE seq IN (SELECT seq FROM decision WHERE post = ?)", (post,)
    )
