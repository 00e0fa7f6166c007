"""Commands of moderators: each is one transaction that finds out, decides and records."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import aiosqlite

from standup_tui.model.command import (
    Blank,
    Command,
    Decide,
    Done,
    Outcome,
    Refused,
    Superseded,
    Undo,
)
from standup_tui.model.entry import Entry, Moderator, Stage
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Standing, Status, Verb, after, refusal, restored
from standup_tui.model.post import WALL_CHARACTERS, WALL_LINES, PostId, fits_wall
from standup_tui.store import log, posts
from standup_tui.store.rows import encoded, ms, standing

_SAID = {
    Verb.APPROVE: "approved",
    Verb.HIDE: "hidden",
    Verb.HOLD: "held",
    Verb.FLAG: "flagged",
    Verb.CLEAR: "flag cleared",
    Verb.PIN: "pinned",
    Verb.UNPIN: "unpinned",
    Verb.STAR: "starred",
    Verb.UNSTAR: "star taken off",
    Verb.ESCALATE: "escalated",
    Verb.RETURN: "returned from escalation",
}

_TOO_LONG = (
    f"too long for the wall, which shows all of a post or nothing: at most {WALL_CHARACTERS} "
    f"characters and {WALL_LINES} lines"
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One command at work: the open transaction, who asks, and when."""

    db: aiosqlite.Connection
    by: Moderator
    at: datetime


class Decider:
    """Applies commands to a store."""

    def __init__(self, retweet_delay: timedelta) -> None:
        self._delay = retweet_delay

    async def apply(
        self, db: aiosqlite.Connection, command: Command, by: Moderator, at: datetime
    ) -> Outcome:
        """Do what a moderator asks; the same op id a second time only gets its answer."""
        if (earlier := await log.known(db, command.op)) is not None:
            seq, post, verb, stood = earlier
            return Done(seq, f"{verb}: done already", post, standing(stood) if stood else None)
        case = _Case(db, by, at)
        if isinstance(command, Blank):
            return await _blank(case, command)
        if isinstance(command, Undo):
            return await _undo(case, command)
        return await self._decide(case, command)

    async def _decide(self, case: _Case, command: Decide) -> Outcome:
        if command.verb not in _SAID and command.verb is not Verb.RETWEET:
            return Refused(f"nobody can ask for {command.verb!r}")
        entry = await posts.entry(case.db, command.post)
        if entry is None:
            return Refused("it is gone: deleted or edited at its source")
        stood = entry.standing
        if stood.revision != command.revision:
            return _superseded(entry, case.at)
        if why := _objection(entry, command.verb):
            return Refused(why)
        if command.verb is Verb.RETWEET:
            return await self._retweet(case, command, entry)
        pin = await _next_pin(case.db) if command.verb is Verb.PIN else 1
        now = after(stood, command.verb, next_pin=pin)
        seq = await _record(case, command, _Subject.of(entry), now)
        if command.verb is Verb.FLAG:
            await _flag_by_person(case, entry)
        who = f"@{entry.post.author.handle}"
        return Done(seq, f"{who}: {_SAID[command.verb]}", command.post, now)

    async def _retweet(self, case: _Case, command: Decide, entry: Entry) -> Outcome:
        """Put a retweet into the outbox, where it waits to be thought about again."""
        if why := _in_the_way(entry):
            return Refused(why)
        seq = await _record(case, command, _Subject.of(entry), entry.standing)
        await _queue(case, seq, Verb.RETWEET, command.post, case.at + self._delay)
        seconds = f"{self._delay.total_seconds():g} s"
        said = f"retweet of @{entry.post.author.handle} goes out in {seconds}; u stops it"
        return Done(seq, said, command.post, entry.standing)


async def _undo(case: _Case, command: Undo) -> Outcome:
    mine = await _last_of(case)
    if mine is None:
        return Refused("there is no decision of yours to undo")
    entry = await posts.entry(case.db, mine.post)
    if mine.act is not None:
        return await _undo_act(case, command, entry, mine, mine.act)
    if entry is None:
        return Refused(f"{mine.verb}: the post was deleted or edited at its source: no undo")
    if (later := await _decided_after(case.db, mine)) is not None:
        return Refused(f"{mine.verb}: {later} decided on that post after you")
    now = restored(entry.standing, standing(mine.before))
    done = await _record(case, command, _Subject.of(entry), now, undoes=mine.seq)
    if mine.verb == Verb.FLAG:
        await _take_flag_back(case.db, mine.post)
    said = f"@{entry.post.author.handle}: undone: {mine.verb}"
    return Done(done, said, mine.post, now)


async def _undo_act(
    case: _Case, command: Undo, entry: Entry | None, mine: "_Mine", stage: Stage
) -> Outcome:
    """Stop my retweet, or take it back in public; an attempt to do so that failed, again."""
    who = f"@{entry.post.author.handle}" if entry else "a post that is gone"
    if stage in (Stage.SENDING, Stage.IN_DOUBT):
        return Refused(f"the retweet of {who} is {stage}: wait until that is known")
    out = mine.verb == Verb.UNDO or stage is Stage.DONE
    if out and not command.confirmed:
        return Refused(
            f"the retweet of {who} has gone out: y takes it back in public, "
            "though people may have seen it",
            confirm=True,
        )
    subject = _Subject.of(entry) if entry else await _gone(case.db, mine.post)
    seq = await _record(case, command, subject, subject.stood, undoes=mine.seq)
    if out:
        await _queue(case, seq, Verb.UNRETWEET, mine.post, case.at)
        said = f"the retweet of {who} is being taken back"
    elif stage is Stage.DUE:
        await posts.stop_acts(case.db, mine.post, "stopped in time", case.at)
        said = f"the retweet of {who} was stopped"
    else:
        said = f"the retweet of {who} did not go out: there is nothing to take back"
    return Done(seq, said, mine.post, subject.stood)


def _objection(entry: Entry, verb: Verb) -> str | None:
    """Return why a verb is impossible now, in words for a person, or None if it is possible."""
    if (why := refusal(entry.standing, verb)) is None and verb is Verb.APPROVE:
        return None if fits_wall(entry.post) else _TOO_LONG
    return why


def _superseded(entry: Entry, at: datetime) -> Superseded:
    last = entry.last
    return Superseded(
        post=entry.post.id,
        by=last.by if last else Moderator("its source"),
        at=last.at if last else at,
        verb=last.verb if last else "changed",
        standing=entry.standing,
    )


def _in_the_way(entry: Entry) -> str:
    """Return why another retweet of the same post makes no sense now."""
    act = entry.act
    if act is None:
        return ""
    if act.verb is Verb.UNRETWEET:
        if act.stage is Stage.FAILED:
            return "its retweet could not be taken back yet; u tries again"
        return "" if act.stage is Stage.DONE else "its retweet is being taken back"
    return {
        Stage.DUE: "its retweet is in the outbox already",
        Stage.SENDING: "its retweet is being sent",
        Stage.IN_DOUBT: "nobody knows yet whether its retweet arrived",
        Stage.DONE: "it has been retweeted",
    }.get(act.stage, "")


class _Subject(NamedTuple):
    """The post a decision is about, as it stood before."""

    post: PostId
    stood: Standing
    text: str

    @classmethod
    def of(cls, entry: Entry) -> "_Subject":
        return cls(entry.post.id, entry.standing, entry.post.text)


async def _gone(db: aiosqlite.Connection, post: PostId) -> _Subject:
    """Return a post that is gone, whose retweet may still be out."""
    rows = await db.execute_fetchall("SELECT revision FROM post WHERE id = ?", (post,))
    return _Subject(post, Standing(Status.GONE, next(iter(rows))[0]), "")


async def _record(
    case: _Case,
    command: Decide | Undo,
    subject: _Subject,
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
            await posts.advance(case.db),
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
    return seq


async def _queue(case: _Case, decision: int, verb: Verb, post: PostId, due: datetime) -> None:
    rows = await case.db.execute_fetchall(
        "INSERT INTO outbox (decision, verb, post, stage, due, by) VALUES (?, ?, ?, 'due', ?, ?) "
        "RETURNING id",
        (decision, verb, post, ms(due), case.by.name),
    )
    identity = next(iter(rows))[0]
    await case.db.execute("UPDATE post SET act = ? WHERE id = ?", (identity, post))


async def _next_pin(db: aiosqlite.Connection) -> int:
    rows = await db.execute_fetchall("SELECT coalesce(max(pin), 0) + 1 FROM post WHERE pin > 0")
    return int(next(iter(rows))[0])


async def _flag_by_person(case: _Case, entry: Entry) -> None:
    """Keep the flag a person sets beside those of the rules; the newest stands for all."""
    await _take_flag_back(case.db, entry.post.id)
    flag = Flag(Kind.PERSON, "person", Severity.LOOK, f"flagged by {case.by.name}")
    await case.db.execute(
        "INSERT INTO flag SELECT ?, coalesce(max(place), -1) + 1, ?, ?, ?, ?, '[]' "
        "FROM flag WHERE post = ?",
        (entry.post.id, flag.kind, flag.rule, flag.severity, flag.reason, entry.post.id),
    )


async def _take_flag_back(db: aiosqlite.Connection, post: str) -> None:
    await db.execute("DELETE FROM flag WHERE post = ? AND rule = 'person'", (post,))


class _Mine(NamedTuple):
    """The decision that an undo is about."""

    seq: int
    verb: str
    post: PostId
    before: str
    act: Stage | None
    """How far the public act has come that it caused, if it did."""


async def _last_of(case: _Case) -> _Mine | None:
    """Return the newest decision of a moderator that has not been undone.

    An undo counts where it should have taken a retweet back and the network refused: else
    nobody could ever try again.
    """
    rows = await case.db.execute_fetchall(
        "SELECT d.seq, d.verb, d.post, d.before, o.stage FROM decision d "
        "LEFT JOIN outbox o ON o.decision = d.seq "
        "WHERE d.login = ? AND d.name = ? AND d.post IS NOT NULL "
        "AND (d.verb <> 'undo' OR o.stage = 'failed') "
        "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq) "
        "ORDER BY d.seq DESC LIMIT 1",
        (case.by.login, case.by.name),
    )
    return next(
        (
            _Mine(seq, verb, post, before, Stage(stage) if stage else None)
            for seq, verb, post, before, stage in rows
        ),
        None,
    )


async def _decided_after(db: aiosqlite.Connection, mine: _Mine) -> str | None:
    """Return who moved a post after a decision, if that still stands."""
    rows = await db.execute_fetchall(
        "SELECT name FROM decision d WHERE post = ? AND seq > ? AND verb <> 'undo' "
        "AND before <> after "
        "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq) "
        "ORDER BY seq DESC LIMIT 1",
        (mine.post, mine.seq),
    )
    return next((row[0] for row in rows), None)


async def _blank(case: _Case, command: Blank) -> Done | Refused:
    state = await posts.wall(case.db)
    if state.blank == command.blank:
        who = f" by {state.by}" if state.by else ""
        return Refused(f"the walls are {'blank' if state.blank else 'on'} already{who}")
    verb, said = (
        ("blank the walls", "every wall is blank: ! then y brings it back")
        if command.blank
        else ("bring the walls back", "the walls are on")
    )
    seq = await log.append(case.db, log.NewDecision(command.op, verb, case.by, case.at))
    await case.db.execute(
        "UPDATE wall SET seq = ?, blank = ?, by = ?, at = ?",
        (await posts.advance(case.db), int(command.blank), case.by.name, ms(case.at)),
    )
    return Done(seq, said)
