"""Walls through a storm of decisions and dead hubs: no post on any that may not be shown.

Real walls, on terminals and in browsers, of different layouts; what they show is written down
twenty times a second and compared with the decision log afterwards.
"""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from counts import FULL
from halls import Seat, seat
from making import blank, op
from process.decided import ALLOWED, Allowed, Capture, allowed_by_the_log
from process.killing import Storm, campaign, quiet
from process.projected import Projection
from process.watched import Fair, Recorder, Wall, Watcher, handle, named, told
from standup_tui.model.command import Decide, Steer
from standup_tui.model.lifecycle import Verb, refusal
from standup_tui.model.wall import Delay, Fix, Pause, Scene, Spotlight, Step, WallAct
from standup_tui.protocol.messages import BEAT
from standup_tui.simulator.model import Account
from standup_tui.simulator.server import Simulator
from timing import turns_until
from web.pages import address_in, serving

SECONDS, BREAKS = (1800, 10) if FULL else (60, 2)
CARELESS = Path(__file__).with_name("careless_wall.py")
STANDUP = ("-P", "-m", "standup_tui", "wall")
OWN = ("--scene", "stream")

VERBS = (
    *[Verb.APPROVE] * 6,
    *(Verb.HIDE, Verb.HOLD, Verb.FLAG),
    *(Verb.CLEAR, Verb.PIN, Verb.UNPIN, Verb.STAR, Verb.ESCALATE, Verb.RETURN),
)
SAID = (
    "Home visit done. #StandUp4SW",
    "First visit of the day. Helped a family ask for what they are entitled to. #StandUp4SW",
    "Written to my MP today. " + "We are three fewer than in spring. " * 6 + "#StandUp4SW",
    "Tea.\n\nThen the next one.\n\nThen court.\n#StandUp4SW",
    "Café, Wrocław, ещё раз, 今日も一日 👍 #StandUp4SW",
)


async def moderate(who: Seat, dice: random.Random, over: asyncio.Event) -> None:
    """Decide and steer at random, one thing after the other, until it is over."""
    for turn in count(1):
        if over.is_set():
            return
        await asyncio.sleep(dice.uniform(0.02, 0.2))
        if turn % 60 == 30:
            await who.ask(blank())
            await asyncio.sleep(dice.uniform(2, 4))
            await who.ask(blank(on=False))
        elif turn > 60 and dice.random() < 0.04:
            await who.ask(Steer(op(), wish(who, dice)))
        elif who.posts:
            await decide(who, dice)


def wish(who: Seat, dice: random.Random) -> WallAct:
    """Return something a moderator may say of the walls."""
    posts = [one.post.id for one in who.posts.values() if one.standing.on_wall]
    chosen = dice.choice(posts) if posts else None
    return dice.choice(
        (
            Step(1),
            Step(-1),
            *(Fix(None), Fix(Scene.STREAM), Fix(Scene.STREAM), Fix(Scene.TALLY)),
            *(Spotlight(chosen), Spotlight(None)),
            *(Pause(paused=True), Pause(paused=False), Pause(paused=False)),
            Delay(5),
            Delay(0),
        )
    )


async def decide(who: Seat, dice: random.Random) -> None:
    """Decide on some post, most often on one of the newest or one that is shown."""
    posts = list(who.posts.values())
    shown = [one for one in posts if one.standing.on_wall]
    entry = dice.choice(dice.choice([posts, posts[-20:], posts[-40:], shown or posts]))
    verbs = [verb for verb in VERBS if refusal(entry.standing, verb) is None]
    if verbs:
        what = Decide(op(), dice.choice(verbs), entry.post.id, entry.standing.revision)
        await who.ask(what)


async def publish(x: Simulator) -> None:
    """Publish without end, each post by somebody else."""
    number = 0
    while True:
        number += 1
        author = Account(str(700_000 + number), handle(number), f"Visitor {number}")
        x.publish(SAID[number % len(SAID)], author=author)
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


@contextmanager
def projections(
    *programs: tuple[str, Sequence[str], tuple[int, int]],
) -> Iterator[list[Projection]]:
    """Give walls on terminals."""
    with ExitStack() as ends:
        made = []
        for name, words, size in programs:
            made.append(Projection(name, *words, size=size, env={"XDG_CONFIG_HOME": "/nowhere"}))
            ends.callback(made[-1].end)
        yield made


@dataclass
class Course:
    """How a storm went."""

    recorder: Recorder
    allowed: Allowed
    kills: int

    @property
    def captures(self) -> list[Capture]:
        return self.recorder.captures

    @property
    def wrong(self) -> list[str]:
        return self.allowed.wrong(self.captures)

    def __str__(self) -> str:
        looks, empty = self.recorder.looks, self.recorder.empty
        posts = Counter[str]()
        for one in self.captures:
            posts[one.wall] += len(one.posts)
        let = sum(map(len, self.allowed.posts.values()))
        lines = [f"{n}: {looks[n]} captures, {empty[n]} empty, {posts[n]} posts" for n in looks]
        total = f"{looks.total()} captures with {posts.total()} posts"
        more = f"let on {let} times, {len(self.allowed.dark)} blanks, {self.kills} hubs killed"
        return "\n".join(("", *lines, f"{total}; {more}; wrong: {len(self.wrong)}"))


async def storm(
    folder: Path, x: Simulator, walls: Sequence[Wall], seconds: float, breaks: int
) -> Course:
    """Let it rage over walls that run already, and return how it went.

    The hub falls silent only when the last of them has posts on it, something to let go of.
    """
    dice, over, clock = random.Random(11), asyncio.Event(), Fair()
    recorder, weather, alone = Recorder(clock, walls), Storm(folder, x, 11), []
    await weather.start("hub")
    async with seat(folder) as asha:
        deciding = asyncio.create_task(moderate(asha, dice, over))
        looking = [asyncio.create_task(one.run()) for one in walls if isinstance(one, Watcher)]
        recording = asyncio.create_task(clock.run(recorder.look))
        publishing = asyncio.create_task(publish(x))
        async with running(deciding, recording, publishing, *looking):
            for number in range(breaks):
                await asyncio.sleep(seconds / (breaks + 1))
                silent = number % 2 == 0  # before it dies
                if silent:
                    await turns_until(lambda: told(walls[-1].seen), 60)
                since = clock.now
                if silent:
                    weather.signal("hub", signal.SIGSTOP)
                    await asyncio.sleep(dice.uniform(3.5, 6))
                await weather.kill("hub")
                await asyncio.sleep(dice.uniform(0.1, 4))
                alone.append((since + 2 * BEAT, clock.now))
                await weather.start("hub")
            await asyncio.sleep(seconds / (breaks + 1))
            over.set()
            await deciding
            await asyncio.sleep(2 * ALLOWED)
    kills = weather.history.kills
    await weather.end()
    allowed = allowed_by_the_log(folder, clock.marks, named)
    allowed.alone = alone
    return Course(recorder, allowed, kills)


def made(folder: Path, x: Simulator) -> None:
    """Write a campaign whose scenes change often."""
    folder.mkdir(mode=0o700)
    campaign(folder, x.base_url)
    with (folder / "campaign.toml").open("a") as file:
        file.write(
            '[[actions]]\nname = "One action"\n'
            "[wall.scenes]\nstream = 12\nspotlight = 6\ntally = 5\nslides = 5\n"
            '[[wall.slides]]\ntitle = "Write"\nlink = "https://www.example.org/"\n'
        )


@pytest.mark.soak
async def test_no_wall_ever_holds_a_post_that_the_store_did_not_allow(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    async with Simulator(quiet()) as x:
        made(folder, x)
        there = str(folder)
        with projections(
            ("terminal 120x36", (*STANDUP, there), (120, 36)),
            ("terminal 200x60, stream", (*STANDUP, there, *OWN, "--columns", "3"), (200, 60)),
            ("terminal 80x24, spotlight", (*STANDUP, there, "--scene", "spotlight"), (80, 24)),
        ) as screens:
            async with (
                serving(folder, "--port", "0") as (_, one),
                serving(folder, "--port", "0", *OWN, "--layout", "full") as (_, two),
            ):
                pages = [Watcher(address_in(one), "page"), Watcher(address_in(two), "page, full")]
                walls: list[Projection | Watcher] = [*screens, *pages]
                course = await storm(folder, x, walls, SECONDS, BREAKS)
    print(course)
    assert course.wrong == []
    assert course.kills == BREAKS
    for wall in walls:
        posts = {post for one in course.captures if one.wall == wall.name for post in one.posts}
        assert len(posts) > 5, wall.name
        assert course.recorder.empty[wall.name]
    assert all(page.phases >= {"showing", "holding", "blank"} for page in pages)
    assert course.allowed.dark
    assert sum(map(len, course.allowed.posts.values())) > SECONDS / 2


FAULTS = {
    "keeps what is hidden": "allowed in",
    "heeds no blank": "blank from",
    "trusts the silent": "without a hub",
}


@pytest.mark.soak
async def test_the_recorder_sees_every_wall_that_is_careless(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    async with Simulator(quiet()) as x:
        made(folder, x)
        careless = [(fault, (str(CARELESS), str(folder), fault), (120, 36)) for fault in FAULTS]
        with projections(*careless) as screens:
            course = await storm(folder, x, screens, 14, 1)
    print(course)
    for fault, why in FAULTS.items():
        assert any(f" on {fault} at " in one and why in one for one in course.wrong), fault


def test_what_is_seen_is_judged_by_what_was_allowed_at_that_moment() -> None:
    allowed = Allowed(
        {"0001": [(10.0, 20.0), (30.0, 40.0)]}, dark=[(32.0, 36.0)], alone=[(38, 39)]
    )

    def wrong(at: float, post: str = "0001") -> bool:
        return bool(allowed.wrong([Capture(at, "foyer", frozenset({post}))]))

    assert [at for at in range(45) if not wrong(at)] == [
        *range(9, 22),
        *range(29, 34),
        *range(36, 42),
    ]
    assert wrong(15, "0002")
    assert allowed.wrong([Capture(15, "foyer", frozenset())]) == []


def test_posts_are_told_by_their_handles_and_half_drawn_ones_are_none() -> None:
    seen = f"@{handle(12)} now · X  @{handle(7)}\n@w0012w0129 @w0129w01299"
    assert told(seen) == {"0012", "0007"}
