"""What a command costs before it does anything, beside a bare interpreter in the same run."""

import os
import statistics
import subprocess
import sys

import pytest

ROUNDS = 9


def cpu(*words: str) -> float:
    """Run Python with these words and return the processor seconds of the child."""
    before = os.times()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    after = os.times()
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system


@pytest.mark.bench
@pytest.mark.parametrize("words", [("--version",), ("--help",), ("doctor", "--help")])
def test_a_light_command_costs_little_over_bare_python(words: tuple[str, ...]) -> None:
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(cpu("-c", "pass"))
        ours.append(cpu("-m", "standup_tui", *words))
    over = statistics.median(ours) - statistics.median(bare)
    print(f"\nstandup {' '.join(words)}: {over * 1000:.0f} ms of CPU over bare Python")
    assert over < 0.25
