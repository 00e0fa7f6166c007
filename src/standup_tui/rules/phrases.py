"""Phrases that tell something, in a small language of patterns, found in linear time.

A phrase file under ``data/`` has definitions, topics and excuses:

    kin = mum|dad|sister
    [suicide.wish 4 laughter news] someone may want to die
    i want to <die|disappear>
    my {kin} ~3 <suicidal>
    [-laughter]
    lol|haha

A topic is worth points, and what is void beside it are the excuses it names. A text is flagged
when the topics found in it are worth `ENOUGH` together, so one plain phrase does it alone, and
hints do it together. Topics of one point are looked for beside others only.

In a pattern a space is whatever stands between two words, ``~3`` up to three words of the same
sentence (``~`` two), ``.*`` up to 200 characters, ``{kin}`` a definition, an apostrophe may be
missing, and ``<...>`` holds words: without one of a pattern's it is never tried. ``(?=.*...)`` is what a text needs
besides, anywhere, and ``(?!.*...)`` what it may not have. The rest is a regular expression.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.resources import files
from typing import Final, NamedTuple

from standup_tui.rules.subject import Passage, Subject

ENOUGH = 4
"""Points from which a text is flagged, where a file does not say otherwise."""

MAX_QUOTE = 80
"""Characters of the text that a reason quotes for one topic."""

_BETWEEN: Final = r"\W{1,4}"
_WITHIN: Final = r"[^\w.!?\n]{1,4}"
_GAP: Final = r"(?:[\w'’£#]+[^\w.!?\n]{1,4}){0,%s}?"  # noqa: RUF001, the apostrophe people write
_TOKEN: Final = re.compile(r" \?(?!~)| ?~(\d*) ?|\{([a-z]\w*)\}|\.\*|\(\?[:!=]|\(\?<[!=]|\\.|\] ?|.")
_GATE: Final = re.compile(r"(?<!\(\?)<([^<>=!]*)>")
_HEAD: Final = re.compile(r"\[(-?)([a-z.]+) ?(-?\d?)([^\]]*)\]\s*(.*)")
_NEED: Final = re.compile(r"\(\?= ?\??\.\*")
_UNLESS: Final = re.compile(r"\(\?! ?\.\*")
_Regex = re.Pattern[str]
_PLAIN: Final = {
    " ": _BETWEEN,
    " ?": r"\W{0,2}",
    "'": "['’]?",  # noqa: RUF001, see above
    ".*": r"[\s\S]{0,200}",
    "<": "(?:",
    ">": ")",
    "(": "(?:",
}


class Pattern:
    """One line of a phrase file, compiled when a text first passes its gate."""

    def __init__(self, written: str, defined: dict[str, str]) -> None:
        self.written = written
        self._defined = defined

    @cached_property
    def gate(self) -> frozenset[str]:
        """Words of which a text must have one; empty if the pattern names none."""
        return frozenset(
            word for group in _GATE.finditer(self.written) for word in _gate_words(group[1])
        )

    def search(self, text: str) -> re.Match[str] | None:
        """Find the phrase in a folded text that has what it needs and nothing that excludes it."""
        core, needs, unless = self._compiled
        if (
            (found := core.search(text))
            and all(need.search(text) for need in needs)
            and not any(other.search(text) for other in unless)
        ):
            return found
        return None

    @cached_property
    def _compiled(self) -> tuple[_Regex, list[_Regex], list[_Regex]]:
        needs: list[str] = []
        unless: list[str] = []
        core = self.written
        if "|" not in _top_level(core):
            core = _taken(core, _NEED, needs)
            core = _taken(core, _UNLESS, unless)
        return self._regex(core), list(map(self._regex, needs)), list(map(self._regex, unless))

    def _regex(self, written: str) -> _Regex:
        return re.compile(rf"(?<!\w)(?:{_translated(written, self._defined)})(?!\w)")


def _taken(written: str, start: re.Pattern[str], into: list[str]) -> str:
    """Take the conditions on the whole text out of a pattern."""
    while found := start.search(written):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(written[end], 0)
            end += 1
        into.append(written[found.end() : end - 1])
        written = written[: found.start()] + written[end:]
    return written


def _top_level(written: str) -> str:
    """Return what stands in no brackets."""
    depth = 0
    outside = []
    for char in written:
        depth += {"(": 1, "<": 1, ")": -1, ">": -1}.get(char, 0)
        outside.append("" if depth else char)
    return "".join(outside)


def _gate_words(group: str) -> Iterator[str]:
    """Yield for each alternative of a gate its longest word, which is the rarest."""
    for phrase in group.split("|"):
        yield max(phrase.split(), key=len)


def _translated(written: str, defined: dict[str, str]) -> str:
    """Turn the pattern language into a regular expression."""
    parts: list[str] = []
    for token in _TOKEN.finditer(written):
        text = token[0]
        if "~" in text:
            parts += [_WITHIN, _GAP % (token[1] or "2")]
        elif token[2]:
            parts.append(f"(?:{_translated(defined[token[2]], defined)})")
        else:
            parts.append(_PLAIN.get(text, text))
    return "".join(parts)


class Topic(NamedTuple):
    """What several phrases say."""

    name: str
    says: str
    """In words an officer can repeat; the quotation follows."""
    points: int
    excuses: tuple[str, ...]


class Find(NamedTuple):
    """The first phrase about a topic in a passage, as places in the folded text."""

    topic: Topic
    start: int
    end: int


class Phrases:
    """A phrase file, read once; what it holds against a passage."""

    def __init__(self, name: str) -> None:
        self.excuses: dict[str, list[Pattern]] = {}
        self.patterns: list[tuple[Topic, Pattern]] = []
        """All of them, in the file's order."""
        self._read((files("standup_tui.rules") / "data" / name).read_text("utf-8").splitlines())
        self._telling = [at for at in self.patterns if at[0].points > 1]
        self._faint = [at for at in self.patterns if at[0].points <= 1]
        self._by_word: dict[str, list[int]] = {}
        for at, (_, pattern) in enumerate(self._telling):
            for word in pattern.gate:
                self._by_word.setdefault(word, []).append(at)
        self._gates = frozenset(self._by_word)

    def _read(self, lines: Iterable[str]) -> None:
        defined: dict[str, str] = {}
        self._enough = ENOUGH
        topic: Topic | None = None
        excuse: list[Pattern] = []
        for line in lines:
            if not line or line.startswith("# "):
                continue
            if head := _HEAD.fullmatch(line):
                minus, name, points, excuses, says = head.groups()
                topic = None
                if minus:
                    excuse = self.excuses[name] = []
                else:
                    topic = Topic(name, says, int(points), tuple(excuses.split()))
            elif topic:
                self.patterns.append((topic, Pattern(line, defined)))
            elif self.excuses:
                excuse.append(Pattern(line, defined))
            else:
                name, _, meaning = line.partition(" = ")
                self._enough = int(meaning) if name == "enough" else self._enough
                defined[name] = meaning

    def found(self, passage: Passage) -> list[Find]:
        """Return one find for each topic, in the file's order; none if they are not enough."""
        text = passage.folded.text
        words = passage.words & self._gates
        if "'s" in text:
            words |= self._gates & {word.removesuffix("'s") for word in passage.words}
        finds: dict[str, Find] = {}
        if words:
            tried = sorted({at for word in words for at in self._by_word[word]})
            _search(text, map(self._telling.__getitem__, tried), finds)
        if not finds:
            return []
        _search(text, self._faint, finds)
        if _points(finds.values()) < self._enough:
            return []
        excused = {
            name
            for name in {name for find in finds.values() for name in find.topic.excuses}
            if any(pattern.search(text) for pattern in self.excuses[name])
        }
        left = [find for find in finds.values() if excused.isdisjoint(find.topic.excuses)]
        return left if _points(left) >= self._enough else []


def _search(
    text: str, patterns: Iterable[tuple[Topic, Pattern]], finds: dict[str, Find]
) -> None:
    """Add the first find of each topic that has none yet."""
    for topic, pattern in patterns:
        if topic.name not in finds and (hit := pattern.search(text)):
            finds[topic.name] = Find(topic, hit.start(), hit.end())


def _points(finds: Iterable[Find]) -> int:
    return sum(find.topic.points for find in finds)


def writing(subject: Subject) -> tuple[Passage, ...]:
    """Return what a post says, in its text and its pictures, without the author's name."""
    first, *rest = subject.passages
    return (first, *rest[bool(subject.post.author.name) :])


def quoted(passage: Passage, find: Find) -> str:
    """Return what was written, not too much of it."""
    written = passage.quote(find.start, find.end)
    return written if len(written) <= MAX_QUOTE else written[:MAX_QUOTE]
