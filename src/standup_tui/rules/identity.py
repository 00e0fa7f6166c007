"""Identifiability: things that harm nobody alone and point to one family together.

"In court tomorrow", a town and three children: no name, and the whole street knows. Each signal
of `identity_signals` is found by itself; here they are added up, excused where a post plainly
speaks of the writer's own life, of an event, of figures, of a story or of long ago, and explained
together. The campaign's own staff know real families, so less is enough from them.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.rules import identity_signals as signals
from standup_tui.rules.identity_excuses import EXCUSES, OWN_LIFE
from standup_tui.rules.identity_places import NAMED, PLACE, names, places
from standup_tui.rules.identity_signals import Part, Signal
from standup_tui.rules.subject import Passage, Subject

ENOUGH: Final = 7.0
"""Points from which a post identifies: a person, where, and two things more."""

ENOUGH_FROM_STAFF: Final = 6.0
"""One thing less: a colleague's name already tells the town and the sort of case."""

_MOST: Final = {Part.WHO: 4.5, Part.WHERE: 2.5, Part.WHEN: 1.5, Part.WHAT: 3.5, Part.DETAIL: 5.0}
"""Caps: three sorts of time say no more about a person than two."""

_WHO: Final = (signals.SHAPE, signals.AGE, signals.CASE, signals.PERSON)
_OTHERS: Final = (
    signals.ONLY,
    signals.RARE,
    signals.CONDITION,
    signals.JOB,
    signals.SCHOOL,
    signals.HOUSE,
    signals.ORIGIN,
    signals.COURT,
    signals.CARE,
    signals.EVENT,
    signals.DAY,
    signals.CLOCK,
)
_PARTS: Final = 3  # of a person, a place, a time, a step and a detail
_EXPLAINED: Final = 4  # signals named in a reason
_MARKED: Final = 8


class Clue(NamedTuple):
    """A signal and where it stands in the original text."""

    signal: Signal
    spans: list[Span]


class Weighed(NamedTuple):
    """What a passage's clues add up to."""

    score: float
    clues: list[Clue]
    excuses: list[str]


def identifiable(subject: Subject) -> Iterator[Flag]:
    """Flag passages from which somebody who knows the area could tell who is meant."""
    enough = ENOUGH_FROM_STAFF if subject.staff else ENOUGH
    for passage in subject.passages:
        weighed = weigh(passage)
        if weighed and weighed.score >= enough:
            yield _flag(passage, weighed.clues)


def weigh(passage: Passage) -> Weighed | None:
    """Return the clues of a passage and their score; nothing when no person is in it."""
    clues = [Clue(signal, found) for signal in _WHO if (found := signal.find(passage))]
    if found := names(passage):
        clues.append(Clue(NAMED, found))
    only = signals.ONLY.find(passage)
    if not clues and not only:
        return None
    if found := places(passage):
        clues.append(Clue(*found))
    clues += [Clue(signal, found) for signal in _OTHERS if (found := signal.find(passage))]
    parts: dict[Part, float] = {}
    for clue in clues:
        parts[clue.signal.part] = parts.get(clue.signal.part, 0) + clue.signal.weight
    score = sum(min(weight, _MOST[part]) for part, weight in parts.items())
    excuses = _excuses(passage, parts)
    score -= sum(weight for _, weight in excuses)
    if len(parts) < _PARTS:
        score = 0
    return Weighed(score, clues, [name for name, _ in excuses])


def _excuses(passage: Passage, parts: dict[Part, float]) -> list[tuple[str, float]]:
    text = passage.folded.text
    excuses = [(name, weight) for name, pattern, weight in EXCUSES if pattern.search(text)]
    # A parent whose child's case is told is as easy to find as any other.
    if Part.WHAT not in parts and OWN_LIFE.search(text):
        excuses.append(("own life", 3))
    return excuses


def _flag(passage: Passage, clues: list[Clue]) -> Flag:
    strongest = sorted(clues, key=lambda clue: -clue.signal.weight)
    # one of each part first: "place + age + time" says more than three details
    chosen: list[Clue] = []
    for clue in strongest:
        if all(clue.signal.part is not other.signal.part for other in chosen):
            chosen.append(clue)
    chosen += [clue for clue in strongest if clue not in chosen]
    chosen = chosen[:_EXPLAINED]
    spans = sorted(
        {span for clue in chosen for span in islice(clue.spans, 2)}, key=lambda span: span.start
    )
    apart: list[Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    original = passage.folded.original
    quoted = ", ".join(f"“{original[span.start : span.end][:60]}”" for span in apart[:_MARKED])
    said = " + ".join(clue.signal.said for clue in chosen)
    return Flag(
        kind=Kind.IDENTIFIABLE,
        rule="identifiable",
        severity=Severity.STOP,
        reason=f"{said}{passage.where}: could identify a family or a person ({quoted})",
        spans=() if passage.where else tuple(apart[:_MARKED]),
    )
