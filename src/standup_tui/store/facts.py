"""What a report is written from: one reading of the whole store, beside whoever writes to it."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite
from msgspec.structs import replace

from standup_tui.model.entry import Stage
from standup_tui.model.facts import (
    ActCount,
    Facts,
    FlagCount,
    HideCount,
    ReadingFacts,
    Slot,
    Standings,
    Wait,
    Wanted,
    Work,
)
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.votes import VOTE_OF
from standup_tui.ports.store import Counting
from standup_tui.store import coverage, log_end, spending, tags, voices
from standup_tui.store.beside import beside
from standup_tui.store.copying import RESTORE
from standup_tui.store.keeper import EXPORT, PURGE
from standup_tui.store.rows import when

_OLDEST = 5
"""The first version of a store with all that is counted here."""

_EVERY = 1_000_000
"""More gaps and hours than any campaign has."""

_QUARTER = 15 * 60 * 1000

_LAST_VERSION = "NOT EXISTS (SELECT 1 FROM version v WHERE v.older = p.id)"
"""Leaves out what a newer version of the same post stands for."""

_STANDS = "NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq)"
_KEEPING = ", ".join(f"'{verb}'" for verb in (PURGE, EXPORT, log_end.VERB, RESTORE))
"""What is done about the records afterwards: nobody moderates with that."""
_FIRST_LOOK = ", ".join(f"'{verb}'" for verb in (*VOTE_OF, Verb.MUTE))
"""The decisions that say what becomes of a post."""


async def gather(path: Path, wanted: Wanted, at: datetime) -> Facts:
    """Count everything that a report tells, and change nothing.

    Args:
        path: The store.
        wanted: What to count, and whose account is the campaign's own.
        at: Now.

    Raises:
        StoreError: It cannot be read, or another version made it.
    """
    async with beside(path, oldest=_OLDEST) as db:
        return await _gathered(db, wanted, at)


async def _gathered(db: aiosqlite.Connection, wanted: Wanted, at: datetime) -> Facts:
    heard = await voices.listen(db, wanted)
    counting = [Counting(action, once) for action, once in wanted.actions]
    usages = await spending.usages(db)
    return Facts(
        at=at,
        standings=await _standings(db),
        voices=heard.voices,
        slots=await _slots(db),
        tally=replace(
            await tags.tally(db, counting), looking_back=await tags.mark(db) != wanted.looked_with
        ),
        taken_off=await _taken_off(db),
        pinned=heard.pinned,
        starred=heard.starred,
        loudest=heard.loudest,
        flags=await _flags(db),
        hides=await _hides(db),
        work=await _work(db),
        reading=await _reading(db),
        spent=await spending.spent(db),
        usage=usages,
    )


async def _number(db: aiosqlite.Connection, query: str) -> int:
    return int(next(iter(await db.execute_fetchall(query)))[0])


async def _rows(db: aiosqlite.Connection, query: str) -> Iterable[Any]:
    return await db.execute_fetchall(query)


async def _standings(db: aiosqlite.Connection) -> Standings:
    rows = await _rows(
        db, f"SELECT p.status, count(*) FROM post p WHERE {_LAST_VERSION} GROUP BY p.status"
    )
    return Standings(
        {Status(status): posts for status, posts in rows},
        await _number(db, "SELECT count(*) FROM post WHERE escalated"),
        await _number(
            db,
            "SELECT count(*) FROM post p LEFT JOIN decision d ON d.seq = p.decided "
            "WHERE p.status = 'shown' AND coalesce(d.login, '') = ''",
        ),
        deleted=await _number(db, _gone_by(Verb.DELETE)),
        purged=await _number(db, _gone_by(Verb.ERASE)),
    )


def _gone_by(verb: Verb, more: str = "") -> str:
    """Return a query for how many posts one kind of decision took away."""
    return (
        "SELECT count(*) FROM decision d JOIN post p ON p.id = d.post "
        f"WHERE d.verb = '{verb}' AND p.status = 'gone' AND {_LAST_VERSION}{more}"
    )


_HIDDEN_BEFORE = " AND nullif(d.before, '') ->> '$.status' = 'hidden'"


async def _slots(db: aiosqlite.Connection) -> tuple[Slot, ...]:
    rows = await _rows(
        db,
        f"SELECT p.at / {_QUARTER}, count(*) FROM post p WHERE {_LAST_VERSION} GROUP BY 1 "
        "ORDER BY 1",
    )
    return tuple(Slot(when(quarter * _QUARTER), posts) for quarter, posts in rows)


async def _taken_off(db: aiosqlite.Connection) -> dict[str, int]:
    return dict(
        await _rows(
            db,
            "SELECT a.name, count(*) FROM action a JOIN post p ON p.id = a.post "
            "WHERE a.rule AND a.hand = 0 GROUP BY a.name",
        )
    )


async def _flags(db: aiosqlite.Connection) -> tuple[FlagCount, ...]:
    posts = f"FROM flag f JOIN post p ON p.id = f.post WHERE {_LAST_VERSION}"
    of_kinds = await _rows(
        db, f"SELECT f.kind, p.status, count(DISTINCT f.post) {posts} GROUP BY 1, 2"
    )
    of_any = await _rows(db, f"SELECT NULL, p.status, count(DISTINCT f.post) {posts} GROUP BY 2")
    return tuple(
        FlagCount(None if kind is None else Kind(kind), Status(status), number)
        for kind, status, number in (*of_kinds, *of_any)
    )


async def _hides(db: aiosqlite.Connection) -> tuple[HideCount, ...]:
    rows = await _rows(
        db,
        "SELECT p.hidden_for, EXISTS (SELECT 1 FROM muted m "
        "WHERE m.author = p.author OR m.author = p.repost_of), "
        f"EXISTS (SELECT 1 FROM flag f WHERE f.post = p.id AND f.kind = '{Kind.PRESS}'), "
        "count(*) FROM post p WHERE p.status = 'hidden' GROUP BY 1, 2, 3",
    )
    return tuple(
        HideCount(reason, bool(muted), bool(press), posts) for reason, muted, press, posts in rows
    )


async def _work(db: aiosqlite.Connection) -> Work:
    people = await _rows(
        db,
        "SELECT count(*), count(DISTINCT json_array(login, name)) FROM decision "
        f"WHERE login <> '' AND verb NOT IN ({_KEEPING})",
    )
    decisions, moderators = next(iter(people))
    waits = await _rows(
        db,
        "SELECT p.arrival = 'flagged', max(0, min(d.at) - p.arrived) FROM decision d "
        f"JOIN post p ON p.id = d.post WHERE d.login <> '' AND d.verb IN ({_FIRST_LOOK}) "
        "AND p.arrival IN ('waiting', 'flagged') GROUP BY p.id",
    )
    acts = await _rows(
        db, "SELECT verb, stage, dry, count(*) FROM outbox GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return Work(
        decisions,
        moderators,
        escalated=await _number(
            db,
            f"SELECT count(DISTINCT d.post) FROM decision d WHERE d.verb = '{Verb.ESCALATE}' "
            f"AND {_STANDS}",
        ),
        hidden_then_deleted=await _number(db, _gone_by(Verb.DELETE, _HIDDEN_BEFORE)),
        hidden_then_purged=await _number(db, _gone_by(Verb.ERASE, _HIDDEN_BEFORE)),
        waits=tuple(Wait(bool(flagged), ms / 1000) for flagged, ms in waits),
        acts=tuple(ActCount(Verb(verb), Stage(at), bool(dry), n) for verb, at, dry, n in acts),
    )


async def _reading(db: aiosqlite.Connection) -> ReadingFacts:
    states = await _rows(db, "SELECT network FROM progress")
    alive = [(await coverage.progress(db, network)).alive for (network,) in states]
    first = await _rows(db, "SELECT min(arrived) FROM post")
    begun = next(iter(first))[0]
    return ReadingFacts(
        gaps=await coverage.gaps(db, _EVERY),
        hours=await coverage.hours(db, _EVERY),
        unreadable=await _number(db, "SELECT count(*) FROM quarantine"),
        alive=max((it for it in alive if it is not None), default=None),
        first=None if begun is None else when(begun),
    )
