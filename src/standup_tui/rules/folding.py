"""Undoing disguises: what a reader sees, in plain letters, with a way back to the original.

A person reads through look-alike letters, accents, digits for letters, stars, dots and stretched
letters without noticing; a word list does not. `fold` undoes what can be undone letter by letter,
the others what concerns a whole word.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple
from unicodedata import category, normalize

from standup_tui.model.flag import Span

# Letters that look like Latin ones and that no Unicode decomposition knows; chosen by looking.
_LOOKS_LIKE = dict(
    zip(
        "аеосрухіѕјһԁԛԝӏвгкмнтьшпєґ"
        "αβγεηικνορτυχωςσ"
        "АВЕКМНОРСТУХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # noqa: RUF001, both, capital
        "օսոհցքզ"  # noqa: RUF001, Armenian
        "ɑɡıɩɪʋʏʀʟɴʜɢʙᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱƒøłđħŧð",
        "aeocpyxisjhdqwlbrkmhtbwner"
        "abyenikvoptuxwso"
        "abekmhopctyxisjabezhikmnoptyx"
        "ounhgqq"
        "agiiiuyrlnhgbacdejkmoptuvwzfsfoldhtd",
        strict=True,
    )
) | {"ß": "ss", "æ": "ae", "œ": "oe", "\u03f2": "c", "\u03f9": "c"}
_LOOKS_LIKE |= dict.fromkeys("\u2018\u2019\u02bc\uff07", "'")
_SQUARED = "abcdefghijklmnopqrstuvwxyz"
_LOOKS_LIKE |= {chr(0x1F150 + at): letter for at, letter in enumerate(_SQUARED)}
_LOOKS_LIKE |= {chr(0x1F170 + at): letter for at, letter in enumerate(_SQUARED)}
_DROPPED = frozenset(("Mn", "Me", "Cf"))
_LAST_REMEMBERED = 0x1FFFF

_LEET = str.maketrans("01345679@$!|8+€", "oieasgtgasiibte")
_LEET_L = str.maketrans("1|", "ll")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_STRETCH = re.compile(r"(.)\1{2,}")
_SPELLED = re.compile(r"(?<![a-z0-9])[a-z](?:([ .,_*|/~+-])[a-z])(?:\1[a-z])+(?![a-z0-9])")


class _Letters(dict[int, str]):
    """What one character folds to; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if code <= _LAST_REMEMBERED:
            self[code] = folded
        return folded


def _folded(char: str) -> str:
    """Return the plain lower-case letters that a character stands for; none for invisible ones."""
    if like := _LOOKS_LIKE.get(char):
        return like
    if category(char) in _DROPPED:
        return ""
    parts = (part for part in normalize("NFKD", char) if category(part) not in _DROPPED)
    return "".join(
        _LOOKS_LIKE.get(part) or _LOOKS_LIKE.get(part.lower(), part.lower()) for part in parts
    )


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Return a text in lower case and in plain letters; may be shorter or longer."""
    if text.isascii():
        return text.lower()
    # Most have a few other characters, and what these fold to has no capitals.
    return _NOT_ASCII.sub(_plain, text).lower()


def _plain(found: re.Match[str]) -> str:
    return found[0].translate(_LETTERS)


class Only:
    """Leaves some ASCII characters of a text: what an expression would find, far faster."""

    def __init__(self, kept: str, dropped: str = "") -> None:
        spaces = bytes(set(range(256)) - set(kept.encode()))
        self._table = bytes.maketrans(spaces, b" " * len(spaces))
        self._dropped = dropped.encode()

    def spaced(self, text: str) -> str:
        """Return a text with a space for every other character, without those dropped."""
        # By bytes: `str.translate` asks for each letter that is new in a text what becomes of it.
        return text.encode("ascii", "replace").translate(self._table, self._dropped).decode()

    def words(self, text: str) -> list[str]:
        """Return the longest stretches of the characters kept."""
        return self.spaced(text).split()


class Folded:
    """A text without disguise and the places in the original where its letters stand."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        """Lower case; may be shorter or longer than the original."""

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch of the folded text, not an empty one, stands in the original."""
        if self.original.isascii():
            return Span(start, end)
        # `_ends[i]` is how much was folded after character i of the original.
        first = bisect_left(self._ends, start + 1)
        last = bisect_left(self._ends, end)
        return Span(first, last + 1)

    @cached_property
    def _ends(self) -> list[int]:
        """Lengths of the folded text up to and with each original character, never falling."""
        return list(accumulate(len(_LETTERS[ord(char)]) for char in self.original))


class Spelled(NamedTuple):
    """A word written letter by letter, in the folded text."""

    start: int
    end: int
    word: str


def spelled_out(text: str) -> Iterator[Spelled]:
    """Find words of three letters and more written as ``w o r d`` or ``w.o.r.d``."""
    for found in _SPELLED.finditer(text):
        yield Spelled(found.start(), found.end(), found[0][::2])


def without_digits(word: str) -> tuple[str, ...]:
    """Return a word with letters for its digits and signs: ``w0rd`` is ``word``."""
    plain = word.translate(_LEET)
    other = word.translate(_LEET_L).translate(_LEET)
    return (plain,) if plain == other else (plain, other)


def unstretched(word: str) -> tuple[str, ...]:
    """Return a word without letters repeated for emphasis: ``worddd`` is ``word`` or ``wordd``."""
    if not _STRETCH.search(word):
        return ()
    return (_STRETCH.sub(r"\1", word), _STRETCH.sub(r"\1\1", word))
