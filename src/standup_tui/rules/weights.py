"""What was learned: a weight for each place that a hash may lead to, and several sets of them.

A post brings some words that nobody has used before, and each of those leads to twenty places in
every set. So the sets stand side by side in machine words, and one look-up finds what a place
weighs in five of them. The look-ups are what takes long: each leads somewhere else in a memory
that is far larger than what a processor holds.
"""

import json
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Final

FIELD: Final = 30
"""Bits of one sum; a text of hundreds of words reaches a fraction of them."""

_HALF: Final = 1 << (FIELD - 1)
_ALL: Final = (1 << FIELD) - 1

Weighed = int
"""The number of features of something and their weights by each set, a field for each.

All of them in one number, because one sum over the words is several times faster than one for
each set.
"""

_TOGETHER: Final = 5  # sets in one machine word
_NARROW: Final = 12  # bits of each there
_MOST: Final = 16  # weights, none of which is negative there, that a sum so narrow can hold
_ZERO: Final = 128  # what stands for no weight, so that none is negative
_RAISED: Final = bytes((value + _ZERO) % 256 for value in range(256))
_WIDER: Final = FIELD - _NARROW
_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH = (
    ((1 << _NARROW) - 1) << at * _NARROW for at in range(_TOGETHER)
)


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


class Table:
    """Several sets of weights, side by side."""

    def __init__(self, sets: Sequence[Weights]) -> None:
        size = max(len(one.values) for one in sets)
        self._sets = len(sets)
        self._mask = size - 1
        self._columns = tuple(
            _side_by_side(sets[first : first + _TOGETHER], size).__getitem__
            for first in range(0, len(sets), _TOGETHER)
        )
        self._raised = sum(_ZERO << (FIELD * (1 + at)) for at in range(len(sets)))

    def weigh(self, hashes: Sequence[int]) -> Weighed:
        """Return how many features these are, and what they weigh together by each set."""
        mask = self._mask
        places = [one & mask for one in hashes]
        weighed = len(places) - len(places) * self._raised
        for at in range(0, len(places), _MOST):
            some = places[at : at + _MOST]
            shift = FIELD
            for column in self._columns:
                weighed += _spread(sum(map(column, some))) << shift
                shift += _TOGETHER * FIELD
        return weighed

    def weigh_one(self, feature: int) -> Weighed:
        """Return the same for one feature."""
        place = feature & self._mask
        weighed = 1 - self._raised
        shift = FIELD
        for column in self._columns:
            weighed += _spread(column(place)) << shift
            shift += _TOGETHER * FIELD
        return weighed

    def apart(self, weighed: Weighed) -> list[int]:
        """Return the fields of a sum; a negative one has borrowed from the next."""
        fields = []
        for _ in repeat(None, self._sets + 1):
            field = ((weighed + _HALF) & _ALL) - _HALF
            fields.append(field)
            weighed = (weighed - field) >> FIELD
        return fields


def _side_by_side(sets: Sequence[Weights], size: int) -> "array[int]":
    """Return the weights of up to five sets in one machine word for each place."""
    whole, half = bytearray(8 * size), bytearray(8 * size)
    for at, one in enumerate(sets):
        # A smaller set is repeated: the lower bits of a hash lead to the same weight as before.
        values = one.values.tobytes() * (size // len(one.values))
        byte, rest = divmod(at * _NARROW, 8)
        (half if rest else whole)[byte::8] = values.translate(_RAISED)
    # What begins in the middle of a byte gets there in all words at once.
    joined = int.from_bytes(whole, "little") | int.from_bytes(half, "little") << _NARROW % 8
    column = array("Q", joined.to_bytes(8 * size, "little"))
    if sys.byteorder == "big":
        column.byteswap()
    return column


def _spread(narrow: int) -> int:
    """Return five sums of a machine word in fields of the full width."""
    return (
        narrow & _FIRST
        | (narrow & _SECOND) << _WIDER
        | (narrow & _THIRD) << 2 * _WIDER
        | (narrow & _FOURTH) << 3 * _WIDER
        | (narrow & _FIFTH) << 4 * _WIDER
    )
