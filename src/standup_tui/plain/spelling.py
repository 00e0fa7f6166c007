"""How lines are spelled where somebody wants emoji in words, or letters of ASCII only."""

from collections.abc import Callable
from typing import Final

from standup_tui.ui.looks.signs import in_ascii
from standup_tui.ui.looks.spelling import AS_WRITTEN, Spelling, spelled

_AS_TYPED: Final = str.maketrans({
    "…": "...", "→": "->", "←": "<-", "•": "*", "—": "-", "\u2013": "-", "\u2011": "-",
})  # fmt: skip
"""Signs that people type in several letters; no column is to be kept here, as it is on screens."""


def speller(spelling: Spelling) -> Callable[[str], str]:
    """Return what spells a line.

    Args:
        spelling: What the terminal can write, and what its person wishes.
    """
    if spelling == AS_WRITTEN:
        return str

    def spell(line: str) -> str:
        said = spelled(line.translate(_AS_TYPED) if spelling.ascii else line, spelling.whole).text
        return in_ascii(said) if spelling.ascii else said

    return spell
