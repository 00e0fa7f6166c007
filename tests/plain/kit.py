"""A console in lines on a real hub: what is typed and what is said goes through pipes."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from halls import Hall
from making import judged
from standup_tui.model.entry import Decision
from standup_tui.model.lifecycle import Status
from standup_tui.plain.console import Console
from standup_tui.plain.keyboard import Keyboard
from standup_tui.plain.paper import Paper
from timing import turns_until


class Talk:
    """What somebody at the prompt has typed and read."""

    def __init__(self, console: Console, keys: int) -> None:
        self.console = console
        self.seen = b""
        self.mark = 0
        """From where on `said` looks; moved by every line that is typed."""
        self.running: asyncio.Task[int] | None = None
        self._keys = keys

    @property
    def said(self) -> str:
        """What was written since the last line was typed, as it stands on the paper."""
        return self.seen[self.mark :].decode()

    @property
    def lines(self) -> list[str]:
        """The same, line by line, without what was overwritten."""
        return [line.rpartition("\r")[2].rstrip() for line in self.said.split("\n")]

    def press(self, keys: bytes) -> None:
        """Press keys, and go on looking where one was."""
        os.write(self._keys, keys)

    async def type(self, line: str, *wanted: str) -> str:
        """Enter a line and wait for what is wanted, and for the next prompt; return what came."""
        self.mark = len(self.seen)
        self.press(line.encode() + b"\n")
        return await self.until(*wanted, prompt=True)

    async def until(self, *wanted: str, prompt: bool = False) -> str:
        """Wait until all of this was said since the last line was typed."""

        def there() -> bool:
            ended = not prompt or self.said.endswith(("> ", "it: "))
            return ended and all(one in self.said for one in wanted)

        try:
            await turns_until(there, 20)
        except AssertionError:
            raise AssertionError(f"{wanted} never came: {self.said}") from None
        return self.said

    async def code(self) -> int:
        """Wait until the console has ended and return its exit code."""
        assert self.running is not None
        async with asyncio.timeout(20):
            return await self.running

    def end(self) -> None:
        """Say that nothing more comes, as Ctrl-D does."""
        self.press(b"\x04")


@asynccontextmanager
async def talk(place: Path, name: str = "asha", *, ready: bool = True) -> AsyncIterator[Talk]:
    """Somebody at a prompt while the block runs."""
    keys, typing = os.pipe()
    reading, writing = os.pipe()
    paper = Paper(writing, str)
    console = Console(place, name, paper, background=False, waits=True)
    one = Talk(console, typing)

    def read() -> None:
        one.seen += os.read(reading, 65536)

    asyncio.get_running_loop().add_reader(reading, read)
    keyboard = Keyboard(keys, paper, console.flush, typed=True, echoes=True)
    running = one.running = asyncio.create_task(console.run(keyboard))
    try:
        if ready:
            await one.until("help says all commands.", prompt=True)
        yield one
    finally:
        one.end()
        if not running.done():
            running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        asyncio.get_running_loop().remove_reader(reading)
        os.close(typing)
        for descriptor in (reading, writing):
            os.close(descriptor)


async def status(here: Hall, number: int) -> Status:
    """Return where a post stands in the store."""
    entry = await here.store.story(judged(number).post.id)
    assert entry is not None
    return entry.entry.standing.status


async def verbs(here: Hall, number: int) -> list[str]:
    """Return what people did to a post."""
    story = await here.store.story(judged(number).post.id)
    assert story is not None
    return [one.verb for one in story.decisions if _by_person(one)]


def _by_person(one: Decision) -> bool:
    return bool(one.by.login)
