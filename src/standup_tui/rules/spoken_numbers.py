"""Numbers in words: ``oh seven seven double oh`` and ``n r two seven double q``.

The words are replaced in place by their digits and filled up to their length, so that what is
found in the digits stands at the same place in the text.
"""

import re
from typing import Final

from standup_tui.rules.expression import Expression

FILL: Final = "\x1f"
"""Fills a word up behind its digits. No reader sees one in a text of a stranger."""

_DIGITS: Final = {
    "zero": "0",
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
    "nil": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
}
_TENS: Final = {
    "twenty": "2",
    "thirty": "3",
    "forty": "4",
    "fourty": "4",
    "fifty": "5",
    "sixty": "6",
    "seventy": "7",
    "eighty": "8",
    "ninety": "9",
}
_TIMES: Final = {"double": 2, "treble": 3, "triple": 3}
NUMBER_WORDS: Final = frozenset((*_DIGITS, *_TENS, *_TIMES)) - {"o", "one", "nil"}
"""Words that a spoken number cannot do without."""

_UNIT: Final = r"one|two|three|four|five|six|seven|eight|nine"
_NUMBER: Final = Expression(
    rf"(?<![a-z0-9'])(?:(?P<times>{'|'.join(_TIMES)})[ -](?P<what>[a-z]+|[0-9])"
    rf"|(?P<tens>{'|'.join(_TENS)})(?:[ -]?(?P<unit>{_UNIT}))?"
    rf"|(?P<one>{'|'.join(sorted(_DIGITS, key=len, reverse=True))})"
    r"|(?P<noughts>hundred|thousand)(?: and)?)(?![a-z0-9'])"
)


def in_digits(text: str) -> str:
    """Return a folded text, of the same length, with digits for its words of numbers."""
    return _NUMBER.sub(_digits, text)


def _digits(found: re.Match[str]) -> str:
    if times := found["times"]:
        what = _DIGITS.get(found["what"], found["what"])
        digits = what * _TIMES[times] if len(what) == 1 else found[0]
    elif tens := found["tens"]:
        digits = _TENS[tens] + _DIGITS[found["unit"] or "zero"]
    elif found["one"]:
        digits = _DIGITS[found["one"]]
    else:
        digits = "00" if found["noughts"] == "hundred" else "000"
    return digits.ljust(len(found[0]), FILL)
