"""Between rows and what the rest of the program knows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import aiosqlite
import msgspec

from standup_tui.model.action import Tag
from standup_tui.model.entry import Decision, Entry, Moderator, PublicAct, Stage
from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import Post, PostId

Row = Any
"""One row of SQLite, read by place in the order of the query beside it."""

_post = msgspec.json.Decoder(Post)
_spans = msgspec.json.Decoder(tuple[Span, ...])
_standing = msgspec.json.Decoder(Standing)

ENTRY = """
SELECT p.id, p.seq, p.status, p.revision, p.pin, p.starred, p.escalated, p.roster, p.body,
       d.seq, d.verb, d.name, d.login, d.declared, d.at, d.before, d.after, d.undoes,
       coalesce(t.reason, ''),
       o.id, o.verb, o.stage, o.due, o.by, o.problem, o.dry,
       h.id, h.verb, h.stage, h.due, h.by, h.problem, h.dry,
       p.notes, p.hidden_for, EXISTS (SELECT 1 FROM muted m WHERE m.author = p.author)
  FROM post p
  LEFT JOIN decision d ON d.seq = p.decided
  LEFT JOIN decision_text t ON t.seq = p.decided
  LEFT JOIN outbox o ON o.id = p.act
  LEFT JOIN outbox h ON h.id = p.hiding
"""
"""Everything `entries` needs but flags and tags; a WHERE and an ORDER BY follow."""

_DECISION_AT = 9
_ACT_AT = 19
_HIDING_AT = 26
_MORE_AT = 33


def ms(when: datetime) -> int:
    """Return a time as the store keeps it."""
    return round(when.timestamp() * 1000)


def when(stored: int) -> datetime:
    """Return a stored time, in UTC."""
    return datetime.fromtimestamp(stored / 1000, UTC)


def encoded(value: object) -> str:
    """Return a struct as JSON text."""
    return msgspec.json.encode(value).decode()


def standing(text: str) -> Standing:
    """Read a standing that `encoded` wrote."""
    return _standing.decode(text)


def post_of(body: str) -> Post:
    """Read a post as it is stored."""
    return _post.decode(body)


def decision(row: Row, post: PostId | None) -> Decision:
    """Read a decision from its ten columns in the order of `ENTRY`."""
    seq, verb, name, login, declared, at, before, after, undoes, reason = row
    return Decision(
        seq=seq,
        verb=verb,
        by=Moderator(name, login, bool(declared)),
        at=when(at),
        before=_status(before),
        after=_status(after),
        post=post,
        reason=reason,
        undoes=undoes,
    )


def _status(text: str) -> str:
    return _standing.decode(text).status if text else ""


def act(row: Row, post: PostId) -> PublicAct:
    """Read a public act from its seven columns in the order of `ENTRY`."""
    identity, verb, stage, due, by, problem, dry = row
    return PublicAct(identity, Verb(verb), post, Stage(stage), when(due), by, problem, bool(dry))


async def entries(db: aiosqlite.Connection, rows: Iterable[Row]) -> list[Entry]:
    """Turn rows of `ENTRY` into entries; a post that is gone has none."""
    alive = [row for row in rows if row[8] is not None]
    flags = await flags_of(db, [row[0] for row in alive])
    tags = await tags_of(db, [row[0] for row in alive])
    return [
        Entry(
            seq=row[1],
            post=post_of(row[8]),
            standing=Standing(Status(row[2]), row[3], row[4], bool(row[5]), bool(row[6])),
            flags=flags.get(row[0], ()),
            roster=bool(row[7]),
            last=decision(row[_DECISION_AT:_ACT_AT], row[0])
            if row[_DECISION_AT] is not None
            else None,
            act=act(row[_ACT_AT:_HIDING_AT], row[0]) if row[_ACT_AT] is not None else None,
            hiding=act(row[_HIDING_AT:_MORE_AT], row[0]) if row[_HIDING_AT] is not None else None,
            tags=tags.get(row[0], ()),
            notes=row[_MORE_AT],
            hidden_for=row[_MORE_AT + 1],
            muted=bool(row[_MORE_AT + 2]),
        )
        for row in alive
    ]


async def flags_of(db: aiosqlite.Connection, posts: list[str]) -> dict[str, tuple[Flag, ...]]:
    """Return the flags of posts that have any, in the order they were set."""
    found: dict[str, tuple[Flag, ...]] = {}
    rows = await db.execute_fetchall(
        "SELECT post, kind, rule, severity, reason, spans FROM flag "
        "WHERE post IN (SELECT value FROM json_each(?)) ORDER BY post, place",
        (encoded(posts),),
    )
    for post, kind, rule, severity, reason, spans in rows:
        flag = Flag(Kind(kind), rule, Severity(severity), reason, _spans.decode(spans))
        found[post] = (*found.get(post, ()), flag)
    return found


async def tags_of(db: aiosqlite.Connection, posts: list[str]) -> dict[str, tuple[Tag, ...]]:
    """Return for which actions posts count or were made not to, by the actions' names."""
    found: dict[str, tuple[Tag, ...]] = {}
    rows = await db.execute_fetchall(
        "SELECT post, name, counts, rule, spans, by FROM action "
        "WHERE post IN (SELECT value FROM json_each(?)) ORDER BY post, name",
        (encoded(posts),),
    )
    for post, name, counts, rule, spans, by in rows:
        tag = Tag(name, bool(counts), bool(rule), _spans.decode(spans), by)
        found[post] = (*found.get(post, ()), tag)
    return found
