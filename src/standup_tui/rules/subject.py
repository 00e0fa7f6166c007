"""What a rule is given: one post, folded once, and the words to say where something stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from standup_tui.model.flag import Span
from standup_tui.model.post import Post
from standup_tui.rules.folding import Folded, Only
from standup_tui.rules.learned import built_in
from standup_tui.rules.linear import words_of

Place = tuple[int, int]
"""Start and end of a stretch of a folded text."""

_DIGIT: Final = re.compile(r"\d")
_LETTERS: Final = Only("abcdefghijklmnopqrstuvwxyz")
_IN_WORDS: Final = Only("abcdefghijklmnopqrstuvwxyz'")


@dataclass(frozen=True)
class Passage:
    """One stretch of a stranger's writing in a post."""

    folded: Folded
    where: str = ""
    """Ends a reason: `` in the picture's description``; empty for the post's own text."""

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the folded text, as context."""
        return frozenset(_IN_WORDS.words(self.folded.text))

    @cached_property
    def heard(self) -> frozenset[str]:
        """The same, and those with an apostrophe also as they are without it."""
        if "'" not in self.folded.text:
            return self.words
        parts: set[str] = set()
        for word in self.words:
            if "'" in word:
                parts.update(word.split("'"), (word.strip("'"), word.replace("'", "")))
        return self.words | parts

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word begins, in order; what an apostrophe parts counts as two."""
        places: dict[str, list[int]] = {}
        at = 0
        for word in _LETTERS.spaced(self.folded.text).split(" "):
            if word in places:
                places[word].append(at)
            else:
                places[word] = [at]
            at += len(word) + 1
        return places

    @cached_property
    def digits(self) -> list[int]:
        """Where the digits of the folded text stand."""
        return _digits_in(self.folded.text)

    @cached_property
    def has_a_number(self) -> bool:
        """Whether one of them does not follow a letter, as the one in a tag for the day does."""
        text = self.folded.text
        return any(not "a" <= text[at - 1 : at] <= "z" for at in self.digits)

    def digits_of(self, text: str) -> list[int]:
        """Return where digits stand in the folded text, or in what was made of it."""
        return self.digits if text is self.folded.text else _digits_in(text)

    @cached_property
    def spoken(self) -> list[str]:
        """The words in their order, as the learned weights know them."""
        return words_of(self.folded.text)

    @cached_property
    def scores(self) -> tuple[float, ...]:
        """How much the words resemble what was learned, by `Head`."""
        return built_in().scores(self.spoken)

    def spans(self, *places: tuple[int, int]) -> tuple[Span, ...]:
        """Return the places in the post's text; none for what stands elsewhere."""
        return () if self.where else tuple(self.folded.span(*place) for place in places)

    def quote(self, start: int, end: int) -> str:
        """Return what the original says where the folded text has this stretch."""
        span = self.folded.span(start, end)
        return self.folded.original[span.start : span.end]

    def following(self, end: int) -> str:
        """Return the beginning of what the original says after a place in the folded text."""
        after = self.folded.span(end - 1, end).end
        return self.folded.original[after : after + 30]


@dataclass(frozen=True)
class Subject:
    """A post as the rules see it."""

    post: Post
    staff: bool = False
    """The author is on the campaign's roster: somebody who knows real families."""

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The text first, then the author's name, then what the pictures are said to show."""
        return tuple(self._passages())

    def _passages(self) -> Iterator[Passage]:
        yield Passage(Folded(self.post.text))
        if self.post.author.name:
            yield Passage(Folded(self.post.author.name), " in the author's name")
        for media in self.post.media:
            if media.alt:
                yield Passage(Folded(media.alt), " in the picture's description")


def _digits_in(text: str) -> list[int]:
    """Return where the digits of a text stand."""
    return [found.start() for found in _DIGIT.finditer(text)]
