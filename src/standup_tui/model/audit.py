"""Who did what and when, and how that is known: a decision as an auditor reads it."""

from datetime import datetime

from msgspec import Struct

from standup_tui.model.lifecycle import Verb

FREE = frozenset({Verb.NOTE, "handover", Verb.MUTE, Verb.UNMUTE})
"""Verbs whose reason is somebody's own words, or names a person: text, like a post's."""


class Wanted(Struct, frozen=True):
    """Which decisions; what is empty asks nothing."""

    since: datetime | None = None
    until: datetime | None = None
    by: str = ""
    """A name or an account, or a part of one, in any letters."""
    verb: str = ""
    post: str = ""
    people: bool = False
    """Whether the program's own acts are left out."""


class Line(Struct, frozen=True):
    """One decision, as an auditor reads it."""

    seq: int
    at: datetime
    verb: str
    by: str
    login: str
    known: str
    """How the identity of whoever decided is known."""
    post: str
    before: str
    after: str
    undoes: int | None
    reason: str
    erased: bool
    """Whether its reason was erased, if it had any."""
    text: str
    """The post's text as it was decided on, where it is kept."""

    @property
    def spoken(self) -> str:
        """The reason, unless it is somebody's own words or names a person."""
        return "" if self.verb in FREE else self.reason
