"""What strangers wrote, spelled so that every terminal can draw it, each equally wide.

Terminals disagree about joined emoji, flags, keycaps and variation selectors, so a row with one
may push its border. The stored text stays as it is: this is made on the way to a card, and what
rules and people marked in the text moves along.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final
from unicodedata import category, name, normalize

from standup_tui.model.wrapping import cells, graphemes
from standup_tui.ui.looks.emoji import in_words, simple
from standup_tui.ui.looks.signs import IN_ASCII


class Emoji(StrEnum):
    """How emoji are drawn."""

    FULL = "full"
    """As they are."""
    SIMPLE = "simple"
    """Each as one character: a joined one as its first, a flag as its letters."""
    TEXT = "text"
    """In words."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What may be drawn."""

    emoji: Emoji = Emoji.FULL
    ascii: bool = False

    @property
    def whole(self) -> "Spelling":
        """The same where nothing may be left out, as on an opened post: in words."""
        return self if self.emoji is Emoji.FULL else Spelling(Emoji.TEXT, ascii=self.ascii)


AS_WRITTEN: Final = Spelling()


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as it is drawn, and where the places of the written one are in it."""

    text: str
    _written: tuple[int, ...] = ()
    _drawn: tuple[int, ...] = ()

    def start(self, at: int) -> int:
        """Return where a stretch begins that begins there in the written text."""
        if not self._written:
            return at
        return self._drawn[max(0, bisect_right(self._written, at) - 1)]

    def end(self, at: int) -> int:
        """Return where a stretch ends that ends there in the written text."""
        if not self._written:
            return at
        return self._drawn[min(len(self._drawn) - 1, bisect_left(self._written, at))]


@lru_cache(256)
def spelled(text: str, spelling: Spelling) -> Spelled:
    """Return a text as it may be drawn."""
    if spelling == AS_WRITTEN or text.isascii():
        return Spelled(text)
    parts: list[str] = []
    written, drawn = [0], [0]
    for old, new in _pieces(text, spelling):
        parts.append(new)
        written.append(written[-1] + len(old))
        drawn.append(drawn[-1] + len(new))
    result = "".join(parts)
    return Spelled(text) if result == text else Spelled(result, tuple(written), tuple(drawn))


class _Kind(StrEnum):
    """What is done with a cluster."""

    PLAIN = "drawn as it is"
    SPACE = "a blank, which may belong to what stands on both sides of it"
    EMOJI = "named, or drawn simply"
    LATIN = "spelled with the letters of ASCII"
    FOREIGN = "counted, for ASCII has no letters for it"


_Run = tuple[_Kind, str, list[str]]
"""What is done with clusters that follow each other, their script, and they."""


def _pieces(text: str, spelling: Spelling) -> Iterator[tuple[str, str]]:
    """Yield what is written and what is drawn for it, piece by piece."""
    for kind, script, clusters in _joined(_runs(text, spelling)):
        match kind:
            case _Kind.EMOJI if spelling.emoji is Emoji.SIMPLE:
                yield from ((cluster, simple(cluster)) for cluster in clusters)
            case _Kind.EMOJI:
                yield from _counted(clusters)
            case _Kind.LATIN:
                yield from ((cluster, _latin(cluster)) for cluster in clusters)
            case _Kind.FOREIGN:
                letters = sum(not cluster.isspace() for cluster in clusters)
                noun = "letter" if letters == 1 else "letters"
                yield "".join(clusters), f"[{script}, {letters} {noun}]"
            case _:
                whole = "".join(clusters)
                yield from ((char, char) for char in whole)


def _runs(text: str, spelling: Spelling) -> Iterator[_Run]:
    """Yield the text in stretches that are spelled in one go."""
    run: _Run | None = None
    for cluster in graphemes(text):
        kind = _kind(cluster, spelling)
        script = _script(cluster) if kind is _Kind.FOREIGN else ""
        if run is not None and run[:2] == (kind, script):
            run[2].append(cluster)
            continue
        if run is not None:
            yield run
        run = (kind, script, [cluster])
    if run is not None:
        yield run


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Return the stretches with words of one foreign script together, blanks and all."""
    joined: list[_Run] = []
    for run in runs:
        foreign = run[0] is _Kind.FOREIGN and len(joined) > 1
        if foreign and joined[-1][0] is _Kind.SPACE and joined[-2][:2] == run[:2]:
            blanks = joined.pop()
            joined[-1][2].extend(blanks[2] + run[2])
        else:
            joined.append(run)
    return joined


def _kind(cluster: str, spelling: Spelling) -> _Kind:
    if cluster == " ":
        return _Kind.SPACE
    if cluster.isascii():
        return _Kind.PLAIN
    if spelling.emoji is not Emoji.FULL and _is_emoji(cluster):
        return _Kind.EMOJI
    if not spelling.ascii or cluster in IN_ASCII:
        return _Kind.PLAIN
    if _latin(cluster):
        return _Kind.LATIN
    return _Kind.FOREIGN if cluster[0].isalnum() else _Kind.EMOJI


def _is_emoji(cluster: str) -> bool:
    """Tell whether terminals may draw a cluster in different widths, or not at all."""
    base = cluster[0]
    if base >= "\U0001f000" or "\ufe0f" in cluster or "\u20e3" in cluster:
        return True
    if "\u200d" in cluster:
        return not base.isalpha() or any(one >= "\U0001f000" for one in cluster)
    return category(base) in ("So", "Sk") and cells(base) > 1


_LATIN: Final = {
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "Ł": "L",
    "\u0131": "i",
    "£": "GBP ",
    "€": "EUR ",
    "¡": "!",
    "¿": "?",
    "«": '"',
    "»": '"',
    "•": "*",
    "©": "(c)",
    "®": "(R)",
    "°": " degrees",
}


def _latin(cluster: str) -> str:
    """Return the letters of ASCII that say the same; empty if there are none."""
    known = _LATIN.get(cluster)
    if known is not None:
        return known
    plain = normalize("NFKD", cluster).replace("\u2044", "/")
    kept = "".join(char for char in plain if char.isascii())
    marks = all(char.isascii() or category(char).startswith("M") for char in plain)
    return kept if marks else ""


_SCRIPTS: Final = {
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Chinese or Japanese",
    "KATAKANA": "Chinese or Japanese",
    "FULLWIDTH": "Chinese or Japanese",
    "HALFWIDTH": "Chinese or Japanese",
    "IDEOGRAPHIC": "Chinese or Japanese",
    "HANGUL": "Korean",
}


def _script(cluster: str) -> str:
    """Return what a letter's script is called."""
    first = name(cluster[0], "UNKNOWN").split()[0]
    return _SCRIPTS.get(first, first.split("-")[0].title())


def _counted(clusters: list[str]) -> Iterator[tuple[str, str]]:
    """Yield emoji in words, those that are repeated once with their number."""
    at = 0
    while at < len(clusters):
        end = at + 1
        while end < len(clusters) and clusters[end] == clusters[at]:
            end += 1
        times = f" x{end - at}" if end - at > 1 else ""
        yield "".join(clusters[at:end]), f"[{in_words(clusters[at])}{times}]"
        at = end
