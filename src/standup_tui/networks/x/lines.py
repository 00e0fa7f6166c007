"""Lines of the stream, however long they are, in little memory.

aiohttp 3.14 gives up on a line of twice its buffer, and the connection with it; here such a line
costs its first bytes only, and the next one follows.
"""

import time
from typing import Any, Final, Self

import aiohttp

LONGEST: Final = 2**21
"""Bytes; posts have some thousand, and the longest articles stay below one million."""
_HEAD: Final = 2**14
"""Bytes kept of a line that is longer."""
_BREATH: Final = 1.0
"""Seconds between two signs of life while a line comes in bit by bit."""


class TooLong(bytes):
    """The beginning of a line that is longer than any post."""

    size: int
    """Bytes of the whole line."""

    def strip(self, _: object = None, /) -> Self:
        """Stay what it is, for tweepy strips every line it passes on."""
        return self


class Lines:
    """Takes the place of an answer's body and yields its lines.

    A blank line is a sign of life, as it is on X's stream; one is yielded too while a line comes
    in so slowly that nothing else would show the connection to be alive.

    Args:
        body: Of the answer; whatever else is asked of a body is asked of it.
        longest: Bytes of the longest line that is kept whole.
    """

    def __init__(self, body: aiohttp.StreamReader, longest: int = LONGEST) -> None:
        self._body = body
        self._longest = longest
        self._chunk = b""
        self._at = 0
        self._kept = bytearray()
        self._size = 0
        self._told = time.monotonic()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        came = False
        while (line := self._cut()) is None:
            if came and time.monotonic() - self._told >= _BREATH:
                line = b""
                break
            self._chunk, self._at = await self._body.readany(), 0
            came = True
            if not self._chunk:
                if not self._size:
                    raise StopAsyncIteration
                line = self._whole()
                break
        self._told = time.monotonic()
        return line

    def _cut(self) -> bytes | None:
        """Return the next line of the chunk; None: it has no whole one, its rest is kept."""
        end = self._chunk.find(b"\n", self._at)
        if end >= 0:
            part = self._chunk[self._at : end]
            self._at = end + 1
            if not self._size and len(part) <= self._longest:
                return part  # as nearly always: it came in one piece
            self._keep(part)
            return self._whole()
        self._keep(self._chunk[self._at :])
        self._chunk, self._at = b"", 0
        return None

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= self._longest:
            self._kept += part
        elif len(self._kept) > _HEAD:
            self._kept = self._kept[:_HEAD]
        else:
            self._kept += part[: _HEAD - len(self._kept)]

    def _whole(self) -> bytes:
        line: bytes = bytes(self._kept)
        if self._size > self._longest:
            line = TooLong(line)
            line.size = self._size
        self._kept, self._size = bytearray(), 0
        return line
