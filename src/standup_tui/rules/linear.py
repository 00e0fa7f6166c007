"""A small linear model: how much the words of a text resemble those of abusive posts.

Every word, its groups of three to five letters and every pair of neighbours has a weight of one
signed byte, found by its CRC-32. The score is their sum over the root of their number, so that
long posts are not abusive for being long. Plain Python suffices, because people use the same few
thousand words and what a word weighs is remembered. `training` makes the weights.
"""

import json
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import sqrt
from typing import Final, NamedTuple

_CUT: Final = re.compile(r"https?://\S+|www\.\S+|@\w+|&[a-z]{1,8};|#?\bstandup\w*")
_WORD: Final = re.compile(
    r"[a-z0-9]{1,24}(?:'[a-z]{1,6})?"
    r"|[\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"  # without colours of skin
)
_STRETCH: Final = re.compile(r"(.)\1{2,}")
_GROUPED: Final = 3  # shorter words have no groups of letters
_REMEMBERED: Final = 50_000
MOST_WORDS: Final = 600
"""Words of one text that are weighed; the longest post of ordinary length has fewer."""


class Token(NamedTuple):
    """A word of a text in lower case and where it stands."""

    start: int
    end: int
    word: str


def words_of(text: str) -> list[str]:
    """Return the words of a folded text that are weighed; links and mentions say no tone."""
    words = _WORD.findall(_without_links(text))[:MOST_WORDS]
    return [_plain(word) for word in words] if _STRETCH.search(text) else words


def tokens(text: str) -> Iterator[Token]:
    """Yield the same words with their places."""
    for found in islice(_WORD.finditer(_without_links(text)), MOST_WORDS):
        yield Token(found.start(), found.end(), _plain(found[0]))


def _without_links(text: str) -> str:
    """Return a text of the same length without what is no word of its author."""
    text = text.replace("\u2019", "'")
    if "@" in text or "/" in text or "&" in text or "#" in text:
        return _CUT.sub(lambda found: " " * len(found[0]), text)
    return text


def _plain(word: str) -> str:
    """Return a word with no letter more than twice in a row."""
    return _STRETCH.sub(r"\1\1", word)


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

    @property
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
    """Scores texts: above zero means more like abuse than not."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._words: dict[str, tuple[int, int]] = {}
        self._pairs: dict[tuple[str, str], int] = {}

    def score(self, words: list[str]) -> float:
        """Return how much the words resemble abuse."""
        total = count = 0
        before = "^"
        known, pairs = self._words, self._pairs
        for word in words:
            weight, features = known.get(word) or self._weigh(word)
            pair = (before, word)
            beside = pairs.get(pair)
            if beside is None:
                beside = self._weigh_pair(pair)
            total += weight + beside
            count += features + 1
            before = word
        return total * self._weights.scale / sqrt(count or 1) + self._weights.bias

    def strongest(self, words: Iterable[str], most: int) -> frozenset[str]:
        """Return the words that speak most for abuse."""
        weights = {word: self._weigh(word)[0] for word in words}
        return frozenset(sorted(weights, key=weights.__getitem__, reverse=True)[:most])

    def _weigh(self, word: str) -> tuple[int, int]:
        """Return what a word and its letters weigh together, and how many features they are."""
        values, mask = self._weights.values, self._weights.mask
        hashes = features_of(word)
        weighed = sum(values[one & mask] for one in hashes), len(hashes)
        if len(self._words) >= _REMEMBERED:
            self._words.clear()
        self._words[word] = weighed
        return weighed

    def _weigh_pair(self, pair: tuple[str, str]) -> int:
        """Return what two neighbours weigh."""
        weight = self._weights.values[feature_of_pair(*pair) & self._weights.mask]
        if len(self._pairs) >= _REMEMBERED:
            self._pairs.clear()
        self._pairs[pair] = weight
        return weight
