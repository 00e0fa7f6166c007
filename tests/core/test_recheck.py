"""What was deleted at its source is found: on walls in minutes, everywhere within a day."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from halls import Clock, Hall, Seat, StoppedClock, hall, seat
from making import ASHA, NOW, decide, judged, post
from networks.fake_x import x_at
from standup_tui.core.recheck import Recheck
from standup_tui.errors import SourceDropped, SourceRefused, StoreError
from standup_tui.model.lifecycle import Verb
from standup_tui.model.money import Level
from standup_tui.model.post import PostId
from standup_tui.model.text import Clean
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Seen
from standup_tui.ports.store import Judged
from standup_tui.protocol.messages import Role
from standup_tui.simulator.server import Options, Simulator
from standup_tui.store.store import SqliteStore


class Watched(StoppedClock):
    """A clock that stands still for good at a time."""

    def __init__(self, now: datetime, end: datetime) -> None:
        super().__init__(now)
        self.end = end

    async def sleep(self, seconds: float) -> None:
        if self.now() >= self.end:
            self.still.set()
            await asyncio.Event().wait()
        await super().sleep(seconds)


class Asked:
    """A network that is asked about posts, and when that was."""

    name = "X"

    def __init__(self, clock: StoppedClock, *gone: int) -> None:
        self._clock = clock
        self.gone = {post(number).id for number in gone}
        self.look_ups: list[tuple[datetime, tuple[PostId, ...]]] = []
        self.withheld: dict[PostId, tuple[Clean, ...]] = {}
        self.problems: list[Exception] = []

    async def look_up(self, posts: Sequence[PostId]) -> Seen:
        if self.problems:
            raise self.problems.pop(0)
        self.look_ups.append((self._clock.now(), tuple(posts)))
        gone = frozenset(self.gone.intersection(posts))
        return Seen(gone, {one: self.withheld.get(one, ()) for one in posts if one not in gone})


class Purse:
    """A budget that is used up as far as a test says."""

    level = Level.FREE

    def pace(self, now: datetime) -> float:
        del now
        return 0.0


@asynccontextmanager
async def opened(folder: Path, *, shown: int = 0, others: int = 0) -> AsyncIterator[SqliteStore]:
    """A store with posts that came now."""
    store = await SqliteStore.open(folder / "standup.db")
    try:
        posts = [
            judged(number, trusted=number <= shown) for number in range(1, shown + others + 1)
        ]
        await store.add(posts, [], NOW)
        yield store
    finally:
        await store.close()


async def run_out(job: Coroutine[None, None, None], clock: StoppedClock) -> None:
    """Do a job until its clock stands still."""
    task = asyncio.ensure_future(job)
    still = asyncio.ensure_future(clock.still.wait())
    await asyncio.wait({task, still}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    assert clock.still.is_set(), task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def made(store: SqliteStore, source: Asked, clock: StoppedClock, **more: object) -> Recheck:
    return Recheck(store, source, clock, 900, **more)  # type: ignore[arg-type]


@pytest.mark.fault("I2")
async def test_what_was_deleted_on_the_network_leaves_the_wall(tmp_path: Path) -> None:
    clock = Watched(NOW, NOW + timedelta(minutes=14))
    async with opened(tmp_path, shown=2) as store:
        source = Asked(clock, 1)
        await run_out(made(store, source, clock).shown(), clock)
        assert await store.shown(10) == (post(2).id,)
        assert (clock.slept, (await store.changes(0, 10)).removed) == ([900], (post(1).id,))


async def test_each_shown_post_is_looked_up_in_every_round_a_hundred_at_a_time(
    tmp_path: Path,
) -> None:
    clock = Watched(NOW, NOW + timedelta(hours=1))
    async with opened(tmp_path, shown=250, others=20) as store:
        source = Asked(clock)
        await run_out(made(store, source, clock).shown(), clock)
        often = Counter(one for _, posts in source.look_ups for one in posts)
        assert len(often) == 250
        assert set(often.values()) <= {3, 4}
        assert max(len(posts) for _, posts in source.look_ups) == 100


@pytest.mark.fault("I2")
async def test_other_posts_are_looked_up_late_each_day_spread_and_within_24_hours(
    tmp_path: Path,
) -> None:
    clock = Watched(NOW, NOW.replace(hour=23, minute=59) + timedelta(days=3))
    async with opened(tmp_path, shown=5, others=1234) as store:
        source = Asked(clock, 77)
        await store.apply(decide(Verb.HIDE, 9), ASHA, NOW)
        await run_out(made(store, source, clock).rest(), clock)
        times: dict[str, list[datetime]] = {}
        for at, posts in source.look_ups:
            for one in posts:
                times.setdefault(one, []).append(at)
        assert len(times) == 1234
        assert len(times[post(77).id]) == 1
        assert (await store.story(post(77).id)) is None
        del times[post(77).id]
        for seen in times.values():
            assert [at.day for at in seen] == [NOW.day + n for n in range(4)]
            assert all(at.hour >= 20 for at in seen)
            pairs = zip([NOW, *seen], seen, strict=False)
            assert all(later - before <= timedelta(hours=24) for before, later in pairs)
        gaps = [
            later - before
            for (before, _), (later, _) in zip(source.look_ups, source.look_ups[1:], strict=False)
        ]
        assert min(gaps) >= timedelta(minutes=5)


@pytest.mark.fault("I2", control=True)
async def test_a_sweep_of_the_walls_alone_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Recheck, "rest", Recheck.shown)
    with pytest.raises(AssertionError):
        await test_other_posts_are_looked_up_late_each_day_spread_and_within_24_hours(tmp_path)


@pytest.mark.fault("I2")
async def test_a_hub_that_did_not_run_in_the_evening_makes_up_for_it_in_time(
    tmp_path: Path,
) -> None:
    start = NOW + timedelta(hours=21)
    clock = Watched(start, NOW + timedelta(hours=24))
    async with opened(tmp_path, others=2500) as store:
        source = Asked(clock)
        await run_out(made(store, source, clock).rest(), clock)
        assert sum(len(posts) for _, posts in source.look_ups) == 2500
        times = [at for at, _ in source.look_ups]
        assert times[0] >= NOW + timedelta(hours=23)
        assert times[-1] <= NOW + timedelta(hours=24)
        assert times[-1] - times[0] > timedelta(minutes=30)


@pytest.mark.parametrize("level", [Level.SLOW, Level.STOP])
async def test_while_money_is_short_only_shown_posts_are_looked_up_and_that_is_said(
    tmp_path: Path, level: Level
) -> None:
    said: list[str] = []
    purse = Purse()
    purse.level = level
    async with opened(tmp_path, shown=3, others=40) as store:
        clock = Watched(NOW, NOW + timedelta(hours=26))
        source = Asked(clock)
        await run_out(made(store, source, clock, allowance=purse, say=said.append).rest(), clock)
        assert source.look_ups == []
        assert said[0] == ""
        assert "not looked up for a day (40 of them): money is short" in said[-1]

        clock = Watched(clock.now(), clock.now() + timedelta(minutes=10))
        source = Asked(clock)
        await run_out(made(store, source, clock, allowance=purse).shown(), clock)
        assert [len(posts) for _, posts in source.look_ups] == [3]

        purse.level = Level.WARN
        clock = Watched(clock.now(), clock.now() + timedelta(minutes=1))
        source = Asked(clock)
        await run_out(made(store, source, clock, allowance=purse, say=said.append).rest(), clock)
        assert [len(posts) for _, posts in source.look_ups] == [40]
        assert said[-1] == ""


async def test_a_look_up_that_fails_waits_as_long_as_the_network_says_and_is_made_again(
    tmp_path: Path,
) -> None:
    clock = Watched(NOW, NOW + timedelta(hours=2))
    async with opened(tmp_path, shown=1) as store:
        source = Asked(clock)
        reset = NOW + timedelta(minutes=50)
        source.problems = [
            SourceDropped("429", reset),
            SourceDropped("503"),
            SourceRefused("401"),
            StoreError("the disk is full"),
        ]
        await run_out(made(store, source, clock).shown(), clock)
        assert source.problems == []
        first = source.look_ups[0][0]
        assert first - reset == timedelta(seconds=60 + 120 + 240)
        assert len(source.look_ups) > 2


async def test_a_clock_that_goes_back_does_not_look_the_same_posts_up_for_ever(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, shown=150) as store:
        clock = Watched(NOW, NOW + timedelta(minutes=16))
        source = Asked(clock)
        real = store.unchecked

        async def jump(*args: object, **kwargs: object) -> object:
            clock._now -= timedelta(seconds=90)
            return await real(*args, **kwargs)  # type: ignore[arg-type]

        store.unchecked = jump  # type: ignore[method-assign, assignment]
        await run_out(made(store, source, clock).shown(), clock)
        rounds = len([it for it in clock.slept if it == 900])
        assert len(source.look_ups) <= 2 * rounds


@asynccontextmanager
async def at_the_simulator(
    folder: Path, texts: Sequence[str]
) -> AsyncIterator[tuple[Simulator, X, Hall, list[str]]]:
    """A hub whose store holds what was published on a simulated X, read over HTTP."""
    async with Simulator(Options(play=False, keep_alive=0.2, slot_hold=0.0)) as simulator:
        ids = [simulator.publish(text) for text in texts]
        theirs = simulator.credentials
        tokens = Credentials(
            theirs.bearer_token,
            theirs.consumer_key,
            theirs.consumer_secret,
            theirs.access_token,
            theirs.access_token_secret,
        )
        async with x_at(theirs.base_url, tokens) as x, hall(folder) as here:
            yield simulator, x, here, ids


async def until_there(wall: Seat, posts: int) -> None:
    await wall.until(lambda: len(wall.posts) == posts, 30)


async def until_gone(wall: Seat, post_id: str) -> float:
    await wall.until(lambda: post_id not in wall.posts, 30)
    return asyncio.get_running_loop().time()


# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
@pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")
async def test_every_wall_forgets_a_deleted_post_within_two_seconds_of_the_answer(
    tmp_path: Path,
) -> None:
    texts = [f"A visit, number {number} #StandUp4SW" for number in range(3)]
    async with at_the_simulator(tmp_path, texts) as (simulator, x, here, ids):
        published = [replace(post(n), id=PostId(f"x:{one}")) for n, one in enumerate(ids)]
        await here.add([Judged(one, raw="{}", trusted=True) for one in published])
        answered: list[float] = []
        asked = x.look_up

        async def look_up(posts: Sequence[PostId]) -> Seen:
            found = await asked(posts)
            if found.gone:
                answered.append(asyncio.get_running_loop().time())
            return found

        x.look_up = look_up  # type: ignore[method-assign]
        async with seat(tmp_path, Role.WALL) as first, seat(tmp_path, Role.WALL) as second:
            for wall in (first, second):
                await until_there(wall, 3)
            simulator.delete(ids[1])
            recheck = Recheck(here.store, x, Clock(), 0.05)
            task = asyncio.create_task(recheck.shown())
            gone = [await until_gone(wall, f"x:{ids[1]}") for wall in (first, second)]
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            assert max(gone) - answered[0] < 2
            assert set(first.posts) == {f"x:{ids[0]}", f"x:{ids[2]}"}
        assert (await here.store.story(PostId(f"x:{ids[1]}"))) is None
