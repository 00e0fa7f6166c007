"""A moderator without a screen, and what any person at a console does."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from halls import Seat, seat
from process.hostile_posts import Attack
from process.theatre import Screen, Troupe
from standup_tui.model.command import Decide, Done, OpId, Outcome, Refused
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId

NASTY = "\x1b]0;mine\x07\x1b[2J\x9b31m\u202e[@click=app.quit]x[/]"
"""What names in settings and of moderators may look like, too."""


class Chair:
    """A moderator without a screen, who remembers what it asked for."""

    def __init__(self, at: Seat) -> None:
        self.seat = at
        self.asked: set[str] = set()

    async def decide(self, verb: Verb, post: PostId) -> Outcome:
        """Decide on a post as it is now, and wait for the effect if there is to be one."""
        entry = self.seat.posts[post]
        op = OpId(uuid4().hex)
        outcome = await self.seat.ask(Decide(op, verb, post, entry.standing.revision))
        if isinstance(outcome, Done):
            self.asked.add(op)
            await self.seat.until(
                lambda: self.seat.posts[post].standing.revision > entry.standing.revision
            )
        return outcome

    async def show(self, post: PostId) -> None:
        """Have a post shown, or, if it is too long for a wall, at least not flagged."""
        status = self.seat.posts[post].standing.status
        if status is Status.SHOWN:
            return
        outcome = await self.decide(Verb.APPROVE, post)
        if isinstance(outcome, Refused):
            assert "too long for the wall" in outcome.why
            if status is Status.FLAGGED:
                await self.decide(Verb.CLEAR, post)


@asynccontextmanager
async def chair(folder: Path, name: str = NASTY) -> AsyncIterator[Chair]:
    async with seat(folder, name=name) as at:
        yield Chair(at)


def decided(folder: Path) -> set[str]:
    """Return the decisions in the store that some person made, or a key that nobody pressed."""
    db = sqlite3.connect(folder / "standup.db")
    try:
        return {row[0] for row in db.execute("SELECT op FROM decision WHERE login <> ''")}
    finally:
        db.close()


async def posted(posts: Sequence[Attack], here: Troupe, by: Chair) -> list[PostId]:
    """Publish and wait until all have arrived."""
    ids = [PostId(f"x:{post.launch(here.x)}") for post in posts]
    await by.seat.until(lambda: set(ids) <= set(by.seat.posts), 30)
    return ids


async def leave(console: Screen) -> int:
    console.press(b"q")
    await console.until("Quit?")
    console.press(b"y")
    return await console.code()
