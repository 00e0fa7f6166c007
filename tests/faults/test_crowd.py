"""Two hundred terminals at once, and terminals that are only half there."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from faults.knocking import CONSOLE, WALL
from faults.table import Row
from halls import hall, seat
from making import decide, judged, post
from standup_tui.hub import door, server, session
from standup_tui.model.command import Done
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import (
    LARGEST,
    Answer,
    Ask,
    Changed,
    Down,
    Goodbye,
    Hello,
    Up,
    Welcome,
    down,
    frame,
)

pytestmark = pytest.mark.soak

ONE = post(1).id
LONG = "A visit of the day, told at length. " * 40
_PATIENCE = 120.0
"""Seconds after which something is given up that should happen at once."""


class Attached:
    """A terminal of many, which reads when it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    def say(self, message: Up) -> None:
        self.writer.write(frame(message))

    async def hear(self, true: Callable[[Down], object]) -> Down:
        """Read until something is said."""
        async with asyncio.timeout(_PATIENCE):
            while not true(said := down(await self._reader.readuntil(b"\n"))):
                pass
        return said


async def attach(folder: Path, hello: Hello) -> Attached:
    """Connect and be answered."""
    one = Attached(*await asyncio.open_unix_connection(str(folder / "hub.sock"), limit=LARGEST))
    one.say(hello)
    return one


@asynccontextmanager
async def crowd(folder: Path) -> AsyncIterator[Sequence[Attached]]:
    """Two hundred terminals that come at the same moment, some of them walls."""
    hellos = [WALL if number % 20 == 0 else CONSOLE for number in range(door.MOST_SESSIONS)]
    every = await asyncio.gather(*(attach(folder, hello) for hello in hellos))
    try:
        yield every
    finally:
        for one in every:
            one.writer.close()


def shows(said: Down) -> bool:
    """Whether a frame has the first post on the wall."""
    return isinstance(said, Changed) and any(
        entry.post.id == ONE and entry.standing.status is Status.SHOWN
        for entry in said.changes.entries
    )


@pytest.mark.fault("P4")
async def test_two_hundred_come_at_once_and_hear_alike_and_the_next_one_is_refused(
    tmp_path: Path, row: Row
) -> None:
    async with hall(tmp_path) as here, crowd(tmp_path) as every:
        await here.add_some(1)
        for one in every:
            await one.hear(lambda it: isinstance(it, Welcome))
        asked = decide(Verb.APPROVE, 1)
        every[1].say(Ask(asked))
        await asyncio.gather(*(one.hear(shows) for one in every))
        answer = await every[1].hear(lambda it: isinstance(it, Answer))
        assert isinstance(answer, Answer)
        assert isinstance(answer.outcome, Done)

        late = await attach(tmp_path, CONSOLE)
        said = await late.hear(lambda _: True)
        assert isinstance(said, Goodbye)
        assert said.why == "200 terminals are attached already; close one."
        late.writer.close()
        every[2].writer.close()
        async with seat(tmp_path) as asha:  # which tries until there is room
            await asha.until(lambda: asha.welcomes)
    row.measured(len(every), f"{len(every)} welcomed, each told of one decision")


@pytest.mark.fault("P4", control=True)
async def test_a_hub_with_a_narrow_door_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_AT_THE_DOOR", 10)
    async with hall(tmp_path):
        came = await asyncio.gather(*(welcomed(tmp_path) for _ in range(200)))
    assert 0 < sum(came) < len(came)


async def welcomed(folder: Path) -> bool:
    """Tell whether a terminal that knocks now is let in."""
    try:
        one = await attach(folder, CONSOLE)
        await one.hear(lambda it: isinstance(it, Welcome))
    except (OSError, asyncio.IncompleteReadError):
        return False
    one.writer.close()
    return True


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a hub lose its patience within moments."""
    monkeypatch.setattr(session, "_INTRODUCTION", 0.3)
    monkeypatch.setattr(session, "_PATIENCE", 0.3)
    monkeypatch.setattr(door, "_FAREWELL", 0.3)


def half_there(folder: Path, how: str) -> socket.socket:
    """Connect, and be there only in part."""
    one = socket.socket(socket.AF_UNIX)
    one.connect(str(folder / "hub.sock"))
    match how:
        case "says half a hello":
            one.sendall(frame(CONSOLE)[:20])
        case "says hello and reads nothing":
            one.sendall(frame(CONSOLE))
        case "says nonsense and reads nothing":
            one.sendall(frame(CONSOLE) + b"nonsense\n")
        case "speaks no more":
            one.sendall(frame(CONSOLE))
            one.shutdown(socket.SHUT_WR)
        case "hears no more":
            one.sendall(frame(CONSOLE))
            one.shutdown(socket.SHUT_RD)
    return one


HALVES = (
    "says nothing",
    "says half a hello",
    "says hello and reads nothing",
    "says nonsense and reads nothing",
    "speaks no more",
    "hears no more",
)


def open_files() -> int:
    """Return how many files and connections this process has, the hub in it among them."""
    return len(os.listdir("/dev/fd"))  # noqa: PTH208  # names that may be gone


async def all_gone(folder: Path, how: str, seconds: float = _PATIENCE) -> int:
    """Connect in part, several times, and wait until the hub keeps nothing of it.

    Returns:
        How often.

    Raises:
        TimeoutError: It still does after some seconds.
    """
    async with hall(folder) as here:
        await here.add([judged(n, LONG) for n in range(1_000)])
        before = open_files()
        ends = [half_there(folder, how) for _ in range(10)]
        try:
            last = await attach(folder, CONSOLE)
            await last.hear(lambda _: True)  # so the hub has let in those before it, too
            last.writer.close()
            async with asyncio.timeout(seconds):
                while open_files() > before + len(ends):  # noqa: ASYNC110  # no event says so
                    await asyncio.sleep(0.05)
        finally:
            for one in ends:
                one.close()
    return len(ends)


@pytest.mark.fault("P5")
@pytest.mark.parametrize("how", HALVES)
@pytest.mark.usefixtures("hasty")
async def test_nothing_is_kept_for_a_terminal_that_is_only_half_there(
    how: str, tmp_path: Path, row: Row
) -> None:
    row.measured(await all_gone(tmp_path, how), how)


@pytest.mark.fault("P5", control=True)
@pytest.mark.usefixtures("hasty")
async def test_a_hub_that_hangs_up_and_waits_to_be_heard_out_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def politely(writer: asyncio.StreamWriter) -> None:
        writer.close()

    monkeypatch.setattr(server, "hang_up", politely)
    with pytest.raises(TimeoutError):
        await all_gone(tmp_path, "says hello and reads nothing", 3)
