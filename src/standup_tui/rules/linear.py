"""A small linear model: how much the words of a text resemble those of posts once labelled.

Every word, its groups of three to five letters and every pair of neighbours has a weight of one
signed byte, found by its CRC-32. The score is their sum over the root of their number, so that
long posts are not abusive for being long. Plain Python suffices, because people use the same few
thousand words and what a word weighs is remembered. `training` makes the weights.
"""

import json
import re
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from math import sqrt
from typing import Final, NamedTuple, TypeVar

# Each begins with a character, or one of a set, which are looked for far faster than a `\b`.
_CUT: Final = re.compile(r"https?://\S+|www\.\S+|@\w+|&[a-z]{1,8};|#standup\w*|s(?<!\ws)tandup\w*")
_WORD: Final = re.compile(
    r"[a-z0-9]{1,24}(?:'[a-z]{1,6})?"
    r"|[\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"  # without colours of skin
)
_NUMBER: Final = re.compile(r"[0-9](?<!\w[0-9])[0-9]*\b")
_STRETCH: Final = re.compile(r"(.)\1{2,}")
_GROUPED: Final = 3  # shorter words have no groups of letters
_REMEMBERED: Final = 50_000
MOST_WORDS: Final = 600
"""Words of one text that are weighed; the longest post of ordinary length has fewer."""


_Key = TypeVar("_Key")
_FIELD: Final = 30
"""Bits of one sum; a text of `MOST_WORDS` words reaches a fraction of them."""
_HALF: Final = 1 << (_FIELD - 1)
_ALL: Final = (1 << _FIELD) - 1
_Weighed = int
"""Of a word or a pair: the number of its features, and their weights by each head.

All of them in one number, a field each, because one sum over the words is several times faster
than one for each head.
"""


class Token(NamedTuple):
    """A word of a text in lower case and where it stands."""

    start: int
    end: int
    word: str


def words_of(text: str) -> list[str]:
    """Return the words of a folded text that are weighed; links and mentions say no tone."""
    return [*map(_PLAIN.__getitem__, _WORD.findall(_reduced(text))[:MOST_WORDS])]


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


def features_of(word: str) -> list[int]:
    """Return the hashes of a word and of its groups of letters."""
    hashes = [zlib.crc32(b"w" + word.encode())]
    if len(word) >= _GROUPED:
        edged = f"^{word}$".encode()
        hashes += [
            zlib.crc32(b"c" + edged[at : at + size])
            for size in (3, 4, 5)
            for at in range(len(edged) - size + 1)
        ]
    return hashes


def feature_of_pair(first: str, second: str) -> int:
    """Return the hash of two neighbours."""
    return zlib.crc32(f"p{first} {second}".encode())


@dataclass(frozen=True)
class Weights:
    """What `training` learned."""

    values: "array[int]"
    """Signed bytes, a power of two of them."""
    scale: float
    """What one step of a byte is worth."""
    bias: float

    @cached_property
    def mask(self) -> int:
        """What cuts a hash down to a place among the values."""
        return len(self.values) - 1

    def to_bytes(self) -> bytes:
        """Return the weights as they are kept in a file."""
        head = json.dumps({"bits": self.mask.bit_length(), "scale": self.scale, "bias": self.bias})
        return head.encode() + b"\n" + zlib.compress(self.values.tobytes(), 9)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Weights":
        """Read what `to_bytes` wrote."""
        head, _, body = content.partition(b"\n")
        told = json.loads(head)
        values = array("b", zlib.decompress(body))
        if len(values) != 1 << told["bits"]:
            raise ValueError("the weights of the model are not whole")
        return cls(values, told["scale"], told["bias"])


class Model:
    """Scores texts by one or several sets of weights, for the look-ups of one."""

    def __init__(self, *heads: Weights) -> None:
        self._heads = heads
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
        count, *sums = self._apart(total)
        share = 1 / sqrt(count)
        return tuple(
            total * head.scale * share + head.bias
            for total, head in zip(sums, self._heads, strict=True)
        )

    def strongest(self, words: Iterable[str], head: int, most: int) -> frozenset[str]:
        """Return the words that speak most for what one set of weights learned."""
        weights = {word: self._apart(self._words[word])[1 + head] for word in words}
        return frozenset(sorted(weights, key=weights.__getitem__, reverse=True)[:most])

    def _weigh_word(self, word: str) -> _Weighed:
        return self._weighed(features_of(word))

    def _weigh_pair(self, pair: tuple[str, str]) -> _Weighed:
        feature = feature_of_pair(*pair)
        weighed = 0
        for head in reversed(self._heads):  # as `_weighed` for one: most pairs are met once
            weighed = (weighed + head.values[feature & head.mask]) << _FIELD
        return weighed + 1

    def _weighed(self, hashes: Sequence[int]) -> _Weighed:
        """Return how many features these are, and what they weigh together by each head."""
        weighed = 0
        for head in reversed(self._heads):
            values, mask = head.values, head.mask
            weighed = (weighed + sum([values[one & mask] for one in hashes])) << _FIELD
        return weighed + len(hashes)

    def _apart(self, weighed: _Weighed) -> list[int]:
        """Return the fields of a sum; a negative one has borrowed from the next."""
        fields = []
        for _ in range(len(self._heads) + 1):
            field = ((weighed + _HALF) & _ALL) - _HALF
            fields.append(field)
            weighed = (weighed - field) >> _FIELD
        return fields


class _Remembered(dict[_Key, _Weighed]):
    """What was weighed already; emptied before it holds all the words there are."""

    def __init__(self, weigh: Callable[[_Key], _Weighed]) -> None:
        super().__init__()
        self._weigh = weigh

    def __missing__(self, key: _Key) -> _Weighed:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = weighed = self._weigh(key)
        return weighed
