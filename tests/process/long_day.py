"""A wall's own program through hours of posts, decisions and scenes, as fast as it can draw them.

There is no hub: what one would say each second is made up here, and the clock goes on by a second
when the wall has drawn what there was to draw. After every ten minutes the memory that it
takes goes to a file. All that it ever knows is the last few hundred posts.
"""

import asyncio
import random
import sys
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from standup_tui.model.entry import Changes, Moderator
from standup_tui.model.health import Health
from standup_tui.model.post import PostId
from standup_tui.model.wall import Plan, Said, Scene, Slide, Slot, WallState
from standup_tui.protocol.client import Client, Lost
from standup_tui.protocol.messages import VERSION, Changed, Down, Pulse, Role, Welcome
from standup_tui.ui.guard import install
from standup_tui.ui.terminal import guarded
from standup_tui.ui.wall import app as app_module
from standup_tui.ui.wall import board as board_module
from standup_tui.ui.wall import stage as stage_module
from standup_tui.ui.wall.app import Wall
from ui.wall_hub import ABOUT, NOW, entry

KEPT = 300
"""Posts on the wall."""

_FRAME = 1 / 60
"""Seconds in which Textual gathers what is to be drawn."""

_SOME = 600
_PAGE = 4096 / 1e6
_PLAN = Plan(
    (Slot(Scene.STREAM, 60), Slot(Scene.SPOTLIGHT, 20), Slot(Scene.TALLY, 20)),
    (Slide("Write to your MP", "Five minutes.", "https://www.example.org/"),),
)
_ABOUT = replace(ABOUT, plan=replace(_PLAN, slots=(*_PLAN.slots, Slot(Scene.SLIDES, 15))))
_TEXTS = (
    "Home visit done.",
    "First visit of the day. Helped a family ask for what they are entitled to. #StandUp4SW",
    "Café, Wrocław, ещё раз, 今日も一日 👍 #StandUp4SW",
    "Written to my MP today. " + "We are three fewer than in spring. " * 6,
)


class Day:
    """What a hub would say, second by second."""

    def __init__(self) -> None:
        self._dice = random.Random(5)
        self._numbers = count(1)
        self._posts: deque[PostId] = deque()
        self._wall = WallState(seq=1)

    def welcome(self, now: datetime) -> Iterator[Down]:
        """Begin anew, with nothing."""
        self._posts.clear()
        you = Moderator("foyer", "foyer")
        yield Welcome(VERSION, "", _ABOUT, you, owner=False, now=now, seq=0, wall=self._wall)

    def second(self, number: int, now: datetime) -> Iterator[Down | Lost]:
        """Yield all of a second."""
        if number % 3600 == 0:
            yield Lost("the hub is gone")
            yield from self.welcome(now)
        if number % 300 == 0 or number % 300 == 4:
            self._wall = replace(self._wall, seq=self._wall.seq + 1, blank=number % 300 == 0)
        if number % 7 == 0:
            yield self._change(now)
        said = tuple(Said(f"Action {one}", number // (30 * one)) for one in range(1, 5))
        yield Pulse(now, Health(), self._wall, said=said)

    def _change(self, now: datetime) -> Changed:
        new = next(self._numbers)
        text = f"{self._dice.choice(_TEXTS)} {new}"
        one = entry(new, text, name=f"Visitor {new}", handle=f"visitor_{new}")
        self._posts.append(one.post.id)
        gone = [self._posts.popleft()] if len(self._posts) > KEPT else []
        if self._dice.random() < 0.2:
            chosen = self._dice.choice(self._posts)
            self._posts.remove(chosen)
            gone.append(chosen)
        one = replace(one, post=replace(one.post, at=now))
        return Changed(Changes(seq=new, entries=(one,), removed=tuple(gone), more=False))


class FastWall(Wall):
    """The wall, with a clock that waits for it instead of a hub."""

    def __init__(self, report: Path, seconds: int) -> None:
        super().__init__(Path("/nowhere"))
        self._report = report
        self._seconds = seconds
        self._at = 1000.0
        for module in (app_module, stage_module, board_module):
            vars(module)["steady"] = lambda: self._at

    def _join(self) -> None:
        if self._client is None:
            self._client = Client(Path("/nowhere"), Role.WALL)
            self.run_worker(self._live(self._client))

    async def _live(self, client: Client) -> None:
        day = Day()
        for number in range(self._seconds + 1):
            self._at += 1
            before = self._stage._asked
            for event in day.second(number, NOW + timedelta(seconds=number)):
                self._hear(client, event)
            self._tick()
            await asyncio.sleep(0 if self._stage._asked == before else _FRAME)
            if number % _SOME == 0:
                self._write_down(number)
        self.exit(0)

    def _write_down(self, number: int) -> None:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        with self._report.open("a") as file:
            file.write(f"{number} {pages * _PAGE:.2f}\n")


if __name__ == "__main__":
    install()
    sys.exit(guarded(FastWall(Path(sys.argv[1]), int(sys.argv[2])), mouse=False))
