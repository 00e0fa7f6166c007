"""Type in block characters: two pixels to a cell, one above the other."""

import re
from collections.abc import Sequence

from standup_tui.ui.wall.glyphs import GLYPHS, HEIGHT
from standup_tui.ui.widgets.ink import EMPTY, Line, Role

_GAP = 1
"""Pixels between two letters."""

_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_WORD = re.compile(r"(#\w+)| +|[^ #]+|#")


def rows_of(scale: int) -> int:
    """Return how many rows of the terminal a line of type takes."""
    return HEIGHT * scale // 2


def can_set(text: str) -> bool:
    """Tell whether there is a letter of ours for every one of a text."""
    return all(char in GLYPHS or char == "\n" for char in text)


def width(text: str, scale: int) -> int:
    """Return how many columns a line of type takes."""
    if not text:
        return 0
    return scale * (sum(len(GLYPHS[char][0]) + _GAP for char in text) - _GAP)


def wrapped(text: str, columns: int, scale: int) -> list[str] | None:
    """Return a text in lines of type, or None where a word is too wide to stay in one piece."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in re.findall(r" *[^ ]+", paragraph):
            if width(line + word, scale) <= columns:
                line += word
                continue
            if line:
                lines.append(line)
            line = word.lstrip(" ")
            if width(line, scale) > columns:
                return None
        lines.append(line)
    return lines


def typeset(
    text: str, scale: int, role: Role = Role.STRONG, tags: Role | None = None
) -> list[Line]:
    """Return one line of type, as the rows of the terminal it takes.

    Args:
        text: What `can_set` can.
        scale: Cells to a pixel, in width; two pixels are one cell high.
        role: What it is.
        tags: What hashtags in it are, if something else.
    """
    parts = [(text, role)] if tags is None else _parts(text, role, tags)
    pixels: list[tuple[list[str], Role]] = []
    for part, part_role in parts:
        pixels.append((_pixels(part, scale), part_role))
    rows = []
    for row in range(rows_of(scale)):
        line = tuple(
            (
                "".join(
                    _HALVES[above == "#", below == "#"]
                    for above, below in zip(dots[2 * row], dots[2 * row + 1], strict=True)
                ),
                part_role,
            )
            for dots, part_role in pixels
        )
        rows.append(line if any(part.strip() for part, _ in line) else EMPTY)
    return rows


def _parts(text: str, role: Role, tags: Role) -> Sequence[tuple[str, Role]]:
    """Return a line in stretches: hashtags, and what is around them."""
    found = [(match[0], tags if match[1] else role) for match in _WORD.finditer(text)]
    return found or [(text, role)]


def _pixels(text: str, scale: int) -> list[str]:
    """Return the rows of pixels of a stretch of type, each letter with its gap behind it."""
    rows = []
    for row in range(HEIGHT):
        dots = "".join(GLYPHS[char][row] + "." * _GAP for char in text)
        rows += ["".join(dot * scale for dot in dots)] * scale
    return rows
