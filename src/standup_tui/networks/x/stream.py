"""The filtered stream: one connection through tweepy, without tweepy's own reconnecting.

tweepy 4.17 reconnects by itself: at once and for ever after a clean close, after a refusal too,
and ends silently on anything unexpected. Whoever reads here is told instead, once, and decides.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import Any, Final

from tweepy.asynchronous import AsyncStreamingClient

from standup_tui.errors import SourceDropped, SourceError
from standup_tui.networks.x.billing import ring
from standup_tui.networks.x.mapping import Line, read_line
from standup_tui.networks.x.payload import FIELDS
from standup_tui.networks.x.refusal import dropped, refused
from standup_tui.networks.x.rules import Synced
from standup_tui.networks.x.session import Refused, Wire
from standup_tui.networks.x.tape import Tape
from standup_tui.ports.clock import SYSTEM, Clock
from standup_tui.ports.money import Till
from standup_tui.ports.source import Arrived, Batch, Unreadable

WAITING: Final = 500
"""Lines that wait to be read; when there are more, X has to wait, and in the end hangs up."""
HELD: Final = 2**23
"""Bytes in them after which X has to wait too, and of one batch."""
TOGETHER: Final = 200
"""Lines that make one batch at most."""
_ALIVE: Final = b""
"""A blank line, or the beginning: nothing but a sign of life."""


class _Waiting(asyncio.Queue[bytes | None]):
    """Lines that nobody has read yet; None wakes a reader: the connection has ended."""

    def __init__(self) -> None:
        super().__init__(WAITING)
        self.bytes = 0

    def full(self) -> bool:
        """Tell whether X has to wait."""
        return self.bytes >= HELD or self.qsize() >= WAITING

    def _put(self, item: bytes | None) -> None:
        self.bytes += len(item or b"")
        super()._put(item)

    def _get(self) -> bytes | None:
        item: bytes | None = super()._get()
        self.bytes -= len(item or b"")
        return item

    def left(self) -> Iterator[bytes | None]:
        """Take what is still there."""
        while not self.empty():
            yield self.get_nowait()


class _Connection(AsyncStreamingClient):  # type: ignore[misc]  # tweepy is untyped
    """Puts lines into a queue and remembers why the connection ended."""

    def __init__(self, bearer_token: str, wire: Wire) -> None:
        super().__init__(bearer_token, max_retries=0)
        self.session = wire.session
        self.lines = _Waiting()
        self.ended: SourceError | None = None

    async def on_connect(self) -> None:
        await self.lines.put(_ALIVE)

    async def on_data(self, raw_data: bytes) -> None:
        await self.lines.put(raw_data)

    async def on_keep_alive(self) -> None:
        await self.lines.put(_ALIVE)

    async def on_closed(self, _: object) -> None:
        await self._end(SourceDropped("X closed the stream."))

    async def on_connection_error(self) -> None:
        # tweepy does not hand the error on, but calls this while it handles it.
        await self._end(dropped(sys.exception() or ConnectionError()))

    async def on_request_error(self, status_code: int) -> None:
        # Refusals never come this far, see `Refused`; this is a success without a stream.
        await self._end(SourceDropped(f"X answered {status_code} instead of a stream."))

    async def on_exception(self, exception: Exception) -> None:
        if isinstance(exception, Refused):
            self.ended = refused(exception)
        else:
            self.ended = dropped(exception)

    async def on_disconnect(self) -> None:
        """Stay silent: whoever reads is told."""

    async def _end(self, why: SourceError) -> None:
        self.ended = why
        self.disconnect()
        # The cancellation lands here, before tweepy can connect again.
        await asyncio.sleep(0)

    async def stop(self) -> None:
        """End the connection, whatever state it is in, and its session."""
        self.disconnect()
        if self.task is not None:
            await asyncio.wait([self.task])
        await self.session.close()


class Stream:
    """The stream of one app.

    Args:
        base_url: Https, or http on this machine.
        bearer_token: Of the app; the only token X takes here.
        quiet: Seconds of silence after which the connection is lost.
        proxy: The way to X; empty: what the environment says.
        till: Is told of every post that came, also of those that only others wanted.
        tape: Writes down what this campaign wanted, as it came.
        clock: Says when a refusal came.
    """

    def __init__(  # noqa: PLR0913  # what the session and the lines need
        self,
        base_url: str,
        bearer_token: str,
        quiet: float,
        *,
        proxy: str = "",
        till: Till | None = None,
        tape: Tape | None = None,
        clock: Clock = SYSTEM,
    ) -> None:
        self._tape = tape
        self._base_url = base_url
        self._token = bearer_token
        self._quiet = quiet
        self._proxy = proxy
        self._till = till
        self._clock = clock

    async def batches(self, synced: Synced) -> AsyncGenerator[Batch, None]:
        """Connect and yield what comes; the first batch, an empty one, means: connected.

        Args:
            synced: The rules, to leave out what others on the same app asked for.

        Raises:
            SourceDropped: The connection ended.
            SourceRefused: X says no, and why.
        """
        wire = Wire(
            self._base_url,
            quiet=self._quiet,
            stream=True,
            proxy=self._proxy,
            clock=self._clock,
        )
        connection: Any = _Connection(self._token, wire)
        try:
            running = connection.filter(**FIELDS)
            running.add_done_callback(lambda _: _wake(connection.lines))
            while True:
                lines = await _next(connection.lines, running)
                told = [line for line in lines if line]
                read = [read_line(line) for line in told]
                ring(self._till, [line.charge for line in read])
                self._record(told, read, synced)
                if lines:
                    yield Batch(tuple(_wanted(read, synced)))
                if farewell := next((line.farewell for line in read if line.farewell), None):
                    raise SourceDropped(f"X closes the stream: {farewell}")
                if connection.lines.empty() and running.done():
                    raise connection.ended or SourceDropped("The stream ended.")
        finally:
            await connection.stop()
            ring(self._till, [read_line(it).charge for it in connection.lines.left() if it])

    def _record(self, lines: Sequence[bytes], read: Sequence[Line], synced: Synced) -> None:
        """Write down what was wanted, and how the connection was ended."""
        if self._tape is not None:
            for raw, line in zip(lines, read, strict=True):
                wanted = line.item is not None and synced.wants(line.matched)
                if wanted or line.farewell:
                    self._tape.keep(raw)


async def _next(lines: _Waiting, running: "asyncio.Task[None]") -> list[bytes]:
    """Wait for a line and take along those that are there; none: the connection has ended."""
    if running.done() and lines.empty():
        return []
    taken = [await lines.get()]
    size = len(taken[0] or b"")
    while len(taken) < TOGETHER and size < HELD and not lines.empty():
        taken.append(lines.get_nowait())
        size += len(taken[-1] or b"")
    return [line for line in taken if line is not None]


def _wake(lines: _Waiting) -> None:
    """End the wait of a reader; where lines are waiting nobody is."""
    if lines.empty():
        lines.put_nowait(None)


def _wanted(read: Sequence[Line], synced: Synced) -> list[Arrived | Unreadable]:
    return [line.item for line in read if line.item is not None and synced.wants(line.matched)]
