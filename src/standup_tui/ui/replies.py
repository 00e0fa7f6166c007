"""What a terminal answers to questions that nobody here asked: never a key.

A shell's prompt, tmux on the way in, or whoever had the terminal before may have asked it for its
kind, its colours or its size, and the answer comes to us. Textual reissues every sequence that it
does not know as keys (8.2): the answer to the commonest question of all would open a note.
"""

import re
from collections.abc import Callable
from time import monotonic

_STRING = r"\x1b[P\]X^_][^\x07\x1b]*(?:\x07|\x1b\\)"
"""Colours, settings, the terminal's name: DCS, OSC, SOS, PM, APC."""

_REPORT = (
    r"\x1b\[(?:(?!<[0-9;-]*[Mm]|\?20(?:26|48);[0-9]\$y)[<=>?][0-?]*[ -/]*[@-~]"
    r"|(?!48;|1;[5-8]t)[0-9][0-?]*[nt])"
)
"""Kind, state, size: what begins with a private sign or ends as hardly a key does. The mouse, the
two modes that Textual asks for, and a new size within the band are its own business."""

_ANSWER = re.compile(f"{_STRING}|{_REPORT}")
_BEGUN = re.compile(r"\x1b(?:\[(?:[0-9][0-?]*|[<=>?][0-?]*[ -/]*)|[P\]X^_][^\x07\x1b]+\x1b?)\Z")
"""A sequence of which the end is still to come; two signs may be a key with Alt."""

_CUT = re.compile(r"\x1b\[?\Z")
"""The same, shorter: the Escape key, unless so much comes at once that no hand presses it."""

_FLOOD = 64
"""Characters of one reading that are so much: a mouse that moves while a screen is busy."""

_SOON, _AT_ALL = 0.2, 2.0
"""Seconds in which the end has to come; the first for what may be keys after all. Whoever is busy
with a flood of reports reads the rest of a cut one late."""


class Replies:
    """Takes answers out of what is read from a terminal, one reading after the other."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._begun = ""
        self._ends_by = float("-inf")

    def without(self, read: str) -> str:
        """Return what was read without answers; the beginning of a sequence waits for its end."""
        now = self._clock()
        begun, self._begun = self._begun if now < self._ends_by else "", ""
        if "\x1b" not in begun + read:
            return read
        rest = _ANSWER.sub("", begun + read)
        if found := _BEGUN.search(rest) or (len(read) >= _FLOOD and _CUT.search(rest)):
            self._begun = found[0]
            if not (begun and self._begun.startswith(begun)):  # it begins only now
                self._ends_by = now + (_AT_ALL if self._begun[1:2] in ("", "[") else _SOON)
            rest = rest[: found.start()]
        return rest
