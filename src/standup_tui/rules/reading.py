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
    sign: str = ""
    """What else, where it is one character or, as ``0``, a digit."""


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


Node = Chars | Edge | Choice | Repeated

MANY: Final = 1 << 16
"""As often as one likes."""

_ANY: Final = Chars(_LETTERS, others=True)
_NONE: Final = Chars(frozenset(), others=True)
DIGIT: Final = "0"
_DIGIT: Final = Chars(frozenset(), others=True, sign=DIGIT)
_CLASSES: Final = {"w": _ANY, "W": _NONE, "d": _DIGIT, "D": _ANY, "s": _NONE, "S": _ANY}
_NOWHERE: Final = Edge(begins=False, ends=False)
_EDGES: Final = {
    "b": Edge(begins=True, ends=True),
    "B": _NOWHERE,
    "A": Edge(begins=True, ends=False),
    "Z": Edge(begins=False, ends=True),
}
_TOKEN: Final = re.compile(
    r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\(\?(?::|P<\w+>|P=\w+\)|<?[=!])|[*+?]|\{\d*,?\d*\}|.",
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
        self._tokens = _TOKEN.findall(expression)
        self._at = 0

    def sequence(self) -> tuple[Node, ...]:
        """Read up to the end of a group, or of the whole."""
        options: list[tuple[Node, ...]] = []
        nodes: list[Node] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token == ")":
                break
            if token == "|":
                options.append(tuple(nodes))
                nodes = []
            else:
                nodes += self._node(token)
        if not options:
            return tuple(nodes)
        return (Choice((*options, tuple(nodes))),)

    def _node(self, token: str) -> Iterator[Node]:
        """Read what a token begins, and how often it stands there."""
        node = self._once(token)
        least, most = self._times()
        if isinstance(node, Edge) or (least, most) == (1, 1):
            yield node
        else:
            yield Repeated(node, least, most)

    def _once(self, token: str) -> Node:
        if token[0] == "(":
            return self._group(token)
        if token[0] == "[" and len(token) > 1:
            return _set(token)
        if token == ".":
            return _ANY
        if token == "^":
            return _EDGES["A"]
        if token == "$":
            return _EDGES["Z"]
        if token[0] == "\\" and token[1] in _EDGES:
            return _EDGES[token[1]]
        return _one(token)

    def _group(self, token: str) -> Node:
        if token.startswith("(?P="):
            return Repeated(_ANY, 0, MANY)
        inner = self.sequence()
        if token in {"(?=", "(?<="}:
            return _NOWHERE
        if token == "(?!":
            return Edge(begins=False, ends=_excludes_letters(inner))
        if token == "(?<!":
            return Edge(begins=_excludes_letters(inner), ends=False)
        return Choice((inner,))

    def _times(self) -> tuple[int, int]:
        """Read how often, greedily or not."""
        if self._at >= len(self._tokens):
            return 1, 1
        token = self._tokens[self._at]
        times = {"*": (0, MANY), "+": (1, MANY), "?": (0, 1)}.get(token)
        if times is None:
            found = _TIMES.fullmatch(token)
            if found is None or token in {"{}", "{,}"}:
                return 1, 1
            least = int(found[1] or 0)
            times = least, (int(found[3] or MANY) if found[2] else least)
        self._at += 1
        if self._at < len(self._tokens) and self._tokens[self._at] in {"?", "+"}:
            self._at += 1
        return times


def _one(token: str) -> Chars:
    """Return what one character, or one that stands for several, may be."""
    if token[0] == "\\" and token[1] in _CLASSES:
        return _CLASSES[token[1]]
    if token[0] == "\\" and token[1].isdecimal():
        raise ValueError(token)
    if token in _LETTERS:
        return Chars(frozenset(token), others=False)
    if token in _DIGITS:
        return _DIGIT
    return Chars(frozenset(), others=True, sign=token) if len(token) == 1 else _NONE


def _set(token: str) -> Chars:
    """Return what a set of characters may be."""
    inner = token[1:-1].removeprefix("^")
    if inner == "0-9" and token[1] != "^":
        return _DIGIT
    if inner == "'\u2019":  # folding leaves nothing of the other one
        return _one("'")
    letters: set[str] = set()
    others = False
    for first, last in _IN_SET.findall(inner):
        if last:
            covered = {it for it in _LETTERS if _code(first) <= ord(it) <= _code(last)}
            letters |= covered
            others = others or len(covered) <= _code(last) - _code(first)
        else:
            one = _one(first)
            letters |= one.letters
            others = others or one.others
    if token[1] == "^":
        return Chars(_LETTERS - letters, others=True)
    return Chars(frozenset(letters), others)


def _code(written: str) -> int:
    """Return the number of a character at the end of a range."""
    return int(written[2:], 16) if written[:2] in {"\\u", "\\x"} else ord(written[-1])


def _excludes_letters(inner: tuple[Node, ...]) -> bool:
    """Tell whether what must not be there includes every letter."""
    options = inner[0].options if len(inner) == 1 and isinstance(inner[0], Choice) else (inner,)
    return any(
        len(option) == 1 and isinstance(option[0], Chars) and option[0].letters == _LETTERS
        for option in options
    )
