"""Exports: decisions, posts, and what is held of one person, in files that are whole or absent."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from standup_tui.errors import ConfigError, StoreError
from standup_tui.files import make_folder, sweep, written
from standup_tui.looking_back import store_of
from standup_tui.model.audit import Line, Wanted
from standup_tui.model.keeping import FULL_POSTS_A_DAY, Grant, Granted
from standup_tui.records import backups, copies
from standup_tui.records.asking import ask
from standup_tui.records.tables import table
from standup_tui.store import auditing, exporting
from standup_tui.store.beside import beside

_DECISIONS = (
    "decision", "at_utc", "verb", "by", "account", "identity", "post", "before", "after",
    "undoes", "reason", "text",
)  # fmt: skip
_POSTS = (
    "post", "published_utc", "arrived_utc", "status", "pinned", "starred", "escalated", "roster",
    "hidden_for", "flags", "actions", "decisions", "gone",
)  # fmt: skip
_HELD = ("post", "published_utc", "status", "text", "flags", "decided")
_FULL = ("author_id", "handle", "name", "text", "address", "text_left_out")


class Asked(Struct, frozen=True):
    """What somebody wants in a file."""

    kind: str
    """csv, jsonl or json."""
    out: Path | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: bool = False


class Written(Struct, frozen=True):
    """What was written."""

    path: Path
    rows: int
    texts: int | None = None
    """Posts that are in it with their text; None where no text was asked for."""
    left: int = 0
    """Posts whose text did not go in: the day's limit was reached."""

    @property
    def said(self) -> str:
        """What was written, for a person."""
        said = f"{self.rows:,} lines in {self.path}"
        if self.texts is None:
            return f"{said}, without the text of any post."
        said += f", with the text of {self.texts:,} posts"
        if self.left:
            said += (
                f". The text of {self.left:,} more is left out: X allows {FULL_POSTS_A_DAY} posts "
                "with their text a person and day in files. Tomorrow (UTC) --since takes up there"
            )
        return f"{said}."


async def decisions(folder: Path, asked: Asked) -> Written:
    """Write the decision log."""
    path, wanted = store_of(folder), Wanted(asked.since, asked.until)
    allowed, left = frozenset[str](), 0
    if asked.text:
        posts: dict[str, None] = {}
        async with beside(path) as db:
            async for one in auditing.lines(db, wanted):
                if one.text:
                    posts[one.post] = None
        allowed, left = await _allowed(folder, list(posts), "decisions")
    out, rows = _place(folder, asked, "decisions"), 0
    with written(out) as file:
        sheet = table(file, asked.kind, _DECISIONS)
        async with beside(path) as db:
            async for one in auditing.lines(db, wanted):
                sheet.write(_decision(one, asked, allowed))
                rows += 1
        sheet.close()
    if allowed:
        copies.note(folder, out)
    return Written(out, rows, len(allowed) if asked.text else None, left)


def _decision(one: Line, asked: Asked, allowed: frozenset[str]) -> dict[str, object]:
    return {
        "decision": one.seq,
        "at_utc": one.at,
        "verb": one.verb,
        "by": one.by,
        "account": one.login,
        "identity": one.known,
        "post": one.post,
        "before": one.before,
        "after": one.after,
        "undoes": one.undoes,
        "reason": one.reason if asked.text else one.spoken,
        "text": one.text if one.post in allowed else "",
    }


async def posts(folder: Path, asked: Asked) -> Written:
    """Write the ids of posts and where they stand."""
    path, allowed, left = store_of(folder), frozenset[str](), 0
    if asked.text:
        async with beside(path) as db:
            every = exporting.posts(db, asked.since, asked.until)
            texts = [one.id async for one in every if one.post is not None]
        allowed, left = await _allowed(folder, texts, "posts")
    out, rows = _place(folder, asked, "posts"), 0
    columns = (*_POSTS, *_FULL) if asked.text else _POSTS
    with written(out) as file:
        sheet = table(file, asked.kind, columns)
        async with beside(path) as db:
            async for one in exporting.posts(db, asked.since, asked.until):
                full = _full(one, allowed) if asked.text else {}
                sheet.write({**_post(one), **full})
                rows += 1
        sheet.close()
    if allowed:
        copies.note(folder, out)
    return Written(out, rows, len(allowed) if asked.text else None, left)


def _post(one: exporting.PostLine) -> dict[str, object]:
    return {
        "post": one.id,
        "published_utc": one.published,
        "arrived_utc": one.arrived,
        "status": one.status,
        "pinned": one.pinned,
        "starred": one.starred,
        "escalated": one.escalated,
        "roster": one.roster,
        "hidden_for": one.hidden_for,
        "flags": "; ".join(f"{kind}/{rule} ({severity})" for kind, rule, severity in one.flags),
        "actions": "; ".join(one.actions),
        "decisions": one.decisions,
        "gone": one.gone,
    }


def _full(one: exporting.PostLine, allowed: frozenset[str]) -> dict[str, object]:
    post = one.post if one.id in allowed else None
    return {
        "author_id": post.author.id if post else "",
        "handle": post.author.handle if post else "",
        "name": post.author.name if post else "",
        "text": post.text if post else "",
        "address": post.address if post else "",
        "text_left_out": one.post is not None and post is None,
    }


async def person(folder: Path, who: str, asked: Asked) -> Written:
    """Write everything that is held about one person, for that person."""
    path = store_of(folder)
    async with beside(path) as db:
        found = await exporting.dossier(db, who)
    allowed, left = await _allowed(folder, [one.line.id for one in found.posts], "one person")
    out = _place(folder, asked, "person")
    kept = [one for one in found.posts if one.line.id in allowed]
    with written(out) as file:
        if asked.kind == "csv":
            sheet = table(file, "csv", _HELD)
            for one in kept:
                sheet.write(_held_row(one, found.staff))
            sheet.close()
        else:
            others = [one.name for one in backups.listed(folder)]
            told = msgspec.json.encode(_told(found, kept, others))
            file.write(msgspec.json.format(told, indent=2) + b"\n")
    copies.note(folder, out)
    return Written(out, len(kept), len(kept), left)


def _held_row(one: exporting.Held, staff: Sequence[str]) -> dict[str, object]:
    return {
        "post": one.line.id,
        "published_utc": one.line.published,
        "status": one.line.status,
        "text": one.line.post.text if one.line.post else "",
        "flags": "; ".join(_nameless(it, staff) for it in one.reasons),
        "decided": "; ".join(_nameless(_decided(it), staff) for it in one.decisions),
    }


def _decided(one: Line) -> str:
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.at:%Y-%m-%d %H:%M} {one.verb}{reason}"


def _told(
    found: exporting.Dossier, kept: list[exporting.Held], others: list[str]
) -> dict[str, object]:
    """Return everything about a person but who of the staff decided: that is theirs."""
    staff = found.staff
    return {
        "about": {"account": found.person.author, "handles": found.person.handles},
        "made_utc": datetime.now(UTC),
        "posts": [
            {
                "id": one.line.id,
                "published_utc": one.line.published,
                "arrived_utc": one.line.arrived,
                "status": one.line.status,
                "post": one.line.post,
                "flagged_because": [_nameless(it, staff) for it in one.reasons],
                "counts_for": one.line.actions,
                "decisions": [_of(it, staff) for it in one.decisions],
            }
            for one in kept
        ],
        "elsewhere": [_of(it, staff) for it in found.elsewhere],
        "muted": found.muted,
        "posts_of_others": {
            "that_only_pass_theirs_on": found.reposts,
            "that_answer_or_quote_them": found.quoted,
            "that_name_them": found.named,
        },
        "unreadable_things_that_name_them": found.unreadable,
        "backups_that_may_hold_the_same": others,
    }


def _of(one: Line, staff: Sequence[str]) -> dict[str, object]:
    reason = _nameless(one.reason, staff)
    return {"at_utc": one.at, "what": one.verb, "reason": reason, "decision": one.seq}


def _nameless(said: str, staff: Sequence[str]) -> str:
    """Return words about a person without the names of those who decided."""
    for name in sorted(staff, key=len, reverse=True):
        said = said.replace(name, "a moderator")
    return said


async def _allowed(folder: Path, ids: list[str], what: str) -> tuple[frozenset[str], int]:
    """Return the posts that may go out with their text today, and how many may not."""
    if not ids:
        return frozenset(), 0
    granted = await ask(folder, Grant(len(ids), what))
    if not isinstance(granted, Granted):
        raise StoreError("the hub answered something else; restart it, it is of another version.")
    return frozenset(ids[: granted.posts]), len(ids) - granted.posts


def _place(folder: Path, asked: Asked, what: str) -> Path:
    """Return where the file goes; raises `ConfigError` where something is there already."""
    if asked.out is not None:
        path = asked.out.absolute()
        if path.exists():
            raise ConfigError(f"{path} is there already and stays as it is; name another file.")
        return path
    now = datetime.now(UTC)
    exports = folder / copies.EXPORTS
    make_folder(exports)
    sweep(exports)
    return exports / f"{what}-{now:%Y%m%dT%H%M%S.%fZ}.{asked.kind}"
