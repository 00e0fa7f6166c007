"""What every decision does to the store: a row in the log, and where the post stands now."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import aiosqlite

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


class Deed(NamedTuple):
    """What is done to a post."""

    op: str
    verb: Verb
    reason: str = ""
    undoes: int | None = None
    """The decision that this takes back; done again, it takes back the undo."""
    of: str = ""
    """The verb of that decision, where this is its undo."""

    @property
    def about_note(self) -> bool:
        """Whether it writes or takes back a note, which moves no post."""
        return Verb.NOTE in (self.verb, self.of)


class Subject(NamedTuple):
    """The post a decision is about, as it stood before."""

    post: PostId
    stood: Standing
    text: str
    hidden_for: str = ""

    @classmethod
    def of(cls, entry: Entry) -> "Subject":
        """Return the post of an entry."""
        return cls(entry.post.id, entry.standing, entry.post.text, entry.hidden_for)


async def subject_gone(db: aiosqlite.Connection, post: PostId) -> Subject:
    """Return a post that is gone, whose retweet may still be out."""
    rows = await db.execute_fetchall("SELECT revision FROM post WHERE id = ?", (post,))
    return Subject(post, Standing(Status.GONE, next(iter(rows))[0]), "")


async def record(case: Case, deed: Deed, subject: Subject, now: Standing) -> int:
    """Write the decision and where the post stands now, and return the decision's number."""
    new = log.NewDecision(
        op=deed.op,
        verb=deed.verb,
        by=case.by,
        at=case.at,
        post=subject.post,
        before=encoded(subject.stood),
        after=encoded(now),
        undoes=deed.undoes,
        text=subject.text,
        reason=deed.reason,
    )
    seq = await log.append(case.db, new)
    if deed.about_note:
        await _note(case.db, subject.post, 1 if deed.verb is Verb.NOTE else -1)
        return seq
    hidden_for = await _hidden_for(case.db, deed, subject, now)
    if hidden_for != subject.hidden_for:  # what its undo brings back
        await case.db.execute("INSERT INTO reasoning VALUES (?, ?)", (seq, subject.hidden_for))
    await case.db.execute(
        "UPDATE post SET seq = ?, status = ?, revision = ?, pin = ?, starred = ?, escalated = ?, "
        "decided = ?, hidden_for = ? WHERE id = ?",
        (
            await advance(case.db),
            now.status,
            now.revision,
            now.pin,
            int(now.starred),
            int(now.escalated),
            seq,
            hidden_for,
            subject.post,
        ),
    )
    if not now.on_wall:
        await posts.stop_acts(case.db, subject.post, "it left the wall", case.at)
    if now.status not in _KEPT_AWAY:
        why = "it is no longer hidden here"
        await posts.stop_acts(case.db, subject.post, why, case.at, (Verb.HIDE_REPLY,))
    return seq


async def _hidden_for(
    db: aiosqlite.Connection, deed: Deed, subject: Subject, now: Standing
) -> str:
    """Return the house rule for which a post is hidden after a decision, if it is."""
    if now.status is not Status.HIDDEN:
        return ""
    if deed.undoes is not None:
        rows = await db.execute_fetchall(
            "SELECT was FROM reasoning WHERE decision = ?", (deed.undoes,)
        )
        return str(next(iter(rows), (subject.hidden_for,))[0])
    return deed.reason if deed.verb in (Verb.HIDE, Verb.REASON) else subject.hidden_for


async def _note(db: aiosqlite.Connection, post: str, more: int) -> None:
    """Count a post's notes. Its last decision stays what it was: nobody is told of a rival."""
    await db.execute(
        "UPDATE post SET seq = ?, notes = notes + ? WHERE id = ?", (await advance(db), more, post)
    )
