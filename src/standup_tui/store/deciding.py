"""One decision on one post, and the same one on several."""

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from standup_tui.model.command import (
    Decide,
    Done,
    Left,
    Many,
    OpId,
    Refused,
    Several,
    Superseded,
    Target,
)
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.lifecycle import PUBLIC, TAGGINGS, Verb, after, refusal
from standup_tui.model.post import PostId
from standup_tui.model.wall_card import WALL_COLUMNS, WALL_ROWS, fits_wall
from standup_tui.ports.store import ActRules
from standup_tui.store import flagging, past, posts, tagging
from standup_tui.store.past import Together
from standup_tui.store.public import OPEN_TO_ALL, ask
from standup_tui.store.recording import Case, Deed, Subject, record
from standup_tui.store.said import SAID, passive, posts_said, said_of, said_of_several

_TOO_LONG = (
    "too long for the wall, which shows all of a post or nothing: with name and time at most "
    f"{WALL_ROWS} lines of {WALL_COLUMNS} columns"
)
_ONE_BY_ONE = "what the public sees is asked for one post at a time"


async def decide(
    case: Case, command: Decide, entry: Entry | None, rules: ActRules
) -> Done | Superseded | Refused:
    """Do one thing to one post, if it is still what the screen showed."""
    if command.verb not in SAID and command.verb not in OPEN_TO_ALL:
        return Refused(f"nobody can ask for {command.verb!r}")
    if entry is None:
        return Refused(await posts.why_gone(case.db, command.post))
    stood = entry.standing
    if stood.revision != command.revision and command.verb is not Verb.NOTE:
        return _superseded(entry, case.at)
    if why := _objection(entry, command):
        return Refused(why)
    if command.verb in OPEN_TO_ALL:
        return await ask(case, command, entry, rules)
    return await _done(case, command, entry)


async def _done(case: Case, command: Decide, entry: Entry) -> Done:
    verb, post = command.verb, command.post
    now = entry.standing
    if verb is not Verb.NOTE:
        pin = await _next_pin(case.db) if verb is Verb.PIN else 1
        now = after(entry.standing, verb, next_pin=pin)
    reason = command.action if verb in TAGGINGS else command.reason
    seq = await record(case, Deed(command.op, verb, reason), Subject.of(entry), now)
    if verb is Verb.FLAG:
        await flagging.by_person(case.db, case.by, post)
    if verb in TAGGINGS:
        await tagging.set_by_hand(case, seq, post, command.action, counts=verb is Verb.TAG)
    said = said_of(verb, command.action, command.reason)
    return Done(seq, f"@{entry.post.author.handle}: {said}", post, now)


async def decide_many(case: Case, command: Many, rules: ActRules) -> Several | Refused:
    """Do one thing to several posts, to each for itself."""
    if command.verb in PUBLIC:
        return Refused(_ONE_BY_ONE)
    if command.verb not in SAID:
        return Refused(f"nobody can ask for {command.verb!r}")
    targets: dict[PostId, Target] = {}
    for target in command.posts:
        targets.setdefault(target.post, target)
    found = await posts.by_id(case.db, targets)
    seqs: list[int] = []
    stayed: list[Left] = []
    for number, target in enumerate(targets.values(), 1):
        one = _each(command, target, number)
        outcome = await decide(case, one, found.get(target.post), rules)
        if isinstance(outcome, Done):
            seqs.append(outcome.seq)
        else:
            stayed.append(Left(target.post, _why(outcome)))
    if not seqs:
        return Several(0, _left_alone(stayed), (), tuple(stayed))
    said = (
        f"{posts_said(len(seqs))} {said_of_several(command.verb, command.action, command.reason)}"
    )
    said += f"; {_left_alone(stayed)}" if stayed else ""
    return await past.keep(case, Together(command.op, command.verb), seqs, said, tuple(stayed))


def _each(command: Many, target: Target, number: int) -> Decide:
    return Decide(
        OpId(f"{command.op}/{number}"),
        command.verb,
        target.post,
        target.revision,
        command.reason,
        action=command.action,
    )


def _left_alone(stayed: Sequence[Left]) -> str:
    """Say what was not done, and why in the first case."""
    why = stayed[0].why
    if len(stayed) == 1:
        return f"1 post stayed as it was: {why}"
    same = "" if all(one.why == why for one in stayed) else "one of them: "
    return f"{len(stayed):,} posts stayed as they were: {same}{why}"


def _why(outcome: Superseded | Refused) -> str:
    if isinstance(outcome, Refused):
        return outcome.why
    return f"{passive(outcome.verb)} by {outcome.by.signed} before you"


def _objection(entry: Entry, command: Decide) -> str | None:
    """Return why a verb is impossible now, in words for a person, or None if it is possible."""
    if (why := refusal(entry.standing, command.verb)) is not None:
        return why
    match command.verb:
        case Verb.TAG | Verb.UNTAG:
            return tagging.already(entry, command)
        case Verb.APPROVE if not fits_wall(entry.post):
            return _TOO_LONG
        case Verb.NOTE | Verb.REASON if not command.reason:
            return "nothing was written" if command.verb is Verb.NOTE else "no reason was chosen"
        case Verb.REASON if command.reason == entry.hidden_for:
            return "that is its reason already"
        case _:
            return None


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
