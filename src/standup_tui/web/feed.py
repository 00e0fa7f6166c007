"""What is sent to browsers: made once for all of them, and only while it may be seen."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import msgspec
from msgspec import Struct

from standup_tui.ui.wall.board import Board, steady
from standup_tui.web.sight import Sight, sight, sign

BEAT = 0.5
"""Seconds between two heartbeats to a browser; one goes dark after four of them."""

_encode = msgspec.json.Encoder().encode


class Beat(Struct, frozen=True):
    """Vouches for a sight at this moment; a page shows none without."""

    number: int
    at: float
    """Seconds, by which a page notices that it hears late."""


class _Numbered(Struct, frozen=True):
    number: int
    sight: Sight


class Feed:
    """The newest sight in the bytes that go to every browser."""

    def __init__(self, board: Board, clock: Callable[[], float] = steady) -> None:
        self._board = board
        self._clock = clock
        self._sign: object = None
        self._sight: Sight | None = None
        self._bytes = b""
        self._news = asyncio.Event()
        self.number = 0
        """Raised by every other sight: also how often one was encoded."""

    def look(self) -> None:
        """Take in what may be seen now, and wake everybody whom it concerns."""
        at = self._clock()
        seen = sign(self._board, at)
        if seen == self._sign:
            return
        self._sign, taken = seen, sight(self._board, at)
        if taken == self._sight:
            return
        self.number += 1
        self._sight = taken
        self._bytes = _event("sight", _Numbered(self.number, taken))
        self._news.set()
        self._news = asyncio.Event()

    def since(self, number: int) -> bytes:
        """Return what a browser that has this sight must be sent at this moment.

        To be asked right before it is written: what was true when a browser was woken may not
        be any more.
        """
        self.look()
        beat = _event("beat", Beat(self.number, round(self._clock(), 3)))
        return beat if number == self.number else self._bytes + beat

    async def wait(self, number: int) -> None:
        """Wait until there is another sight than this one, or until it is time for a beat."""
        if number == self.number:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), BEAT)


def _event(name: str, said: Struct) -> bytes:
    """Return an event of the stream: JSON has no line breaks of its own."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), _encode(said))
