"""A link as a code for telephones, in half blocks: ink on paper, whatever the theme."""

from functools import lru_cache

import segno

from standup_tui.ui.widgets.ink import Line, Role

QUIET: int = 4
"""Modules of paper around a code, as its standard asks for."""

_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
_LEVELS = ("m", "l")
"""How much of a code may be lost: more, if that is no larger than the room."""


@lru_cache(32)
def matrix(link: str, level: str) -> tuple[tuple[int, ...], ...]:
    """Return a code's modules with the paper around them; 1 is ink."""
    made = segno.make_qr(link, error=level, boost_error=True)
    return tuple(tuple(row) for row in made.matrix_iter(border=QUIET))


def code(link: str, width: int, height: int) -> list[Line]:
    """Return a code's lines, as large as they fit; none where it does not."""
    for level in _LEVELS:
        try:
            modules = matrix(link, level)
        except segno.DataOverflowError:
            continue
        size = len(modules)
        if 2 * size <= width and size <= height:
            return [
                (("".join("█" * 2 if dot else "  " for dot in row), Role.PRINT),)
                for row in modules
            ]
        if size <= width and (size + 1) // 2 <= height:
            return _halved(modules)
    return []


def _halved(modules: tuple[tuple[int, ...], ...]) -> list[Line]:
    """Return two rows of modules in each row of the terminal."""
    rows = [*modules, (0,) * len(modules[0])] if len(modules) % 2 else list(modules)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return [
        (("".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)), Role.PRINT),)
        for upper, lower in pairs
    ]
