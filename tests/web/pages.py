"""The wall's page in this process, at a free port, and a browser that only listens."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from cli.commands import STANDUP, clean_environment
from standup_tui.ui.wall import board as board_module
from standup_tui.ui.wall.board import Board, steady
from standup_tui.ui.wall.wishes import Wishes
from standup_tui.web.feed import Feed
from standup_tui.web.gate import HERE, Address, Gate
from standup_tui.web.serving import listen
from standup_tui.web.site import Site
from standup_tui.web.watch import Watch
from timing import turns_until


@dataclass
class Page:
    """A page that is served."""

    url: str
    port: int
    board: Board
    feed: Feed
    site: Site
    watched: asyncio.Task[None]
    said: list[str] = field(default_factory=list)


@asynccontextmanager
async def page(
    place: Path,
    wishes: Wishes | None = None,
    proxy: Address | None = None,
    token: str = "",
) -> AsyncIterator[Page]:
    """Serve the wall of a hub, there or not, while the block runs."""
    board = Board(steady(), wishes)
    feed = Feed(board)
    listening = listen(0)
    port = listening.getsockname()[1]
    gate = Gate(port, proxy, token)
    site = Site(feed, gate)
    runner = site.runner()
    await runner.setup()
    await web.SockSite(runner, listening).start()
    said: list[str] = []
    watched = asyncio.create_task(Watch(place, "foyer", board, feed, said.append).run())
    try:
        yield Page(f"http://{HERE}:{port}{gate.root}", port, board, feed, site, watched, said)
    finally:
        watched.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await watched
        await runner.cleanup()


def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pages and boards bear a minute of silence: for tests of something else.

    A busy machine may hold up everything for two seconds, and the wall is right to let go then.
    """
    monkeypatch.setattr(board_module, "SILENT", 60.0)
    read = Site.read

    def slower(name: str) -> bytes:
        return read(name).replace(b"SILENT = 2000", b"SILENT = 60000")

    monkeypatch.setattr(Site, "read", staticmethod(slower))
    assert slower("link.js") != read("link.js")


class Listener:
    """What one browser is told: the sight that was vouched for last, and all before it."""

    def __init__(self) -> None:
        self.sights: list[dict[str, Any]] = []
        self.beats = 0
        self._waiting: dict[str, Any] | None = None

    @property
    def sight(self) -> dict[str, Any]:
        """What it may show."""
        return self.sights[-1]

    @property
    def seen(self) -> str:
        """All of that as one text, numbers and signs included."""
        return json.dumps(self.sight, ensure_ascii=False)

    def take(self, event: str) -> None:
        """Take in one event of the stream, strictly."""
        name, data = event.split("\n")
        told = json.loads(data.removeprefix("data: "))
        if name == "event: sight":
            self._waiting = told
            return
        assert name == "event: beat"
        self.beats += 1
        if self._waiting is not None:
            assert self._waiting["number"] == told["number"]
            self.sights.append(self._waiting["sight"])
            self._waiting = None

    async def listen(self, http: aiohttp.ClientSession, url: str) -> None:
        """Listen until the other side ends it."""
        async with http.get(f"{url}events") as stream:
            assert stream.status == 200, await stream.text()
            while event := (await stream.content.readuntil(b"\n\n")).decode():
                self.take(event.removesuffix("\n\n"))

    async def until(self, true: Callable[["Listener"], object], seconds: float = 30) -> None:
        """Wait until it was told something."""
        await turns_until(lambda: self.sights and true(self), seconds)


@asynccontextmanager
async def listener(url: str) -> AsyncIterator[Listener]:
    """Give a browser that listens while the block runs."""
    one = Listener()
    async with aiohttp.ClientSession() as http:
        task = asyncio.create_task(one.listen(http, url))
        try:
            yield one
        finally:
            task.cancel()
            with suppress(
                asyncio.CancelledError, aiohttp.ClientError, asyncio.IncompleteReadError
            ):
                await task


def shows(text: str) -> Callable[[Listener], bool]:
    """Say whether a text may be seen now."""
    return lambda one: text in one.seen


def shows_no(text: str) -> Callable[[Listener], bool]:
    """Say whether it may not."""
    return lambda one: text not in one.seen


def phase(name: str) -> Callable[[Listener], bool]:
    """Say whether the page is in a phase."""
    return lambda one: bool(one.sight["phase"] == name)


@asynccontextmanager
async def serving(
    folder: Path, *words: str, **environ: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Give the running command, and the first line it said."""
    running = await asyncio.create_subprocess_exec(
        *STANDUP,
        "wall",
        str(folder),
        "--web",
        *words,
        env={**clean_environment(folder.parent), **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    try:
        yield running, (await asyncio.wait_for(running.stdout.readline(), 60)).decode()
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()


def campaign_in(home: Path) -> Path:
    """Make a small campaign and return its folder."""
    folder = home / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    return folder


def address_in(line: str) -> str:
    """Return where it says that the page is."""
    return line.split(" at ")[1].split(" ", maxsplit=1)[0]
