"""Reading the rules' own regular expressions: what letters a match may have where.

`gates` derives from this which words a text needs before an expression can match it. Only what
matters for that is read, so a set of characters is the plain letters in it and whether it holds
anything else. What says nothing about words is left out.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_DIGITS: Final = frozenset("0123456789")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


class Chars(NamedTuple):
    """One character."""

    letters: frozenset[str]
    """Those of a to z that it may be."""
    others: bool
    """Whether it may be anything else."""
    signs: tuple[str, ...] = ()
    """What else, where that is a few characters; ``0`` is any digit."""


class Word(NamedTuple):
    """Several letters of a to z as they stand, which most of every expression is."""

    letters: str


class Edge(NamedTuple):
    """A place between two characters that is next to no letter."""

    begins: bool
    """Whether none stands before it."""
    ends: bool
    """Whether none stands behind it."""


class Choice(NamedTuple):
    """One of several sequences."""

    options: tuple[tuple["Node", ...], ...]


class Repeated(NamedTuple):
    """Something several times, or perhaps not at all."""

    node: "Node"
    least: int
    most: int


Node = Chars | Word | Edge | Choice | Repeated

MANY: Final = 1 << 16
"""As often as one likes."""

_ANY: Final = Chars(_LETTERS, others=True)
_NONE: Final = Chars(frozenset(), others=True)
DIGIT: Final = "0"
_DIGIT: Final = Chars(frozenset(), others=True, signs=(DIGIT,))
_DOT: Final = Chars(frozenset(), others=True, signs=(".",))  # among others, where it is no class
_CLASSES: Final = {"w": _ANY, "W": _NONE, "d": _DIGIT, "D": _ANY, "s": _NONE, "S": _ANY}
_NOWHERE: Final = Edge(begins=False, ends=False)
_FRONT: Final = Edge(begins=True, ends=False)
_BACK: Final = Edge(begins=False, ends=True)
_EDGES: Final = {
    r"\b": Edge(begins=True, ends=True),
    r"\B": _NOWHERE,
    r"\A": _FRONT,
    "^": _FRONT,
    r"\Z": _BACK,
    "$": _BACK,
}
_PART: Final = re.compile(
    r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\(\?(?::|P<\w+>|P=\w+\)|<?[=!])|[*+?]|\{\d*,?\d*\}|[a-z]+(?![*+?{])|.",
    re.DOTALL,
)
_MEMBER: Final = r"(\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\.|[^\\])"
_IN_SET: Final = re.compile(f"{_MEMBER}(?:-{_MEMBER})?")
_TIMES: Final = re.compile(r"\{(\d*)(,?)(\d*)\}")


def read(expression: str) -> tuple[Node, ...]:
    """Return the sequence that an expression of this package means."""
    return _Reader(expression).sequence()


class _Reader:
    """One pass over an expression."""

    def __init__(self, expression: str) -> None:
        self._parts = _PART.findall(expression)
        self._at = 0

    def sequence(self) -> tuple[Node, ...]:
        """Read up to the end of a group, or of the whole."""
        options: list[tuple[Node, ...]] = []
        nodes: list[Node] = []
        while self._at < len(self._parts):
            part = self._parts[self._at]
            self._at += 1
            if part == ")":
                break
            if part == "|":
                options.append(tuple(nodes))
                nodes = []
            else:
                nodes += self._node(part)
        if not options:
            return tuple(nodes)
        return (Choice((*options, tuple(nodes))),)

    def _node(self, part: str) -> Iterator[Node]:
        """Read what a part begins, and how often it stands there."""
        if len(part) > 1 and part[0] in _LETTERS:
            yield Word(part)
            return
        node = self._once(part)
        least, most = self._times()
        if isinstance(node, Edge) or (least, most) == (1, 1):
            yield node
        else:
            yield Repeated(node, least, most)

    def _once(self, part: str) -> Node:
        if part[0] == "(":
            return self._group(part)
        if part[0] == "[" and len(part) > 1:
            return _set(part)
        return _EDGES.get(part) or _one(part)

    def _group(self, part: str) -> Node:
        if part.startswith("(?P="):
            return Repeated(_ANY, 0, MANY)
        inner = self.sequence()
        if part in {"(?=", "(?<="}:
            return _NOWHERE
        if part == "(?!":
            return Edge(begins=False, ends=_excludes_letters(inner))
        if part == "(?<!":
            return Edge(begins=_excludes_letters(inner), ends=False)
        return Choice((inner,))

    def _times(self) -> tuple[int, int]:
        """Read how often, greedily or not."""
        if self._at >= len(self._parts):
            return 1, 1
        part = self._parts[self._at]
        times = {"*": (0, MANY), "+": (1, MANY), "?": (0, 1)}.get(part)
        if times is None:
            found = _TIMES.fullmatch(part)
            if found is None or part in {"{}", "{,}"}:
                return 1, 1
            least = int(found[1] or 0)
            times = least, (int(found[3] or MANY) if found[2] else least)
        self._at += 1
        if self._at < len(self._parts) and self._parts[self._at] in {"?", "+"}:
            self._at += 1
        return times


def _one(part: str) -> Chars:
    """Return what one character, or one that stands for several, may be."""
    if part == ".":
        return _ANY
    if part[0] == "\\" and part[1] in _CLASSES:
        return _CLASSES[part[1]]
    if part[0] == "\\" and part[1].isdecimal():
        raise ValueError(part)
    if part in _LETTERS:
        return Chars(frozenset(part), others=False)
    if part in _DIGITS:
        return _DIGIT
    if part[0] == "\\" and part[1].isalpha() and part[1] not in "ux":
        return _NONE
    return Chars(frozenset(), others=True, signs=(chr(_code(part)),))


def _set(part: str) -> Chars:
    """Return what a set of characters may be."""
    inner = part[1:-1].removeprefix("^")
    letters: set[str] = set()
    others = False
    signs: dict[str, None] | None = {}
    for first, last in _IN_SET.findall(inner):
        if not last:
            one = _DOT if first == "." else _one(first)
        elif first in _DIGITS and last in _DIGITS:
            one = _DIGIT
        else:
            covered = {it for it in _LETTERS if _code(first) <= ord(it) <= _code(last)}
            one = Chars(frozenset(covered), len(covered) <= _code(last) - _code(first))
        letters |= one.letters
        others = others or one.others
        if one.others and not one.signs:
            signs = None
        elif signs is not None:
            signs.update(dict.fromkeys(one.signs))
    if part[1] == "^":
        return Chars(_LETTERS - letters, others=True)
    return Chars(frozenset(letters), others, tuple(signs or ()))


def _code(written: str) -> int:
    """Return the number of a character at the end of a range."""
    given = written[:2] in {"\\u", "\\x"}
    return ord(bytes(written, "ascii").decode("unicode_escape") if given else written[-1])


def _excludes_letters(inner: tuple[Node, ...]) -> bool:
    """Tell whether what must not be there includes every letter."""
    options = inner[0].options if len(inner) == 1 and isinstance(inner[0], Choice) else (inner,)
    return any(
        len(option) == 1 and isinstance(option[0], Chars) and option[0].letters == _LETTERS
        for option in options
    )
