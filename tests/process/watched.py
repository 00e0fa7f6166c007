"""A browser on the wall's page as a recorder: what it would show, at every moment."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import aiohttp

from standup_tui.protocol.messages import SILENT
from web.pages import Listener


class Fair:
    """Seconds as a test may count them on a busy machine: only those in which it had its turn."""

    def __init__(self) -> None:
        self.now = 0.0

    async def run(self, tick: Callable[[], None], step: float = 0.05) -> None:
        """Count for ever, and look each time."""
        while True:
            await asyncio.sleep(step)
            self.now += step
            tick()


class Watcher:
    """One browser: shows what was vouched for, and nothing once it heard nothing for too long."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._told = Listener()
        self._heard = 0.0
        self.phases: set[str] = set()

    async def run(self) -> None:
        """Look at the page for ever, as browsers do."""
        loop = asyncio.get_running_loop()
        while True:
            told = self._told = Listener()
            with suppress(aiohttp.ClientError, asyncio.IncompleteReadError, OSError):
                async with aiohttp.ClientSession() as http, http.get(f"{self._url}events") as sse:
                    while event := (await sse.content.readuntil(b"\n\n")).decode():
                        told.take(event.removesuffix("\n\n"))
                        self._heard = loop.time()
            self._told = Listener()
            await asyncio.sleep(0.1)

    @property
    def seen(self) -> str:
        """What it shows now."""
        silent = asyncio.get_running_loop().time() - self._heard > SILENT
        if silent or not self._told.sights:
            return ""
        self.phases.add(self._told.sight["phase"])
        return self._told.seen
