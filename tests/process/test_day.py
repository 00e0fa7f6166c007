"""A campaign day on real terminals: two moderators, a wall, and what each key does everywhere."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pyte
import pytest

from process.theatre import STANDUP, Screen, Troupe, troupe, until
from timing import turns_until

SOON = 2.0
"""Seconds by turns: the promise is one, and a shared machine with two busy cores gets another."""


class Viewer:
    """Somebody who looks at a screen as it is now."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._picture = pyte.Screen(120, 36)
        self._stream = pyte.ByteStream(self._picture)
        self._seen = 0

    def sees(self, *wanted: str) -> bool:
        """Whether all of this stands on the screen."""
        seen = bytes(self.screen.terminal.seen)
        self._stream.feed(seen[self._seen :])
        self._seen = len(seen)
        picture = "\n".join(self._picture.display)
        return all(one in picture for one in wanted)

    async def until(self, *wanted: str, seconds: float = 20) -> None:
        """Wait until all of this stands on the screen."""
        try:
            await turns_until(lambda: self.sees(*wanted), seconds)
        except AssertionError:
            pytest.fail(f"{wanted} is not in\n" + "\n".join(self._picture.display))


@dataclass
class Stage:
    """Two consoles and a wall that are all there."""

    day: Troupe
    asha: Viewer
    raj: Viewer
    wall: Viewer

    def status(self, text: str) -> str:
        """Return where a post stands in the store."""
        db = sqlite3.connect(f"file:{self.day.folder}/standup.db?mode=ro", uri=True)
        try:
            rows = db.execute("SELECT status FROM post WHERE body LIKE ?", (f"%{text}%",))
            return next((str(row[0]) for row in rows), "")
        finally:
            db.close()

    async def soon(self, *seen: tuple[Viewer, str]) -> None:
        """Wait until each viewer sees it, within the second it may take."""
        await asyncio.gather(*(who.until(what, seconds=SOON) for who, what in seen))


@asynccontextmanager
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with troupe(tmp_path) as day:
        asha = Viewer(day.screen(*STANDUP, day.folder, "--as", "Asha"))
        raj = Viewer(day.screen(*STANDUP, day.folder, "--as", "Raj"))
        here = Stage(day, asha, raj, Viewer(day.wall()))
        await asha.until("Asha", "Raj", "1 wall on")
        await raj.until("Asha", "Raj", "1 wall on")
        yield here


async def test_every_key_shows_its_effect_on_every_screen_within_a_second(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        asha, raj, wall = here.asha, here.raj, here.wall
        post = here.day.x.publish("Zebra crossing before school. #StandUp4SW")
        await here.soon((asha, "○ Wensum"), (raj, "○ Wensum"))
        assert not wall.sees("Zebra")

        asha.screen.press(b"a")
        await here.soon((asha, "● Wensum"), (raj, "● Wensum"), (wall, "Zebra"))
        asha.screen.press(b"p")
        await here.soon((asha, "Highlights · 1"), (raj, "Highlights · 1"), (wall, "┃"))
        asha.screen.press(b"u")
        await here.soon((asha, "Highlights · 0"), (raj, "Highlights · 0"))
        await turns_until(lambda: not wall.sees("┃"), SOON)

        raj.screen.press(b"!")
        await here.soon((asha, "BLANK"), (raj, "BLANK"))
        await turns_until(lambda: not wall.sees("Zebra"), SOON)
        raj.screen.press(b"!", b"y")
        await here.soon((wall, "Zebra"), (asha, "1 wall on"))

        asha.screen.press(b"r")
        await asha.until("as @WensumValeSW")
        asha.screen.press(b"y")
        await here.soon((asha, "1 retweet in"), (raj, "1 retweet in"))
        assert here.day.x.ledger.retweets == []
        await until(lambda: here.day.x.ledger.retweets, 60)
        await here.soon((asha, "retweeted"), (raj, "retweeted"))

        raj.screen.press(b"h")
        await here.soon((asha, "Live · 0"), (raj, "Live · 0"))
        await turns_until(lambda: not wall.sees("Zebra"), SOON)
        assert here.status("Zebra") == "hidden"
        sent = [(one.act, one.post_id) for one in here.day.x.ledger.retweets]
        assert sent == [("retweet", post)]


@pytest.mark.soak
async def test_a_retweet_thought_about_again_never_goes_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        here.day.x.publish("Zebra crossing before school. #StandUp4SW")
        await here.asha.until("Zebra")
        here.asha.screen.press(b"a")
        await here.asha.until("● Wensum")
        here.asha.screen.press(b"r", b"y")
        await here.asha.until("1 retweet in")
        here.asha.screen.press(b"u")
        await here.asha.until("was stopped")
        await asyncio.sleep(11)
        assert here.day.x.ledger.retweets == []
