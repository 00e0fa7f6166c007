"""Muting an author: whose posts leave the walls with it, and which come back."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import aiosqlite
from msgspec.structs import replace

from standup_tui.model.command import Left, Mute, Refused, Several
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.flag import must_be_seen
from standup_tui.model.lifecycle import Standing, Status, Verb, after, restored
from standup_tui.model.post import AuthorId
from standup_tui.store import log, muted, past, posts
from standup_tui.store.past import Bulk, Together
from standup_tui.store.recording import Case, Deed, Subject, record
from standup_tui.store.rows import ENTRY, entries, standing
from standup_tui.store.said import passive, posts_said

_ALIVE = "(p.author = ? OR p.repost_of = ?) AND p.body IS NOT NULL"
_ARRIVED_HIDDEN = f"{_ALIVE} AND p.status = 'hidden' AND d.verb = 'arrive' AND d.seq > ?"


class _Found(NamedTuple):
    """What is here of an author, reposts of it included."""

    all: Sequence[Entry]
    hide: Sequence[Entry]
    """What is not hidden yet."""
    keep: Sequence[Entry]
    """What somebody has to look at all the same."""

    @classmethod
    def of(cls, found: Sequence[Entry]) -> "_Found":
        """Sort what is not hidden yet."""
        open_ = [one for one in found if one.standing.status is not Status.HIDDEN]
        keep = [one for one in open_ if _stays(one)]
        return cls(found, [one for one in open_ if one not in keep], keep)

    def said(self, handle: str, author: AuthorId) -> str:
        """Say what muting the author would do."""
        own = sum(one.post.author.id == author for one in self.all)
        here = f"@{handle} has {posts_said(own)} here"
        if reposts := len(self.all) - own:
            here += f", and {reposts:,} of others that only pass {'it' if own == 1 else 'them'} on"
        leave = sum(one.standing.on_wall for one in self.hide)
        does = [f"{leave:,} leave{'s' if leave == 1 else ''} the walls"] if leave else []
        if waits := len(self.hide) - leave:
            does.append(f"{waits:,} that wait{'s is' if waits == 1 else ' are'} hidden")
        if stay := len(self.keep):
            does.append(f"{stay:,} stay{'s' if stay == 1 else ''}, for somebody must look at it")
        now = ", ".join(does) or "nothing of it is on a wall"
        later = "what they post from now on arrives hidden, unless there is a sign of danger in it"
        return f"{here}: {now}; {later}"


def _stays(entry: Entry) -> bool:
    """Tell whether a person has to look at a post that nobody has approved."""
    shown = entry.standing.status is Status.SHOWN
    return entry.standing.escalated or (not shown and must_be_seen(entry.flags))


async def set_muted(case: Case, command: Mute) -> Several | Refused:
    """Mute an author, having said what that does, or take that back."""
    row = (await muted.known(case.db, {command.author})).get(command.author)
    found = _Found.of(await _posts_of(case.db, command.author))
    handle = _handle(command.author, found.all) or (row.handle if row else "")
    if why := _refusal(command, row, handle):
        return Refused(why)
    verb = Verb.MUTE if command.muted else Verb.UNMUTE
    together = Together(command.op, verb, command.author)
    if row is not None:
        return await _unmute(case, together, handle, row)
    if not command.confirmed:
        return Refused(found.said(handle, command.author), confirm=True)
    return await _mute(case, together, handle, found.hide)


def _refusal(command: Mute, row: muted.Muted | None, handle: str) -> str:
    """Return why an author cannot be muted, or that not be taken back; or nothing."""
    if not handle and (row is None or not row.file):
        return "no post of that account is here any more"
    who = f"@{handle}" if handle else "that account"
    if row is None:
        return "" if command.muted else f"{who} is not muted"
    if command.muted:
        return f"{who} is muted already, {'in campaign.toml' if row.file else f'by {row.by}'}"
    if row.file:
        return (
            f"{who} is muted in campaign.toml: take the account out of muted there, and start "
            "the hub again"
        )
    return ""


_OF_AUTHOR = (
    "SELECT b.id, b.last, d.name, d.login, d.declared FROM bulk b "
    "JOIN decision d ON d.seq = b.last WHERE b.author = ?"
)
_STANDS = "b.verb <> 'undo' AND NOT EXISTS (SELECT 1 FROM bulk u WHERE u.undoes = b.id)"


class _Turn(NamedTuple):
    """A muting, or the end of one."""

    id: int
    last: int
    by: Moderator


async def in_the_way(case: Case, mine: Bulk) -> str:
    """Return why a muting, or the end of one, cannot be turned round any more, or nothing."""
    author = AuthorId(mine.author or "")
    latest = await _newest(case.db, author, f"{_OF_AUTHOR} AND {_STANDS}")
    if mine.verb is not Verb.UNDO:
        free = latest is not None and latest.id == mine.id
    else:
        first = await past.bulk(case.db, mine.undoes or 0)
        row = (await muted.known(case.db, {author})).get(author)
        now = row is not None and row.decision is not None
        others = (
            latest is not None and latest.last > mine.last and not past.is_same(latest.by, case.by)
        )
        free = not others and now is (first.verb is Verb.UNMUTE)
    if free:
        return ""
    newest = await _newest(case.db, author, _OF_AUTHOR)
    who = "you" if newest is None or past.is_same(newest.by, case.by) else newest.by.signed
    return f"muting of @{await _handle_of(case.db, mine)}: that was changed by {who} since"


async def _newest(db: aiosqlite.Connection, author: AuthorId, query: str) -> _Turn | None:
    rows = await db.execute_fetchall(f"{query} ORDER BY b.last DESC LIMIT 1", (author,))
    for identity, last, name, login, declared in rows:
        return _Turn(identity, last, Moderator(name, login, bool(declared)))
    return None


async def take_back(case: Case, command: Together, mine: Bulk) -> Several:
    """Turn a muting, or the end of one, round."""
    author, handle = AuthorId(mine.author or ""), await _handle_of(case.db, mine)
    row = (await muted.known(case.db, {author})).get(author)
    if row is not None and row.decision is not None:
        return await _unmute(case, command, handle, row)
    found = _Found.of(await _posts_of(case.db, author))
    return await _mute(case, command, handle, found.hide, since=mine.last)


do_again = take_back
"""An undo is turned round as what it undid was."""


async def _mute(
    case: Case,
    command: Together,
    handle: str,
    hide: Sequence[Entry],
    since: int | None = None,
) -> Several:
    """Mute an author and hide posts, but for those that somebody decided on since."""
    author = AuthorId(command.author or "")
    lead = await _lead(case, command, handle)
    await muted.mute(case.db, author, handle, lead)
    seqs, stayed = [lead], list[Left]()
    for number, entry in enumerate(hide, 1):
        if since is not None and (why := await _others_since(case, since, entry)):
            stayed.append(Left(entry.post.id, why))
            continue
        why = muted.because(case.by.signed)
        deed = Deed(f"{command.op}/{number}", Verb.MUTE, why)
        seqs.append(await record(case, deed, Subject.of(entry), after(entry.standing, Verb.HIDE)))
    await muted.touch(case.db, {author})
    said = f"@{handle} is muted: {posts_said(len(seqs) - 1)} hidden"
    return await past.keep(case, command, seqs, _with(said, stayed), tuple(stayed))


async def _others_since(case: Case, since: int, entry: Entry) -> str:
    """Return what somebody else has decided on a post since a muting, or nothing."""
    later = await past.decided_after(case.db, since, entry.post.id)
    if later is None or past.is_same(case.by, later[0]):
        return ""
    by, verb = later
    return f"it was {passive(verb)} by {by.signed} since"


async def _unmute(case: Case, command: Together, handle: str, row: muted.Muted) -> Several:
    """End a muting and bring back what it hid, where nobody has decided since."""
    lead = await _lead(case, command, handle)
    await muted.unmute(case.db, row.author)
    seqs, stayed, number = [lead], list[Left](), 0
    parts = await _hidden_by(case.db, row.decision or 0)
    found = await posts.by_id(case.db, (part.post for part in parts))
    for part in parts:
        entry = found.get(part.post)
        if entry is None:
            continue
        now = restored(entry.standing, standing(part.before))
        why = await past.in_the_way(case, part, entry, now) or await _muted_still(case.db, entry)
        if why:
            stayed.append(Left(part.post, why))
            continue
        number += 1
        deed = Deed(f"{command.op}/{number}", Verb.UNDO, undoes=part.seq, of=part.verb)
        seqs.append(await record(case, deed, Subject.of(entry), now))
    for entry in await _posts_of(case.db, row.author, _ARRIVED_HIDDEN, row.decision):
        if await _muted_still(case.db, entry):
            continue
        number += 1
        deed = Deed(f"{command.op}/{number}", Verb.UNMUTE)
        seqs.append(await record(case, deed, Subject.of(entry), _as_if_new(entry)))
    await muted.touch(case.db, {row.author})
    said = f"@{handle} is no longer muted: {posts_said(len(seqs) - 1)} brought back"
    return await past.keep(case, command, seqs, _with(said, stayed), tuple(stayed))


async def _lead(case: Case, command: Together, handle: str) -> int:
    """Record the muting itself, or its end."""
    undoes = None
    if command.undoes is not None:
        undoes = await _lead_of(case.db, command.undoes)
    new = log.NewDecision(
        command.op, command.verb, case.by, case.at, undoes=undoes, reason=f"@{handle}"
    )
    return await log.append(case.db, new)


async def _lead_of(db: aiosqlite.Connection, bulk: int) -> int:
    rows = await db.execute_fetchall(
        "SELECT d.seq FROM part p JOIN decision d ON d.seq = p.decision "
        "WHERE p.bulk = ? AND d.post IS NULL",
        (bulk,),
    )
    return int(next(iter(rows))[0])


async def _handle_of(db: aiosqlite.Connection, mine: Bulk) -> str:
    rows = await db.execute_fetchall(
        "SELECT reason FROM decision_text WHERE seq = ?", (await _lead_of(db, mine.id),)
    )
    return str(next(iter(rows), ("",))[0]).removeprefix("@")


async def _hidden_by(db: aiosqlite.Connection, lead: int) -> list[past.Part]:
    """Return what a muting hid."""
    rows = await db.execute_fetchall("SELECT bulk FROM part WHERE decision = ?", (lead,))
    return await past.parts(db, next(iter(rows))[0], Verb.MUTE)


async def _muted_still(db: aiosqlite.Connection, entry: Entry) -> str:
    """Return by whom a post is muted all the same, as a repost of somebody else for example."""
    known = await muted.known(db, muted.authors_of(entry.post))
    found = muted.muted_by(entry.post, known)
    return f"{found.why}, all the same" if found else ""


def _as_if_new(entry: Entry) -> Standing:
    """Return where a post that arrived hidden stands when it should not have."""
    status = Status.FLAGGED if entry.flags else Status.WAITING
    return replace(entry.standing, status=status, revision=entry.standing.revision + 1)


async def _posts_of(
    db: aiosqlite.Connection, author: AuthorId, where: str = _ALIVE, *more: object
) -> list[Entry]:
    """Return an author's posts and bare reposts of them, the oldest first."""
    rows = await db.execute_fetchall(
        f"{ENTRY} WHERE {where} ORDER BY p.at", (author, author, *more)
    )
    return await entries(db, rows)


def _handle(author: AuthorId, found: Iterable[Entry]) -> str:
    """Return an author's handle as the newest post has it."""
    names = ""
    for entry in found:
        writers = (entry.post.author, muted.repost_of(entry.post))
        names = next((one.handle for one in writers if one and one.id == author), names)
    return names


def _with(said: str, stayed: Sequence[Left]) -> str:
    return f"{said}; {posts_said(len(stayed))} stayed: {stayed[0].why}" if stayed else said
