"""Takes apart what a program wrote to its terminal, and names whatever is not ours.

Strict on purpose, and without a line of the code it judges: a sequence that our screens do not
write is foreign, even if it is harmless.
"""

import re
from unicodedata import category

# What Textual writes while it draws: colours of 24 bits, one place to go to per stretch of
# cells, the brackets around a frame, the shape of the mouse's pointer.
_COLOUR = "(?:38|48);2;\\d{1,3};\\d{1,3};\\d{1,3}"
_LOOK = f"(?:[123479]|{_COLOUR})"
_SGR = f"\x1b\\[(?:0|{_LOOK}(?:;{_LOOK})*)m"
_DRAWING = re.compile(
    f"{_SGR}|\x1b\\[\\d{{1,4}};\\d{{1,4}}H|\x1b\\[\\?2026[hl]|\x1b\\]22;(?:default|text|pointer)\x07"
)

# What it writes before the first frame and after the last: modes, and questions about modes.
_MODES = re.compile(
    "\x1b\\[\\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    "|\x1b\\[\\?(?:2026|2048)\\$p|\x1b\\[>25u|\x1b\\[<u"
)
_SEQUENCE = re.compile(f"{_DRAWING.pattern}|{_MODES.pattern}")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_FORMATS = frozenset("\u200c\u200d") | frozenset(map(chr, range(0xE0020, 0xE0080)))
_FRAME = "\x1b[?2004h"
"""The last mode but one that is set before anything is drawn."""


def foreign(seen: bytes) -> list[str]:
    """Return everything in a program's output that our screens do not write themselves.

    Args:
        seen: From a program's first byte; the last may be missing.
    """
    text = _decoded(seen)
    start = text.find("\x1b[?1049h")
    first = text.find("\x1b[1;1H", start)
    last = text.rfind("\x1b[?1049l")
    last = text.rfind("\x1b[?2004l", 0, last) if last >= 0 else len(text)
    before, during, after = text[start:first], text[first:last], text[last:]
    return [
        *_odd(text[:start], _SEQUENCE),
        *_odd(before, _SEQUENCE),
        *_odd(_whole(during), _DRAWING),
        *_odd(after, _SEQUENCE),
    ]


def words(seen: bytes) -> str:
    """Return the text a program drew, without colours and places."""
    return _SEQUENCE.sub("", _decoded(seen))


def _decoded(seen: bytes) -> str:
    """Decode; a byte that is not UTF-8 becomes a surrogate, which is foreign."""
    cut = len(seen)
    while cut > len(seen) - 4 and cut > 0 and seen[cut - 1] & 0xC0 == 0x80:
        cut -= 1
    whole = seen
    if cut and seen[cut - 1] >= 0xC0:  # a letter of which the end has not been read yet
        try:
            seen[cut - 1 :].decode()
        except UnicodeDecodeError:
            whole = seen[: cut - 1]
    return whole.decode("utf-8", "surrogateescape")


def _whole(text: str) -> str:
    """Leave out a sequence at the end that has not been read to its own end."""
    at = text.rfind("\x1b")
    cut = at >= 0 and re.fullmatch("\x1b(?:\\[[?0-9;]*)?", text[at:])
    return text[:at] if cut else text


def _odd(text: str, ours: re.Pattern[str]) -> list[str]:
    """Return each character that is neither text nor in a sequence of ours, with what follows."""
    rest = ours.sub(lambda found: " " * len(found[0]), text)
    return [text[at : at + 12] for at, char in enumerate(rest) if _dangerous(char)]


def _dangerous(char: str) -> bool:
    if char.isascii():
        return not char.isprintable() and char not in "\r\n"
    kind = category(char)
    return kind in ("Cc", "Cs", "Co", "Zl", "Zp") or (kind == "Cf" and char not in _KEPT_FORMATS)
