"""What a signal is: a small thing that narrows down who is meant and harms nobody alone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Final, Generic, TypeVar

from standup_tui.model.flag import Span
from standup_tui.rules.finding import Finder
from standup_tui.rules.lists import words_of
from standup_tui.rules.subject import Passage

_NUMBERS: Final = words_of(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen newborn toddler birth days gcses sats
    """
)


class Part(Enum):
    """What a signal contributes: nobody is identified without a person."""

    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    WHAT = "what"
    DETAIL = "detail"


Patterns = Mapping[str, Finder]
"""Expressions for the folded text, by a word without which they find nothing."""

NOTHING: Final[Patterns] = {}
"""For what is not found in the folded text."""


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """One sort of thing that narrows down who is meant.

    The weight says how far, in a town: one point is "a few thousand could be meant", two "a few
    hundred", three "a few dozen or fewer".
    """

    said: str
    """In a reason: ``place``."""
    part: Part
    weight: float
    patterns: Patterns
    counts: bool = False
    """Finds nothing in a text without a number, in digits or as a word."""

    def find(self, passage: Passage, called: Iterable[Finder]) -> list[Span]:
        """Return where in the original text it stands, by what the text's words call for."""
        if self.counts and not passage.has_a_number and _NUMBERS.isdisjoint(passage.words):
            return []
        return [passage.folded.span(*one.span()) for one in _all(called, passage)]


_Kind = TypeVar("_Kind")


class Heads(Generic[_Kind]):
    """What the words of a text call for, of several things at once."""

    def __init__(self, kinds: Iterable[tuple[_Kind, Patterns]]) -> None:
        self._by_word: dict[str, list[tuple[_Kind, Finder]]] = {}
        for kind, patterns in kinds:
            for word, finder in patterns.items():
                self._by_word.setdefault(word, []).append((kind, finder))
        self._words = frozenset(self._by_word)

    def called(self, passage: Passage) -> dict[_Kind, set[Finder]]:
        """Return what may stand in a passage, and the expressions that find it."""
        called: dict[_Kind, set[Finder]] = {}
        for word in self._words & passage.words:
            for kind, finder in self._by_word[word]:
                called.setdefault(kind, set()).add(finder)
        return called


def _all(called: Iterable[Finder], passage: Passage) -> Iterator[re.Match[str]]:
    """Yield what each of the expressions finds, that first which finds something first."""
    found = [list(finder.matches(passage)) for finder in called]
    found.sort(key=lambda it: it[0].start() if it else 0)
    yield from chain.from_iterable(found)


_HEAD: Final = re.compile(r"\(\?:([a-z|' ]+)\)|([a-z']+)")


def phrases(lines: str) -> dict[str, Finder]:
    """Read phrases, one a line, that begin with a word or with one of ``(?:some|words)``."""
    by_head: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        head = _HEAD.match(line)
        if head is None:
            raise ValueError(line)
        rest = line[head.end() :]
        for word in (head[1] or head[2]).split("|"):
            by_head.setdefault(word.split(" ")[0], []).append(word + rest)
    return {
        head: Finder(rf"(?<![a-z])(?:{'|'.join(forms)})(?![a-z])")
        for head, forms in by_head.items()
    }


def gated(pattern: str, words: str) -> dict[str, Finder]:
    """Return one pattern that needs one of some words."""
    return dict.fromkeys(words.split(), Finder(pattern))
