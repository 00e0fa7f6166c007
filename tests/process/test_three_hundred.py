"""Three consoles and a wall at one hub: each post is won once, and every loser is told."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from faults.table import Row
from halls import Seat, seat
from process.mutant_hub import script
from process.theatre import troupe
from standup_tui.model.command import Decide, Done, OpId, Superseded
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId
from standup_tui.protocol.messages import Role

POSTS = 300


async def race(at: Seat, verb: Verb, posts: list[PostId], gate: asyncio.Barrier) -> list[object]:
    """Decide on every post as soon as the other one is ready to, and return what came of it."""

    async def one(post: PostId) -> object:
        revision = at.posts[post].standing.revision
        await gate.wait()
        return await at.ask(Decide(OpId(uuid4().hex), verb, post, revision))

    return list(await asyncio.gather(*map(one, posts)))


@pytest.mark.fault("E1")
async def test_of_three_who_decide_at_once_one_wins_and_the_others_are_told(
    tmp_path: Path, row: Row
) -> None:
    async with troupe(tmp_path) as here:
        author = here.x.roster[1]
        for number in range(POSTS):
            here.x.publish(f"Visit {number} of the day. #StandUp4SW", author=author)
        async with (
            seat(here.folder, name="Asha") as asha,
            seat(here.folder, name="Raj") as raj,
            seat(here.folder, name="Kim") as kim,
            seat(here.folder, Role.WALL) as wall,
        ):
            consoles, names = (asha, raj, kim), ("Asha", "Raj", "Kim")
            for at in consoles:
                await at.until(lambda at=at: len(at.posts) == POSTS, 60)  # type: ignore[misc]
            posts = [entry.post.id for _, entry in sorted(asha.posts.items())]
            gate = asyncio.Barrier(len(consoles) * POSTS)
            answers = await asyncio.gather(
                race(asha, Verb.APPROVE, posts, gate),
                race(raj, Verb.HIDE, posts, gate),
                race(kim, Verb.HOLD, posts, gate),
            )
            shown = set()
            for post, *three in zip(posts, *answers, strict=True):
                (winner,) = [at for at, one in enumerate(three) if isinstance(one, Done)]
                losers = [one for at, one in enumerate(three) if at != winner]
                for answer in losers:
                    assert isinstance(answer, Superseded)
                    assert (answer.post, answer.by.name) == (post, names[winner])
                if winner == 0:
                    shown.add(post)
            for at in consoles:
                await at.until(lambda at=at: settled(at, shown))  # type: ignore[misc]
            await wall.until(lambda: set(wall.posts) == shown)
        row.measured(POSTS, f"{POSTS} winners, {2 * POSTS} told by whom")
        assert times_decided(here.folder) == {1: POSTS}


def settled(at: Seat, shown: set[PostId]) -> bool:
    """Whether a console has every post where its winner put it."""
    return all(
        entry.standing.status is not Status.WAITING
        and (entry.standing.status is Status.SHOWN) is (post in shown)
        for post, entry in at.posts.items()
    )


def times_decided(folder: Path) -> Counter[int]:
    """Return how many posts were decided on how often."""
    with closing(sqlite3.connect(folder / "standup.db")) as db:
        rows = db.execute("SELECT count(*) FROM decision WHERE login <> '' GROUP BY post")
        return Counter(count for (count,) in rows)


@pytest.mark.soak
@pytest.mark.fault("E1", control=True)
async def test_a_hub_that_asks_for_no_revision_is_caught(tmp_path: Path) -> None:
    async with troupe(tmp_path, hub=script("forgiving"), ready=()) as here:
        here.x.publish("Visit of the day. #StandUp4SW", author=here.x.roster[1])
        async with seat(here.folder, name="Asha") as asha, seat(here.folder, name="Raj") as raj:
            for at in (asha, raj):
                await at.until(lambda at=at: at.posts)  # type: ignore[misc]
            posts = [entry.post.id for entry in asha.posts.values()]
            gate = asyncio.Barrier(2)
            answers = await asyncio.gather(
                race(asha, Verb.APPROVE, posts, gate), race(raj, Verb.HIDE, posts, gate)
            )
            assert not any(isinstance(one, Superseded) for (one,) in answers)
