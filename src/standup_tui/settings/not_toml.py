"""What is wrong with a file that is no TOML: the line, the setting, and what was expected there.

Used by ``mistakes``. `tomllib` says where it stopped reading and what its grammar wanted; whoever
wrote the file wants to know in which setting, and which sign is missing.
"""

import re
import tomllib
from collections.abc import Callable
from typing import NamedTuple

from standup_tui.settings.toml_lines import Path

_KEY = re.compile(r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*(=|\.|$|\s)")
_SETTING = re.compile(r"\s*([\w-]+)\s*=")
_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_HALF_A_TABLE = re.compile(r"\s*\[\[?\s*([\w.-]+)")
_PLACE = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)

_CURLY = frozenset("\u201c\u201d\u201e\u2018\u2019\xab")
"""Quotes as word processors write them."""
_ENDS_TEXT = 'a " at the end of the text'
_ENDS_LIST = "a ] at the end of the list"
_ESCAPED = r"each \ written twice, or text between ' and '"
_SETTINGS = 'a setting such as name = "…", or a table such as [wall]'
_EXPECTED = {
    r"Illegal character '\n'": _ENDS_TEXT,
    "Unterminated string": _ENDS_TEXT,
    "Illegal character": "text without control characters",
    "Found invalid character": "a ' at the end of the text",
    "Expected \"'": "a ' at the end of the text",
    "Expected '='": "= between the setting and its value",
    "Expected ']'": "a ] at the end of the table's name",
    "Expected ']]'": "]] at the end of the table's name",
    "Expected newline": "nothing more in the line after the value",
    "Invalid date": "a day and a time that exist, such as 2026-11-22T09:00:00",
    "Invalid hex": _ESCAPED,
    "Escaped character": _ESCAPED,
    "Unescaped": _ESCAPED,
    "Unclosed array": f"a comma between entries, or {_ENDS_LIST}",
    "Unclosed inline": "a comma between entries, or a } at the end",
    "Duplicate inline": "each setting once",
    "Invalid statement": _SETTINGS,
    "Invalid initial": _SETTINGS,
}
"""By what the words of `tomllib` begin with; of several that fit the longest holds."""


class _Stop(NamedTuple):
    """Where `tomllib` stopped."""

    why: str
    row: int
    """Counted from 0."""
    column: int


def explain(error: Exception, text: str, wants: Callable[[Path], str]) -> tuple[int, Path, str]:
    """Return the line, the setting as far as it is known, and what was expected there.

    Args:
        error: What reading the text raised; long numbers and deep lists fail outside `tomllib`.
        text: All of the file.
        wants: Says what a setting expects; empty for one that does not exist.
    """
    if isinstance(error, RecursionError):
        return 1, (), "expected fewer brackets inside each other"
    if not isinstance(error, tomllib.TOMLDecodeError):
        return 1, (), "expected a number with fewer than thousands of digits"
    rows = text.split("\n")
    stop = _stop(error, rows)
    path, what = _explain(rows, stop, wants)
    return stop.row + 1, path, what


def _explain(rows: list[str], stop: _Stop, wants: Callable[[Path], str]) -> tuple[Path, str]:
    if stop.why.startswith(("Cannot overwrite", "Duplicate inline")):
        return _twice(rows, stop)
    if stop.why.startswith("Cannot"):
        return _declared(rows, stop)
    begun = _begun(rows, stop)
    if stop.why == "Invalid value":
        path = () if begun is None else _path(rows, begun)
        return path, _wrong_value(rows, stop, begun, wants(path))
    if stop.why.startswith(("Invalid statement", "Invalid initial", "Expected '='")):
        key = _KEY.match(rows[stop.row])
        path = (*_table(rows, stop.row), key[1].strip("\"'")) if key else ()
    elif stop.why.startswith("Expected ']") and (named := _HALF_A_TABLE.match(rows[stop.row])):
        path = (named[1],)
    else:
        path = () if begun is None else _path(rows, begun)
    return path, f"expected {_expected(stop.why)}"


def _stop(error: tomllib.TOMLDecodeError, rows: list[str]) -> _Stop:
    found = _PLACE.fullmatch(str(error))
    if found is None:
        return _Stop(str(error), 0, 0)
    if found[2] is None:
        last = max((row for row, line in enumerate(rows) if line.strip()), default=0)
        return _Stop(found[1], last, len(rows[last]))
    return _Stop(found[1], min(int(found[2]), len(rows)) - 1, int(found[3]) - 1)


def _expected(why: str) -> str:
    known = [begins for begins in _EXPECTED if why.startswith(begins)]
    return _EXPECTED[max(known, key=len)] if known else f"TOML ({why})"


def _begun(rows: list[str], stop: _Stop) -> int | None:
    """Return the row of the setting whose value was being read."""
    for row in range(stop.row, -1, -1):
        found = _SETTING.match(rows[row])
        if found and (row < stop.row or found.end() <= stop.column):
            return row
    return None


def _path(rows: list[str], row: int) -> Path:
    found = _SETTING.match(rows[row])
    return (*_table(rows, row), found[1]) if found else ()


def _table(rows: list[str], row: int) -> Path:
    """Return the table that a row belongs to."""
    for above in range(row, -1, -1):
        if found := _TABLE.match(rows[above]):
            path: Path = tuple(found[2].split("."))
            if found[1] == "[[":
                same = (_TABLE.match(line) for line in rows[: above + 1])
                return (*path, sum(one is not None and one[2] == found[2] for one in same) - 1)
            return path
    return ()


def _twice(rows: list[str], stop: _Stop) -> tuple[Path, str]:
    begun = _begun(rows, stop)
    if begun is None:
        return _declared(rows, stop)
    path = _path(rows, begun)
    first = next((row for row in range(begun) if _path(rows, row) == path), None)
    return path, "expected once" + (
        f", but line {first + 1} has it too" if first is not None else ""
    )


def _declared(rows: list[str], stop: _Stop) -> tuple[Path, str]:
    """Explain a table that cannot begin here."""
    path = tuple(part for part in _table(rows, stop.row) if isinstance(part, str))
    above = (row for row in range(stop.row) if _TABLE.match(rows[row]))
    first = next((row for row in above if _table(rows, row)[: len(path)] == path), None)
    where = "" if first is None else f", but line {first + 1} begins it too"
    return path, f"expected one such table{where}: put these lines there"


def _wrong_value(rows: list[str], stop: _Stop, begun: int | None, wants: str) -> str:
    if begun is None:
        return f"expected {_SETTINGS}"
    value = rows[begun].partition("=")[2].lstrip()
    if begun < stop.row and value.startswith("["):
        return f"expected {_ENDS_LIST}, which begins on line {begun + 1}"
    got = rows[stop.row][stop.column :].split("#")[0].strip(" \t\r,]}")
    if value.startswith("[") and not got:
        return f"expected {_ENDS_LIST}"
    if got[:1] in _CURLY:
        return f'expected straight quotes, " and ", around the text, got {got[0]}'
    wanted = "text in quotes" if value.startswith("[") or not wants else wants
    return f"expected {wanted}, got {ascii(got[:30])[1:-1] or 'nothing'}"
