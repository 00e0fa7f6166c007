"""A hub beside the test, in a thread of its own, and terminals that say whatever they like."""

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from halls import Hall, hall
from standup_tui.protocol.messages import VERSION, Answer, Down, Hello, Role, Up, down, frame

CONSOLE = Hello(VERSION, Role.CONSOLE)
WALL = Hello(VERSION, Role.WALL)

_PATIENCE = 60.0
"""Seconds for which a hub that answers nobody is waited for."""


@contextmanager
def beside(folder: Path, posts: int = 0) -> Iterator[Hall]:
    """Run a hub in a thread; fails the test if the hub ends by itself.

    Args:
        folder: Its campaign's.
        posts: How many its store has.
    """
    ready, over = threading.Event(), threading.Event()
    halls: list[Hall] = []
    ended_early: list[bool] = []

    async def run() -> None:
        async with hall(folder) as here:
            await here.add_some(*range(1, posts + 1))
            halls.append(here)
            ready.set()
            await asyncio.to_thread(over.wait)
            ended_early.append(here.running.done())

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        assert ready.wait(_PATIENCE)
        yield halls[0]
    finally:
        over.set()
        thread.join()
    assert ended_early == [False]


class Knock:
    """One connection, which says bytes."""

    def __init__(self, folder: Path) -> None:
        self.hub = socket.socket(socket.AF_UNIX)
        self.hub.settimeout(_PATIENCE)
        self.hub.connect(str(folder / "hub.sock"))
        self._left = b""

    def say(self, *said: Up | bytes) -> None:
        """Send frames, or anything; a hub that has hung up is told nothing."""
        whole = b"".join(one if isinstance(one, bytes) else frame(one) for one in said)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.hub.sendall(whole)

    def hear(self) -> Down | None:
        """Return the next frame, or None where the hub has hung up."""
        while b"\n" not in self._left:
            try:
                piece = self.hub.recv(65536)
            except ConnectionResetError:  # with bytes of ours unread
                return None
            if not piece:
                return None
            self._left += piece
        line, _, self._left = self._left.partition(b"\n")
        return down(line)

    def hear_all(self) -> Sequence[Down]:
        """Say no more, and return all that is said until the hub hangs up."""
        with suppress(OSError):  # it has
            self.hub.shutdown(socket.SHUT_WR)
        return tuple(iter(self.hear, None))

    def answer(self, op: str) -> Answer:
        """Return the answer to a command, past all that comes before it."""
        while (said := self.hear()) is not None:
            if isinstance(said, Answer) and said.op == op:
                return said
        raise AssertionError("the hub has hung up on somebody who did nothing wrong")

    def hang_up(self) -> None:
        """Let whoever waits in another thread for what the hub says wait no more."""
        with suppress(OSError):  # the hub was first
            self.hub.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Forget the connection."""
        self.hub.close()


@contextmanager
def knock(folder: Path) -> Iterator[Knock]:
    """Connect while the block runs."""
    one = Knock(folder)
    try:
        yield one
    finally:
        one.close()
