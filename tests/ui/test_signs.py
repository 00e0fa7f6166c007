"""Every sign of ours has a stand-in in ASCII that takes the same room."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import standup_tui.ui
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.text import clean
from standup_tui.model.wrapping import cells
from standup_tui.ui.looks.signs import IN_ASCII, in_ascii
from standup_tui.ui.widgets.card import mark

SCREENS = Path(standup_tui.ui.__file__).parent
SPELLED_BEFORE = {"spelling.py", "emoji.py", "signs.py", "glyphs.py"}


def drawn(path: Path) -> set[str]:
    """Every character beyond ASCII in the strings of a module, those of docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    prose = {
        id(one.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for one in node.body
        if isinstance(one, ast.Expr)
    }
    strings = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    )
    return {char for text in strings for char in text if char.isprintable() and char > "~"}


def test_every_sign_that_a_screen_draws_has_a_stand_in() -> None:
    found = {
        char
        for path in SCREENS.rglob("*.py")
        if path.name not in SPELLED_BEFORE
        for char in drawn(path)
    }
    assert {"●", "╭", "▌"} <= found
    assert found - set(IN_ASCII) == set()


def test_stand_ins_are_printable_and_as_wide() -> None:
    for sign, stand_in in IN_ASCII.items():
        assert stand_in.isascii()
        assert stand_in.isprintable()
        assert len(stand_in) == cells(sign) == 1


def test_where_a_post_stands_is_told_apart_in_ascii_too() -> None:
    standings = [
        *(Standing(status) for status in Status),
        Standing(Status.SHOWN, pin=1),
        Standing(Status.SHOWN, starred=True),
        Standing(Status.HELD, escalated=True),
    ]
    signs = [IN_ASCII[mark(standing)[0]] for standing in standings]
    assert len(set(signs)) == len(signs)


@given(st.text())
def test_anything_becomes_ascii_of_the_same_width(text: str) -> None:
    line = clean(text).replace("\n", " ")
    said = in_ascii(line)
    assert said.isascii()
    assert len(said) == cells(line)
