"""A line as it is typed: what each byte does to it, and what of that is echoed.

The terminal's own editing would do, if it told whether anything is typed: an arrival must not be
printed into the middle of a command. Nothing here is more than a carriage could do on paper.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable

from standup_tui.model.wrapping import cells

_ENTER = frozenset("\r\n")
_RUB_OUT = frozenset("\x7f\b")
_WORD, _LINE, _END = "\x17", "\x15", "\x04"
_SEQUENCE = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|O.|[^\\[O])")
"""What an arrow or another special key sends; none of them means anything here."""
_BEGUN = re.compile("\x1b(?:\\[[0-?]*[ -/]*|O)?\\Z")

_LONGEST = 4000
"""Characters of a command; what is typed beyond is not taken."""


class Editor:
    """Turns bytes of a keyboard into lines.

    Args:
        echo: Writes what is to be seen of the typing.
        spelled: How a text looks where it is echoed, which may need more columns than it has.
    """

    def __init__(self, echo: Callable[[str], None], spelled: Callable[[str], str]) -> None:
        self.typed = ""
        """What has been typed of the next line."""
        self.ended = False
        """Whether the keyboard said that nothing more comes (Ctrl-D on an empty line)."""
        self._echo = echo
        self._spelled = spelled
        self._decoder = getincrementaldecoder("utf-8")("ignore")
        self._begun = ""

    def feed(self, data: bytes) -> list[str]:
        """Take in what came from the keyboard and return the lines that it completed."""
        text = _SEQUENCE.sub("", self._begun + self._decoder.decode(data)).replace("\r\n", "\n")
        begun = _BEGUN.search(text)
        self._begun = text[begun.start() :] if begun else ""
        lines = []
        for char in text[: begun.start()] if begun else text:
            if char in _ENTER:
                self._echo("\n")
                lines.append(self.typed)
                self.typed = ""
            elif char == _END and not self.typed:
                self.ended = True
                break
            else:
                self._take(char)
        return lines

    def _take(self, char: str) -> None:
        if char in _RUB_OUT:
            self._rub_out(self.typed[:-1])
        elif char == _LINE:
            self._rub_out("")
        elif char == _WORD:
            kept = self.typed.rstrip()
            self._rub_out(kept[: kept.rfind(" ") + 1])
        elif char.isprintable() and len(self.typed) < _LONGEST:
            before = self._spelled(self.typed)
            self.typed += char
            self._echo(self._spelled(self.typed).removeprefix(before))

    def _rub_out(self, kept: str) -> None:
        gone = cells(self._spelled(self.typed)) - cells(self._spelled(kept))
        self._echo("\b \b" * gone)
        self.typed = kept
