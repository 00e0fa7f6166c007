"""From a key on one console to its effect on the other's screen, with a wall beside them."""

import random
from pathlib import Path
from time import perf_counter

import pytest

from benchmarks.conftest import Figure
from benchmarks.presses import Press, Row, hub, program, row, settled

POSTS = 300
HOLD = b"w"


@pytest.mark.bench
def test_from_a_key_to_the_other_console(tmp_path: Path, figures: list[Figure]) -> None:
    with hub(tmp_path, POSTS + 10) as here:
        mine, theirs = here.console("one"), here.console("other")
        home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        wall = program("wall", "-P", "-m", "standup_tui", "wall", here.folder, env=home)
        with row(mine, theirs, wall) as all_three:
            settled(all_three, mine)
            settled(all_three, theirs)
            all_three.press(mine, b"j")
            left, dice = POSTS + 10, random.Random(1)
            for _ in range(POSTS):
                left -= 1
                took = effect(all_three, f"1 Live · {left} ".encode())
                theirs.presses.append(Press(first=took))
                all_three.rest(dice.uniform(0, 0.1))
            what = f"two consoles and a wall, {POSTS} decisions"
            for name, percent in (("median", 50), ("p99", 99)):
                value = theirs.first(percent)
                figures.append(
                    Figure(what, f"key to the other's screen, {name}", value, "ms", 100)
                )


def effect(beside: Row, wanted: bytes) -> float:
    """Set the first console's post aside; return when the second one's screen shows it."""
    mine, theirs, _ = beside.programs
    began, seen = perf_counter(), b""
    mine.press(HOLD)
    for who, got, now in beside.read(20):
        seen += got if who is theirs else b""
        if wanted in seen:
            return now - began
    raise AssertionError(f"it never came: {seen[-800:]!r}")
