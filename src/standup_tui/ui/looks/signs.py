"""Every sign our screens draw, and what stands for it where only ASCII may be sent.

One sign takes one column and so does what stands for it: layouts are the same in both. It is
looked up on the way out, for all widgets alike, so that no widget has to ask which letters there
are; what strangers wrote is spelled out before it is laid out (`spelling`), for it may get longer.
"""

from functools import lru_cache
from typing import Final
from unicodedata import normalize

from standup_tui.model.wrapping import cells, graphemes

IN_ASCII: Final = {
    # Where a post stands; each its own.
    "○": "o",
    "●": "+",
    "▲": "!",
    "◆": "^",
    "★": "*",
    "‖": "=",
    "‼": "E",
    "✕": "x",
    "∅": "-",
    "✓": "v",
    # How the reading goes; words follow.
    "◐": "~",
    "◌": "~",
    "□": "0",
    "■": "#",
    # What a post is about.
    "↩": "<",
    "❝": '"',
    "⟳": "&",
    "✎": "/",
    "▣": "%",
    "▸": ">",
    # Frames, bars, the cursor in a pane with the keys and in one without.
    "╭": "+",
    "╮": "+",
    "╰": "+",
    "╯": "+",
    "─": "-",
    "━": "=",
    "╍": "-",
    "│": "|",
    "┃": "|",
    "▌": ">",
    "▏": ":",
    "▁": ".",
    "▂": ":",
    "▃": "-",
    "▄": "=",
    "▅": "+",
    "▆": "*",
    "▇": "%",
    "█": "#",
    "▒": ":",
    "▀": '"',
    # Writing.
    "…": "~",
    "·": "-",
    "\u2013": "-",
    "—": "-",
    "\u2018": "'",
    "\u2019": "'",
    "‹": "<",
    "›": ">",
    "“": '"',
    "”": '"',
    "\u00d7": "x",
    "↑": "^",
    "↓": "v",
    "←": "<",
    "→": ">",
    "\u00a0": " ",
    "␊": "/",
}  # fmt: skip
"""Signs and their stand-ins, one column each."""

UNKNOWN: Final = "?"
"""What stands for a letter that ASCII has nothing for."""


@lru_cache(4096)
def in_ascii(text: str) -> str:
    """Return a text in ASCII that takes as many columns."""
    return "".join(map(_cluster_in_ascii, graphemes(text)))


def _cluster_in_ascii(cluster: str) -> str:
    if cluster.isascii():
        return cluster
    if (sign := IN_ASCII.get(cluster)) is not None:
        return sign
    plain = "".join(char for char in normalize("NFKD", cluster) if char.isascii())
    width = cells(cluster)
    return (plain or UNKNOWN * width)[:width].ljust(width)
