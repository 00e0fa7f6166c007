"""Bytes on a connection: JSON as X writes it, compression, one byte at a time, a reset."""

import json
import socket
import struct
import zlib
from typing import Any, Final

from aiohttp import web

from standup_tui.simulator.clock import Clock

_PIECE: Final = 2**16
_TICK: Final = 0.005
"""Seconds below which a pause between two bytes is not worth a timer."""


def encode(body: Any) -> bytes:
    """Write JSON as X does: UTF-8 without spaces; a lone surrogate becomes an escape."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def reset(request: web.Request) -> None:
    """End a connection with RST: what the client has not read yet is lost to it."""
    transport = request.transport
    if transport is None:
        return
    # Without lingering, close() sends RST in place of FIN (socket(7), SO_LINGER).
    if (sock := transport.get_extra_info("socket")) is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class Wire:
    """The body of one long answer.

    Args:
        request: What is answered.
        response: Its answer, not yet begun.
        clock: Paces a slow one.
    """

    def __init__(self, request: web.Request, response: web.StreamResponse, clock: Clock) -> None:
        self._request = request
        self._response = response
        self._clock = clock
        self._zip = None
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.headers["Content-Encoding"] = "gzip"
            self._zip = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)

    async def open(self) -> None:
        """Send the headers."""
        self._response.enable_chunked_encoding()
        await self._response.prepare(self._request)

    async def send(self, data: bytes, *, drip: float | None = None, flush: bool = True) -> None:
        """Send bytes.

        Args:
            data: What to send.
            drip: Bytes a second, one byte per write; 0 is without a pause; None is normal.
            flush: Whether compressed bytes can be read at once.
        """
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            last = start + _PIECE >= len(data)
            if self._zip:
                piece = self._zip.compress(piece)
                piece += self._zip.flush(zlib.Z_SYNC_FLUSH) if flush and last else b""
            if drip is not None:
                await self._drip(piece, drip)
            elif piece:
                await self._response.write(piece)

    async def close(self) -> None:
        """End the answer in order."""
        if self._zip and (rest := self._zip.flush()):
            await self._response.write(rest)
        await self._response.write_eof()

    async def _drip(self, data: bytes, rate: float) -> None:
        pause, owed = (1 / rate if rate else 0.0), 0.0
        for number in range(len(data)):
            await self._response.write(data[number : number + 1])
            owed += pause
            if owed >= _TICK or (not rate and number % 64 == 0):
                await self._clock.sleep(owed)
                owed = 0.0
