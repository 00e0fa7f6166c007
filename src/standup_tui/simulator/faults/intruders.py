"""Lines that are no posts, in between those that are.

Ids in them are below 1,000, so that nobody takes one for a post.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from standup_tui.simulator.faults.fault import END_OF_LINE, Fault, Line, Move, Track, Trait
from standup_tui.simulator.faults.spec import one_of, size

_DEEP: Final = 10_000


def _data(**fields: object) -> bytes:
    return json.dumps({"data": {"text": "not a post", **fields}}).encode()


def _noise(dice: Random) -> bytes:
    return dice.randbytes(60).replace(b"\n", b"N").replace(b"\r", b"R")


GARBAGE: Final[Mapping[str, Callable[[Random], bytes]]] = {
    "bytes": lambda _: b"\xff\xfe\x00 garbage",
    "noise": _noise,
    "utf8": lambda _: b'{"data":{"id":"7","text":"caf\xe9 \xc3("}}',
    "surrogate": lambda _: b'{"data":{"id":"8","text":"\\ud83d alone"}}',
    "half": lambda _: b'{"data":{"id":"9","te',
    "null": lambda _: b"null",
    "list": lambda _: b"[]",
    "object": lambda _: b"{}",
    "number": lambda _: b"42",
    "string": lambda _: b'"text"',
    "null-data": lambda _: b'{"data":null}',
    "no-id": lambda _: _data(),
    "null-id": lambda _: _data(id=None),
    "int-id": lambda _: _data(id=11),
    "huge-id": lambda _: _data(id=int("9" * 23)),
    "huge-text-id": lambda _: _data(id="9" * 400),
    "word-id": lambda _: _data(id="../../etc"),
    "deep": lambda _: b'{"data":' + b"[" * _DEEP + b"]" * _DEEP + b"}",
}


class _Intruder(Fault, ABC):
    rank = 60

    def moves(self, moves: list[Move], track: Track) -> list[Move]:
        """Put a line of its own before each post."""
        del track
        done: list[Move] = []
        for move in moves:
            if isinstance(move, Line) and move.post_ids and self.strikes():
                done.append(Line(self.line() + END_OF_LINE))
            done.append(move)
        return done

    @abstractmethod
    def line(self) -> bytes:
        """Return the next one."""


class Garbage(_Intruder):
    """Bytes that are no post, of one kind or each kind in turn."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        kind = one_of(trait.value, ("turns", *GARBAGE))
        self._kinds = list(GARBAGE) if kind == "turns" else [kind]

    def line(self) -> bytes:
        """Return the next kind."""
        return GARBAGE[self._kinds[(self.struck - 1) % len(self._kinds)]](self.dice)


class HugeLine(_Intruder):
    """A well-formed line far longer than any post."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._size = size(trait.value)

    def line(self) -> bytes:
        """Return a line of so many bytes."""
        head, tail = b'{"data":{"id":"12","text":"', b'"}}'
        return head + b"x" * max(0, self._size - len(head) - len(tail)) + tail
