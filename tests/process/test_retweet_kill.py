import asyncio
import random
import sqlite3
import sys
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from counts import FULL
from faults.table import Row
from halls import Seat, seat
from process.killing import HUB, Storm, campaign, quiet
from process.mutant_hub import script
from standup_tui.model.command import Decide, Done, OpId
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check

ROUNDS = 200 if FULL else 20
UNSETTLED = ("due", "sending", "in doubt")


async def asked(asha: Seat, verb: Verb, post: PostId) -> None:
    """Have the hub do something, however often it dies meanwhile."""
    standing = asha.posts[post].standing
    op = OpId(f"{verb}-{post}")
    async with asyncio.timeout(20):
        outcome = await asha.client.ask(Decide(op, verb, post, standing.revision))
    assert isinstance(outcome, Done), outcome


def _on_wall(asha: Seat, post: PostId) -> bool:
    return asha.posts[post].standing.on_wall


def stages(folder: Path) -> dict[str, str]:
    """Return how each retweet ended, by post."""
    db = sqlite3.connect(folder / "standup.db")
    try:
        return dict(db.execute("SELECT post, stage FROM outbox WHERE verb = 'retweet'"))
    finally:
        db.close()


@dataclass
class Came:
    """What came of retweets whose hub kept dying."""

    stages: dict[str, str]
    out: Counter[str]
    """How often each post was retweeted, as X has it."""
    problems: tuple[str, ...]

    @property
    def wrong(self) -> dict[str, object]:
        """What went out twice, or is said to be out and is not, or the other way round."""
        ended = {
            stage: {it for it, there in self.stages.items() if there == stage}
            for stage in ("done", "failed", "stopped")
        }
        found = {
            "twice": {post for post, times in self.out.items() if times > 1},
            "not out": ended["done"] - self.out.keys(),
            "out": (ended["failed"] | ended["stopped"]) & self.out.keys(),
            "problems": self.problems,
        }
        return {name: it for name, it in found.items() if it}


async def retweeted(folder: Path, rounds: int, hub: list[str], patience: float = 180) -> Came:
    """Have posts retweeted by a hub that is killed each time."""
    dice = random.Random(7)
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url, delay=0.2)
        x.faults.add("slow-acts=0.3,chance=0.5")
        storm = Storm(folder, x, seed=7, hub=hub)
        await storm.start("hub")
        async with seat(folder, name="Asha") as asha:
            # All of them first: reading pauses ever longer for a hub that keeps dying.
            texts = [f"Visit {number} is done. #StandUp4SW" for number in range(rounds)]
            posts = [PostId("x:" + x.publish(text)) for text in texts]
            await asha.until(lambda: set(posts) <= asha.posts.keys(), 60)
            for post in posts:
                await asked(asha, Verb.APPROVE, post)
                await asha.until(partial(_on_wall, asha, post), 20)
                await asked(asha, Verb.RETWEET, post)
                await asyncio.sleep(dice.uniform(0, 2))
                await storm.kill("hub")
                await storm.start("hub")
            x.faults.clear()
            # That something did not go out is believed a minute after it was sent.
            async with asyncio.timeout(patience):
                while set(stages(folder).values()) & set(UNSETTLED):  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
        await storm.end()
        out = Counter(
            "x:" + call.post_id
            for call in x.ledger.retweets
            if call.act == "retweet" and call.status == 200
        )
    return Came(stages(folder), out, (await check(folder / "standup.db")).problems)


@pytest.fixture(autouse=True)
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """X's own limit, 50 in 15 minutes, would let the full count wait for hours."""
    monkeypatch.setattr("standup_tui.simulator.limits._LIMITS", ())


@pytest.mark.soak
@pytest.mark.fault("A3")
async def test_no_retweet_goes_out_twice_or_is_lost_however_often_the_hub_dies(
    tmp_path: Path, row: Row
) -> None:
    came = await retweeted(tmp_path, ROUNDS, HUB)
    ended = ", ".join(f"{count} {stage}" for stage, count in Counter(came.stages.values()).items())
    row.measured(ROUNDS, f"seed 7: {ended}; {sum(came.out.values())} went out, none twice")
    assert len(came.stages) == ROUNDS
    assert came.wrong == {}


@pytest.mark.soak
@pytest.mark.fault("A3", control=True)
async def test_a_hub_that_sends_again_to_make_sure_is_caught(tmp_path: Path) -> None:
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url, delay=0.2)
        x.faults.add("slow-acts=30")
        storm = Storm(tmp_path, x, seed=7, hub=[sys.executable, *script("insistent")])
        await storm.start("hub")
        async with seat(tmp_path, name="Asha") as asha:
            post = PostId("x:" + x.publish("The visit is done. #StandUp4SW"))
            await asha.until(lambda: post in asha.posts, 60)
            await asked(asha, Verb.APPROVE, post)
            await asha.until(partial(_on_wall, asha, post), 20)
            await asked(asha, Verb.RETWEET, post)
            async with asyncio.timeout(60):
                while not x.ledger.retweets:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            await storm.kill("hub")
            await storm.start("hub")
            async with asyncio.timeout(60):
                while len(x.ledger.retweets) < 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        await storm.end()
