"""A start that fails half-way ends its process: no thread of the store keeps it alive."""

import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from faults.table import Row

SCRIPT = str(Path(__file__).with_name("forgetful.py"))


@pytest.mark.soak
@pytest.mark.fault("C14")
def test_a_start_that_fails_half_way_ends_with_an_error(tmp_path: Path, row: Row) -> None:
    began = monotonic()
    ran = subprocess.run(
        [sys.executable, SCRIPT, tmp_path / "standup.db"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    row.measured(1, f"ended within {monotonic() - began:.1f} s, Python's start included")
    assert ran.returncode == 1
    assert "fails half-way" in ran.stderr


@pytest.mark.soak
@pytest.mark.fault("C14", control=True)
def test_a_store_that_is_not_closed_is_caught(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, SCRIPT, "open", tmp_path / "standup.db"],
            capture_output=True, timeout=8, check=False,
        )  # fmt: skip
