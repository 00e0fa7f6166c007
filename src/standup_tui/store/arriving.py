"""Arrivals: where new posts stand, and storing them in batches."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

import aiosqlite
from msgspec.structs import replace

from standup_tui.model.entry import RULES
from standup_tui.model.flag import Flag, Kind, Severity, must_be_seen
from standup_tui.model.lifecycle import Standing, Status, Verb, arrival
from standup_tui.model.post import PostId
from standup_tui.ports.store import Judged, Quarantined
from standup_tui.store import log, tags
from standup_tui.store import muted as muting
from standup_tui.store.counter import advance
from standup_tui.store.inserting import Insert
from standup_tui.store.posts import remove
from standup_tui.store.rows import encoded, flags_of, ms

_POSTS = Insert(
    "post (id, seq, at, arrived, author, conversation, roster, status, revision, pin, starred, "
    "escalated, arrival, checked, body, repost_of, hidden_for)",
    17,
)
_RAW = Insert("raw", 2)
_FLAGS = Insert("flag", 7)

_TRUSTED = "from the roster, without any flag"
"""Why a post arrived shown."""


class _Placed(NamedTuple):
    """A new post and where it stands."""

    judged: Judged
    stands: Standing
    why: str = ""
    """Why it is shown or hidden, where that follows from who wrote it."""
    hidden_for: str = ""
    """The house rule by which a person hid an earlier version."""


async def _placed_anew(
    db: aiosqlite.Connection, judged: Judged, muted: dict[str, muting.Muted]
) -> _Placed:
    """Return where a new version of posts stands that may be stored already.

    A shown post that was edited goes back to a person; a hidden or held one does not come
    back to the wall by being edited, nor is a flag of a person lost; whatever a person or a
    rule kept from the wall is not let there by trust in its author. One that nobody but the
    list of muted authors hid is looked at anew.
    """
    known = list(
        await db.execute_fetchall(
            "SELECT status, escalated, hidden_for, id, coalesce((SELECT verb IN (?, ?) "
            "FROM decision WHERE seq = decided), 0) FROM post "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (Verb.ARRIVE, Verb.MUTE, encoded(judged.post.edit_of)),
        )
    )
    kept: list[Flag] = []
    for status, escalated, hidden_for, older, by_muting in known:
        if status in (Status.HIDDEN, Status.HELD) and not by_muting:
            stays = Standing(Status(status), escalated=bool(escalated))
            return _Placed(judged, stays, hidden_for=hidden_for)
        if status == Status.SHOWN:
            kept.append(Flag(Kind.EDITED, "edited", Severity.LOOK, "edited after it was shown"))
        elif status == Status.FLAGGED:
            flags = (await flags_of(db, [older])).get(older, ())
            kept += (flag for flag in flags if flag.kind is Kind.PERSON)
    judged = replace(judged, flags=(*judged.flags, *kept), trusted=judged.trusted and not known)
    return _arrived(judged, muted, urgent=bool(kept))


def _arrived(judged: Judged, muted: dict[str, muting.Muted], *, urgent: bool = False) -> _Placed:
    """Return where a post stands that is judged by itself, or has something of a person's."""
    by = muting.muted_by(judged.post, muted) if muted else None
    stands = arrival(
        flagged=bool(judged.flags),
        trusted=judged.trusted and not (muted and muting.authors_of(judged.post) & muted.keys()),
        muted=by is not None,
        urgent=urgent or must_be_seen(judged.flags),
    )
    if stands.status is Status.SHOWN:
        return _Placed(judged, stands, _TRUSTED)
    return _Placed(judged, stands, by.why if by and stands.status is Status.HIDDEN else "")


async def add(
    db: aiosqlite.Connection,
    posts: Sequence[Judged],
    quarantined: Sequence[Quarantined],
    at: datetime,
    complete_to: PostId | None,
) -> int:
    """Store what is new of a batch and return how much that was."""
    unique = {judged.post.id: judged for judged in posts}
    there = await db.execute_fetchall(
        "SELECT id FROM post WHERE id IN (SELECT value FROM json_each(?))",
        (encoded(list(unique)),),
    )
    for (post,) in there:
        del unique[post]
    if unique:
        await _add_new(db, list(unique.values()), at)
    for one in quarantined:
        await db.execute(
            "INSERT INTO quarantine (at, reason, raw) VALUES (?, ?, ?)",
            (ms(at), one.reason, one.raw),
        )
    if complete_to is not None:
        await _complete(db, complete_to, at)
    return len(unique)


async def _add_new(db: aiosqlite.Connection, posts: list[Judged], at: datetime) -> None:
    await db.execute(
        "INSERT OR IGNORE INTO version SELECT e.value ->> 0, e.value ->> 1 FROM json_each(?) e",
        (encoded([[older, one.post.id] for one in posts for older in one.post.edit_of]),),
    )
    late = {
        row[0]
        for row in await db.execute_fetchall(
            "SELECT older FROM version WHERE older IN (SELECT value FROM json_each(?))",
            (encoded([judged.post.id for judged in posts]),),
        )
    }
    authors: set[str] = set().union(*(muting.authors_of(judged.post) for judged in posts))
    muted = await muting.known(db, authors)
    placed = [
        _Placed(judged, Standing(Status.GONE))
        if judged.post.id in late
        else await _placed_anew(db, judged, muted)
        if judged.post.edit_of
        else _arrived(judged, muted)
        for judged in posts
    ]
    first = await advance(db, len(placed)) - len(placed) + 1
    rows: list[list[Any]] = []
    now = ms(at)
    for seq, (judged, stands, _, hidden_for) in enumerate(placed, first):
        post, gone = judged.post, stands.status is Status.GONE
        original = muting.repost_of(post)
        rows.append(
            [
                post.id,
                seq,
                ms(post.at),
                now,
                "" if gone else post.author.id,
                None if gone else post.conversation,
                int(judged.roster),
                stands.status.value,
                1,  # its revision
                0,
                0,
                int(stands.escalated),
                stands.status.value,
                now,
                None if gone else encoded(post),
                None if gone or original is None else original.id,
                hidden_for,
            ]
        )
    await _POSTS.rows(db, rows)
    kept = [one for one in placed if one.stands.status is not Status.GONE]
    await _RAW.rows(db, [(one.judged.post.id, one.judged.raw) for one in kept])
    flags = [
        _flag_row(one.judged.post.id, place, flag)
        for one in kept
        for place, flag in enumerate(one.judged.flags)
    ]
    await _FLAGS.rows(db, flags)
    await tags.add(db, ((one.judged.post.id, one.judged.actions) for one in kept))
    for one in kept:
        if one.why:
            await _record_arrival(db, one, at)
        if one.judged.post.edit_of:
            await tags.inherit(db, one.judged.post.id, one.judged.post.edit_of)
    # A newer version is there: the older ones leave every screen.
    older = [version for judged in posts for version in judged.post.edit_of]
    await remove(db, older, at, verb=Verb.EDIT)


async def _complete(db: aiosqlite.Connection, newest: PostId, at: datetime) -> None:
    """Move a network's cursor on, never back; longer ids are newer ones."""
    await db.execute(
        "INSERT INTO cursor VALUES (?, ?, ?) ON CONFLICT (network) DO UPDATE "
        "SET newest = excluded.newest, at = excluded.at "
        "WHERE (length(excluded.newest), excluded.newest) > (length(newest), newest)",
        (newest.partition(":")[0], newest, ms(at)),
    )


def _flag_row(post: str, place: int, flag: Flag) -> list[Any]:
    spans = encoded(flag.spans)
    return [post, place, flag.kind, flag.rule, flag.severity, flag.reason, spans]


async def _record_arrival(db: aiosqlite.Connection, placed: _Placed, at: datetime) -> None:
    """Log why a post is shown or hidden when no person decided that."""
    post, stands = placed.judged.post, encoded(placed.stands)
    new = log.NewDecision(
        op=uuid4().hex,
        verb=Verb.ARRIVE,
        by=RULES,
        at=at,
        post=post.id,
        before=stands,
        after=stands,
        text=post.text,
        reason=placed.why,
    )
    seq = await log.append(db, new)
    await db.execute("UPDATE post SET decided = ? WHERE id = ?", (seq, post.id))
