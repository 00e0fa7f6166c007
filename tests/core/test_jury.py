"""Posts that come in a burst are judged by several processes, and not one is judged less."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence

import pytest

from halls import StoppedClock
from making import author, post
from standup_tui.core import juror as juror_process
from standup_tui.core.health import Vitals
from standup_tui.core.judging import Judging
from standup_tui.core.jury import Jury
from standup_tui.model.flag import FAILED, Flag, Kind, Severity
from standup_tui.model.post import Post
from standup_tui.rules.engine import Rules, RuleSettings
from timing import turns_until

SETTINGS = RuleSettings(words=("shambles",), severities={Kind.ABUSE: Severity.STOP})
SAID = (
    "Proud of my team today. #StandUp4SW",
    "You utter bastards",
    "What a shambles",
    "Call me on 07700 900123",
    "Finest seats in town, ask Gary",
)
POSTS = [post(at, SAID[at % len(SAID)], author=author(at % 3)) for at in range(450)]


@pytest.fixture
async def jury() -> AsyncIterator[Jury]:
    made = Jury(SETTINGS, StoppedClock(), most=2)
    yield made
    await made.dismiss()


def judging(jury: Jury | None) -> Judging:
    clock = StoppedClock()
    return Judging(Rules(SETTINGS), clock, Vitals(clock), jury)


def processes(jury: Jury) -> list[int]:
    return [it._process.pid for it in jury._jurors if it._process is not None]


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_in_a_burst_the_same_is_found_by_processes(jury: Jury) -> None:
    jury.expect(len(POSTS))
    together = await judging(jury).judge(POSTS)

    assert len(processes(jury)) == 2
    alone = judging(None)
    assert together == [flags for one in POSTS for flags in await alone.judge([one])]
    assert len({flag.rule for flags in together for flag in flags}) > 3


async def test_at_the_pace_of_a_network_no_process_runs(jury: Jury) -> None:
    for count in (20, 100, 399, 100):
        jury.expect(count)

    assert await jury.judge(POSTS[:50]) is None
    assert processes(jury) == []


async def test_what_a_dead_process_was_asked_is_judged_in_the_hub(jury: Jury) -> None:
    jury.expect(len(POSTS))
    hub = judging(jury)
    before = await hub.judge(POSTS)
    for pid in processes(jury):
        os.kill(pid, signal.SIGKILL)
    killed = processes(jury)
    again = await hub.judge(POSTS)

    assert len(before) == len(again) == len(POSTS)
    shambles = [any(flag.rule == "abuse.campaign" for flag in flags) for flags in again]
    assert shambles == [one.text == "What a shambles" for one in POSTS]
    await hub.judge(POSTS)
    assert len(processes(jury)) == 2
    assert set(processes(jury)).isdisjoint(killed)


@pytest.mark.parametrize("answer", ["exit", "other posts", "no flags"])
async def test_an_answer_that_is_none_counts_for_nothing(
    jury: Jury, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    said = {
        "exit": "raise SystemExit",
        "other posts": "sys.stdout.buffer.write(b'\\0\\0\\0\\1\\x90'); sys.stdout.flush()",
        "no flags": "sys.stdout.buffer.write(b'\\0\\0\\0\\1\\x01'); sys.stdout.flush()",
    }[answer]
    real = asyncio.create_subprocess_exec

    async def worse(program: str, *_: str, **more: object) -> asyncio.subprocess.Process:
        code = f"import sys, time; sys.stdin.buffer.read(9); {said}; time.sleep(600)"
        return await real(program, "-c", code, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", worse)
    jury.expect(len(POSTS))

    assert await judging(jury).judge(POSTS) == await judging(None).judge(POSTS)


async def test_without_any_process_the_hub_judges(
    jury: Jury, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: object, **__: object) -> None:
        raise BlockingIOError("no process is left")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", none)
    jury.expect(len(POSTS))

    assert await judging(jury).judge(POSTS) == await judging(None).judge(POSTS)


async def test_what_a_rule_fails_on_elsewhere_is_judged_in_the_hub(jury: Jury) -> None:
    failed = Flag(Kind.HOSTILE, FAILED, Severity.LOOK, "a rule failed")

    async def failing(posts: Sequence[Post]) -> list[list[Flag]]:
        return [[failed] for _ in posts]

    jury.judge = failing  # type: ignore[method-assign]

    assert await judging(jury).judge(POSTS[:2]) == await judging(None).judge(POSTS[:2])


async def test_the_processes_end_when_it_is_quiet(jury: Jury) -> None:
    jury.expect(len(POSTS))
    await judging(jury).judge(POSTS[:60])
    running = processes(jury)
    job = asyncio.create_task(jury.run())
    await turns_until(lambda: not any(map(runs, running)), 20)
    job.cancel()

    assert running
    assert await jury.judge(POSTS[:2]) is None


def test_a_process_that_judges_ends_with_its_hub() -> None:
    reading, writing = os.pipe()
    os.close(writing)
    answers, answering = os.pipe()
    juror_process.serve(reading, answering)

    assert os.read(answers, 1) == b""
    os.close(answers)
