"""Identifiability: things that harm nobody alone and point to one family together.

"In court tomorrow", a town and three children: no name, and the whole street knows. Each signal
of `identity_signals` is found by itself; here they are added up, excused where a post plainly
speaks of the writer's own life, of an event, of figures, of a story or of long ago, and explained
together. The campaign's own staff know real families, so less is enough from them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.rules import identity_details as details
from standup_tui.rules import identity_people as people
from standup_tui.rules.expression import Expression
from standup_tui.rules.finding import Finder
from standup_tui.rules.identity_excuses import EXCUSES, OWN_LIFE, Excuse
from standup_tui.rules.identity_places import NAMED, names, places
from standup_tui.rules.identity_signal import Heads, Part, Signal
from standup_tui.rules.subject import Passage, Subject

ENOUGH: Final = 6.5
"""Points from which a post identifies: a person, where, and two things more."""

ENOUGH_FROM_STAFF: Final = 5.5
"""One thing less: a colleague's name already tells the town and the sort of case."""

_MOST: Final = {Part.WHO: 4.5, Part.WHERE: 2.5, Part.WHEN: 1.5, Part.WHAT: 3.5, Part.DETAIL: 5.0}
"""Caps: three sorts of time say no more about a person than two."""

_WHO: Final = (people.SHAPE, people.AGE, people.CASE, people.PERSON)
_OTHERS: Final = (
    details.ONLY,
    details.RARE,
    details.CONDITION,
    details.JOB,
    details.SCHOOL,
    details.HOUSE,
    details.ORIGIN,
    details.COURT,
    details.CARE,
    details.EVENT,
    details.DAY,
    details.CLOCK,
)
_SPEAK_OF_SOMEBODY: Final = (details.ONLY, details.HOUSE, details.RARE)
_HEADS: Final = Heads((signal, signal.patterns) for signal in (*_WHO, *_OTHERS))
_EXCUSED: Final = Heads((excuse, excuse.patterns) for excuse in (*EXCUSES, OWN_LIFE))
_SINGULAR: Final = (details.ONLY, details.RARE)
_ANCHORS: Final = (details.ONLY, details.RARE, details.SCHOOL, details.HOUSE, details.ORIGIN)
_OF_FAMILIES: Final = (people.SHAPE, NAMED)
_AGE: Final = Expression(r"[0-9]{1,3}")
_GROWN_UP: Final = 18

_DATED_HEARING: Final = 1.0  # a court's list of one day is short and hangs in the waiting room
_NOTHING_PRIVATE: Final = 2.0  # neither a step in care nor an age nor a condition
_NO_PLACE: Final = 2.0
_SHORTEST: Final = 20  # characters: nobody tells of a family in fewer, and most names are shorter
_EXPLAINED: Final = 4  # signals named in a reason
_LONGEST_QUOTE: Final = 90


class Clue(NamedTuple):
    """A signal and where it stands in the original text."""

    signal: Signal
    spans: list[Span]


class Weighed(NamedTuple):
    """What a passage's clues add up to."""

    score: float
    """After the excuses."""
    clues: list[Clue]
    excuses: list[tuple[str, float]]
    """Why it may be harmless, and the points that takes away."""


def identifiable(subject: Subject) -> Iterator[Flag]:
    """Flag passages from which somebody who knows the area could tell who is meant."""
    enough = ENOUGH_FROM_STAFF if subject.staff else ENOUGH
    for passage in subject.passages:
        weighed = weigh(passage, staff=subject.staff)
        if weighed and weighed.score >= enough:
            yield _flag(passage, weighed.clues)


def weigh(passage: Passage, *, staff: bool = False) -> Weighed | None:
    """Return the clues of a passage and their score; nothing when it speaks of nobody."""
    if len(passage.folded.text) < _SHORTEST:
        return None
    called = _HEADS.called(passage)
    clues = list(_found(_WHO, called, passage))
    if named := names(passage):
        clues.append(Clue(NAMED, named))
    if not clues and not any(_found(_SPEAK_OF_SOMEBODY, called, passage)):
        return None
    if somewhere := places(passage):
        clues.append(Clue(*somewhere))
    clues += _found(_OTHERS, called, passage)
    parts: dict[Part, float] = {}
    for signal, _ in clues:
        parts[signal.part] = parts.get(signal.part, 0) + signal.weight
    score = sum(min(weight, _MOST[part]) for part, weight in parts.items())
    if _is_dated_hearing(clues):
        score += _DATED_HEARING
    excuses = list(_excuses(passage, clues, staff=staff))
    return Weighed(score - sum(weight for _, weight in excuses), clues, excuses)


def _found(
    signals: tuple[Signal, ...], called: Mapping[Signal, Iterable[Finder]], passage: Passage
) -> Iterator[Clue]:
    for signal in signals:
        if signal in called and (spans := signal.find(passage, called[signal])):
            yield Clue(signal, spans)


def _is_dated_hearing(clues: list[Clue]) -> bool:
    return any(clue.signal is details.COURT for clue in clues) and _has(clues, Part.WHEN)


def _has(clues: list[Clue], part: Part) -> bool:
    return any(clue.signal.part is part for clue in clues)


def _excuses(passage: Passage, clues: list[Clue], *, staff: bool) -> Iterator[tuple[str, float]]:
    called = _EXCUSED.called(passage)

    def holds(excuse: Excuse) -> bool:
        return any(finder.search(passage) for finder in called.get(excuse, ()))

    for excuse in filter(holds, EXCUSES):
        yield excuse.name, excuse.weight
    found = {clue.signal for clue in clues}
    singular = _has(clues, Part.WHAT) or not found.isdisjoint(_SINGULAR)
    # A parent whose child's case is told is as easy to find as any other.
    if not singular and holds(OWN_LIFE):
        yield OWN_LIFE.name, OWN_LIFE.weight
    secret = singular or details.CONDITION in found
    if not (secret or staff or any(_is_childs_age(clue, passage) for clue in clues)):
        yield "nothing private", _NOTHING_PRIVATE
    anchored = _has(clues, Part.WHERE) or not found.isdisjoint(_ANCHORS)
    if not (anchored or _is_dated_hearing(clues)):
        yield "no place", _NO_PLACE


def _flag(passage: Passage, clues: list[Clue]) -> Flag:
    chosen = _strongest(clues)
    spans: list[Span] = []
    for span in sorted(
        (one for clue in chosen for one in clue.spans[:2]), key=lambda one: one.start
    ):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    original = passage.folded.original
    quoted = ", ".join(f"“{original[span.start : span.end][:_LONGEST_QUOTE]}”" for span in spans)
    said = " + ".join(clue.signal.said for clue in chosen)
    family = any(clue.signal in _OF_FAMILIES or _is_childs_age(clue, passage) for clue in clues)
    who = "a family" if family else "somebody"
    return Flag(
        kind=Kind.IDENTIFIABLE,
        rule="identifiable",
        severity=Severity.STOP,
        reason=f"{said}{passage.where}: could identify {who}: {quoted}",
        spans=() if passage.where else tuple(spans),
    )


def _is_childs_age(clue: Clue, passage: Passage) -> bool:
    original = passage.folded.original
    written = " ".join(original[span.start : span.end] for span in clue.spans)
    ages = _AGE.findall(written)
    return clue.signal is people.AGE and (not ages or min(map(int, ages)) < _GROWN_UP)


def _strongest(clues: list[Clue]) -> list[Clue]:
    """Return the combination to explain: the strongest of each part, then what is left."""
    by_weight = sorted(clues, key=lambda clue: -clue.signal.weight)
    first = {clue.signal.part: clue for clue in reversed(by_weight)}
    chosen = sorted(first.values(), key=lambda clue: -clue.signal.weight)
    chosen += [
        clue for clue in by_weight if clue not in chosen and clue.signal is not people.PERSON
    ]
    return chosen[:_EXPLAINED]
