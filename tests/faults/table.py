"""The fault list as one table, at the end of a run of it: row, fault, tries, mark, measured, ok.

A pytest plugin. A test says which row of `rows.ROWS` it is about, wherever it lives; the test of a
mutant, which has to be caught, says so too::

    @pytest.mark.fault("A1")
    @pytest.mark.fault("A1", control=True)

What it says travels as properties of its report, so that workers of xdist say it as well.
"""

import shutil
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import pytest

from faults.rows import ROWS

_SAID = "fault"
_BROWSER = "browser"
"""What `make browser` asks for: tests of some rows that need a Chromium."""
_WIDTHS = (4, 6, 10)
"""Columns for row, tries and verdict; the others share what is left."""
_NARROWEST, _WIDEST = 100, 200


class Row:
    """What a test tells of what it tried; without a word it has tried once."""

    def __init__(self, node: pytest.Item) -> None:
        self._node = node

    def measured(self, tries: int, what: str) -> None:
        """Say how often something was tried, and what was measured; with the seed, if any."""
        self._node.user_properties.append(("measured", [tries, what]))


@pytest.fixture
def row(request: pytest.FixtureRequest) -> Row:
    """Where a test tells what it measured."""
    node: pytest.Item = request.node
    return Row(node)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have a test's report say which rows it is about."""
    for mark in item.iter_markers(_SAID):
        known = mark.args[0]
        if known not in ROWS:
            raise pytest.UsageError(f"{item.nodeid}: the fault list has no row {known}")
        item.user_properties.append((_SAID, [known, bool(mark.kwargs.get("control"))]))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the table, if the fault list was asked for."""
    asked = config.option.markexpr
    if _SAID not in asked and asked != _BROWSER:
        return
    table = Table()
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            table.note(report, outcome)
    terminalreporter.section("the fault list")
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
    for line in table.lines(width, whole=asked != _BROWSER):
        terminalreporter.write_line(line)


@dataclass
class _Found:
    tries: int = 0
    passed: int = 0
    failed: int = 0
    caught: int = 0
    """Mutants."""
    missed: int = 0
    skipped: list[str] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """Whether the row holds, and whether its test is known to bite."""
        if self.failed or self.missed:
            return "NO"
        if not self.passed:
            return "not tried"
        return "ok" if self.caught else "no control"


class Table:
    """What the tests of each row said."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = {}

    def note(self, report: Any, outcome: str) -> None:
        """Take in one report of a test."""
        said = getattr(report, "user_properties", [])
        rows = [value for name, value in said if name == _SAID]
        measured = [value for name, value in said if name == "measured"]
        for row_, control in rows:
            found = self._found.setdefault(row_, _Found())
            if outcome == "skipped":
                found.skipped.append(_reason(report))
            elif outcome != "passed":
                found.missed += control
                found.failed += not control
            elif control:
                found.caught += 1
            else:
                found.passed += 1
                found.tries += sum(tries for tries, _ in measured) or 1
                found.measured += [what for _, what in measured if what]

    def lines(self, width: int, *, whole: bool = True) -> Iterator[str]:
        """Yield the table; where it is to be whole, with which rows and controls it lacks."""
        left = width - sum(_WIDTHS) - 2 * 5
        widths = (*_WIDTHS, left * 27 // 100, left * 36 // 100, left * 37 // 100)
        yield from _set(("row", "tries", "ok", "fault", "pass mark", "measured"), widths)
        for name, told in ROWS.items():
            found = self._found.get(name)
            if found is None:
                continue
            measured = [*dict.fromkeys(found.measured)] or ["as marked"][: found.passed]
            measured += [f"skipped: {why}" for why in dict.fromkeys(found.skipped)]
            cells = (
                name,
                f"{found.tries:,}",
                found.verdict if whole else found.verdict.replace("no control", "ok"),
                told.fault,
                told.mark,
                "; ".join(measured),
            )
            yield from _set(cells, widths)
        missing = [name for name in ROWS if name not in self._found]
        if whole and missing:
            yield f"not run: {', '.join(missing)}"


def _reason(report: Any) -> str:
    """Return why a test was skipped."""
    told = report.longrepr
    return str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")


def _set(cells: tuple[str, ...], widths: tuple[int, ...]) -> Iterator[str]:
    """Yield the lines of one row of the table."""
    columns = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        padded = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
        yield "  ".join(padded).rstrip()
