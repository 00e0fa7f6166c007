"""What a command costs before it does anything, beside a bare interpreter in the same run."""

import os
import statistics
import subprocess
import sys

import pytest

from benchmarks.conftest import Figure, median

ROUNDS = 15


def cpu(*words: str) -> float:
    """Run Python with these words and return the milliseconds of the child's processor time."""
    before = os.times()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    after = os.times()
    spent = after.children_user + after.children_system
    return (spent - before.children_user - before.children_system) * 1000


@pytest.mark.bench
@pytest.mark.parametrize("words", [("--version",), ("--help",), ("doctor", "--help")])
def test_a_light_command_costs_little_over_bare_python(
    words: tuple[str, ...], figures: list[Figure]
) -> None:
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(cpu("-c", "pass"))
        ours.append(cpu("-m", "standup_tui", *words))
    least = statistics.median(bare)
    over = [it - least for it in ours]
    named = f"standup {' '.join(words)}"
    figures.append(median("processor time above bare Python's", named, over, "ms", most=150))
