"""Whatever is said on its socket, the hub lives on, and answers everybody else."""

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec import ValidationError
from msgspec import json as msgspec_json

from counts import FULL
from faults.knocking import CONSOLE, WALL, Knock, beside, knock
from faults.table import Row
from making import decide, post, undo
from process.mutant_hub import script
from process.theatre import Troupe, troupe
from protocol.test_messages import UP, json_value, some, text
from standup_tui.hub import session
from standup_tui.model.command import Decide, Done
from standup_tui.model.keeping import Grant
from standup_tui.model.lifecycle import Verb
from standup_tui.protocol.messages import (
    Ask,
    AskCounts,
    AskLog,
    AskReading,
    AskRules,
    Find,
    Goodbye,
    Keep,
    Open,
    ReadOn,
    Role,
    StopHub,
    Up,
    Welcome,
    frame,
)

pytestmark = [
    pytest.mark.soak,
    # A frame that does harm may be a large one; it is told all the same.
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]

TALKS = 5_000 if FULL else 250
POSTS = 20
HUGE = 100 * 2**20
ROOM = 64 * 2**20
"""Bytes that a hub may come to need meanwhile: a frame that is too long ends at 256 KB, and the
rules, which are warmed up just after the start, take about twenty million."""

KNOWN = st.sampled_from([post(n).id for n in range(1, POSTS + 1)])
DECISIONS = some(
    Decide,
    op=st.text("abc", min_size=1, max_size=8),
    verb=st.sampled_from(Verb),
    post=KNOWN,
    revision=st.integers(1, 4),
    reason=text,
    confirmed=st.booleans(),
)
ASKED: st.SearchStrategy[Up] = st.one_of(
    UP.filter(lambda it: not isinstance(it, StopHub)),  # which an owner may
    some(Ask, command=DECISIONS),
    some(Find, words=st.text(max_size=300)),
    some(AskLog, words=st.text(max_size=300), before=st.integers(0, 2**62)),
    some(Open, post=KNOWN),
    st.sampled_from([ReadOn(), AskReading(), AskRules(), AskCounts()]),
    some(Keep, request=some(Grant, posts=st.integers(1, 1_000_000), what=st.text(max_size=40))),
)
"""Whatever a terminal may say, well formed."""


def spoilt(whole: bytes, at: int, byte: int, cut: int) -> bytes:
    """Return a frame with one byte changed, and cut off or not."""
    return (whole[:at] + bytes([byte]) + whole[at + 1 :])[:cut]


FRAMES = st.one_of(
    ASKED.map(frame),
    st.builds(
        spoilt, ASKED.map(frame), st.integers(0, 200), st.integers(0, 255), st.integers(0, 500)
    ),
    st.binary(max_size=100),
    json_value.map(lambda value: json.dumps(value).encode() + b"\n"),
    st.builds(
        lambda sign, n: sign * n + b"\n", st.sampled_from([b"[", b'{"a":']), st.integers(1, 99_999)
    ),
    st.integers(2**18 - 2, 2**18 + 2).map(lambda n: b" " * n + b"\n"),
)
HELLOS = st.sampled_from([CONSOLE, WALL]).map(frame)
TALK = st.builds(
    lambda hello, rest: [hello, *rest],
    HELLOS
    | HELLOS
    | FRAMES
    | st.integers().map(lambda n: b'{"type":"hello","version":%d,"role":"wall"}\n' % n),
    st.lists(FRAMES, max_size=6),
)


@dataclass
class Witness:
    """Somebody who does nothing wrong, attached all the time."""

    at: Knock
    asked: int = 0

    def is_answered(self) -> None:
        """The hub hears them and does what they ask."""
        self.asked += 1
        command = undo()
        self.at.say(Ask(command))
        self.at.answer(command.op)


def talked(folder: Path, caplog: pytest.LogCaptureFixture, talks: int, *phases: Phase) -> None:
    """Have strangers talk to a hub, and fail where it fails or somebody else is not answered."""
    with beside(folder, POSTS), knock(folder) as attached:
        attached.say(CONSOLE)
        witness = Witness(attached)

        @settings(max_examples=talks, deadline=None, database=None, phases=phases)
        @given(TALK)
        def talk(said: Sequence[bytes]) -> None:
            caplog.clear()
            with knock(folder) as one:
                one.say(*said)
                one.hear_all()  # each a frame of ours, to the end
            witness.is_answered()
            assert [it for it in caplog.records if it.levelno >= logging.ERROR] == []

        talk()


@pytest.mark.fault("P2")
def test_whatever_is_said_the_hub_lives_and_answers_everybody_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, row: Row
) -> None:
    talked(tmp_path, caplog, TALKS, Phase.generate, Phase.shrink)
    row.measured(TALKS, f"{TALKS} talks of up to 7 frames")


@pytest.mark.fault("P2", control=True)
def test_a_hub_that_trusts_what_it_reads_is_caught(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = msgspec_json.Decoder(Up)
    monkeypatch.setattr(session, "up", trusting.decode)
    with pytest.raises((AssertionError, ExceptionGroup, ValidationError)):
        talked(tmp_path, caplog, 200, Phase.generate)


WHATEVER: tuple[Up, ...] = (
    Ask(decide(Verb.APPROVE, 1)),
    Open(post(1).id),
    Find("kettle"),
    AskReading(),
    AskRules(),
    AskCounts(),
    AskLog(),
    ReadOn(),
    StopHub(),
    Keep(Grant(1, "posts")),
    WALL,
)


@pytest.mark.fault("P2")
@pytest.mark.parametrize("said", WHATEVER, ids=lambda it: type(it).__name__)
def test_a_wall_only_watches(said: Up, tmp_path: Path) -> None:
    """Even the owner's: a screen in a foyer has a keyboard that anybody can reach."""
    with beside(tmp_path, POSTS), knock(tmp_path) as wall, knock(tmp_path) as asha:
        wall.say(WALL, said)
        last = wall.hear_all()[-1]
        assert isinstance(last, Goodbye)
        assert (last.refused, last.why) == (True, "a wall only watches")
        command = decide(Verb.APPROVE, 1)
        asha.say(CONSOLE, Ask(command))
        assert isinstance(asha.answer(command.op).outcome, Done)


@pytest.mark.fault("P2", control=True)
def test_a_hub_that_lets_walls_speak_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heed = session.Session._heed

    async def heed_all(self: session.Session, message: object) -> None:
        role, self.role = self.role, Role.CONSOLE
        await heed(self, message)
        self.role = role

    monkeypatch.setattr(session.Session, "_heed", heed_all)
    with pytest.raises(AssertionError):
        test_a_wall_only_watches(WHATEVER[0], tmp_path)


@pytest.mark.fault("P2")
async def test_a_frame_of_a_hundred_megabytes_ends_its_session_and_costs_nothing(
    tmp_path: Path, row: Row
) -> None:
    async with troupe(tmp_path) as here:
        grown = await asyncio.to_thread(poured, here)
    row.measured(3, f"3 frames of 100 MB: the hub grew by {grown / 2**20:.1f} MB")
    assert grown < ROOM


@pytest.mark.fault("P2", control=True)
async def test_a_hub_that_reads_frames_of_any_length_is_caught(tmp_path: Path) -> None:
    async with troupe(tmp_path, hub=script("boundless"), ready=()) as here:
        assert await asyncio.to_thread(poured, here) > ROOM


def poured(here: Troupe) -> int:
    """Send a hub frames of a hundred megabytes; return by how many bytes it has grown at most."""
    before = most_memory(here.hub.pid)
    with knock(here.folder) as asha:
        asha.say(CONSOLE)
        for first in (b"", frame(CONSOLE), frame(WALL)):
            with knock(here.folder) as one:
                one.say(first, b'{"type":"open","post":"', b"x" * HUGE, b'"}\n')
                assert not first or isinstance(one.hear(), Welcome)
            command = undo()
            asha.say(Ask(command))
            asha.answer(command.op)
    return most_memory(here.hub.pid) - before


def most_memory(process: int) -> int:
    """Return the most memory that a process has ever had, in bytes."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
