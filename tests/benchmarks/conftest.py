"""One table of everything that was measured in a run."""

import os
from dataclasses import dataclass
from itertools import groupby

import pytest


@dataclass(frozen=True)
class Figure:
    """Something measured, and how it stands to what it is measured against."""

    section: str
    name: str
    value: float
    unit: str
    most: float
    """The mark: of the ratio where there is something to compare with, else of the value."""
    against: float | None = None

    @property
    def compared(self) -> float:
        """What has to stay under the mark."""
        return self.value if self.against is None else self.value / self.against

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        against, ratio = "", ""
        if self.against is not None:
            against, ratio = f"{self.against:,.2f}", f"{self.compared:.2f}"
        return (self.name, f"{self.value:,.2f}", self.unit, against, ratio, f"{self.most:g}",
                "yes" if self.compared <= self.most else "NO")  # fmt: skip


_FIGURES: list[Figure] = []
_HEAD = ("figure", "value", "unit", "against", "ratio", "at most", "reached")


@pytest.fixture
def figures() -> list[Figure]:
    """Return the list that the table at the end is made from."""
    return _FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, and what else the machine had to do."""
    if not _FIGURES:
        return
    rows = [_HEAD, *(figure.cells for figure in _FIGURES)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]

    def put(row: tuple[str, ...]) -> None:
        first = row[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        terminalreporter.write_line("  ".join((first, *rest)))

    terminalreporter.section("figures")
    put(_HEAD)
    for section, found in groupby(_FIGURES, key=lambda figure: figure.section):
        terminalreporter.write_line(section)
        for figure in found:
            put(figure.cells)
    load = ", ".join(f"{it:.1f}" for it in os.getloadavg())
    terminalreporter.write_line(
        f"{os.cpu_count()} processors, load {load} (1, 5, 15 minutes, these runs included); "
        "values side by side in one run"
    )
