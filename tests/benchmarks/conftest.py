"""One table of everything that was measured in a run, and the same as a file for programs."""

import json
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

RESULTS = Path(__file__).parents[2] / "bench-results.json"


@dataclass(frozen=True)
class Figure:
    """Something measured, and how it stands to what it is measured against."""

    section: str
    name: str
    value: float
    unit: str
    most: float | None = None
    """The mark: of the ratio where there is something to compare with, else of the value."""
    against: float | None = None
    least: float | None = None
    """The same, where more is better. Without any mark a figure is only told."""
    spread: tuple[float, float] | None = None
    """The lowest and the highest of the rounds, where the value is their median."""

    @property
    def compared(self) -> float:
        """What has to stay within the mark."""
        return self.value if self.against is None else self.value / self.against

    @property
    def reached(self) -> bool | None:
        """Tell whether it does; None: there is no mark."""
        if self.most is not None:
            return self.compared <= self.most
        return None if self.least is None else self.compared >= self.least

    @property
    def mark(self) -> str:
        """The mark in words."""
        if self.most is not None:
            return f"at most {self.most:g}"
        return "" if self.least is None else f"at least {self.least:g}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        spread = "" if self.spread is None else "{:,.2f} to {:,.2f}".format(*self.spread)
        against = "" if self.against is None else f"{self.against:,.2f}"
        ratio = "" if self.against is None else f"{self.compared:.3g}"
        reached = {True: "yes", False: "NO", None: ""}[self.reached]
        return (self.name, f"{self.value:,.2f}", self.unit, spread, against, ratio, self.mark,
                reached)  # fmt: skip

    @property
    def row(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "figure": f"{self.section}: {self.name}",
            "value": self.value,
            "unit": self.unit,
            "spread": self.spread,
            "against": self.against,
            "ratio": None if self.against is None else self.compared,
            "mark": self.least if self.most is None else self.most,
            "sense": self.mark.rpartition(" ")[0] or None,
            "reached": self.reached,
        }


def median(
    section: str, name: str, values: Sequence[float], unit: str, **more: float | None
) -> Figure:
    """Return the median of some rounds as a figure; `more` are marks and what to compare with."""
    spread = (min(values), max(values))
    return Figure(section, name, statistics.median(values), unit, spread=spread, **more)


_FIGURES: list[Figure] = []
_HEAD = ("figure", "value", "unit", "spread", "against", "ratio", "mark", "reached")


@pytest.fixture
def figures() -> list[Figure]:
    """Return the list that the table at the end is made from."""
    return _FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, and what else the machine had to do; write the file."""
    if not _FIGURES:
        return
    rows = [_HEAD, *(figure.cells for figure in _FIGURES)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]

    def put(row: tuple[str, ...]) -> None:
        first = row[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        terminalreporter.write_line("  ".join((first, *rest)).rstrip())

    terminalreporter.section("figures")
    put(_HEAD)
    for section, found in groupby(_FIGURES, key=lambda figure: figure.section):
        terminalreporter.write_line(section)
        for figure in found:
            put(figure.cells)
    machine = _machine()
    terminalreporter.write_line("; ".join(f"{name} {it}" for name, it in machine.items()))
    terminalreporter.write_line("values side by side in one run; load: with these runs")
    results = [{**figure.row, "machine": machine} for figure in _FIGURES]
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


def _machine() -> dict[str, object]:
    """Return what a figure has to be read with."""
    return {
        "processors": os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": ", ".join(f"{it:.1f}" for it in os.getloadavg()),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
