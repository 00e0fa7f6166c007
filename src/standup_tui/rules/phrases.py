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

What stands in a pattern, patterns.py says.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.files import lines_of
from standup_tui.rules.patterns import Pattern
from standup_tui.rules.subject import Passage, Subject

ENOUGH = 4
"""Points from which a text is flagged."""

MAX_QUOTE = 80
"""Characters of the text that are marked and quoted for one topic."""

_HEAD: Final = re.compile(r"\[(-?)([a-z.]+) ?(-?\d?)([^\]]*)\]\s*(.*)")


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
        self._read(lines_of(name))
        self._telling = [at for at in self.patterns if at[0].points > 1]
        self._faint = [at for at in self.patterns if at[0].points == 1]
        self._against = [at for at in self.patterns if at[0].points < 0]
        self._by_word: dict[str, list[int]] = {}
        for at, (_, pattern) in enumerate(self._telling):
            for word in pattern.gate:
                self._by_word.setdefault(word, []).append(at)
        self._gates = frozenset(self._by_word)

    def _read(self, lines: Iterable[str]) -> None:
        defined: dict[str, str] = {}
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
                defined[name] = meaning

    def found(self, passage: Passage) -> list[Find]:
        """Return one find for each topic, in the file's order; none if they are not enough."""
        gates = passage.heard & self._gates
        if not gates:
            return []
        finds: dict[str, Find] = {}
        tried = sorted({at for word in gates for at in self._by_word[word]})
        _search(passage, map(self._telling.__getitem__, tried), finds)
        if not finds:
            return []
        for others in (self._faint, self._against):
            _search(passage, others, finds)
            if _points(finds.values()) < ENOUGH:
                return []
        excused = self.excused(
            passage, {one for find in finds.values() for one in find.topic.excuses}
        )
        left = [find for find in finds.values() if excused.isdisjoint(find.topic.excuses)]
        return left if _points(left) >= ENOUGH else []

    def excused(self, passage: Passage, names: Iterable[str]) -> frozenset[str]:
        """Return those of the named excuses that a passage has."""
        return frozenset(
            name
            for name in names
            if any(pattern.search(passage) for pattern in self.excuses[name])
        )


def _search(
    passage: Passage, patterns: Iterable[tuple[Topic, Pattern]], finds: dict[str, Find]
) -> None:
    """Add the first find of each topic that has none yet."""
    for topic, pattern in patterns:
        if topic.name in finds:
            continue
        hit = pattern.search(passage)
        if hit and (topic.points <= 1 or not _told(hit, finds.values())):
            end = min(hit.end(), hit.start() + MAX_QUOTE)
            finds[topic.name] = Find(topic, hit.start(), end)


def _told(hit: re.Match[str], finds: Iterable[Find]) -> bool:
    """Tell whether a hit is but a word of what was found already: it does not count twice."""
    return any(find.start <= hit.start() and hit.end() <= find.end for find in finds)


def _points(finds: Iterable[Find]) -> int:
    return sum(find.topic.points for find in finds)


def flag(passage: Passage, finds: Sequence[Find], kind: Kind, severity: Severity) -> Flag:
    """Return a flag, called after the first find, that says what all of them are about."""
    said = (
        f"{find.topic.says}{passage.where}: {passage.quote(find.start, find.end)}"
        for find in finds
    )
    return Flag(
        kind=kind,
        rule=f"{kind}.{finds[0].topic.name}",
        severity=severity,
        reason="; ".join(said),
        spans=passage.spans(*((find.start, find.end) for find in finds)),
    )


def writing(subject: Subject) -> tuple[Passage, ...]:
    """Return what a post says, in its text and its pictures, without the author's name."""
    first, *rest = subject.passages
    return (first, *rest[bool(subject.post.author.name) :])
