"""Undo and redo: one thing that a moderator did at a time, back and forward again.

What somebody else has decided about since stays as it is. Whoever is told so once gets past it
with the next key, for what they did before that must not be out of reach.
"""

from msgspec import Struct

from standup_tui.model.command import Done, Left, Outcome, Redo, Refused, Several, Undo
from standup_tui.model.deeds import named
from standup_tui.model.entry import Entry, PublicAct
from standup_tui.model.lifecycle import PUBLIC, TAGGINGS, Verb, restored
from standup_tui.store import flagging, muting, past, posts, public, tagging
from standup_tui.store.past import Bulk, Part, Together
from standup_tui.store.recording import Case, Deed, Subject, record
from standup_tui.store.rows import act, standing
from standup_tui.store.said import posts_said


class Stays(Struct, frozen=True):
    """It cannot be taken back, or done again, and why."""

    why: str


_Taken = Done | Several | Refused | Stays


async def undo(case: Case, command: Undo) -> Outcome:
    """Take back the last thing that a moderator did and that can be taken back."""
    before = past.LAST
    taken: _Taken
    while (step := await past.newest_done(case, before)) is not None:
        if step.bulk is not None:
            taken = await _undo_bulk(case, command, await past.bulk(case.db, step.bulk))
        else:
            taken = await _undo_one(case, command, await past.decision(case.db, step.seq))
        if not isinstance(taken, Stays):
            return taken
        if not await past.goes_past(case, step, command.op):
            return Refused(f"{taken.why}. ‹undo› again takes back what you did before that")
        before = step.seq
    return Refused("there is no decision of yours to undo")


async def redo(case: Case, command: Redo) -> Outcome:
    """Do again what a moderator took back last, unless they did anything new since."""
    before = past.LAST
    taken: _Taken
    while (step := await past.newest_taken_back(case, before)) is not None:
        if step.bulk is not None:
            taken = await _redo_bulk(case, command, await past.bulk(case.db, step.bulk))
        else:
            undone = await past.decision(case.db, step.seq)
            entry = await posts.entry(case.db, undone.post)
            taken = await _redo_part(case, command.op, undone, entry)
        if not isinstance(taken, Stays):
            return taken
        if not await past.goes_past(case, step, command.op):
            return Refused(f"{taken.why}. ‹redo› again does what you took back before that")
        before = step.seq
    return Refused("there is nothing to do again: you took nothing back, or did something since")


async def _undo_one(case: Case, command: Undo, mine: Part) -> _Taken:
    caused, entry = await _act_of(case, mine), await posts.entry(case.db, mine.post)
    if caused is not None:
        return await public.take_back(case, command, entry, mine, caused)
    return await _undo_part(case, command.op, mine, entry)


async def _act_of(case: Case, mine: Part) -> PublicAct | None:
    """Return the public act that a decision caused, if it did."""
    rows = await case.db.execute_fetchall(
        "SELECT id, verb, stage, due, by, problem, dry FROM outbox WHERE decision = ?",
        (mine.seq,),
    )
    return next((act(row, mine.post) for row in rows), None)


async def _undo_part(case: Case, op: str, mine: Part, entry: Entry | None) -> Done | Stays:
    """Take back a decision on one post, which may be one of several."""
    if entry is None:
        why = await posts.why_gone(case.db, mine.post)
        return Stays(f"{mine.verb}: {why}, so there is no undo")
    now = entry.standing
    if mine.verb != Verb.NOTE:
        now = restored(entry.standing, standing(mine.before))
        if why := await past.in_the_way(case, mine, entry, now):
            return Stays(f"{named(mine.verb)} of @{entry.post.author.handle}: {why}")
    deed = Deed(op, Verb.UNDO, undoes=mine.seq, of=mine.verb)
    seq = await record(case, deed, Subject.of(entry), now)
    if mine.verb == Verb.FLAG:
        await flagging.take_back(case.db, mine.post)
    if mine.verb in TAGGINGS:
        await tagging.take_back(case.db, mine.seq, mine.post)
    said = f"@{entry.post.author.handle}: undone: {named(mine.verb)}"
    return Done(seq, said, mine.post, now)


async def _redo_part(case: Case, op: str, undone: Part, entry: Entry | None) -> Done | Stays:
    """Do again what an undo took back from one post, which may be one of several."""
    first = await past.decision(case.db, undone.undoes or 0)
    verb = Verb(first.verb)
    if verb in PUBLIC or verb is Verb.UNDO:
        return Stays(
            "what the public sees is not done again: press ‹retweet› or ‹hide-reply› for that"
        )
    if entry is None:
        return Stays(f"{verb}: {await posts.why_gone(case.db, first.post)}")
    now = entry.standing
    if verb is not Verb.NOTE:
        now = restored(entry.standing, standing(first.after))
        if why := await past.in_the_way(case, undone, entry, now):
            return Stays(f"{named(verb)} of @{entry.post.author.handle}: {why}")
    rows = await case.db.execute_fetchall(
        "SELECT reason FROM decision_text WHERE seq = ?", (first.seq,)
    )
    deed = Deed(op, verb, str(next(iter(rows), ("",))[0]), undoes=undone.seq)
    seq = await record(case, deed, Subject.of(entry), now)
    if verb is Verb.FLAG:
        await flagging.by_person(case.db, case.by, first.post)
    if verb in TAGGINGS:
        await tagging.set_again(case, seq, first.seq, first.post)
    return Done(seq, f"@{entry.post.author.handle}: done again: {named(verb)}", first.post, now)


async def _undo_bulk(case: Case, command: Undo, mine: Bulk) -> Several | Stays:
    verb = Together(command.op, Verb.UNDO, mine.author, mine.id)
    if mine.author is not None:
        why = await muting.in_the_way(case, mine)
        return Stays(why) if why else await muting.take_back(case, verb, mine)
    seqs: list[int] = []
    stayed: list[Left] = []
    parts = await past.parts(case.db, mine.id, mine.verb)
    entries = await posts.by_id(case.db, (part.post for part in parts))
    for number, part in enumerate(parts, 1):
        op = f"{command.op}/{number}"
        taken = await _undo_part(case, op, part, entries.get(part.post))
        _note(taken, part, seqs, stayed)
    return await _answer(case, verb, seqs, stayed, f"undone: {named(mine.verb)}")


async def _redo_bulk(case: Case, command: Redo, undone: Bulk) -> Several | Stays:
    first = await past.bulk(case.db, undone.undoes or 0)
    verb = Together(command.op, first.verb, first.author, undone.id)
    if first.author is not None:
        why = await muting.in_the_way(case, undone)
        return Stays(why) if why else await muting.do_again(case, verb, undone)
    seqs: list[int] = []
    stayed: list[Left] = []
    parts = await past.parts(case.db, undone.id, Verb.UNDO)
    entries = await posts.by_id(case.db, (part.post for part in parts))
    for number, part in enumerate(parts, 1):
        op = f"{command.op}/{number}"
        taken = await _redo_part(case, op, part, entries.get(part.post))
        _note(taken, part, seqs, stayed)
    return await _answer(case, verb, seqs, stayed, f"done again: {named(first.verb)}")


def _note(taken: Done | Stays, part: Part, seqs: list[int], stayed: list[Left]) -> None:
    if isinstance(taken, Done):
        seqs.append(taken.seq)
    else:
        stayed.append(Left(part.post, taken.why))


async def _answer(
    case: Case, command: Together, seqs: list[int], stayed: list[Left], did: str
) -> Several | Stays:
    if not seqs:
        rest = f" (and {posts_said(len(stayed) - 1)} more)" if len(stayed) > 1 else ""
        return Stays(f"{stayed[0].why}{rest}")
    said = f"{did}, {posts_said(len(seqs))}"
    if stayed:
        said += f"; {posts_said(len(stayed))} stayed: {stayed[0].why}"
    return await past.keep(case, command, seqs, said, tuple(stayed))
