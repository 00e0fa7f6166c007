import asyncio
import os
import random
import sqlite3
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from halls import Seat, seat
from process.killing import Storm, campaign, quiet
from standup_tui.model.command import Decide, Done, OpId
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check

FULL = os.environ.get("STANDUP_SOAK") == "full"
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


@pytest.mark.soak
async def test_no_retweet_goes_out_twice_or_is_lost_however_often_the_hub_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # X's own limit, 50 in 15 minutes, would let the full count wait for hours.
    monkeypatch.setattr("standup_tui.simulator.limits._LIMITS", ())
    dice = random.Random(7)
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url, delay=0.2)
        x.faults.add("slow-acts=0.3,chance=0.5")
        storm = Storm(tmp_path, x, seed=7)
        await storm.start("hub")
        async with seat(tmp_path, name="Asha") as asha:
            # All of them first: reading pauses ever longer for a hub that keeps dying.
            texts = [f"Visit {number} is done. #StandUp4SW" for number in range(ROUNDS)]
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
            async with asyncio.timeout(180):
                while set(stages(tmp_path).values()) & set(UNSETTLED):  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
        await storm.end()
        went_out = Counter(
            "x:" + call.post_id
            for call in x.ledger.retweets
            if call.act == "retweet" and call.status == 200
        )
    ended = stages(tmp_path)
    print(f"\n{ROUNDS} kills: {Counter(ended.values())}, went out {sum(went_out.values())}")
    assert len(ended) == ROUNDS
    assert max(went_out.values()) == 1
    assert {post for post, stage in ended.items() if stage == "done"} <= set(went_out)
    assert {post for post, stage in ended.items() if stage in ("failed", "stopped")}.isdisjoint(
        went_out
    )
    assert (await check(tmp_path / "standup.db")).problems == ()
