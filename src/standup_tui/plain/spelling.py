"""What cannot be written in ASCII, as something that can be read all the same."""

import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import category, combining, name, normalize

_SIGNS = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u00ab": '"', "\u00bb": '"', "\u2013": "-", "\u2014": "-", "\u2011": "-", "\u2026": "...",
    "\u00b7": "-", "\u2022": "*", "\u2192": "->", "\u2190": "<-", "\u00d7": "x", "\u20ac": "EUR",
    "\u00a3": "GBP", "\u00df": "ss", "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe",
    "\u0152": "OE", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "d",
    "\u0110": "D", "\u00f0": "d", "\u00fe": "th", "\u0131": "i",
}  # fmt: skip
_UNSEEN = frozenset(("Cf", "Mn", "Me"))
_LETTER_BY_LETTER = frozenset(("Lo", "Lm", "Mc"))
"""Kinds of letters whose names, one after the other, nobody could listen to."""


def writes_unicode(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the terminal or file behind standard output takes all letters.

    Python writes UTF-8 also where the locale is C, for it trusts nobody to mean that; a terminal
    in that locale shows it as rubbish, so the environment is asked.
    """
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    if encoding != "utf8":
        return False
    if environ.get("PYTHONIOENCODING") or environ.get("PYTHONUTF8") == "1":
        return True  # somebody has said what to write
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return "utf8" in locale.lower().replace("-", "")


def in_ascii(text: str) -> str:
    """Return a text in ASCII: letters without their marks, signs by their names."""
    return text if text.isascii() else "".join(map(_spelled, text))


@lru_cache(maxsize=4096)
def _spelled(char: str) -> str:
    if char.isascii():
        return char
    if char in _SIGNS:
        return _SIGNS[char]
    plain = "".join(one for one in normalize("NFKD", char) if not combining(one))
    if plain.isascii() and (plain or category(char) in _UNSEEN):
        return plain
    if category(char) in _UNSEEN:
        return ""
    if category(char) in _LETTER_BY_LETTER or category(char).startswith("L"):
        return "?"
    return f"[{name(char, 'sign').lower()}]"
