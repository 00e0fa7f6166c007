"""One emoji as a single character or in words, for terminals that draw it in their own way."""

from typing import Final
from unicodedata import name

_JOINER, _TEXT_SIGN, _PICTURE_SIGN, _FRAME = "\u200d", "\ufe0e", "\ufe0f", "\u20e3"
_BLACK_FLAG = "\U0001f3f4"
_FIRST_LETTER, _LAST_LETTER = "\U0001f1e6", "\U0001f1ff"
_TAGS: Final = range(0xE0020, 0xE007F)

_FLAGS: Final = {"gbeng": "England", "gbsct": "Scotland", "gbwls": "Wales"}
_NAMES: Final = {
    "\u2764": "heart",
    "\u2640": "woman",
    "\u2642": "man",
    "\u2695": "health",
    "\U0001f3fb": "light skin",
    "\U0001f3fc": "medium-light skin",
    "\U0001f3fd": "medium skin",
    "\U0001f3fe": "medium-dark skin",
    "\U0001f3ff": "dark skin",
}
"""Where the names of Unicode are not what people say."""


def simple(cluster: str) -> str:
    """Return what is drawn for an emoji where each should be one character.

    Joined ones are drawn as the first of them; flags as letters, for which of two wide letters,
    four or one picture they are differs most of all.
    """
    if place := _flag(cluster):
        return f"[{place}]"
    return cluster[0]


def in_words(cluster: str) -> str:
    """Return what an emoji is called: everything that it is joined of."""
    if place := _flag(cluster):
        return f"flag of {place}" if place in _FLAGS.values() else f"flag {place}"
    silent = (_JOINER, _TEXT_SIGN, _PICTURE_SIGN, _FRAME)
    said = [_called(char) for char in cluster if char not in silent and ord(char) not in _TAGS]
    return ", ".join(said) or "sign"


def _flag(cluster: str) -> str:
    """Return which flag a cluster is; empty if it is none."""
    letters = [char for char in cluster if _FIRST_LETTER <= char <= _LAST_LETTER]
    if letters:
        return "".join(chr(ord(char) - ord(_FIRST_LETTER) + ord("A")) for char in letters)
    if cluster[0] != _BLACK_FLAG:
        return ""
    code = "".join(chr(ord(char) - 0xE0000) for char in cluster if ord(char) in _TAGS)
    return _FLAGS.get(code, code)


def _called(char: str) -> str:
    if char.isascii():
        return char
    return _NAMES.get(char) or name(char, f"sign U+{ord(char):04X}").lower()
