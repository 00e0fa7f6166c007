"""Whether a post satisfies a rule."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from standup_tui.simulator.entities import unescape
from standup_tui.simulator.model import Post
from standup_tui.simulator.query import Either, Every, Query, Term
from standup_tui.simulator.world import World

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Subject:
    """What conditions look at; everything is case-folded."""

    text: str
    words: tuple[str, ...]
    marks: frozenset[tuple[str, str]]
    """Hashtags, mentions, cashtags, links, and the kinds of post and attachment."""


class Matcher:
    """Reads posts for rules.

    Args:
        world: Where referenced posts are found.
        quoted: A quote also counts with the words of what it quotes: so on the stream.
        accents: An accent makes another letter: so on the stream, not in search.
    """

    def __init__(self, world: World, *, quoted: bool, accents: bool) -> None:
        self._world = world
        self._quoted = quoted
        self._accents = accents

    def matches(self, query: Query, post: Post) -> bool:
        """Tell whether a post satisfies a rule."""
        return self.holds(query, self.subject(post))

    def subject(self, post: Post) -> Subject:
        """Prepare a post, to be held against many rules."""
        original = self._world.get(post.refers("retweeted") or "")
        quoted = self._world.get(post.refers("quoted") or "") if self._quoted else None
        read = [original or post, *([quoted] if quoted else [])]
        text = self._fold("\n".join(unescape(it.whole) for it in read))
        marks = {mark for it in read for mark in _marks_in(it)} | set(_kind_of(post))
        if original:
            marks.add(("retweets_of", original.author.handle))
        return Subject(
            text=text,
            words=tuple(_WORD.findall(text)),
            marks=frozenset((kind, self._fold(value)) for kind, value in marks),
        )

    def holds(self, query: Query, subject: Subject) -> bool:
        """Tell whether a prepared post satisfies a rule."""
        match query:
            case Every(parts):
                return all(self.holds(part, subject) for part in parts)
            case Either(parts):
                return any(self.holds(part, subject) for part in parts)
            case Term():
                return self._found(query, subject) is not query.negated

    def _found(self, term: Term, subject: Subject) -> bool:
        value = self._fold(term.value)
        if term.kind in {"word", "phrase"}:
            sought = _WORD.findall(value)
            return (
                _stand_together(sought, subject.words, term.near)
                if sought
                else (value in subject.text)
            )
        if term.kind == "url":
            return any(kind == "url" and value in link for kind, link in subject.marks)
        return (term.kind, value) in subject.marks

    def _fold(self, text: str) -> str:
        if not self._accents:
            split = unicodedata.normalize("NFKD", text)
            text = "".join(c for c in split if not unicodedata.combining(c))
        return unicodedata.normalize("NFC", text).casefold()


def _marks_in(post: Post) -> Iterable[tuple[str, str]]:
    entities = (post.note or {}).get("entities", {}) if post.note else post.entities
    for name, kind, key in (
        ("hashtags", "hashtag", "tag"),
        ("mentions", "mention", "username"),
        ("cashtags", "cashtag", "tag"),
        ("urls", "url", "expanded_url"),
    ):
        for entity in entities.get(name, ()):
            yield kind, entity[key]
            yield "has", "links" if name == "urls" else name


def _kind_of(post: Post) -> Iterable[tuple[str, str]]:
    yield from (("from", post.author.handle), ("from", post.author.id))
    yield from (("lang", post.lang), ("conversation_id", post.conversation_id))
    if post.author.verified:
        yield "is", "verified"
    if post.media:
        yield from (("has", "media"), ("has", "images"))
    if post.reply_to:
        yield from (("to", post.reply_to.handle), ("to", post.reply_to.id))
    for reference in post.references:
        name = {"replied_to": "reply", "quoted": "quote", "retweeted": "retweet"}
        yield "is", name[reference.kind]


def _stand_together(sought: list[str], words: tuple[str, ...], near: int) -> bool:
    """Tell whether words stand side by side, or all within a window."""
    width = len(sought) + near
    for start in range(len(words)):
        window = words[start : start + width]
        if near == 0 and list(window) == sought:
            return True
        if near and set(sought) <= set(window):
            return True
    return False
