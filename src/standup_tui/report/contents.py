"""What a report says, whatever it is written in: every number with what has to be known of it."""

from datetime import datetime

from msgspec import Struct


class Figure(Struct, frozen=True):
    """One number."""

    name: str
    number: int
    aside: str = ""
    """What it is made of, or what it leaves out."""
    caveat: str = ""
    """What may be missing from it."""


class Stretch(Struct, frozen=True):
    """An hour, a day or a month of the campaign's local time."""

    start: datetime
    label: str
    posts: int
    in_gap: bool = False
    """Whether reading was interrupted in it, and not all of that was made up for."""


class Course(Struct, frozen=True):
    """How posts came, one stretch after the other, those without any included."""

    unit: str
    """``hour``, ``day`` or ``month``."""
    stretches: tuple[Stretch, ...] = ()
    said: str = ""
    """The course in a sentence."""


class ActionLine(Struct, frozen=True):
    """How often one of the campaign's actions was done."""

    name: str
    asked: str
    """What the campaign asks for, in its own words."""
    number: int
    """As it is counted: posts, or people where each counts once."""
    shown: int
    """Those of them that may be said in public: their posts are on the wall."""
    posts: int
    people: int
    by_rule: int
    """Posts that count because the words or links were recognised, and nobody said otherwise."""
    by_hand: int
    """Posts that count because a person said so."""
    taken_off: int
    """Posts that were recognised and do not count because a person said so."""
    waiting: int
    kept_back: int
    """Posts that report it and are flagged or held: not counted."""
    how: str


class Highlight(Struct, frozen=True):
    """A post worth showing to somebody who was not there."""

    text: str
    lang: str
    link: str
    who: str
    """The handle, where handles are wanted; else what kind of person wrote it."""
    at: str
    why: str


class Concern(Struct, frozen=True):
    """Posts of one kind of flag, by where they stand now."""

    kind: str
    means: str
    """The kind in words for somebody who never saw the console."""
    posts: int
    shown: int
    hidden: int
    held: int
    undecided: int
    gone: int


class Answered(Struct, frozen=True):
    """How long posts waited for the first decision of a person."""

    what: str
    decided: int
    undecided: int
    """Those that still wait."""
    median: float | None = None
    """Seconds; half of them waited no longer."""
    p90: float | None = None
    """Seconds; nine in ten waited no longer."""


class GapLine(Struct, frozen=True):
    """A stretch in which the network was not read."""

    when: str
    lasted: str
    why: str
    outcome: str
    missing: bool
    """Whether posts of it may be missing here."""


class Coverage(Struct, frozen=True):
    """How much of what was posted is here."""

    verdict: str
    short: str
    """The same in a few words, for beside a number; empty where nothing is known to be missing."""
    gaps: tuple[GapLine, ...] = ()
    counted: str = ""
    """The network's own counts beside ours."""
    notes: tuple[str, ...] = ()
    """What these numbers do not say."""


class CostLine(Struct, frozen=True):
    """What one thing cost."""

    item: str
    units: int
    dollars: float


class Cost(Struct, frozen=True):
    """What the campaign has cost at the network. US dollars."""

    dollars: float
    budget: float | None
    lines: tuple[CostLine, ...] = ()
    notes: tuple[str, ...] = ()


class Criticism(Struct, frozen=True):
    """What is known of how critical posts were treated."""

    flagged: int
    shown: int
    hidden: int
    without_rule: int
    """Hidden posts of any kind for which nobody gave a house rule, muted authors' apart."""
    said: tuple[str, ...] = ()


class Report(Struct, frozen=True):
    """All of it."""

    campaign: str
    label: str
    """``SIMULATED`` or ``RECORDED``; empty for a real day."""
    tags: tuple[str, ...]
    aim: str
    period: str
    made: str
    made_at: datetime
    zone: str
    figures: tuple[Figure, ...]
    course: Course
    actions: tuple[ActionLine, ...]
    actions_total: Figure
    highlights: tuple[Highlight, ...]
    no_highlights: str
    """Why there are none, where there are none."""
    concerns: tuple[Concern, ...]
    concerns_total: Concern
    hides: tuple[Figure, ...]
    hides_total: Figure
    criticism: Criticism
    escalated: Figure
    answered: tuple[Answered, ...]
    coverage: Coverage
    cost: Cost
    needed: tuple[str, ...]
    """Decisions that somebody has to make; empty for none."""
