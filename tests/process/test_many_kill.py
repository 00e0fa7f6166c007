"""A hub that dies in a bulk has done all of it or nothing, and never anything twice."""

import asyncio
import os
import random
import signal
import sqlite3
import sys
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from counts import FULL
from halls import seat
from making import ASHA, NOW, many, some, undo
from process.dying_store import POSTS
from process.killing import Storm, campaign, quiet
from standup_tui.model.command import Many, OpId, Several, Target
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

pytestmark = pytest.mark.soak

ROUNDS = 100 if FULL else 10
HERE = Path(__file__).parent


async def died(path: Path, op: str, when: str) -> None:
    """Begin a bulk in a process that is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(HERE / "dying_store.py"), str(path), op, when,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
    )  # fmt: skip
    assert await process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("when", ["1", "2", "7", "12", "committed"])
async def test_a_bulk_is_on_disk_whole_or_not_at_all_and_can_be_asked_for_again(
    tmp_path: Path, when: str
) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add(some(POSTS), [], NOW)
    await store.close()
    await died(path, "the bulk", when)
    assert (await check(path)).problems == ()

    store = await SqliteStore.open(path)
    hidden = {
        entry.standing.status is Status.HIDDEN for entry in (await store.changes(0, 100)).entries
    }
    assert hidden == {when == "committed"}
    command = replace(many(Verb.HIDE, *range(1, POSTS + 1)), op=OpId("the bulk"))
    answer = await store.apply(command, ASHA, NOW)
    assert isinstance(answer, Several)
    assert (len(answer.done), answer.left) == (POSTS, ())
    back = await store.apply(undo(), ASHA, NOW)
    assert isinstance(back, Several)
    assert len(back.done) == POSTS
    await store.close()
    assert (await check(path)).problems == ()
    assert set(decided(path).values()) == {2}


def decided(path: Path) -> Counter[str]:
    """Count the decisions of people on each post."""
    db = sqlite3.connect(path)
    try:
        return Counter(row[0] for row in db.execute("SELECT post FROM decision WHERE login <> ''"))
    finally:
        db.close()


@pytest.mark.soak
async def test_a_bulk_is_answered_and_done_once_however_often_the_hub_dies(
    tmp_path: Path,
) -> None:
    dice = random.Random(5)
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url)
        storm = Storm(tmp_path, x, seed=5)
        await storm.start("hub")
        async with seat(tmp_path, name="Asha") as asha:
            texts = [f"Visit {number} is done. #StandUp4SW" for number in range(ROUNDS * 20)]
            posts = [PostId("x:" + x.publish(text)) for text in texts]
            await asha.until(lambda: set(posts) <= asha.posts.keys(), 60)
            for number in range(ROUNDS):
                twenty = tuple(Target(one, 1) for one in posts[number * 20 : number * 20 + 20])
                asking = asyncio.create_task(
                    asha.client.ask(Many(OpId(f"bulk {number}"), Verb.HIDE, twenty))
                )
                await asyncio.sleep(dice.uniform(0, 0.05))
                await storm.kill("hub")
                await storm.start("hub")
                async with asyncio.timeout(60):
                    answer = await asking
                assert isinstance(answer, Several)
                assert (len(answer.done), answer.left) == (20, ())
        await storm.end()
    counted = decided(tmp_path / "standup.db")
    assert (len(counted), set(counted.values())) == (ROUNDS * 20, {1})
    assert (await check(tmp_path / "standup.db")).problems == ()
