"""The word list: how `data/words.txt` is read, and finding a word in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from standup_tui.model.flag import Severity
from standup_tui.rules.expression import Expression
from standup_tui.rules.files import lines_of
from standup_tui.rules.finding import Finder
from standup_tui.rules.folding import Folded
from standup_tui.rules.subject import Passage

_SURNAME: Final = Expression(r"\s+[A-Z][a-z]")
_VOWELS: Final = Expression("[aeiou]")
_PLAIN: Final = Expression("[a-z]+")
_SHORTEST: Final = 4  # letters: shorter words with a star may be anything
_ALONE: Final = {
    "f": (4, 6, 7),
    "c": (4,),
    "s": (4,),
}  # f***, f*****, f******: nobody reads them otherwise


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that a person should see first."""

    text: str
    severity: Severity
    unless: frozenset[str] = frozenset()
    """Words that show, anywhere in the post, that it is meant otherwise."""
    name: bool = False
    """Also a first name: harmless in front of a surname."""
    part: bool = False
    """Found inside longer words that may be names: harmless with a capital."""
    rule: str = "abuse.word"
    what: str = "abusive word"

    def is_excused(self, written: str, after: str, context: frozenset[str]) -> bool:
        """Tell whether the word is meant otherwise, by its spelling or by what stands around."""
        if written.istitle() and (self.part or (self.name and _SURNAME.match(after))):
            return True
        return not self.unless.isdisjoint(context)


class WordList:
    """The built-in list with the campaign's own additions and exceptions."""

    def __init__(self, lines: Iterable[str], extra: Iterable[str], allow: Iterable[str]) -> None:
        self.safe: set[str] = {Folded(word).text for word in allow}
        self.phrases: dict[str, Word] = {}
        self._forms: dict[str, Word] = {}
        self._inside: dict[str, Word] = {}
        for line in lines:
            self._read(line)
        for word in extra:
            own = Word(
                word, Severity.LOOK, rule="abuse.campaign", what="word on the campaign's list"
            )
            self._add(Folded(word).text, own)
        for form, listed in [*self._forms.items()]:
            bare = form[0] + _VOWELS.sub("", form[1:])
            if len(bare) >= _SHORTEST and bare not in self.safe:
                self._forms.setdefault(bare, listed)
        for word in self.safe:
            self._forms.pop(word, None)
            self.phrases.pop(word, None)

    def find(self, letters: str) -> Word | None:
        """Return the entry for a word in plain letters, whole or as part of a longer one."""
        if word := self._forms.get(letters):
            return word
        if letters in self.safe or len(letters) < _SHORTEST:
            return None
        found = self._stems.search(letters)
        if not found or any(safe in letters for safe in self.safe if found[0] in safe):
            return None
        return self._inside[found[0]]

    def unmasked(self, written: str) -> Word | None:
        """Return the entry for a word of which some letters are stars or other marks."""
        letters = sum(map(str.isalpha, written))
        if letters == 1:
            return self._alone(written)
        if len(written) < _SHORTEST:
            return None
        # Stars at the end may be a footnote's, so only what is hardly ever harmless counts there.
        whole = written[-1].isalpha()
        if not whole and letters < _SHORTEST - 1:
            return None
        pattern = re.compile(re.sub("[^a-z]", ".", written))
        for form in self._by_length.get(len(written), ()):
            word = self._forms[form]
            if pattern.fullmatch(form) and (whole or word.severity is Severity.STOP):
                return word
        return None

    def may_have_phrases(self, heard: frozenset[str], text: str) -> bool:
        """Tell whether a folded text may have a phrase.

        Args:
            heard: Its words, also those with an apostrophe as they are without it.
            text: The text.
        """
        words, others = self._phrase_gate
        return not words.isdisjoint(heard) or any(map(text.__contains__, others))

    def phrases_in(self, passage: Passage, text: str) -> Iterator[re.Match[str]]:
        """Find listed phrases in a passage, of whose folded text something may be blanked out."""
        return self._phrase_pattern.matches(passage, text)

    @property
    def forms(self) -> frozenset[str]:
        """All single words of the list, and those that are never flagged."""
        return frozenset(self._forms.keys() | self.safe)

    @cached_property
    def _phrase_gate(self) -> tuple[frozenset[str], frozenset[str]]:
        """The longest plain word of each phrase, and the longest part of those without one."""
        longest: tuple[set[str], set[str]] = set(), set()
        for parts in map(str.split, self.phrases):
            plain = list(filter(_PLAIN.fullmatch, parts))
            longest[not plain].add(max(plain or parts, key=len))
        return frozenset(longest[0]), frozenset(longest[1])

    @cached_property
    def _stems(self) -> re.Pattern[str]:
        stems = "|".join(sorted(self._inside, key=len, reverse=True))
        return re.compile(stems or "(?!)")  # none: nothing, where an empty pattern is everywhere

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        lengths: dict[int, list[str]] = {}
        for form in self._forms:
            lengths.setdefault(len(form), []).append(form)
        return lengths

    @cached_property
    def _phrase_pattern(self) -> Finder:
        phrases = sorted(self.phrases, key=len, reverse=True)
        joined = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
        return Finder(rf"(?<!\w)(?:{joined})(?!\w)")

    def _alone(self, written: str) -> Word | None:
        """Return what a first letter with nothing but stars stands for."""
        if set(written[1:]) == {"*"} and len(written) in _ALONE.get(written[0], ()):
            return self._forms.get({"f": "fuck", "c": "cunt", "s": "shit"}[written[0]])
        return None

    def _read(self, line: str) -> None:
        """Take one line of the list."""
        entry, _, excuses = line.partition(" unless ")
        severity, *rest = entry.partition("#")[0].split() or ("",)
        if not rest:
            return
        if severity == "safe":
            self.safe.update(rest)
            return
        stem, *endings = rest
        unless = frozenset(excuses.split())
        word = Word(
            stem.lstrip("*~").replace("_", " "),
            Severity(severity),
            unless - {"Name"},
            name="Name" in unless,
        )
        if stem[0] in "*~":
            self._inside[word.text] = replace(word, part=stem[0] == "~")
        for ending in ("", *(ending.removeprefix("+") for ending in endings)):
            self._add(word.text + ending, word)

    def _add(self, form: str, word: Word) -> None:
        """File one form of a word, or a phrase."""
        if form.isalpha():
            self._forms.setdefault(form, word)
        elif form.strip():
            self.phrases[" ".join(form.split())] = word


def built_in(extra: Iterable[str] = (), allow: Iterable[str] = ()) -> WordList:
    """Return the list that comes with the package."""
    return WordList(lines_of("words.txt"), extra, allow)
