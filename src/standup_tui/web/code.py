"""A link as a code for telephones, as the outline of one shape."""

from functools import lru_cache

import segno
from msgspec import Struct

from standup_tui.ui.wall.code import matrix


class Code(Struct, frozen=True):
    """A square of so many modules, paper included, and the path around its ink."""

    size: int
    path: str


@lru_cache(32)
def code(link: str) -> Code | None:
    """Return a link's code; None where there is no link, or more of it than a code holds."""
    if not link:
        return None
    try:
        modules = matrix(link, "m")
    except segno.DataOverflowError:
        return None
    path = "".join(
        f"M{start} {row}h{length}v1h-{length}z"
        for row, line in enumerate(modules)
        for start, length in _runs(line)
    )
    return Code(len(modules), path)


def _runs(line: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return where ink begins in a row, and how far it goes."""
    runs: list[tuple[int, int]] = []
    for place, ink in enumerate(line):
        if not ink:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
