"""Tables and lines in files: CSV that no spreadsheet takes for a formula, and JSON lines."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Protocol

import msgspec

_FORMULA = re.compile(
    r"^(?:[\t\r\n]|[\s'\"`\xb4\u2018-\u201f\u200b-\u200f\u2060\ufeff]*"
    r"[=+\-@|%\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])"
)
"""How a cell begins that some spreadsheet runs: also behind spaces, quotes and invisible signs,
and with the wide signs that some of them fold."""


def safe(value: object) -> str:
    """Return a value as a cell that is text to every spreadsheet."""
    said = _said(value)
    return f"'{said}" if _FORMULA.match(said) else said


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case _:
            return str(value)


class Rows(Protocol):
    """Where rows go, one after the other."""

    def write(self, row: dict[str, object]) -> None:
        """Write a row; all have the same columns."""
        ...


class Csv:
    """A table for spreadsheets: UTF-8 with its mark, every cell in quotes, times in UTC."""

    def __init__(self, file: BinaryIO, columns: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        self._text.write("\ufeff")  # else Excel reads another encoding
        self._columns = columns
        self._writer = csv.writer(self._text, quoting=csv.QUOTE_ALL)
        self._writer.writerow(columns)

    def write(self, row: dict[str, object]) -> None:
        """Write a row."""
        self._writer.writerow([safe(row[name]) for name in self._columns])

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._text.detach()


class JsonLines:
    """One JSON object a line."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, row: dict[str, object]) -> None:
        """Write a row."""
        self._file.write(msgspec.json.encode(row) + b"\n")

    def close(self) -> None:
        """Let go of the file, which stays open."""


def table(file: BinaryIO, kind: str, columns: Sequence[str]) -> Csv | JsonLines:
    """Return where rows of a kind of file go: csv or jsonl."""
    return Csv(file, columns) if kind == "csv" else JsonLines(file)
