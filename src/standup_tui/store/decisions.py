"""Commands of moderators: each is one transaction that finds out, decides and records."""

from datetime import datetime

import aiosqlite
from msgspec.structs import replace

from standup_tui.model.command import (
    Blank,
    Command,
    Decide,
    Done,
    Outcome,
    Refused,
    Steer,
    Superseded,
    Undo,
)
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import TAGGINGS, Verb, after, refusal, restored
from standup_tui.model.wall import Plan
from standup_tui.model.wall_card import WALL_COLUMNS, WALL_ROWS, fits_wall
from standup_tui.ports.store import ActRules
from standup_tui.store import log, posts, steering, tagging
from standup_tui.store.public import OPEN_TO_ALL, Mine, ask, take_back
from standup_tui.store.recording import Case, Subject, record
from standup_tui.store.rows import act as act_of
from standup_tui.store.rows import standing

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
    Verb.TAG: "counts for {0}",
    Verb.UNTAG: "no longer counts for {0}",
}

_TOO_LONG = (
    "too long for the wall, which shows all of a post or nothing: with name and time at most "
    f"{WALL_ROWS} lines of {WALL_COLUMNS} columns"
)


class Decider:
    """Applies commands to a store."""

    def __init__(self, rules: ActRules, plan: Plan) -> None:
        self._rules = rules
        self._plan = plan

    async def apply(
        self, db: aiosqlite.Connection, command: Command, by: Moderator, at: datetime
    ) -> Outcome:
        """Do what a moderator asks; the same op id a second time only gets its answer."""
        if (earlier := await log.known(db, command.op)) is not None:
            seq, post, verb, stood = earlier
            return Done(seq, f"{verb}: done already", post, standing(stood) if stood else None)
        case = Case(db, by, at)
        if isinstance(command, Blank):
            return await steering.blank(case, command)
        if isinstance(command, Steer):
            return await steering.steer(case, command, self._plan)
        if isinstance(command, Undo):
            return await _undo(case, command)
        if not isinstance(command, Decide):
            return Refused(f"nobody can ask for {type(command).__name__}")
        return await self._decide(case, command)

    async def _decide(self, case: Case, command: Decide) -> Outcome:
        if command.verb not in _SAID and command.verb not in OPEN_TO_ALL:
            return Refused(f"nobody can ask for {command.verb!r}")
        entry = await posts.entry(case.db, command.post)
        if entry is None:
            return Refused("it is gone: deleted or edited at its source")
        stood = entry.standing
        if stood.revision != command.revision:
            return _superseded(entry, case.at)
        if why := _objection(entry, command):
            return Refused(why)
        if command.verb in OPEN_TO_ALL:
            return await ask(case, command, entry, self._rules)
        pin = await _next_pin(case.db) if command.verb is Verb.PIN else 1
        now = after(stood, command.verb, next_pin=pin)
        if command.verb in TAGGINGS:
            command = replace(command, reason=command.action)
        seq = await record(case, command, Subject.of(entry), now)
        if command.verb is Verb.FLAG:
            await _flag_by_person(case, entry)
        if command.verb in TAGGINGS:
            await tagging.set_by_hand(case, seq, command)
        said = _SAID[command.verb].format(command.action)
        return Done(seq, f"@{entry.post.author.handle}: {said}", command.post, now)


async def _undo(case: Case, command: Undo) -> Outcome:
    mine = await _last_of(case)
    if mine is None:
        return Refused("there is no decision of yours to undo")
    entry = await posts.entry(case.db, mine.post)
    if mine.act is not None:
        return await take_back(case, command, entry, mine, mine.act)
    if entry is None:
        return Refused(f"{mine.verb}: the post was deleted or edited at its source: no undo")
    if (later := await _decided_after(case.db, mine)) is not None:
        return Refused(f"{mine.verb}: {later} decided on that post after you")
    now = restored(entry.standing, standing(mine.before))
    done = await record(case, command, Subject.of(entry), now, undoes=mine.seq)
    if mine.verb == Verb.FLAG:
        await _take_flag_back(case.db, mine.post)
    if mine.verb in TAGGINGS:
        await tagging.take_back(case.db, mine.seq, mine.post)
    said = f"@{entry.post.author.handle}: undone: {mine.verb}"
    return Done(done, said, mine.post, now)


def _objection(entry: Entry, command: Decide) -> str | None:
    """Return why a verb is impossible now, in words for a person, or None if it is possible."""
    verb = command.verb
    if verb in TAGGINGS:
        return refusal(entry.standing, verb) or tagging.already(entry, command)
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


async def _next_pin(db: aiosqlite.Connection) -> int:
    rows = await db.execute_fetchall("SELECT coalesce(max(pin), 0) + 1 FROM post WHERE pin > 0")
    return int(next(iter(rows))[0])


async def _flag_by_person(case: Case, entry: Entry) -> None:
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


async def _last_of(case: Case) -> Mine | None:
    """Return the newest decision of a moderator that has not been undone.

    An undo counts where it should have taken a public act back and the network refused: else
    nobody could ever try again.
    """
    rows = await case.db.execute_fetchall(
        "SELECT d.seq, d.verb, d.post, d.before, p.hiding, "
        "o.id, o.verb, o.stage, o.due, o.by, o.problem, o.dry FROM decision d "
        "LEFT JOIN outbox o ON o.decision = d.seq LEFT JOIN post p ON p.id = d.post "
        "WHERE d.login = ? AND d.name = ? AND d.post IS NOT NULL "
        "AND (d.verb <> 'undo' OR o.stage = 'failed') "
        "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq) "
        "ORDER BY d.seq DESC LIMIT 1",
        (case.by.login, case.by.name),
    )
    for seq, verb, post, before, newest, *caused in rows:
        act = act_of(caused, post) if caused[0] is not None else None
        return Mine(seq, verb, post, before, act, newest)
    return None


async def _decided_after(db: aiosqlite.Connection, mine: Mine) -> str | None:
    """Return who moved a post after a decision, if that still stands."""
    rows = await db.execute_fetchall(
        "SELECT name FROM decision d WHERE post = ? AND seq > ? AND verb <> 'undo' "
        "AND before <> after "
        "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq) "
        "ORDER BY seq DESC LIMIT 1",
        (mine.post, mine.seq),
    )
    return next((row[0] for row in rows), None)
