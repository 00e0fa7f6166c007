"""Two consoles and a wall at one hub: each post is won once, and every loser is told."""

import asyncio
import sqlite3
from pathlib import Path
from uuid import uuid4

from halls import Seat, seat
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


async def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        author = here.x.roster[1]
        for number in range(POSTS):
            here.x.publish(f"Visit {number} of the day. #StandUp4SW", author=author)
        async with (
            seat(here.folder, name="Asha") as asha,
            seat(here.folder, name="Raj") as raj,
            seat(here.folder, Role.WALL) as wall,
        ):
            for at in (asha, raj):
                await at.until(lambda at=at: len(at.posts) == POSTS, 60)  # type: ignore[misc]
            posts = [entry.post.id for _, entry in sorted(asha.posts.items())]
            gate = asyncio.Barrier(2 * POSTS)
            approved, hidden = await asyncio.gather(
                race(asha, Verb.APPROVE, posts, gate), race(raj, Verb.HIDE, posts, gate)
            )

            shown = set()
            for post, mine, theirs in zip(posts, approved, hidden, strict=True):
                winner, loser = (mine, theirs) if isinstance(mine, Done) else (theirs, mine)
                assert isinstance(winner, Done)
                assert isinstance(loser, Superseded)
                assert loser.post == post
                assert loser.by.name == ("Asha" if winner is mine else "Raj")
                if winner is mine:
                    shown.add(post)
            for at in (asha, raj):
                await at.until(
                    lambda at=at: all(  # type: ignore[misc]
                        (entry.standing.status is Status.SHOWN) is (post in shown)
                        for post, entry in at.posts.items()
                    )
                    and all(entry.standing.status is not Status.WAITING
                            for entry in at.posts.values())
                )  # fmt: skip
            await wall.until(lambda: set(wall.posts) == shown)
        db = sqlite3.connect(here.folder / "standup.db")
        try:
            rows = db.execute(
                "SELECT post, count(*) FROM decision WHERE login <> '' GROUP BY post"
            ).fetchall()
        finally:
            db.close()
        assert len(rows) == POSTS
        assert {count for _, count in rows} == {1}
