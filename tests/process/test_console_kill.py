"""A console that dies just after a key: what the key asked for is done once or not at all."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from halls import Seat, seat
from making import op
from process.chair import decided
from process.mutant_hub import script
from process.theatre import STANDUP, Troupe, troupe, until
from standup_tui.model.command import Decide
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store.check import check

TRIES = 200 if FULL else 10
LATEST = 0.06
"""Seconds after the key at which the console is killed at the latest."""
WORDS = [
    *("garden", "visit", "morning", "bridge", "allotment", "kitchen", "library", "lantern"),
    *("bicycle", "orchard", "market", "ferry", "meadow", "chapel", "workshop", "harbour"),
]

Moment = Callable[[Troupe], Awaitable[object]]
"""Waits after the key until the console is to be killed."""


@dataclass
class Came:
    """What came of keys whose console was killed."""

    done: int = 0
    lost: int = 0
    drawn: int = 0
    """How many had shown their effect before the end."""
    wrong: tuple[str, ...] = ()


async def killed(home: Path, tries: int, moment: Moment, hub: Sequence[str] = ()) -> Came:
    """Press a key in one console after the other, and kill each at a moment after it."""
    dice, came = random.Random(1), Came()
    staged = troupe(home, hub=hub, ready=()) if hub else troupe(home, hub=(*STANDUP, "hub"))
    async with staged as here, seat(here.folder, name="chair") as at:
        for number in range(tries):
            if number:
                await clear(at)  # there is to be one post to act on
            unlike = " ".join(dice.sample(WORDS, 8))  # and so no flood
            authors = here.x.roster
            here.x.publish(f"{unlike} #StandUp4SW", author=authors[number % len(authors)])
            await at.until(lambda: at.pulses and waiting(at) == 1)
            before = decided(here.folder)
            await one(here, at, moment, came)
            made = decided(here.folder) - before
            moved = waiting(at) == 0
            came.done += len(made) == 1 and moved
            came.lost += not made and not moved
    came.wrong = (await check(here.folder / "standup.db")).problems
    return came


async def one(here: Troupe, at: Seat, moment: Moment, came: Came) -> None:
    """Have one console approve what waits, and kill it."""
    console = here.console()
    await console.until("▌○ ")
    await at.until(lambda: len(at.pulses[-1].moderators) == 2)
    console.press(b"a")
    await moment(here)
    console.terminal.process.kill()
    await console.code()
    # Its session ends after the last thing that it had asked for.
    await at.until(lambda: len(at.pulses[-1].moderators) == 1)
    came.drawn += "▌● " in console.drawn


async def clear(at: Seat) -> None:
    """Hide every post."""
    for entry in list(at.posts.values()):
        if (standing := entry.standing).status is not Status.HIDDEN:
            await at.ask(Decide(op(), Verb.HIDE, entry.post.id, standing.revision))
    await at.until(lambda: {it.standing.status for it in at.posts.values()} == {Status.HIDDEN})


def waiting(at: Seat) -> int:
    return sum(it.standing.status is Status.WAITING for it in at.posts.values())


@pytest.mark.soak
@pytest.mark.fault("A2")
async def test_a_key_whose_console_was_killed_is_done_once_or_not_at_all(
    tmp_path: Path, row: Row
) -> None:
    dice = random.Random(3)
    came = await killed(tmp_path, TRIES, lambda _: asyncio.sleep(dice.uniform(0, LATEST)))
    row.measured(
        TRIES, f"seed 3: {came.done} done, {came.lost} not at all, {came.drawn} of them drawn"
    )
    assert came.done + came.lost == TRIES
    assert came.drawn <= came.done
    assert came.wrong == ()


@pytest.mark.soak
@pytest.mark.fault("A2", control=True)
async def test_a_hub_that_does_half_of_what_a_key_asks_is_caught(tmp_path: Path) -> None:
    came = await killed(
        tmp_path, 1, lambda here: until(lambda: decided(here.folder)), script("halved")
    )
    assert (came.done, came.lost) == (0, 0)
