"""Who wrote the posts of a store, and which posts others took up: one pass over all bodies."""

from collections import Counter
from typing import NamedTuple

import aiosqlite
import msgspec
from msgspec import Struct

from standup_tui.model.facts import Echo, Voices, Wanted
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId, ReferenceKind
from standup_tui.store.rows import ENTRY, encoded, entries


class _Who(Struct):
    id: str
    handle: str = ""


class _Reference(Struct):
    kind: ReferenceKind
    post: str
    author: _Who | None = None


class _Body(Struct):
    """What is looked at of a stored post."""

    author: _Who
    references: tuple[_Reference, ...] = ()


_body = msgspec.json.Decoder(_Body)


class Heard(NamedTuple):
    """What one pass has found."""

    voices: Voices
    pinned: tuple[Echo, ...]
    starred: tuple[Echo, ...]
    loudest: tuple[Echo, ...]


class _Listener:
    """Takes posts in, one after the other."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._people: set[str] = set()
        self._staff: set[str] = set()
        self._posts = self._staff_posts = self._own_posts = 0
        self._kinds: Counter[ReferenceKind] = Counter()
        self.echoes: Counter[tuple[str, ReferenceKind]] = Counter()

    def take(self, identity: str, body: str, *, roster: bool, status: str) -> bool:
        """Take a post in and return whether it is one of the campaign's own account."""
        post = _body.decode(body)
        author = post.author
        own = self._is_own(author)
        self._posts += 1
        if own:
            self._own_posts += 1
        else:
            self._people.add(author.id)
            if roster:
                self._staff_posts += 1
                self._staff.add(author.id)
        self._kinds.update({reference.kind for reference in post.references})
        for reference in post.references:
            by_other = reference.author is None or reference.author.id != author.id
            if by_other and status != Status.HIDDEN and reference.post != identity:
                self.echoes[reference.post, reference.kind] += 1
        return own

    def _is_own(self, author: _Who) -> bool:
        if self._wanted.own_id:
            return author.id == self._wanted.own_id
        handle = self._wanted.own_handle
        return bool(handle) and author.handle.casefold() == handle.casefold()

    @property
    def voices(self) -> Voices:
        """What was heard so far."""
        return Voices(
            people=len(self._people),
            staff=len(self._staff),
            posts=self._posts,
            staff_posts=self._staff_posts,
            own_posts=self._own_posts,
            reposts=self._kinds[ReferenceKind.REPOST],
            replies=self._kinds[ReferenceKind.REPLY],
            quotes=self._kinds[ReferenceKind.QUOTE],
        )

    def taken_up(self, post: str) -> int:
        """Return how often others took a post up."""
        return sum(self.echoes[post, kind] for kind in ReferenceKind)


async def listen(db: aiosqlite.Connection, wanted: Wanted) -> Heard:
    """Go through all posts that are still there."""
    listener = _Listener(wanted)
    query = (
        "SELECT id, body, roster, status, escalated, pin, starred, at FROM post "
        "WHERE body IS NOT NULL"
    )
    pins: list[tuple[int, str]] = []
    stars: list[tuple[int, str]] = []
    others: list[tuple[int, str]] = []
    async with db.execute(query) as cursor:
        async for identity, body, roster, status, escalated, pin, starred, at in cursor:
            own = listener.take(identity, body, roster=bool(roster), status=status)
            if status != Status.SHOWN or escalated:
                continue
            if pin:
                pins.append((pin, identity))
            elif starred:
                stars.append((-at, identity))
            elif not own:
                others.append((at, identity))
    echoed = [(-listener.taken_up(post), at, post) for at, post in others]
    loudest = sorted(one for one in echoed if one[0] < 0)[: wanted.highlights]
    return Heard(
        listener.voices,
        await _echoes(db, listener, [post for _, post in sorted(pins)[: wanted.highlights]]),
        await _echoes(db, listener, [post for _, post in sorted(stars)[: wanted.highlights]]),
        await _echoes(db, listener, [post for _, _, post in loudest]),
    )


async def _echoes(
    db: aiosqlite.Connection, listener: _Listener, ids: list[str]
) -> tuple[Echo, ...]:
    rows = await db.execute_fetchall(
        f"{ENTRY} WHERE p.id IN (SELECT value FROM json_each(?))", (encoded(ids),)
    )
    found = {one.post.id: one for one in await entries(db, rows)}
    heard = listener.echoes
    return tuple(
        Echo(
            found[id_],
            replies=heard[id_, ReferenceKind.REPLY],
            quotes=heard[id_, ReferenceKind.QUOTE],
            reposts=heard[id_, ReferenceKind.REPOST],
        )
        for id_ in map(PostId, ids)
        if id_ in found
    )
