"""Abuse without a swear word: insults, threats and wishes of harm, told by their structure.

What a service does may be called anything: that is criticism and passes. The rules, in
`data/contempt.txt`, speak where a person or a group is called names, threatened or wished ill.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.expression import Expression
from standup_tui.rules.files import lines_of
from standup_tui.rules.finding import Finder
from standup_tui.rules.subject import Passage

MAX_PLACES: Final = 5
"""Places that one rule marks in one passage."""

_APART: Final = re.compile("[ ?-]")
_GAP: Final = r"[\s,'\"*()~-]{1,4}"
_ANY_WORDS: Final = Expression(r"\{w(\d)\}")
_NAMED: Final = Expression(r"\{(\w+)\}")
_CURLY: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_DENIED: Final = Expression(
    r"(?:\bnot|n't|\bnever|\bno one|\bnobody|\bmyths?|\bstereotypes?|\bcall(?:ed|ing)?"
    r"|\btold (?:me|us)(?: that)?|\blabel(?:led|s)?|\bbranded|\bdescribed(?: as)?"
    r"|\bseen as|\btreated (?:like|as))"
    r"[\s,'\"]{1,3}(?:[a-z']{1,15}[\s,'\"]{1,3}){0,2}$"
)
_BEFORE: Final = 60  # letters in which a denial is looked for
_SURE: Final = frozenset(("threat", "wish"))  # a denial in front changes nothing
_MEANS: Final = {
    "threat": "reads like a threat",
    "wish": "wishes people harm",
    "snatch": "accuses people of taking children",
    "contempt": "insults people",
}


class Phrase:
    """One rule of the list, compiled when a post first calls for it."""

    def __init__(self, severity: Severity, what: str, source: Callable[[], str]) -> None:
        self.severity = severity
        self.what = what
        self.finder = Finder(source)

    def places(self, passage: Passage, text: str) -> Iterator[tuple[int, int]]:
        """Yield where a passage speaks so, unless it denies or reports it.

        Args:
            passage: The passage.
            text: Its folded text with straight quotation marks.
        """
        for found in self.finder.matches(passage, text):
            start, end = found.span()
            before = text[max(0, start - _BEFORE) : start]
            if self.what in _SURE or not _DENIED.search(before):
                yield start, end


class AbusivePhrases:
    """Flags phrases, at most once for each meaning."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._names: dict[str, tuple[str, ...]] = {}
        self._gates: dict[str, Iterable[str]] = {}
        self.gate: dict[str, list[Phrase]] = {}
        """The rules that a word calls for."""
        for line in lines:
            self._read(line)
        self._words = frozenset(self.gate)

    def in_passage(self, passage: Passage) -> Iterator[Flag]:
        """Yield what the phrases of a passage amount to."""
        if called := self._words & passage.words:
            yield from self._flags(passage, called)

    def _flags(self, passage: Passage, called: Iterable[str]) -> Iterator[Flag]:
        """Try the rules that the words of a passage call for."""
        text = passage.folded.text.translate(_CURLY)
        rules = dict.fromkeys(rule for word in called for rule in self.gate[word])
        found: dict[str, list[tuple[int, int]]] = {}
        stops: set[str] = set()
        for rule in rules:
            if places := [*islice(rule.places(passage, text), MAX_PLACES)]:
                found.setdefault(rule.what, []).extend(places)
                if rule.severity is Severity.STOP:
                    stops.add(rule.what)
        for what in sorted(found, key=[*_MEANS].index):
            places = _apart(found[what])
            quoted = dict.fromkeys(passage.quote(*place) for place in places)
            yield Flag(
                kind=Kind.ABUSE,
                rule=f"abuse.{what}",
                severity=Severity.STOP if what in stops else Severity.LOOK,
                reason=f"{_MEANS[what]}{passage.where}: {', '.join(quoted)}",
                spans=passage.spans(*places),
            )

    def _read(self, line: str) -> None:
        """Take one line of the list."""
        if line.startswith("="):
            name, *words = line[1:].replace(r"\ ", "\0").split()
            self._names[name] = tuple(word.replace("\0", " ") for word in words)
        elif line and not line.startswith("#"):
            head, _, pattern = line.partition(" : ")
            spoken, _, gate = head.partition(" ? ")
            severity, what = spoken.split()
            phrase = Phrase(Severity(severity), what, partial(self._source, pattern))
            for word in self._words_of(gate):
                self.gate.setdefault(word, []).append(phrase)

    def _words_of(self, gate: str) -> Iterator[str]:
        """Yield the words of which a post must hold one; of an expression, its longest."""
        for word in dict.fromkeys(gate.split()):
            if word.startswith("%"):
                yield from self._longest(word[1:])
            else:
                yield word

    def _longest(self, name: str) -> Iterable[str]:
        """Return the longest word of each expression of a name, the last of equal ones."""
        if name not in self._gates:
            parts = (_APART.split(one) for one in self._names[name])
            self._gates[name] = dict.fromkeys(max(reversed(part), key=len) for part in parts)
        return self._gates[name]

    def _source(self, pattern: str) -> str:
        """Return the regular expression that a line means; each part of it is bounded."""
        pattern = _NAMED.sub(self._named, _ANY_WORDS.sub(r"(?:[\\w']{1,25} ){0,\1}?", pattern))
        pattern = (
            pattern.replace(")*", "){0,6}").replace(")+", "){1,6}").replace(r"\w+", r"\w{1,25}")
        )
        return rf"(?<!\w)(?:{pattern})(?!\w)".replace(r"\ ", " ").replace(" ", _GAP)

    def _named(self, found: re.Match[str]) -> str:
        """Return the words of a name as alternatives."""
        name = found[1]
        return f"(?:{'|'.join(self._names[name])})" if name in self._names else found[0]


def _apart(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return places in order, those that overlap joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined[:MAX_PLACES]


def built_in() -> AbusivePhrases:
    """Return the rules that come with the package."""
    return AbusivePhrases(lines_of("contempt.txt"))
