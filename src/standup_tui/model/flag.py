"""A flag: one reason to look at a post."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a flag is about, most serious first."""

    SAFEGUARDING = "safeguarding"
    PERSONAL = "personal data"
    IDENTIFIABLE = "identifiable"
    ABUSE = "abuse"
    HOSTILE = "hostile text"
    SPAM = "spam"
    PRESS = "press"
    DUTY = "duty"
    WITHHELD = "withheld"
    EDITED = "edited"
    PERSON = "flagged by a person"


class Severity(StrEnum):
    """How sure a rule is; neither is shown without a person, in any mode."""

    STOP = "stop"
    LOOK = "look"


class Span(Struct, frozen=True):
    """A stretch of a post's text, in code points, end exclusive."""

    start: int
    end: int


class Flag(Struct, frozen=True):
    """One reason to look at a post, in words an officer can repeat."""

    kind: Kind
    rule: str
    """The rule's name, stable across versions: it is counted and kept after the text is gone."""
    severity: Severity
    reason: str
    """May quote the post, so it is erased with the post's text."""
    spans: tuple[Span, ...] = ()


FAILED = "engine.failed"
"""The rule of the flag that a post gets which a rule stumbled over."""


def must_be_seen(flags: tuple[Flag, ...]) -> bool:
    """Tell whether a person has to look whoever wrote it: at danger, or where no rule could."""
    return any(flag.kind is Kind.SAFEGUARDING or flag.rule == FAILED for flag in flags)


_ORDER = {kind: rank for rank, kind in enumerate(Kind)}


def seriousness(flags: tuple[Flag, ...]) -> tuple[int, int]:
    """Return a sort key: posts that need a person soonest come first."""
    stop = any(flag.severity is Severity.STOP for flag in flags)
    return (0 if stop else 1, min((_ORDER[flag.kind] for flag in flags), default=len(_ORDER)))
