"""Where the simulator listens: its port, shut for a while where a fault wants that."""

import asyncio
import socket
import ssl
from typing import Final

from aiohttp import web

from standup_tui.simulator.faults.ways import HOST, Aim, Doors, Way

_AGAIN: Final = 0.1
"""Seconds between two attempts to take the port again that somebody else may have taken."""


class Door:
    """Takes connections for a runner.

    Args:
        port: On this machine; 0 takes a free one.

    Raises:
        OSError: The port is taken.
    """

    def __init__(self, port: int) -> None:
        self._listening = socket.create_server((HOST, port))
        self.port: int = self._listening.getsockname()[1]
        self._secure: list[tuple[socket.socket, ssl.SSLContext]] = []
        self._way: Way | None = None
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None

    async def aim(self, way: Way | None) -> Aim:
        """Return what a client is told, having blocked its way where a fault does."""
        self._way = way
        if way is None:
            return Aim(f"http://{HOST}:{self.port}")
        return await way.open(Doors(self.port, self._under))

    async def open(self, runner: web.AppRunner) -> None:
        """Begin to take connections."""
        self._runner = runner
        self._site = web.SockSite(runner, self._listening)
        await self._site.start()
        for listening, context in self._secure:
            await web.SockSite(runner, listening, ssl_context=context).start()

    async def shut(self) -> None:
        """Take no connection any more, and break those that are open."""
        site, self._site = self._site, None
        if site is None or self._runner is None or self._runner.server is None:
            return
        await site.stop()
        for one in self._runner.server.connections:
            if one.transport is not None:
                one.transport.abort()

    async def reopen(self) -> None:
        """Take connections again at the same port."""
        while self._runner is not None and self._site is None:
            try:
                listening = socket.create_server((HOST, self.port))
            except OSError:
                await asyncio.sleep(_AGAIN)
                continue
            self._site = web.SockSite(self._runner, listening)
            await self._site.start()

    async def close(self) -> None:
        """Take away what blocked the way; the runner closes the rest."""
        self._runner = None
        if self._way is not None:
            await self._way.close()

    async def _under(self, context: ssl.SSLContext) -> int:
        listening = socket.create_server((HOST, 0))
        self._secure.append((listening, context))
        return int(listening.getsockname()[1])
