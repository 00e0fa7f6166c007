"""A small linear model: how much the words of a text resemble those of posts once labelled.

Every word, its groups of three to five letters and every pair of neighbours has a weight of one
signed byte, found by its CRC-32. The score is their sum over the root of their number, so that
long posts are not abusive for being long. Plain Python suffices, because people use the same few
thousand words and what a word weighs is remembered. `training` makes the weights.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice, pairwise
from math import sqrt
from typing import Final, NamedTuple, TypeVar
from zlib import crc32

from standup_tui.rules.folding import Only
from standup_tui.rules.weights import Table, Weighed, Weights

# Each begins with a character, or one of a set, which are looked for far faster than a `\b`.
_CUT: Final = re.compile(r"https?://\S+|www\.\S+|@\w+|&[a-z]{1,8};|#standup\w*|s(?<!\ws)tandup\w*")
_WORD: Final = re.compile(
    r"[a-z0-9]{1,24}(?:'[a-z]{1,6})?"
    r"|[\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"  # without colours of skin
)
_NUMBER: Final = re.compile(r"[0-9](?<!\w[0-9])[0-9]*\b")
_ONLY_WORDS: Final = Only("abcdefghijklmnopqrstuvwxyz0123456789'")
_STRETCH: Final = re.compile(r"(.)\1{2,}")
_GROUPED: Final = 3  # shorter words have no groups of letters
_SIZES: Final = (3, 4, 5)  # letters of a group
_OF_WORD, _OF_GROUP = crc32(b"w"), crc32(b"c")
_REMEMBERED: Final = 50_000
MOST_WORDS: Final = 600
"""Words of one text that are weighed; the longest post of ordinary length has fewer."""

_Key = TypeVar("_Key")


class Token(NamedTuple):
    """A word of a text in lower case and where it stands."""

    start: int
    end: int
    word: str


def words_of(text: str) -> list[str]:
    """Return the words of a folded text that are weighed; links and mentions say no tone."""
    text = _reduced(text)
    if text.isascii():
        parts = _ONLY_WORDS.words(text)
        return [*chain.from_iterable(map(_IN_PART.__getitem__, parts))][:MOST_WORDS]
    return [*map(_PLAIN.__getitem__, _WORD.findall(text)[:MOST_WORDS])]


def tokens(text: str) -> Iterator[Token]:
    """Yield the same words with their places."""
    for found in islice(_WORD.finditer(_reduced(text)), MOST_WORDS):
        yield Token(found.start(), found.end(), _PLAIN[found[0]])


def _reduced(text: str) -> str:
    """Return a text of the same length without what is no word of its author, nor which number."""
    text = text.replace("\u2019", "'")
    if "@" in text or "/" in text or "&" in text or "#" in text:
        text = _CUT.sub(lambda found: " " * len(found[0]), text)
    return _NUMBER.sub(lambda found: "0" * len(found[0]), text)


def _plain(word: str) -> str:
    """Return a word with no letter more than twice in a row."""
    return _STRETCH.sub(r"\1\1", word)


class _Plain(dict[str, str]):
    """What `_plain` made of a word: looking it up costs less than looking for a stretch."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = plain = _plain(word)
        return plain


_PLAIN: Final = _Plain()


class _InPart(dict[str, tuple[str, ...]]):
    """The words in letters, digits and apostrophes between spaces: hardly ever several."""

    def __missing__(self, part: str) -> tuple[str, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[part] = words = tuple(map(_plain, _WORD.findall(part)))
        return words


_IN_PART: Final = _InPart()


def features_of(word: str) -> list[int]:
    """Return the hashes of a word and of its groups of letters."""
    hashes = [crc32(word.encode(), _OF_WORD)]
    if len(word) >= _GROUPED:
        edged = f"^{word}$".encode()
        groups = map(edged.__getitem__, _groups(len(edged)))
        hashes += [crc32(group, _OF_GROUP) for group in groups]
    return hashes


@cache
def _groups(length: int) -> tuple[slice, ...]:
    """Return where the groups stand in so many letters."""
    return tuple(slice(at, at + size) for size in _SIZES for at in range(length - size + 1))


def feature_of_pair(first: str, second: str) -> int:
    """Return the hash of two neighbours."""
    return crc32(f"p{first} {second}".encode())


class Model:
    """Scores texts by one or several sets of weights, for the look-ups of one."""

    def __init__(self, *heads: Weights) -> None:
        self._heads = heads
        self._table = Table(heads)
        self._words = _Remembered[str](self._weigh_word)
        self._pairs = _Remembered[tuple[str, str]](self._weigh_pair)

    def scores(self, words: Sequence[str]) -> tuple[float, ...]:
        """Return for each set of weights how much the words resemble what it learned.

        Above zero means more like it than not.
        """
        if not words:
            return tuple(head.bias for head in self._heads)
        total = sum(map(self._words.__getitem__, words))
        total += sum(map(self._pairs.__getitem__, pairwise(("^", *words))))
        count, *sums = self._table.apart(total)
        share = 1 / sqrt(count)
        return tuple(
            total * head.scale * share + head.bias
            for total, head in zip(sums, self._heads, strict=True)
        )

    def strongest(self, words: Iterable[str], head: int, most: int) -> frozenset[str]:
        """Return the words that speak most for what one set of weights learned."""
        weights = {word: self._table.apart(self._words[word])[1 + head] for word in words}
        return frozenset(sorted(weights, key=weights.__getitem__, reverse=True)[:most])

    def _weigh_word(self, word: str) -> Weighed:
        return self._table.weigh(features_of(word))

    def _weigh_pair(self, pair: tuple[str, str]) -> Weighed:
        return self._table.weigh_one(feature_of_pair(*pair))


class _Remembered(dict[_Key, Weighed]):
    """What was weighed already; emptied before it holds all the words there are."""

    def __init__(self, weigh: Callable[[_Key], Weighed]) -> None:
        super().__init__()
        self._weigh = weigh

    def __missing__(self, key: _Key) -> Weighed:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = weighed = self._weigh(key)
        return weighed
