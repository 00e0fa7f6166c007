"""Decisions the public can see: into the outbox, stopped there, or taken back in public."""

import datetime as dt
from datetime import UTC, datetime, tzinfo

import aiosqlite

from standup_tui.model.command import Decide, Done, Refused, Undo
from standup_tui.model.entry import Entry, PublicAct, Stage
from standup_tui.model.lifecycle import HIDINGS, TAKES_BACK, Verb
from standup_tui.ports.store import ActRules
from standup_tui.store.past import Part
from standup_tui.store.recording import Case, Deed, Subject, record, subject_gone
from standup_tui.store.rows import ms

OPEN_TO_ALL = frozenset({Verb.RETWEET, Verb.HIDE_REPLY, Verb.UNHIDE_REPLY})
"""The public acts a moderator can ask for; a retweet is taken back by an undo."""

_CALLED = {
    Verb.RETWEET: "retweet",
    Verb.UNRETWEET: "retweet",
    Verb.HIDE_REPLY: "hiding on X",
    Verb.UNHIDE_REPLY: "showing again on X",
}

_GOES_BACK = {
    Verb.UNRETWEET: (
        "the retweet of {0} has gone out: y takes it back in public, "
        "though people may have seen it"
    ),
    Verb.UNHIDE_REPLY: (
        "the reply of {0} is hidden on X, as far as we know: y shows it again there, in public"
    ),
    Verb.HIDE_REPLY: "the reply of {0} is shown again on X: y hides it there once more, in public",
}
_DOUBTED = (
    "nobody knows yet whether the retweet of {0} went out: y takes it back in public, whatever "
    "became of it, though people may have seen it"
)
_GOING_BACK = {
    Verb.UNRETWEET: "the retweet of {0} is being taken back",
    Verb.UNHIDE_REPLY: "the reply of {0} is being shown again on X",
    Verb.HIDE_REPLY: "the reply of {0} is being hidden on X again",
}
_OUT = ("sending", "done", "in doubt")


async def ask(case: Case, command: Decide, entry: Entry, rules: ActRules) -> Done | Refused:
    """Put a public act into the outbox, where it waits to be thought about again."""
    retweet = command.verb is Verb.RETWEET
    why = _retweet_in_the_way(entry) if retweet else _hiding_in_the_way(entry, command.verb)
    if not why and rules.dry and command.verb is Verb.UNHIDE_REPLY:
        why = (
            "it was hidden on X for real, and this campaign sends nothing now: set enabled = "
            "true under [retweet] in campaign.toml, or take it back with ‹undo› if it was you"
        )
    if not why and retweet and not rules.dry:
        why = await used_up(case.db, rules, case.at)
    if why:
        return Refused(why)
    if not retweet and not command.confirmed:
        return Refused("everybody on X will see the difference", confirm=True)
    deed = Deed(command.op, command.verb, command.reason)
    seq = await record(case, deed, Subject.of(entry), entry.standing)
    await _queue(case, seq, command.verb, case.at + rules.delay, dry=rules.dry)
    seconds = f"{rules.delay.total_seconds():g} s"
    what = f"{_CALLED[command.verb]} of @{entry.post.author.handle}"
    said = (
        f"dry run of the {what}: it ends in {seconds}, nothing is sent; ‹undo› stops it"
        if rules.dry
        else f"{what} goes out in {seconds}; ‹undo› stops it"
    )
    return Done(seq, said, command.post, entry.standing)


async def take_back(
    case: Case, command: Undo, entry: Entry | None, mine: Part, act: PublicAct
) -> Done | Refused:
    """Stop my act, or take it back in public; an attempt to do so that failed, again."""
    who = f"@{entry.post.author.handle}" if entry else "a post that is gone"
    hides, again = act.verb in HIDINGS, mine.verb == Verb.UNDO
    doubted = act.stage is Stage.IN_DOUBT and not hides
    if act.stage is Stage.SENDING:
        what = _CALLED[act.verb]
        return Refused(f"the {what} of {who} is {act.stage}: wait until that is known")
    out = again or act.stage in (Stage.DONE, Stage.IN_DOUBT)
    back = act.verb if again else TAKES_BACK[act.verb]
    lost = _no_way_back(entry, act, back) if out and hides else ""
    if out and not lost and not command.confirmed:
        # X takes back what is not there without complaint, so nobody has to wait for certainty.
        asked = _DOUBTED if doubted else _GOES_BACK[back]
        return Refused(asked.format(who), confirm=True)
    subject = Subject.of(entry) if entry else await subject_gone(case.db, mine.post)
    deed = Deed(command.op, Verb.UNDO, undoes=mine.seq, of=mine.verb)
    seq = await record(case, deed, subject, subject.stood)
    if lost:
        said = f"{who}: {lost}"
    elif out:
        await _queue(case, seq, back, case.at)
        said = _GOING_BACK[back].format(who)
    elif act.stage is Stage.DUE:
        await _stop(case, act)
        said = f"the {_CALLED[act.verb]} of {who} was stopped"
    elif act.dry:
        said = f"the {_CALLED[act.verb]} of {who} was a dry run: there is nothing to take back"
    else:
        said = f"the {_CALLED[act.verb]} of {who} did not go out: there is nothing to take back"
    return Done(seq, said, mine.post, subject.stood)


async def used_up(db: aiosqlite.Connection, rules: ActRules, at: datetime) -> str:
    """Return why no more retweets may go out today, counting those that wait; or nothing."""
    waiting = await _number(
        db, "SELECT count(*) FROM outbox WHERE stage = 'due' AND verb = 'retweet' AND NOT dry"
    )
    return "" if waiting + await sent_today(db, rules.zone, at) < rules.most else spent(rules)


def spent(rules: ActRules) -> str:
    """Return what is said when a day's retweets are used up."""
    return (
        f"today's {rules.most} retweets are used up; tomorrow there are more, or raise "
        "[retweet] most_per_day in campaign.toml"
    )


async def sent_today(db: aiosqlite.Connection, zone: tzinfo, at: datetime) -> int:
    """Count the retweets that went out, or may have, in the campaign's local day."""
    midnight = datetime.combine(at.astimezone(zone), dt.time(), zone).astimezone(UTC)
    marks = ", ".join("?" * len(_OUT))
    return await _number(
        db,
        f"SELECT count(*) FROM outbox WHERE stage IN ({marks}) AND verb = 'retweet' "
        "AND NOT dry AND coalesce(sent, due) >= ?",
        *_OUT,
        ms(midnight),
    )


async def _number(db: aiosqlite.Connection, query: str, *given: object) -> int:
    return int(next(iter(await db.execute_fetchall(query, given)))[0])


def _retweet_in_the_way(entry: Entry) -> str:
    """Return why another retweet of the same post makes no sense now."""
    act = entry.act
    if act is None:
        return ""
    if act.verb is Verb.UNRETWEET:
        if act.stage is Stage.FAILED:
            return "its retweet could not be taken back yet; ‹undo› tries again"
        return "" if act.stage is Stage.DONE else "its retweet is being taken back"
    return {
        Stage.DUE: "its retweet is in the outbox already",
        Stage.SENDING: "its retweet is being sent",
        Stage.IN_DOUBT: "nobody knows yet whether its retweet arrived",
        Stage.DONE: "it has been retweeted",
    }.get(act.stage, "")


def _hiding_in_the_way(entry: Entry, verb: Verb) -> str:
    """Return why hiding a post on its network, or showing it again, makes no sense now.

    Doubt is not in the way: nobody can ask whether a reply is hidden, and hiding it once more
    does no harm.
    """
    act = entry.hiding
    if act is not None and act.stage in (Stage.DUE, Stage.SENDING):
        what = _CALLED[act.verb]
        return f"its {what} is {'in the outbox' if act.stage is Stage.DUE else 'being sent'}"
    if verb is Verb.HIDE_REPLY and entry.hidden_there:
        return "it is hidden on X already"
    if verb is Verb.UNHIDE_REPLY and not entry.hidden_there:
        return "it is not hidden on X"
    return ""


def _no_way_back(entry: Entry | None, act: PublicAct, back: Verb) -> str:
    """Return why my hiding on a network cannot be taken back any more, or nothing."""
    if entry is None:
        return "it is gone from X, and its hiding with it"
    if entry.hiding is None or entry.hiding.id != act.id:
        by = entry.hiding.by if entry.hiding else "somebody"
        return f"{by} changed its hiding on X after you: there is nothing to take back"
    if back is Verb.HIDE_REPLY and (why := _not_hidden_here(entry)):
        return why
    return ""


def _not_hidden_here(entry: Entry) -> str:
    shown = entry.standing.status not in ("hidden", "held")
    return (
        "it stays shown on X, for it is not hidden here: ‹hide›, then ‹hide-reply›, hides it"
        if shown
        else ""
    )


async def _queue(
    case: Case, decision: int, verb: Verb, due: datetime, *, dry: bool = False
) -> None:
    rows = await case.db.execute_fetchall(
        "INSERT INTO outbox (decision, verb, post, stage, due, by, dry) "
        "SELECT seq, ?, post, 'due', ?, name, ? FROM decision WHERE seq = ? RETURNING id, post",
        (verb, ms(due), int(dry), decision),
    )
    column = "hiding" if verb in HIDINGS else "act"
    await case.db.execute(f"UPDATE post SET {column} = ? WHERE id = ?", next(iter(rows)))


async def _stop(case: Case, act: PublicAct) -> None:
    await case.db.execute(
        "UPDATE outbox SET stage = 'stopped', problem = 'stopped in time', settled = ? "
        "WHERE id = ?",
        (ms(case.at), act.id),
    )
