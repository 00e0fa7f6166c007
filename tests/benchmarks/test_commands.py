"""From a decision to the disk, to another console and to a wall, also while posts pour in."""

import asyncio
import random
import statistics
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter

import pytest

from benchmarks.conftest import Figure
from benchmarks.presses import Hub, Program, Row, hub, program, row, settled
from halls import Seat, seat
from making import op
from standup_tui.model.command import Decide, Done
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import Role

POSTS = 10_500
"""So that the numbers at the end of their texts are long enough to be told from anything else."""

RATES = (0, 250)
DECISIONS = 150
PINS = 60
TOP, DOWN, PIN = b"g", b"j", b"p"
SEEN = 20
"""Of the newest posts, those that the wall shows anyhow; pinning them moves nothing."""


def figure(what: str, name: str, values: Sequence[float], percent: int, most: float) -> Figure:
    """Return a quantile of some seconds, in milliseconds."""
    value = statistics.quantiles(values, n=100, method="inclusive")[percent - 1] * 1000
    called = "median" if percent == 50 else f"p{percent}"
    return Figure(what, f"{name}, {called}", value, "ms", most)


async def decide(one: Seat, verb: Verb, entry: Entry) -> None:
    """Decide on a post, which has to be done at once."""
    command = Decide(op(), verb, entry.post.id, entry.standing.revision)
    assert isinstance(await one.ask(command), Done)


async def heard(one: Seat, entry: Entry) -> float:
    """Return when somebody was told that a post is shown."""
    post = entry.post.id
    await one.until(lambda: post in one.posts and one.posts[post].standing.on_wall)
    return perf_counter()


async def rounds(folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Approve posts; return the seconds until that was on disk, and until others had it."""
    disk: list[float] = []
    console: list[float] = []
    wall: list[float] = []
    dice = random.Random(1)
    async with AsyncExitStack() as leaving:
        mine, theirs, screen = [
            await leaving.enter_async_context(seat(folder, role, name))
            for role, name in ((Role.CONSOLE, "one"), (Role.CONSOLE, "other"), (Role.WALL, ""))
        ]
        await mine.until(lambda: len(mine.posts) >= POSTS - 10)
        await theirs.until(lambda: len(theirs.posts) >= POSTS - 10)
        waiting = [it for it in mine.posts.values() if it.standing.status is Status.WAITING]
        for entry in dice.sample(waiting, DECISIONS):
            began = perf_counter()
            there = [asyncio.create_task(heard(it, entry)) for it in (theirs, screen)]
            await decide(mine, Verb.APPROVE, entry)
            disk.append(perf_counter() - began)
            for times, task in zip((console, wall), there, strict=True):
                times.append(await task - began)
            await asyncio.sleep(dice.uniform(0, 0.05))
    return disk, console, wall


@pytest.mark.bench
@pytest.mark.parametrize("rate", RATES)
async def test_a_decision_over_the_socket(
    rate: int, tmp_path: Path, figures: list[Figure]
) -> None:
    with hub(tmp_path, POSTS) as here:
        here.tell("rate", rate)
        disk, console, wall = await rounds(here.folder)
    what = f"{DECISIONS} decisions over the socket, {rate} posts/s arriving"
    for percent in (50, 99):
        figures += [
            figure(what, "on disk and acknowledged", disk, percent, 50),
            figure(what, "told to another console", console, percent, 150),
            figure(what, "told to a wall", wall, percent, 150),
        ]


async def show(folder: Path, many: int) -> None:
    """Approve the newest posts, so that they can be pinned."""
    async with seat(folder) as one:
        await one.until(lambda: len(one.posts) >= POSTS - 10)
        newest = sorted(one.posts.values(), key=lambda it: it.post.at, reverse=True)
        for entry in newest[:many]:
            await decide(one, Verb.APPROVE, entry)


def pinned(beside: Row, screens: Sequence[Program], number: int) -> list[float]:
    """Pin the post under the first console's cursor; return when each other screen shows it."""
    mine, *others = screens
    wanted = f" {number}".encode()
    seen = {id(one): b"" for one in others}
    took: dict[int, float] = {}
    began = perf_counter()
    mine.press(PIN)
    for who, got, now in beside.read(20):
        if id(who) in seen and id(who) not in took:
            seen[id(who)] += got
            if wanted in seen[id(who)]:
                took[id(who)] = now - began
                if len(took) == len(others):
                    return [took[id(one)] for one in others]
    raise AssertionError(f"{number} never came: {[it[-300:] for it in seen.values()]}")


@pytest.mark.bench
@pytest.mark.parametrize("rate", RATES)
def test_a_key_on_two_other_screens(rate: int, tmp_path: Path, figures: list[Figure]) -> None:
    with hub(tmp_path, POSTS) as here:
        asyncio.run(show(here.folder, SEEN + PINS + 1))
        console, wall = on_screens(here, rate)
    what = f"{PINS} posts pinned with a key, {rate} posts/s arriving"
    for percent in (50, 99):
        figures += [
            figure(what, "drawn by another console", console, percent, 150),
            figure(what, "drawn by a wall", wall, percent, 150),
        ]


def on_screens(here: Hub, rate: int) -> tuple[list[float], list[float]]:
    """Pin one post after the other; return the seconds until the other screens showed it."""
    home = {"HOME": str(here.folder.parent), "XDG_CONFIG_HOME": str(here.folder.parent)}
    words = ("-P", "-m", "standup_tui", "wall", "--scene", "stream", here.folder)
    screens = [here.console("one"), here.console("other"), program("wall", *words, env=home)]
    console: list[float] = []
    wall: list[float] = []
    with row(*screens) as beside:
        for one in screens:
            settled(beside, one)
        for key in (TOP, *[DOWN] * SEEN):
            screens[0].press(key)
            beside.rest(0.1)
        here.tell("rate", rate)
        beside.rest(1)
        for number in range(POSTS - SEEN - 1, POSTS - SEEN - PINS - 1, -1):
            screens[0].press(DOWN)
            beside.rest(0.3)
            for times, took in zip((console, wall), pinned(beside, screens, number), strict=True):
                times.append(took)
            beside.rest(0.2)
            screens[0].press(PIN)  # off again: the next one goes on top
            beside.rest(0.3)
    return console, wall
