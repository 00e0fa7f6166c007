"""Abusive words, however they are written.

Each word of a post is judged once and remembered, for people use the same few thousand words.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.expression import Expression
from standup_tui.rules.folding import Folded, spelled_out, unstretched, without_digits
from standup_tui.rules.subject import Passage
from standup_tui.rules.wordlist import Word, WordList

MAX_PLACES = 20
"""Places marked in one passage; a post of 25,000 insults needs no more to be held back."""

MAX_QUOTED = 5
"""Different words that a reason quotes."""

_REMEMBERED: Final = 50_000  # written words; some 10 MB at most
_LONGEST: Final = 40  # letters; in longer runs only plain words are looked for, in linear time
_LINK: Final = Expression(
    r"(?:https?://|www\.)\S+|(?<![^\s.(\"'])@\w+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)
_DOMAIN: Final = Expression(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|co|io|ly|me|tv|info|gov|be|gl|fm|it|eu|ie|app)(?:/\S*)?\W*"
)
_LETTERS: Final = Expression(r"[a-z]+(?:'[a-z]+)?")
_LEET: Final = Expression(r"[a-z0-9@$!|€+]*(?:[a-z][0-9@$!|€+]|[0-9@$!|€+][a-z])[a-z0-9@$!|€+]*")
_A_CODE: Final = Expression(
    r"[a-z]{1,2}\d+|\d+[a-z]|\d[a-z]{2}"
)  # roads, districts, models of cameras
_MASKED: Final = Expression(
    r"[a-z]+(?:[*#%_•·]+[a-z]*)+|[a-z]+[-.][a-z]+|[a-z]+[*#%&@!|$]+[a-z]+(?![a-z0-9])"
)
_SPELLED_GATE: Final = Expression(r"[a-z]([ .,_*|/~+-])[a-z]\1[a-z](?![a-z0-9])")
_NO_LETTER_MISSED: Final = frozenset("aiunr")  # words of one letter that stand beside others


QUOTING: Final = ("abuse.word", "abuse.campaign", "abuse.campaign.disguised")
"""Rules whose reasons tell which word it was."""

_QUOTED: Final = re.compile(r"[^:]*: (.*?)(?: and \d+ more)?", re.DOTALL)


class Hit(NamedTuple):
    """A listed word at a place in a folded text."""

    start: int
    end: int
    word: Word
    disguised: bool


class _Judged(dict[str, tuple[Hit, ...]]):
    """What was found in each word as written, with places counted from its start."""

    def __init__(self, words: WordList) -> None:
        self._words = words

    def __missing__(self, token: str) -> tuple[Hit, ...]:
        found = tuple(_hits_in(token, self._words))
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(token) <= _LONGEST:
            self[token] = found
        return found


class AbusiveWords:
    """Flags the words of a list, and the campaign's own."""

    def __init__(self, words: WordList) -> None:
        self._words = words
        self._judged = _Judged(words)

    def in_passage(self, passage: Passage) -> Iterator[Flag]:
        """Yield at most one flag for words as they are, and one for disguised ones."""
        hits = self._hits(passage)
        if hits:
            hits.sort(key=itemgetter(0, 1))
            meant = (hit for hit in hits if not _excused(hit, passage))
            yield from _flags(passage, islice(meant, MAX_PLACES))

    def entries_in(self, text: str) -> frozenset[str]:
        """Return the entries of the list that a text holds, as they stand in the list."""
        return frozenset(hit.word.text for hit in self._hits(Passage(Folded(text))))

    def _hits(self, passage: Passage) -> list[Hit]:
        """Return what the list has against a passage."""
        text = passage.folded.text.replace("\u2019", "'")
        text = _LINK.sub(_blank, text) if "@" in text or "/" in text else text
        hits: list[Hit] = []
        tokens = text.split()
        if any(map(self._judged.__getitem__, tokens)):
            hits += self._placed(text)
        if _SPELLED_GATE.search(text):
            hits += self._spelled(text)
        if self._words.may_have_phrases(passage.heard, text):
            hits += _phrases(passage, text, self._words)
        return hits

    def _placed(self, text: str) -> Iterator[Hit]:
        """Yield the hits of all words of a text with their places in it."""
        for token in re.finditer(r"\S+", text):
            for hit in self._judged[token[0]]:
                yield hit._replace(start=token.start() + hit.start, end=token.start() + hit.end)

    def _spelled(self, text: str) -> Iterator[Hit]:
        """Yield words written letter by letter, stray one-letter words beside them or not."""
        for start, _, letters in spelled_out(text):
            if letters in self._words.safe:
                continue
            for first, last in _inner(letters):
                if found := _found(letters[first:last], self._words):
                    at, end, word = found
                    left = start + 2 * (first + at)
                    yield Hit(left, left + 2 * (end - at) - 1, word, disguised=True)
                    break


def _excused(hit: Hit, passage: Passage) -> bool:
    """Tell whether the passage shows that a word is meant otherwise."""
    written, after = passage.quote(hit.start, hit.end), passage.following(hit.end)
    return hit.word.is_excused(written, after, passage.words)


def _blank(found: re.Match[str]) -> str:
    """Return spaces in place of a link or a mention, so that places stay what they are."""
    return " " * len(found[0])


def _inner(letters: str) -> Iterator[tuple[int, int]]:
    """Yield the whole, then what stays without up to two one-letter words on either side."""
    for cut in range(5):
        for first in range(max(0, cut - 2), min(cut, 2) + 1):
            last = len(letters) - (cut - first)
            stray = letters[:first] + letters[last:]
            if last - first > 2 and _NO_LETTER_MISSED.issuperset(stray):  # noqa: PLR2004
                yield first, last


def _hits_in(token: str, words: WordList) -> Iterator[Hit]:
    """Look for listed words in one word as written."""
    if "." in token and _DOMAIN.fullmatch(token):
        return
    found = False
    for part in _LETTERS.finditer(token):
        bare = part[0].removesuffix("'s")
        for at, letters in enumerate((bare, *unstretched(bare))):
            if place := _found(letters, words):
                start, end, word = place if at == 0 else (0, len(bare), place[2])
                yield Hit(part.start() + start, part.start() + end, word, disguised=at > 0)
                found = True
                break
    if not found and len(token) <= _LONGEST and not token.isalpha():
        yield from _disguised(token, words)


def _found(letters: str, words: WordList) -> tuple[int, int, Word] | None:
    """Return which letters are a listed word: all of them, unless they run on and on."""
    word = words.find(letters)
    if not word:
        return None
    at = letters.find(word.text) if len(letters) > _LONGEST else -1
    return (0, len(letters), word) if at < 0 else (at, at + len(word.text), word)


def _disguised(token: str, words: WordList) -> Iterator[Hit]:
    """Look for digits and signs in place of letters, and for letters masked by stars."""
    for part in _LEET.finditer(token):
        written = part[0].rstrip("!|+")
        if _A_CODE.fullmatch(written):
            continue
        for letters in without_digits(written):
            word = words.find(letters) or next(
                filter(None, map(words.find, unstretched(letters))), None
            )
            if word:
                yield Hit(part.start(), part.start() + len(written), word, disguised=True)
                return
    for part in _MASKED.finditer(token):
        if word := words.unmasked(part[0]):
            yield Hit(part.start(), part.end(), word, disguised=True)
            return


def _phrases(passage: Passage, text: str, words: WordList) -> Iterator[Hit]:
    """Yield listed phrases of several words."""
    for found in words.phrases_in(passage, text):
        yield Hit(
            found.start(), found.end(), words.phrases[" ".join(found[0].split())], disguised=False
        )


def _flags(passage: Passage, hits: Iterable[Hit]) -> Iterator[Flag]:
    """Sum the hits of a passage up: plain abuse, disguised abuse, the campaign's own words."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        rule = hit.word.rule if not hit.disguised else f"{hit.word.rule}.disguised"
        groups.setdefault(rule, []).append(hit)
    for rule, group in groups.items():
        stop = any(hit.word.severity is Severity.STOP for hit in group)
        yield Flag(
            kind=Kind.ABUSE,
            rule=rule,
            severity=Severity.STOP if stop else Severity.LOOK,
            reason=_reason(passage, group),
            spans=passage.spans(*((hit.start, hit.end) for hit in group)),
        )


def _reason(passage: Passage, group: list[Hit]) -> str:
    """Say what was found, as it was written."""
    quoted = list(dict.fromkeys(passage.quote(hit.start, hit.end) for hit in group))
    what = group[0].word.what if len(quoted) == 1 else f"{group[0].word.what}s"
    how = ", written to disguise it" if group[0].disguised else ""
    more = f" and {len(quoted) - MAX_QUOTED} more" if len(quoted) > MAX_QUOTED else ""
    return f"{what}{passage.where}{how}: {', '.join(quoted[:MAX_QUOTED])}{more}"


def quotation(reason: str) -> str:
    """Return what the reason of a flag for listed words quotes; empty for an erased one."""
    found = _QUOTED.fullmatch(reason)
    return found[1] if found else ""


def plain_words(quotation_: str) -> frozenset[str]:
    """Return the words of a quotation in the form in which a campaign would allow them."""
    return frozenset(
        word
        for quoted in quotation_.split(", ")
        if (word := " ".join(Folded(quoted).text.split()))
    )
