"""Words that a text needs before it is worth searching: derived from the expression itself.

Searching a post for an expression takes as long as two hundred look-ups of words, and of those
that are called for by one word most lack another. So what each needs is worked out once, when it
is first called for, from the expression as it is: lists made by hand would drift away from it.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from standup_tui.rules.lists import words_of
from standup_tui.rules.reading import Chars, Edge, Node, Repeated, Word, read

_COMMON: Final = words_of(
    """
    a about again all and are as at back be because but by can come day do don for from get go
    going good got had has have he her here him his home how i if in is it just know life like
    ll live love m make man me more my need never new night no not now of off on one or out over
    people re right s say see she so some t take team that the their them there they this time
    to today up us ve want was way we were what when who will with work would you your
    """
)
"""Words of every second post: the least telling."""

_MOST_PATHS: Final = 1_000  # ways through an expression, beyond which nothing is said
_FEWEST_LETTERS: Final = 3  # of a word of which only the beginning is known
_MOST_LETTERS: Final = 4  # of a set of characters that is spelled out
_MOST_NEEDS: Final = 4  # what is left after so many is searched at once


class Gate(NamedTuple):
    """What is known of every match of an expression in a folded text."""

    needs: tuple[frozenset[str], ...]
    """Sets of words, of each of which the text has one; the most telling set first.

    Words in the sense of `Passage.heard`, where an apostrophe parts two words.
    """
    starts: frozenset[str] | None
    """What a match begins with, nothing if that is unknown.

    Whole words, single signs, ``0`` for a digit, and the beginning of a word with ``*`` behind it.
    """
    wild: frozenset[str] = frozenset()
    """Words of which a match has one that begins with anything else."""


def gate_of(expression: str) -> Gate:
    """Return what every match of an expression needs, and what it begins with."""
    walk = _Walk()
    paths = walk.through(read(expression), frozenset((_Path(),)), alone=True)
    walk.require(paths)
    if walk.starts is None:  # a word that is begun may go on behind the expression
        walk.begin(frozenset(_lost(path) if path.first is None else path for path in paths))
    found = sorted(dict.fromkeys(walk.needs), key=lambda it: (len(it & _COMMON), len(it)))
    return Gate(tuple(found[:_MOST_NEEDS]), walk.starts or None, walk.wild)


class _Path(NamedTuple):
    """What is known on one way through an expression."""

    first: str | None = None
    """The first word or sign, once it is complete; empty if it may be anything."""
    told: str = ""
    """The most telling of the complete words that are not noted yet."""
    word: str | None = None
    """The beginning of the one that is not; nothing for one that may be anything."""


_Paths = frozenset[_Path]


class _Walk:
    """One walk through an expression, on all ways at once."""

    def __init__(self) -> None:
        self.needs: list[frozenset[str]] = []
        self.starts: frozenset[str] | None = None
        self.wild: frozenset[str] = frozenset()

    def through(self, nodes: Iterable[Node], paths: _Paths, *, alone: bool) -> _Paths:
        """Go through a sequence.

        Args:
            nodes: The sequence.
            paths: The ways so far.
            alone: Whether every match goes through it; words on it are needed then.
        """
        for node in nodes:
            paths = _few(self._step(node, paths, alone=alone), 1)
        return paths

    def require(self, paths: _Paths) -> None:
        """Note what all ways have told up to a place where nothing is begun."""
        words = frozenset(path.told for path in paths)
        if "" not in words:
            self.needs.append(words)

    def begin(self, paths: _Paths) -> None:
        """Note with what all ways begin, or what else those tell of which that is not known."""
        wild = frozenset(path.told for path in paths if not path.first)
        if "" in wild:
            self.starts = frozenset()
            return
        known = frozenset(path.first for path in paths if path.first)
        stems = tuple(first[:-1] for first in known if first.endswith("*"))
        within = {first for first in known if first[-1] != "*" and first.startswith(stems)}
        self.starts, self.wild = known - within, wild

    def _step(self, node: Node, paths: _Paths, *, alone: bool) -> _Paths:
        if isinstance(node, Word) or (isinstance(node, Chars) and node.letters):
            return _spelled(node, paths)
        if isinstance(node, Chars):
            return self._parted(paths, node.signs or ("",), alone=alone)
        if isinstance(node, Edge):
            return self._edge(node, paths, alone=alone)
        if isinstance(node, Repeated):
            return self._repeated(node, paths, alone=alone)
        if len(node.options) == 1:
            return self.through(node.options[0], paths, alone=alone)
        paths = _few(paths, len(node.options))
        ways = (self.through(option, paths, alone=False) for option in node.options)
        return frozenset().union(*ways)

    def _edge(self, node: Edge, paths: _Paths, *, alone: bool) -> _Paths:
        if node.ends:
            return self._parted(paths, (None,), alone=alone and not node.begins)
        return frozenset(path._replace(word="") for path in paths) if node.begins else paths

    def _parted(self, paths: _Paths, signs: tuple[str | None, ...], *, alone: bool) -> _Paths:
        """Complete the words that are begun; what stands here is a sign or, if none, an edge."""
        paths = frozenset(_completed(path, sign) for path in paths for sign in signs)
        if not alone:
            return paths
        self.require(paths)
        firsts = frozenset(path.first for path in paths)
        if self.starts is None and None not in firsts:
            self.begin(paths)
        return frozenset(
            _Path("" if self.starts is not None else first, "", "") for first in firsts
        )

    def _repeated(self, node: Repeated, paths: _Paths, *, alone: bool) -> _Paths:
        once = self.through((node.node,), paths, alone=alone and node.least > 0)
        if node.most > 1 and not (isinstance(node.node, Chars) and not node.node.letters):
            once |= frozenset(map(_lost, once))  # again, who knows how often
        return once if node.least else once | paths


def _few(paths: _Paths, times: int) -> _Paths:
    """Return ways of which there are not too many, each so many times over, knowing less."""
    if len(paths) * times <= _MOST_PATHS:
        return paths
    # What a match begins with is worth more than what else it needs.
    paths = frozenset(path._replace(told="") for path in paths)
    if len(paths) * times > _MOST_PATHS:
        paths = frozenset(
            path if path.first is None else _Path(path.first, "", None) for path in paths
        )
    if len(paths) * times > _MOST_PATHS:  # the beginning of its first word has to do
        paths = frozenset(map(_cut, paths))
    if len(paths) > _MOST_PATHS:
        return frozenset((_Path("", "", None),))
    return paths


def _cut(path: _Path) -> _Path:
    """Return a way of which no more is known than the first letters of its first word."""
    if path.first is None and path.word and len(path.word) >= _FEWEST_LETTERS:
        return _lost(path._replace(word=path.word[:_FEWEST_LETTERS]))
    return path


def _spelled(node: Chars | Word, paths: _Paths) -> _Paths:
    """Go on with a letter, or several, on all ways."""
    if isinstance(node, Word):
        return frozenset(_spelled_on(path, node.letters) for path in paths)
    if node.others or len(node.letters) > _MOST_LETTERS:
        return frozenset(map(_lost, paths))
    return frozenset(_spelled_on(path, letter) for path in paths for letter in node.letters)


def _spelled_on(path: _Path, letters: str) -> _Path:
    """Return a way with some letters more."""
    first, told, word = path
    return _lost(path) if word is None else _Path(first, told, word + letters)


def _lost(path: _Path) -> _Path:
    """Return a way on which a word may go on in any way, or another may begin."""
    first, told, word = path
    if first is None:
        first = f"{word}*" if word and len(word) >= _FEWEST_LETTERS else ""
    return _Path(first, told, None)


def _completed(path: _Path, sign: str | None) -> _Path:
    """Return a way on which the word that is begun, if one is, ends."""
    first, told, word = path
    if first is None and word:
        first = word
    if first is None and sign is not None:
        first = sign
    if word and told:  # the rarer one, then the longer one
        told = max(told, word, key=lambda it: (it not in _COMMON, len(it)))
    return _Path(first, told or word or "", "")
