"""From the command to the first frame, beside a minimal Textual app's; and catching up."""

import compileall
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

import standup_tui
from benchmarks.conftest import Figure, median
from benchmarks.presses import CURSOR_APP, Hub, Program, hub, memory_of, program, row, settled

ROUNDS = 9


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Compile everything, as an installation does: some environments write no bytecode."""
    compileall.compile_dir(Path(standup_tui.__file__).parent, quiet=1)


def painted(start: Callable[[], Program], wanted: bytes) -> float:
    """Return the milliseconds until a program that is started now has drawn something."""
    began = perf_counter()
    one = start()
    with row(one) as alone:
        alone.drawn(one, wanted)
        return (perf_counter() - began) * 1000


def wall(here: Hub) -> Program:
    """Start a wall."""
    home = {"HOME": str(here.folder.parent), "XDG_CONFIG_HOME": str(here.folder.parent)}
    return program("wall", "-P", "-m", "standup_tui", "wall", here.folder, env=home)


@pytest.mark.bench
def test_first_paint_on_a_hub_with_ten_thousand_posts(
    tmp_path: Path, figures: list[Figure]
) -> None:
    least: list[float] = []
    console: list[float] = []
    screen: list[float] = []
    with hub(tmp_path, 10_000) as here:
        for _ in range(ROUNDS):
            least.append(painted(lambda: program("cursor", CURSOR_APP), b"of what there is"))
            console.append(painted(here.console, b"1 Live"))
            screen.append(painted(lambda: wall(here), b"#StandUp4SW"))
    what, against = "from the command to the first frame", statistics.median(least)
    figures += [
        median(what, "the console", console, "ms", most=1.4, against=against),
        median(what, "a wall", screen, "ms", most=1.6, against=against),
    ]


@pytest.mark.bench
def test_a_console_on_a_hundred_thousand_posts(tmp_path: Path, figures: list[Figure]) -> None:
    usable: list[float] = []
    with hub(tmp_path, 100_000) as here:
        for _ in range(5):
            began = perf_counter()
            one = here.console()
            with row(one) as alone:
                alone.drawn(one, b"@")  # the first post: from now on a key has something to act on
                alone.press(one, b"j")
                usable.append((perf_counter() - began) * 1000)
        one = here.console()
        with row(one) as alone:
            settled(alone, one)
            memory = memory_of(one.terminal.process.pid)
    what = "a console on 100,000 posts"
    figures += [
        median(what, "until a key chooses a post", usable, "ms", most=1_000),
        Figure(what, "memory when all are there", memory, "MB", 150),
    ]
