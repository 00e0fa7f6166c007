"""Whoever looks at the walls in a storm: browsers and projections, and what they saw when."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import time
from typing import Protocol

import aiohttp

from process.decided import Capture, Marks
from standup_tui.protocol.messages import SILENT
from web.pages import Listener

_MARK = re.compile(r"@w(\d{4})w\1\b")


def handle(number: int) -> str:
    """Return the handle by which a post is told on any wall.

    The number stands there twice: a screen that is half drawn may show the beginning of one
    handle and the end of another, which is neither.
    """
    return f"w{number:04}w{number:04}"


def told(text: str) -> frozenset[str]:
    """Return the numbers of the posts that are in a text."""
    return frozenset(_MARK.findall(text))


def named(body: bytes | str) -> str:
    """Return the number of a stored post."""
    text = body if isinstance(body, str) else body.decode()
    found = re.search(r'"w(\d{4})w\1"', text)
    assert found, text
    return found[1]


class Wall(Protocol):
    """One wall as somebody sees it."""

    name: str

    @property
    def seen(self) -> str:
        """All that can be read on it now."""
        ...


class Fair:
    """Seconds as a test may count them on a busy machine: only those in which it had its turn."""

    def __init__(self) -> None:
        self.now = 0.0
        self.marks = Marks()

    async def run(self, tick: Callable[[], None], step: float = 0.05) -> None:
        """Count for ever, and look each time."""
        while True:
            self.marks.mark(time(), self.now)
            tick()
            await asyncio.sleep(step)
            self.now += step


class Recorder:
    """Writes down what every wall shows, twenty times a second."""

    def __init__(self, clock: Fair, walls: Sequence[Wall]) -> None:
        self._clock = clock
        self._walls = walls
        self._last: dict[str, tuple[str, frozenset[str]]] = {}
        self.captures: list[Capture] = []
        """All of those in which there were posts."""
        self.looks: Counter[str] = Counter()
        """How often each wall was looked at."""
        self.empty: Counter[str] = Counter()
        """How often there was no post on it."""

    def look(self) -> None:
        """Look at all of them once."""
        for wall in self._walls:
            text = wall.seen
            before, posts = self._last.get(wall.name, ("", frozenset()))
            if text is not before:
                posts = told(text)
                self._last[wall.name] = text, posts
            self.looks[wall.name] += 1
            if posts:
                self.captures.append(Capture(self._clock.now, wall.name, posts))
            else:
                self.empty[wall.name] += 1


class Watcher:
    """One browser: shows what was vouched for, and nothing once it heard nothing for too long."""

    def __init__(self, url: str, name: str = "page") -> None:
        self.name = name
        self._url = url
        self._told = Listener()
        self._heard = 0.0
        self._number = 0
        self._text = ""
        self.phases: set[str] = set()

    async def run(self) -> None:
        """Look at the page for ever, as browsers do."""
        loop = asyncio.get_running_loop()
        while True:
            told = self._told = Listener()
            self._number = 0
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
        if len(self._told.sights) != self._number:
            self._number, self._text = len(self._told.sights), self._told.seen
            self.phases.add(self._told.sight["phase"])
        return self._text
