"""Terminals that read nothing, or talk without end: nobody else waits for them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import patch

import pytest

from counts import FULL
from faults.knocking import CONSOLE, Knock, knock
from faults.table import Row
from halls import hall, seat
from making import NOW, decide, judged, op, some, undo
from process.killing import Storm, campaign, quiet
from standup_tui.hub import outbound, session
from standup_tui.model.command import Done, Handover
from standup_tui.model.lifecycle import Verb
from standup_tui.protocol.messages import Alive, Answer, Ask, Find, Open, down, frame
from standup_tui.simulator.server import Simulator
from standup_tui.store.store import SqliteStore

pytestmark = pytest.mark.soak

ASKED = 500 if FULL else 60
STUCK = 20
LONG = "A visit of the day, told at length. " * 40
FRAMES = 5_000
ALIVE = frame(Alive(0))


@asynccontextmanager
async def two_hubs(folder: Path) -> AsyncIterator[tuple[Path, Path]]:
    """Give the campaigns of two hubs, processes of their own, each with enough to be told."""
    folders = folder / "calm", folder / "crowded"
    async with Simulator(quiet()) as x:
        storms = []
        for one in folders:
            one.mkdir(mode=0o700)
            campaign(one, x.base_url)
            store = await SqliteStore.open(one / "standup.db")
            await store.add([judged(n, LONG) for n in range(2_000)], [], NOW)
            await store.close()
            storms.append(Storm(one, x, 1))
            await storms[-1].start("hub")
        yield folders
        for storm in storms:
            await storm.end()


@contextmanager
def reading_nothing(folder: Path) -> Iterator[None]:
    """Attach consoles that are told thousands of posts, and read none."""
    with ExitStack() as leaving:
        for _ in range(STUCK):
            leaving.enter_context(knock(folder)).say(CONSOLE)
        yield


@contextmanager
def talking(folder: Path) -> Iterator[None]:
    """Attach a console that says that it is alive, as often as the hub can hear it."""
    over = threading.Event()

    def talk() -> None:
        one.say(CONSOLE)
        while not over.is_set():
            one.say(ALIVE * 1_000)

    def listen() -> None:
        with suppress(OSError):  # we have hung up
            while one.hub.recv(2**16):
                pass

    with knock(folder) as one:
        threads = [threading.Thread(target=it) for it in (talk, listen)]
        for it in threads:
            it.start()
        yield
        over.set()
        threads[0].join()
        one.hang_up()
        threads[1].join()


def delays(folders: Sequence[Path], notes: int) -> list[list[float]]:
    """Have a moderator leave notes at some hubs in turn; return the seconds each took, by hub.

    In turn, so that whatever else the machine does befalls all of them alike.
    """
    taken: list[list[float]] = [[] for _ in folders]
    with ExitStack() as leaving:
        seats = [leaving.enter_context(knock(folder)) for folder in folders]
        for at in seats:
            at.say(CONSOLE)
            asked(at, Handover(op(), "Hello"))  # behind all the posts, which it is told first
        for number in range(notes):
            for at, seconds in zip(seats, taken, strict=True):
                seconds.append(asked(at, Handover(op(), f"Note {number}")))
    return taken


def asked(at: Knock, command: Handover) -> float:
    """Have something done, and return the seconds until the answer is there."""
    began = perf_counter()
    at.say(Ask(command))
    answer = at.answer(command.op)
    taken = perf_counter() - began
    assert isinstance(answer.outcome, Done)
    return taken


def told(calm: list[float], crowded: list[float]) -> str:
    """Put delays into words."""
    return (
        f"median {median(crowded) * 1000:.1f} ms (without: {median(calm) * 1000:.1f}), "
        f"99 of 100 in {most(crowded) * 1000:.0f} ms (without: {most(calm) * 1000:.0f})"
    )


def most(seconds: list[float]) -> float:
    """Return within which time 99 of 100 were answered."""
    return sorted(seconds)[len(seconds) * 99 // 100]


@pytest.mark.fault("P3")
async def test_nobody_waits_longer_for_terminals_that_read_nothing_or_talk_without_end(
    tmp_path: Path, row: Row
) -> None:
    async with two_hubs(tmp_path) as (calm, crowded):
        with reading_nothing(crowded):
            stuck = await asyncio.to_thread(delays, (calm, crowded), ASKED)
        with talking(crowded):
            talks = await asyncio.to_thread(delays, (calm, crowded), ASKED)
    row.measured(ASKED, f"{STUCK} read nothing: {told(*stuck)}")
    row.measured(ASKED, f"one talks without end: {told(*talks)}")
    # Wide enough for any machine: whoever waits for a terminal that does not read waits for ever.
    # A hub that is talked to without end is busy, and others get its turns, not its seconds.
    without, with_them = stuck
    assert median(with_them) < 10 * median(without) + 0.05


@pytest.mark.fault("P3", control=True)
async def test_a_hub_that_awaits_whoever_reads_nothing_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drain, lock = asyncio.StreamWriter.drain, asyncio.Lock()

    async def one_by_one(self: asyncio.StreamWriter) -> None:
        async with lock:
            await drain(self)

    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add([judged(n, LONG) for n in range(2_000)])
        monkeypatch.setattr(asyncio.StreamWriter, "drain", one_by_one)
        with knock(tmp_path) as stuck:
            stuck.say(CONSOLE)
            await asyncio.wait_for(held(lock), 60)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asha.client.ask(decide(Verb.HOLD, 1)), 5)
        assert isinstance(await asha.ask(decide(Verb.HOLD, 2)), Done)


async def held(lock: asyncio.Lock) -> None:
    """Wait until somebody has held a lock for a while."""
    turns = 0
    while turns < 20:
        await asyncio.sleep(0.05)
        turns = turns + 1 if lock.locked() else 0


async def turns_between(folder: Path) -> int:
    """Have a terminal say much at once; return in how many turns of the others it was read."""
    turns, last = 0, undo()
    heard_at: list[int] = []
    heed = session.Session._heed

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def noted(self: session.Session, message: object) -> None:
        if isinstance(message, Alive):
            heard_at.append(turns)
        await heed(self, message)

    async with hall(folder):
        reader, writer = await asyncio.open_unix_connection(str(folder / "hub.sock"))
        counting = asyncio.create_task(other())
        with patch.object(session.Session, "_heed", noted):
            writer.write(frame(CONSOLE) + ALIVE * FRAMES + frame(Ask(last)))
            async with asyncio.timeout(60):
                while not isinstance(down(await reader.readuntil(b"\n")), Answer):
                    pass
        counting.cancel()
        writer.close()
    assert len(heard_at) == FRAMES
    return len(set(heard_at))


@pytest.mark.fault("P3")
async def test_everybody_has_a_turn_between_two_frames_of_one_terminal(
    tmp_path: Path, row: Row
) -> None:
    assert await turns_between(tmp_path) == FRAMES
    row.measured(1, f"{FRAMES} frames at once: a turn for others after each")


@pytest.mark.fault("P3", control=True)
async def test_a_hub_that_reads_on_and_on_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody_first() -> None:
        """Go on reading."""

    monkeypatch.setattr(session, "_others_first", nobody_first)
    assert await turns_between(tmp_path) < FRAMES / 2


@pytest.mark.fault("P3", control=True)
async def test_a_hub_that_keeps_all_answers_for_whoever_reads_none_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "_UNSENT", 2**40)
    async with hall(tmp_path) as here:
        await here.add(some(1))
        await here.add([judged(n, LONG * 10) for n in range(1, 101)])
        with knock(tmp_path) as stuck:
            stuck.say(CONSOLE, *[Find("told")] * 60, Open(judged(1).post.id))
            async with asyncio.timeout(60):
                while not (here.hub._sessions and waiting_for_one(here.hub._sessions) > 2**24):  # noqa: ASYNC110  # no event says so
                    await asyncio.sleep(0.02)


def waiting_for_one(sessions: set[session.Session]) -> int:
    """Return how many bytes wait for the only terminal there is."""
    (one,) = sessions
    return one.outbound.waiting
