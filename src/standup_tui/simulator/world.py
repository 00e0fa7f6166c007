"""Everything that has been posted so far on the simulated network."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.entities import (
    LIMIT,
    Composed,
    append_link,
    compose,
    cut,
    listed,
    short_link,
)
from standup_tui.simulator.model import Account, Media, Picture, Post, Reference

_X_EPOCH_MS = 1_288_834_974_657
"""The first millisecond of X's ids: 2010-11-04T01:42:54.657Z."""
_SEQUENCE_BITS = 22
_RETWEET_LENGTH = 140
"""Characters of a retweet's own text; the original is complete."""


def first_id_of(moment: datetime) -> int:
    """Return the lowest id a post of this moment can have."""
    return max(0, int(moment.timestamp() * 1000) - _X_EPOCH_MS) << _SEQUENCE_BITS


@dataclass(frozen=True, slots=True)
class Written:
    """What a person hands in: raw text and what goes with it; ids are those of posts."""

    author: Account
    text: str
    lang: str = "en"
    reply_to: str | None = None
    quotes: str | None = None
    retweets: str | None = None
    pictures: Sequence[Picture] = ()
    incident: str | None = None


class World:
    """Posts in the order of their ids, and what became of them.

    Ids grow strictly, also within a millisecond and when the clock steps back.
    """

    def __init__(self, clock: Clock) -> None:
        self.began = clock.now()
        self._clock = clock
        self._posts: dict[str, Post] = {}
        self._gone: set[str] = set()
        self._protected: set[str] = set()
        self._withheld: set[str] = set()
        self._histories: dict[str, list[str]] = {}
        self._retweeted: dict[str, int] = {}
        self._accounts: dict[str, Account] = {}
        self._last_id = 0
        self.listeners: list[Callable[[Post], None]] = []
        """Called with every post in the moment it is out."""

    def publish(self, written: Written) -> Post:
        """Put a post out now.

        Raises:
            KeyError: It refers to a post that is not there.
        """
        post = self._compose(self._next_id(), written)
        self._histories[post.id] = [post.id]
        return self._deliver(post)

    def edit(self, post_id: str, text: str) -> Post:
        """Put out a new version of a post; it gets an id of its own.

        Raises:
            KeyError: The post is not there.
        """
        old = self.post(post_id)
        history = self._histories[post_id]
        new_id = self._next_id()
        quoted = self._posts.get(old.refers("quoted") or "")
        composed, note = _texts(new_id, text)
        _attach(composed, new_id, old.author, old.media, quoted)
        history.append(new_id)
        self._histories[new_id] = history
        return self._deliver(
            replace(
                old,
                id=new_id,
                created_at=self._clock.now(),
                text=composed.text,
                entities=composed.entities,
                note=note,
            )
        )

    def delete(self, post_id: str) -> None:
        """Take a post away, and with it all its versions and the retweets of it."""
        chain = set(self._histories[post_id])
        self._gone |= chain
        for post in self._posts.values():
            if post.refers("retweeted") in chain:
                self._gone.add(post.id)

    def protect(self, post_id: str) -> None:
        """Let nobody see a post any more; KeyError where it is not there."""
        self.post(post_id)
        self._protected.add(post_id)
        self._gone |= set(self._histories[post_id])

    def is_protected(self, post_id: str) -> bool:
        """Tell whether a post is there, and nobody may see it."""
        return post_id in self._protected

    def withhold(self, post_id: str) -> None:
        """Withhold a post in a country; KeyError where it is not there."""
        self._withheld.add(self.post(post_id).id)

    def is_withheld(self, post_id: str) -> bool:
        """Tell whether a post is withheld in a country."""
        return post_id in self._withheld

    def post(self, post_id: str) -> Post:
        """Return a post that is out and not deleted; KeyError otherwise."""
        if post_id in self._gone:
            raise KeyError(post_id)
        return self._posts[post_id]

    def get(self, post_id: str) -> Post | None:
        """Return a post that is out and not deleted, else None."""
        return None if post_id in self._gone else self._posts.get(post_id)

    def newest_first(self) -> Iterator[Post]:
        """Yield every post that is still there, each in its last version."""
        for post in reversed(self._posts.values()):
            if post.id not in self._gone and self._histories[post.id][-1] == post.id:
                yield post

    def history(self, post_id: str) -> list[str]:
        """Return the ids of all versions of a post, oldest first."""
        return list(self._histories[post_id])

    def retweets_of(self, post_id: str) -> int:
        """Return how many retweets of a post went out."""
        return self._retweeted.get(post_id, 0)

    def account_named(self, handle: str) -> Account | None:
        """Return the account with this handle, if it has posted."""
        return self._accounts.get(handle.casefold())

    def _next_id(self) -> str:
        self._last_id = max(self._last_id + 1, first_id_of(self._clock.now()))
        return str(self._last_id)

    def _deliver(self, post: Post) -> Post:
        self._posts[post.id] = post
        self._accounts[post.author.handle.casefold()] = post.author
        for listener in tuple(self.listeners):
            listener(post)
        return post

    def _compose(self, post_id: str, written: Written) -> Post:
        if written.retweets:
            return self._retweet(post_id, written)
        parent = self.post(written.reply_to) if written.reply_to else None
        quoted = self.post(written.quotes) if written.quotes else None
        media = tuple(_uploaded(post_id, n, it) for n, it in enumerate(written.pictures))
        composed, note = _texts(post_id, written.text)
        _attach(composed, post_id, written.author, media, quoted)
        references = [Reference("replied_to", parent.id)] if parent else []
        references += [Reference("quoted", quoted.id)] if quoted else []
        return Post(
            id=post_id,
            created_at=self._clock.now(),
            author=written.author,
            text=composed.text,
            entities=composed.entities,
            note=note,
            lang=written.lang,
            conversation_id=parent.conversation_id if parent else post_id,
            reply_to=parent.author if parent else None,
            references=tuple(references),
            media=media,
            incident=written.incident,
        )

    def _retweet(self, post_id: str, written: Written) -> Post:
        original = self.post(written.retweets or "")
        self._retweeted[original.id] = self.retweets_of(original.id) + 1
        text = _shortened(f"RT @{original.author.handle}: {original.text}")
        return Post(
            id=post_id,
            created_at=self._clock.now(),
            author=written.author,
            text=text,
            entities=listed(text, []),
            lang=original.lang,
            conversation_id=post_id,
            references=(Reference("retweeted", original.id),),
            incident=written.incident,
        )


def _texts(post_id: str, raw: str) -> tuple[Composed, dict[str, Any] | None]:
    """Return the short text and, for a long post, the note with the full one."""
    if len(raw) <= LIMIT:
        return compose(raw, seed=post_id), None
    full = compose(raw, seed=post_id)
    short = compose(cut(raw), seed=post_id)
    append_link(short, short_link(f"{post_id}/note", f"https://x.com/i/web/status/{post_id}"))
    note: dict[str, Any] = {"text": full.text}
    if full.entities:
        note["entities"] = full.entities
    return short, note


def _attach(
    composed: Composed,
    post_id: str,
    author: Account,
    media: Sequence[Media],
    quoted: Post | None,
) -> None:
    """Add the links by which X shows pictures and a quoted post."""
    for item in media:
        append_link(composed, _picture_link(post_id, author, item))
    if quoted:
        where = f"https://x.com/{quoted.author.handle}/status/{quoted.id}"
        append_link(composed, short_link(post_id, where))


def _shortened(text: str) -> str:
    """Cut a retweet as X does, but never in the middle of an escaped character."""
    if len(text) <= _RETWEET_LENGTH:
        return text
    return re.sub(r"&\w*$", "", text[: _RETWEET_LENGTH - 1]) + "\u2026"


def _uploaded(post_id: str, number: int, picture: Picture) -> Media:
    code = hashlib.sha256(f"{post_id}/{number}".encode()).hexdigest()[:15]
    return Media(
        key=f"3_{int(post_id) + number}",
        url=f"https://pbs.twimg.com/media/{code}.jpg",
        picture=picture,
    )


def _picture_link(post_id: str, author: Account, media: Media) -> dict[str, Any]:
    where = f"https://x.com/{author.handle}/status/{post_id}/photo/1"
    link = short_link(f"{post_id}/photo", where)
    code = link["url"].rsplit("/", 1)[1]
    return link | {"display_url": f"pic.x.com/{code}", "media_key": media.key}
