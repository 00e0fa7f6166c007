"""From the command to the first frame, beside a minimal Textual app's."""

import compileall
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

import standup_tui
from benchmarks.conftest import Figure
from benchmarks.presses import CURSOR_APP, Program, hub, program, row

ROUNDS = 9


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Compile everything, as an installation does: some environments write no bytecode."""
    compileall.compile_dir(Path(standup_tui.__file__).parent, quiet=1)


def painted(start: Callable[[], Program], wanted: bytes) -> float:
    """Return the seconds until a program that is started now has drawn something."""
    began = perf_counter()
    one = start()
    with row(one) as alone:
        alone.drawn(one, wanted)
        return perf_counter() - began


@pytest.mark.bench
def test_first_paint_on_a_hub_with_ten_thousand_posts(
    tmp_path: Path, figures: list[Figure]
) -> None:
    least: list[float] = []
    ours: list[float] = []
    with hub(tmp_path, 10_000) as here:
        for _ in range(ROUNDS):
            least.append(painted(lambda: program("cursor", CURSOR_APP), b"of what there is"))
            ours.append(painted(here.console, b"1 Live"))
    value, against = statistics.median(ours) * 1000, statistics.median(least) * 1000
    figures.append(Figure("from the command", "first frame, median", value, "ms", 1.4, against))
