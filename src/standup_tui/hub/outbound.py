"""What waits to be sent to one terminal, and in which order it goes.

Whoever speaks to a terminal puts it here and goes on; only the terminal's own task waits for it
to read. So one that does not read holds up nobody, and costs no more memory than what fits here.
"""

import asyncio
import logging
from collections import deque

from standup_tui.errors import StoreError
from standup_tui.hub.feed import Feed
from standup_tui.protocol.messages import Down, Role, frame

_log = logging.getLogger(__name__)

_UNSENT = 2**20
"""Bytes of answers that may wait for a terminal; it is heard again when some have gone out."""


class Outbound:
    """Everything on its way to one terminal."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._answers: deque[bytes] = deque()
        self._unsent = 0
        """Bytes of these."""
        self._pulse: bytes | None = None
        self._story: bytes | None = None
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    @property
    def waiting(self) -> int:
        """How many bytes wait that no task has begun to write."""
        return self._unsent + len(self._pulse or b"") + len(self._story or b"")

    def say(self, message: Down) -> None:
        """Put an answer on its way."""
        answer = frame(message)
        self._answers.append(answer)
        self._unsent += len(answer)
        if self._unsent >= _UNSENT:
            self._room.clear()
        self._wake.set()

    def beat(self, pulse: bytes) -> None:
        """Put the newest heartbeat on its way; older ones that wait are worth nothing."""
        self._pulse = pulse
        self._wake.set()

    def tell(self, story: bytes) -> None:
        """Put an opened post on its way; an older one that waits is not looked at any more."""
        self._story = story
        self._wake.set()

    def poke(self) -> None:
        """Something changed."""
        self._wake.set()

    async def room(self) -> None:
        """Wait until there is room for another answer.

        A terminal that asks for more than it reads waits for itself, and loses its session when
        it reads nothing at all.
        """
        await self._room.wait()

    async def send_all(self, feed: Feed, role: Role, after: int) -> None:
        """Send what waits: the heartbeat, then what changed, then the answers.

        An answer comes after its effect, so that the next key meets the post as the last
        one left it: only what waited before the changes were asked for goes out behind them.

        Args:
            feed: Where changes are had.
            role: Who is at the other end.
            after: The last sequence number that it has.
        """
        sent = after
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                answers, more = len(self._answers), True
                while more:
                    self._send_pulse()
                    encoded, seq, more = await feed.after(sent, role)
                    if seq != sent:
                        self._writer.write(encoded)
                        sent = seq
                    await self._writer.drain()
                self._send_answers(answers)
                if self._story is not None:
                    self._writer.write(self._story)
                    self._story = None
                await self._writer.drain()
        except OSError:
            return
        except StoreError as error:
            _log.error("changes cannot be read: %s", error)  # known, no traceback
            await asyncio.sleep(1)

    def _send_pulse(self) -> None:
        if self._pulse is not None:
            self._writer.write(self._pulse)
            self._pulse = None

    def _send_answers(self, number: int) -> None:
        for _ in range(number):
            answer = self._answers.popleft()
            self._unsent -= len(answer)
            self._writer.write(answer)
        if self._unsent < _UNSENT:
            self._room.set()
