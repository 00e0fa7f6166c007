"""The way to the simulator: blocked for a while, or from the beginning to the end."""

import asyncio
import ssl
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Final

from standup_tui.simulator.faults.fault import Fault, Trait
from standup_tui.simulator.faults.hand import Hand
from standup_tui.simulator.faults.spec import one_of

HOST: Final = "127.0.0.1"
_NOWHERE: Final = "https://x.simulator.invalid"
"""A name that no name server may ever know (RFC 6761)."""
_CERTIFICATE: Final = "untrusted.pem"
"""Of a made-up machine, with its key, signed by itself and trusted by nobody."""
_SAYS: Final = {
    "refuses": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    "password": (
        b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n'
        b"Content-Length: 0\r\n\r\n"
    ),
    "dead": b"",
}
_FOR_GOOD: Final = 1e6
"""Seconds; longer than any day."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a client is told about the way."""

    base_url: str
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Doors:
    """What a blocked way can be made of."""

    port: int
    """Where the simulator listens."""
    serve_tls: Callable[[ssl.SSLContext], Awaitable[int]]
    """Serves under a certificate too; returns the port."""


class Way(Fault, ABC):
    """A way that is blocked from the beginning to the end; when and where mean nothing to it."""

    @abstractmethod
    async def open(self, doors: Doors) -> Aim:
        """Block it, and return what a client is told."""

    async def close(self) -> None:
        """Take away what blocked it."""


class UnknownName(Way):
    """X's name cannot be found."""

    async def open(self, doors: Doors) -> Aim:
        """Name a machine that cannot be."""
        del doors
        return Aim(_NOWHERE)


class NoTls(Way):
    """What answers on X's port does not speak TLS."""

    async def open(self, doors: Doors) -> Aim:
        """Ask for TLS where there is none."""
        return Aim(f"https://{HOST}:{doors.port}")


class Untrusted(Way):
    """X's certificate is none that this machine trusts, as behind a proxy that inspects."""

    async def open(self, doors: Doors) -> Aim:
        """Serve under such a certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with as_file(files("standup_tui.simulator.faults") / _CERTIFICATE) as path:
            context.load_cert_chain(path)
        return Aim(f"https://{HOST}:{await doors.serve_tls(context)}")


class BadProxy(Way):
    """The proxy on the way does not let anybody through."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._answer = _SAYS[one_of(trait.value, _SAYS)]
        self._server: asyncio.Server | None = None

    async def open(self, doors: Doors) -> Aim:
        """Put a proxy in the way, or nothing where one should be."""
        del doors
        server = await asyncio.start_server(self._refuse, HOST, 0)
        port = server.sockets[0].getsockname()[1]
        if self._answer:
            self._server = server
        else:
            server.close()
        return Aim(_NOWHERE, f"http://{HOST}:{port}")

    async def close(self) -> None:
        """Take it away."""
        if self._server is not None:
            self._server.close()

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._answer)
            await writer.drain()
        writer.close()


class Unreachable(Fault):
    """Nobody takes a connection, and those that are open break."""

    async def run(self, hand: Hand) -> None:
        """Shut the door when its time comes, and open it again."""
        await self.clock.sleep(max(0.0, self.began - self.clock.monotonic()))
        await hand.shut()
        try:
            await self.clock.sleep(min(self.trait.spec.lasts, _FOR_GOOD))
        finally:
            await hand.reopen()
