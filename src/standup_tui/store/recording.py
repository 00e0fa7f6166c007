"""What every decision does to the store: a row in the log, and where the post stands now."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from standup_tui.model.command import Decide, Undo
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import PostId
from standup_tui.store import log, posts
from standup_tui.store.counter import advance
from standup_tui.store.rows import encoded

_KEPT_AWAY = frozenset({Status.HIDDEN, Status.HELD})
"""Where a post may stand while its hiding on the network waits."""


@dataclass(frozen=True, slots=True)
class Case:
    """One command at work: the open transaction, who asks, and when."""

    db: aiosqlite.Connection
    by: Moderator
    at: datetime


class Subject(NamedTuple):
    """The post a decision is about, as it stood before."""

    post: PostId
    stood: Standing
    text: str

    @classmethod
    def of(cls, entry: Entry) -> "Subject":
        """Return the post of an entry."""
        return cls(entry.post.id, entry.standing, entry.post.text)


async def subject_gone(db: aiosqlite.Connection, post: PostId) -> Subject:
    """Return a post that is gone, whose retweet may still be out."""
    rows = await db.execute_fetchall("SELECT revision FROM post WHERE id = ?", (post,))
    return Subject(post, Standing(Status.GONE, next(iter(rows))[0]), "")


async def record(
    case: Case,
    command: Decide | Undo,
    subject: Subject,
    now: Standing,
    undoes: int | None = None,
) -> int:
    """Write the decision and where the post stands now, and return the decision's number."""
    new = log.NewDecision(
        op=command.op,
        verb=command.verb if isinstance(command, Decide) else Verb.UNDO,
        by=case.by,
        at=case.at,
        post=subject.post,
        before=encoded(subject.stood),
        after=encoded(now),
        undoes=undoes,
        text=subject.text,
        reason=command.reason if isinstance(command, Decide) else "",
    )
    seq = await log.append(case.db, new)
    await case.db.execute(
        "UPDATE post SET seq = ?, status = ?, revision = ?, pin = ?, starred = ?, escalated = ?, "
        "decided = ? WHERE id = ?",
        (
            await advance(case.db),
            now.status,
            now.revision,
            now.pin,
            int(now.starred),
            int(now.escalated),
            seq,
            subject.post,
        ),
    )
    if not now.on_wall:
        await posts.stop_acts(case.db, subject.post, "it left the wall", case.at)
    if now.status not in _KEPT_AWAY:
        why = "it is no longer hidden here"
        await posts.stop_acts(case.db, subject.post, why, case.at, (Verb.HIDE_REPLY,))
    return seq
