"""Pasted text on a terminal that does not mark it as pasted: never a key.

Most terminals bracket what is pasted, and Textual hears one event. Some do not, nor does
`tmux paste-buffer` without ``-p``: the text then comes as if it were typed, but all of it in one
reading, which no hand can do. What a hand can do must stay keys: a few of them that a slow line
brings together, and a key that is held down.
"""

import re
from collections.abc import Callable
from itertools import groupby
from time import monotonic

MOST_TYPED = 5
"""Signs in one reading that count as typed whatever they are: “aahjw” over a slow line."""

MOST_TYPED_KEYS = 10
"""The same where every sign is a key of this console; one that is held down counts once."""

STILL_PASTING = 0.1
"""Seconds after a pasted piece in which the next one belongs to it: long texts come in pieces."""

_START, _END = "\x1b[200~", "\x1b[201~"
_OPEN = re.compile(r"\x1b(\[[0-?]*[ -/]*|[PX^_\]][^\x07\x1b]*|O)?\Z")
"""A sequence of the terminal that the next reading may end."""

_SOON = 0.1
"""Seconds in which it does; after that it was the Escape key."""


class Pasting:
    """Tells pasted text from keys, one reading of the terminal after the other."""

    def __init__(
        self, keys: Callable[[], frozenset[str]], clock: Callable[[], float] = monotonic
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._bracketed = False
        self._open_at = float("-inf")
        self._tail = ""
        self._pasted_at = float("-inf")

    def is_paste(self, read: str) -> bool:
        """Tell whether what was read at once is pasted text that nobody marked as such."""
        now = self._clock()
        if self._sequences(read, now):
            return False
        going_on = now - self._pasted_at < STILL_PASTING
        if not (going_on or self._too_much(read)):
            return False
        self._pasted_at = now
        return True

    def _sequences(self, read: str, now: float) -> bool:
        """Take note of what the terminal itself says; that is left to those who can read it."""
        marks = self._tail + read
        self._tail = marks[1 - len(_START) :]
        start, end = marks.rfind(_START), marks.rfind(_END)
        inside, part = self._bracketed, now - self._open_at < _SOON
        if start != end:
            self._bracketed = start > end
        self._open_at = now if _OPEN.search(marks) else float("-inf")
        return inside or part or "\x1b" in read

    def _too_much(self, read: str) -> bool:
        """Tell whether no hand types that much at once."""
        runs = [sign for sign, _ in groupby(read)]
        if len(runs) <= MOST_TYPED:
            return False
        return len(runs) > MOST_TYPED_KEYS or not self._keys().issuperset(runs)
