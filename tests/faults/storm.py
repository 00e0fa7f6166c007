"""Hours of a hub in a storm of faults, in simulated time, and what is true after them.

All seconds here are simulated ones, unless somebody says otherwise.
"""

import asyncio
import itertools
import random
import time
from collections import Counter
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from faults.upstream import TAG, Upstream, eventually, hub_on, rows, simulator_by
from standup_tui.core.catching_up import SETTLED
from standup_tui.model.command import Decide, Done, OpId
from standup_tui.model.health import Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.ports.clock import Clock
from standup_tui.settings.campaign import Retweet
from standup_tui.simulator.faults.storm import Storm
from standup_tui.simulator.server import Simulator
from standup_tui.store.check import check
from standup_tui.store.rows import when
from timing import turning

BETWEEN_POSTS = 20.0
BETWEEN_RETWEETS = 120.0
STALE = 25.0
"""Of silence, after which the stream is given up, as on the real X."""
FOUND = 900.0
"""After the last fault, in which everything must have been found: the longest limit of X."""
APART = timedelta(seconds=15)
"""What the times of one moment may differ by: real milliseconds, many times as fast."""
NO_POSTS = 1000
"""Ids below it belong to lines that are no posts."""
PACE = 40.0
LAST = 8 * FOUND / PACE
"""Real seconds that the last of it may take, on a machine that has no time for us."""
UNSETTLED = {"due", "sending"}
BETWEEN_HUBS = 30.0
AT_ONCE = 4
"""Storms that rage together, so that one trouble meets another."""
CALM = 240.0
"""Real seconds in which the last gap must be closed."""
PATIENT = 16.0
"""The last hub only tells what is left: on a busy machine an answer may take its time."""


@dataclass(frozen=True)
class Aftermath:
    """What is wrong after a storm, and some figures."""

    lost: set[str]
    """Posts that X gave us or search could find, and that are not stored."""
    invented: set[str]
    """Posts that are stored, and X has none like them."""
    holes: list[tuple[datetime, datetime]]
    """Times without a connection that no gap on record covers."""
    unnoticed: set[str]
    """Posts that no stream brought, from a time that no gap on record covers."""
    open: int
    """Gaps that are not repaired."""
    twice: set[str]
    """Posts that were retweeted more than once."""
    misjudged: set[str]
    """Posts whose retweet is said to be out and is not, or the other way round, or under way."""
    problems: tuple[str, ...]
    """Promises that the store breaks."""
    story: str

    @property
    def wrong(self) -> dict[str, object]:
        """Everything that should not be, by name."""
        return {name: it for name, it in vars(self).items() if it and name != "story"}


async def weathered(folder: Path, seed: int, seconds: float, lives: int = 3) -> Aftermath:
    """Let hubs read and act through a storm, one after the other, and look what is left."""
    began = time.monotonic()
    dice = random.Random(f"posts/{seed}")
    async with (
        turning(PACE) as clock,
        simulator_by(clock, pace=PACE, quiet=STALE / PACE) as x,
    ):
        async with hub(folder, x, clock) as up:  # a campaign begins in good weather
            await up.live()
        storms = [x.faults.add(f"storm={100 * seed + number}") for number in range(AT_ONCE)]
        publishing = asyncio.create_task(publish(x, clock, dice))
        for _ in range(lives):
            async with hub(folder, x, clock) as up:
                acting = asyncio.create_task(retweet(up, dice))
                over = asyncio.create_task(clock.sleep(seconds / lives))
                await asyncio.wait({publishing, acting, over}, return_when=asyncio.FIRST_COMPLETED)
                await ended(over)
                await ended(acting)
            await clock.sleep(BETWEEN_HUBS)
        await ended(publishing)
        x.faults.clear()
        owed = x.owed(TAG)
        async with hub(folder, x, clock, patience=PATIENT) as up:
            await eventually(lambda: calm(up), CALM)
            with suppress(TimeoutError):
                await eventually(lambda: owed <= up.stored and calm(up), LAST)
            with suppress(TimeoutError):
                await eventually(lambda: not UNSETTLED & {*stages(folder).values()}, LAST)
            stored = {it for it in up.stored if int(it) >= NO_POSTS}
        hours = clock.monotonic() / 3600
        past = [it.fault for one in storms if isinstance(one, Storm) for it in one.past]
    gaps = [
        (when(began), when(ended))
        for began, ended in rows(folder, "SELECT began, ended FROM gap WHERE ended NOT NULL")
    ]
    posts = dict(rows(folder, "SELECT id, at FROM post"))
    on_disk = {it.removeprefix("x:") for it in posts} & owed | stored - owed
    out = Counter(
        it.post_id for it in x.ledger.retweets if (it.act, it.status) == ("retweet", 200)
    )
    connections = [it for it in x.ledger.connections if it.closed is not None]
    calls = [it for it in x.ledger.calls if it.status >= 400]
    ((open_, recovered),) = rows(
        folder, "SELECT count(*) FILTER (WHERE repair <> 'repaired'), sum(recovered) FROM gap"
    )
    return Aftermath(
        lost=owed - stored | owed - on_disk,
        invented=stored - owed,
        holes=[
            (one.closed, two.opened)
            for one, two in itertools.pairwise(connections)
            if one.closed is not None
            and two.opened - one.closed > APART
            and not covered(gaps, one.closed, two.opened)
        ],
        unnoticed={
            it
            for it in owed - x.ledger.served.keys()
            if f"x:{it}" in posts
            and not covered(gaps, when(posts[f"x:{it}"]), when(posts[f"x:{it}"]))
        },
        open=open_,
        twice={it for it, times in out.items() if times > 1},
        misjudged=misjudged(stages(folder), set(out)),
        problems=(await check(folder / "standup.db")).problems,
        story=(
            f"storm {seed}: {hours:.1f} h in {time.monotonic() - began:.0f} s, "
            f"{len(past)} troubles of {len(set(past))} kinds, "
            f"{len(x.ledger.strikes)} strikes, {len(x.ledger.connections)} connections, "
            f"{len(calls)} refusals, {len(gaps)} gaps, {len(owed)} posts, {recovered} of them "
            f"recovered, {len(out)} retweets: {dict(Counter(stages(folder).values()))}"
        ),
    )


def calm(up: Upstream) -> bool:
    """Tell whether the hub reads and no gap is open."""
    # The stream's silence is measured in real seconds, which soon look like a stall.
    reads = up.health.liveness in (Liveness.LIVE, Liveness.STALLED)
    return reads and up.health.gaps == 0


def covered(gaps: list[tuple[datetime, datetime]], begins: datetime, ends: datetime) -> bool:
    """Tell whether a gap on record covers a time."""
    return any(one <= begins + APART and ends - APART <= two for one, two in gaps)


def misjudged(stages: dict[str, str], out: set[str]) -> set[str]:
    """Return the posts of which the outbox says something else than X; a doubt is none."""
    said = {post for post, stage in stages.items() if stage == "done"}
    doubted = {post for post, stage in stages.items() if stage == "in doubt"}
    under_way = {post for post, stage in stages.items() if stage in UNSETTLED}
    return said - out | out - said - doubted | under_way


def stages(folder: Path) -> dict[str, str]:
    """Return what became of each retweet."""
    found = rows(folder, "SELECT post, stage FROM outbox WHERE verb = 'retweet'")
    return {post.removeprefix("x:"): stage for post, stage in found}


def hub(
    folder: Path, x: Simulator, clock: Clock, patience: float = 1.0
) -> AbstractAsyncContextManager[Upstream]:
    """Give a hub that is as patient as on the real X, or so many times as patient."""
    retweets = Retweet(enabled=True, most_per_day=1000)
    quiet = patience * STALE / PACE
    return hub_on(folder, x, clock, quiet=quiet, settled=SETTLED, retweet=retweets)


async def ended(task: asyncio.Task[None]) -> None:
    """End something that goes on without end, and say what went wrong with it."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def publish(x: Simulator, clock: Clock, dice: random.Random) -> None:
    """Publish now and then, some of it in answer to what was there, without end."""
    said: list[str] = []
    while True:
        answers = dice.choice(said[-20:]) if said and dice.random() < 0.2 else None
        author = dice.choice(x.roster[1:])
        text = f"Visit {len(said)} is done & <well>. {TAG}"
        said.append(x.publish(text, author=author, reply_to=answers))
        await clock.sleep(dice.expovariate(1 / BETWEEN_POSTS))


async def retweet(up: Upstream, dice: random.Random) -> None:
    """Approve a post and have it retweeted now and then, each at most once, without end."""
    while True:
        await up.clock.sleep(dice.expovariate(1 / BETWEEN_RETWEETS))
        left = sorted(it for it in up.stored if int(it) >= NO_POSTS and fresh(up, it))
        if not left:
            continue
        post = dice.choice(left)
        entry = up.asha.posts[f"x:{post}"]
        if not entry.standing.on_wall:
            await up.approve(post)
            await eventually(partial(on_wall, up, entry.post.id))
        standing = up.asha.posts[entry.post.id].standing
        said = Decide(OpId(f"retweet-{post}"), Verb.RETWEET, entry.post.id, standing.revision)
        outcome = await up.asha.client.ask(said)
        assert isinstance(outcome, Done), outcome


def fresh(up: Upstream, post: str) -> bool:
    """Tell whether nobody has decided on a post."""
    return up.asha.posts[f"x:{post}"].standing.revision == 1


def on_wall(up: Upstream, post: PostId) -> bool:
    return up.asha.posts[post].standing.on_wall
