"""The wall's page through a storm of decisions and dead hubs: no post that may not be shown."""

import asyncio
import os
import random
import re
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.json import decode

from halls import Seat, seat
from making import blank, op
from process.killing import Storm, campaign, quiet
from process.watched import Fair, Watcher
from standup_tui.model.command import Decide, Done
from standup_tui.model.lifecycle import Standing, Verb, refusal
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator
from web.pages import address_in, serving

FULL = os.environ.get("STANDUP_SOAK") == "full"
SECONDS, KILLS = (1800, 10) if FULL else (120, 3)
ALLOWED = 1.0
"""Seconds for which a post may still be seen after it left."""

VERBS = (Verb.APPROVE, Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.CLEAR, Verb.PIN, Verb.STAR)
_POST = re.compile(r"Visit number (\d+) of the day")


@dataclass
class Record:
    """What was allowed when, as moderators were told; and what was seen that was not."""

    clock: Fair = field(default_factory=Fair)
    may: dict[str, float | None] = field(default_factory=dict)
    """Posts that were ever let on; when they left, None while they may be seen."""
    leaves: Counter[str] = field(default_factory=Counter)
    """How often each left the walls."""
    over: bool = False
    blanked: float | None = None
    """Since when the walls are blank."""
    captures: int = 0
    posts: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self, watchers: list[Watcher]) -> None:
        """Compare what every browser shows with what is allowed."""
        for watcher in watchers:
            seen = set(_POST.findall(watcher.seen))
            self.captures += 1
            self.posts += len(seen)
            for number in seen:
                left = self.may.get(number, -1.0)
                if left is not None and self.clock.now - left > ALLOWED:
                    self.wrong.append(f"{number} seen at {self.clock.now}, left at {left}")
            if seen and self.blanked is not None and self.clock.now - self.blanked > ALLOWED:
                self.wrong.append(f"{seen} seen at {self.clock.now}, blank since {self.blanked}")


async def moderate(who: Seat, record: Record, dice: random.Random) -> None:
    """Decide at random for ever, one thing after the other, and write down what was told."""
    while not record.over:
        await asyncio.sleep(dice.uniform(0.02, 0.2))
        if dice.random() < 0.05:
            await who.ask(blank())
            record.blanked = record.clock.now
            await asyncio.sleep(dice.uniform(0.5, 3))
            record.blanked = None
            await who.ask(blank(on=False))
        if not who.posts:
            continue
        entry = who.posts[dice.choice(list(who.posts))]
        verbs = [verb for verb in VERBS if refusal(entry.standing, verb) is None]
        if not verbs:
            continue
        number = _POST.findall(entry.post.text)[0]
        verb = dice.choice(verbs)
        if verb in {Verb.APPROVE, Verb.CLEAR}:
            record.may[number] = None  # it may be there before its answer is here
        what = Decide(op(), verb, PostId(entry.post.id), entry.standing.revision)
        answer = await who.ask(what)
        if not isinstance(answer, Done):
            continue
        before = entry.standing.revision
        await who.until(lambda: who.posts[entry.post.id].standing.revision > before, 60)  # noqa: B023
        shown = who.posts[entry.post.id].standing.on_wall
        if not shown and record.may.get(number, 0.0) is None:
            record.may[number] = record.clock.now
        record.leaves[number] += entry.standing.on_wall and not shown


async def publish(x: Simulator) -> None:
    """Publish without end."""
    number = 0
    while True:
        number += 1
        x.publish(f"Visit number {number} of the day is done. #StandUp4SW")
        await asyncio.sleep(0.3 if number > 20 else 0.02)


@asynccontextmanager
async def running(*jobs: asyncio.Task[None]) -> AsyncIterator[None]:
    """Have tasks run while the block does; one that fails fails the test."""
    try:
        yield
        for job in jobs:
            if job.done():
                job.result()
    finally:
        for job in jobs:
            job.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*jobs, return_exceptions=True)


def leaves_by_the_log(folder: Path) -> Counter[str]:
    """Return how often each post left the walls, as the decision log has it."""
    with sqlite3.connect(folder / "standup.db") as db:
        rows = db.execute(
            "SELECT p.body, d.before, d.after FROM decision AS d JOIN post AS p ON p.id = d.post"
        ).fetchall()
    left: Counter[str] = Counter()
    for body, before, after in rows:
        was, became = (decode(one, type=Standing) for one in (before, after))
        left[_POST.findall(body)[0]] += was.on_wall and not became.on_wall
    return left


@pytest.mark.soak
async def test_no_browser_ever_holds_a_post_that_the_store_did_not_allow(tmp_path: Path) -> None:
    dice = random.Random(11)
    record, folder = Record(), tmp_path / "day"
    folder.mkdir(mode=0o700)
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        storm = Storm(folder, x, 11)
        await storm.start("hub")
        async with serving(folder, "--port", "0") as (_, said), seat(folder) as asha:
            watchers = [Watcher(address_in(said)) for _ in range(3)]
            deciding = asyncio.create_task(moderate(asha, record, dice))
            jobs = [
                asyncio.create_task(job)
                for job in (
                    *(watcher.run() for watcher in watchers),
                    publish(x),
                    record.clock.run(lambda: record.look(watchers)),
                )
            ]
            async with running(deciding, *jobs):
                for _ in range(KILLS):
                    await asyncio.sleep(SECONDS / (KILLS + 1))
                    await storm.kill("hub")
                    await asyncio.sleep(dice.uniform(0.1, 3))
                    await storm.start("hub")
                await asyncio.sleep(SECONDS / (KILLS + 1))
                record.over = True
                await deciding
        await storm.end()
    phases = Counter(phase for watcher in watchers for phase in watcher.phases)
    print(
        f"\n{record.captures} captures with {record.posts} posts, {len(record.may)} posts let on, "
        f"{storm.history.kills} hubs killed, {phases}, wrong: {len(record.wrong)}"
    )
    assert record.wrong == []
    assert record.posts > SECONDS
    assert set(phases) >= {"showing", "holding", "blank"}
    assert leaves_by_the_log(folder) == record.leaves
