"""On which line of a TOML file each key and each entry of a list stands; ``tomllib`` does not say.

Used by ``settings`` only, after ``tomllib`` has read the text: what is scanned here is valid.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys and, in lists, places counted from 0: ``("roster", 2, "id")``."""

_TOKEN = re.compile(
    r"""
      (?P<blank> [ \t\r]+ | \#[^\n]* )
    | (?P<newline> \n )
    | (?P<text> \"{3} (?:\\.|[^\\])*? \"{3,5} | '{3} .*? '{3,5}
              | " (?:\\.|[^"\\\n])* " | ' [^'\n]* ' )
    | (?P<mark> [\[\]{},=.] )
    | (?P<bare> [^\s\#"'\[\]{},=.]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


def lines_of(text: str) -> Mapping[Path, int]:
    """Return the line, counted from 1, of every key and list entry of a valid TOML text."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_at(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest thing around it that the file has."""
    for length in range(len(path), 0, -1):
        if (line := lines.get(path[:length])) is not None:
            return line
    return 1


class _Token(NamedTuple):
    kind: str
    value: str
    line: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "blank":
            found.append(_Token(kind, match[0], line))
        line += match[0].count("\n")
    return found


class _Scanner:
    """Walks the tokens once and notes where things begin."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._entries: dict[Path, int] = {}
        """How many entries each array of tables has so far."""
        self.lines: dict[Path, int] = {}

    def document(self) -> None:
        """Read tables until the end."""
        table: Path = ()
        while token := self._peek():
            if token.kind == "newline":
                self._at += 1
            elif token.value == "[":
                table = self._header(token.line)
            else:
                self._entry(table)

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _skip(self, *values: str) -> bool:
        """Step over the next token if it is one of these."""
        token = self._peek()
        if token is None or token.value not in values:
            return False
        self._at += 1
        return True

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _keys(self) -> Path:
        keys: list[str] = []
        while token := self._peek():
            self._at += 1
            quoted = token.kind == "text"
            keys.append(tomllib.loads(f"k={token.value}")["k"] if quoted else token.value)
            if not self._skip("."):
                break
        return tuple(keys)

    def _header(self, line: int) -> Path:
        """Read ``[table]`` or ``[[table]]`` and return where its keys belong."""
        self._skip("[")
        several = self._skip("[")
        path: Path = ()
        keys = self._keys()
        for place, key in enumerate(keys, 1):
            path = (*path, key)
            if several and place == len(keys):
                self._entries[path] = self._entries.get(path, 0) + 1
            if path in self._entries:
                path = (*path, self._entries[path] - 1)
        while self._skip("]"):
            pass
        self._note(path, line)
        return path

    def _entry(self, table: Path) -> None:
        """Read ``key = value``."""
        start = self._tokens[self._at]
        path = (*table, *self._keys())
        self._note(path, start.line)
        self._skip("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._skip("["):
            self._list(path)
        elif self._skip("{"):
            while not self._skip("}"):
                if not self._skip(",", "\n"):
                    self._entry(path)
        else:
            # A number or a time is several tokens where it has dots or a space.
            while (token := self._peek()) and (
                token.kind in {"bare", "text"} or token.value == "."
            ):
                self._at += 1

    def _list(self, path: Path) -> None:
        place = 0
        while not self._skip("]"):
            if self._skip(",", "\n"):
                continue
            self._note((*path, place), self._tokens[self._at].line)
            self._value((*path, place))
            place += 1
