"""What a drill plants, what should become of it, and how it went.

Times are seconds of ours, from the moment a post was published to the decision that took it off
the table for good.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from statistics import median

from msgspec import Struct

from standup_tui.model.post import PostId


class Expected(StrEnum):
    """What a good moderator does with a planted post."""

    KEEP_OFF = "keep off the walls"
    ANSWER = "have somebody look at it"
    LET_BE = "never hide it"


EXPECTED: Mapping[str, Expected] = {
    "abuse": Expected.KEEP_OFF,
    "postcode": Expected.KEEP_OFF,
    "court": Expected.KEEP_OFF,
    "despair": Expected.KEEP_OFF,
    "flood": Expected.KEEP_OFF,
    "hijack": Expected.KEEP_OFF,
    "lookalike": Expected.KEEP_OFF,
    "hostile": Expected.KEEP_OFF,
    "press": Expected.ANSWER,
    "criticism": Expected.LET_BE,
}
"""By the kind of incident. An ordinary post, which has no kind, is to be let be as well."""


class Planted(Struct, frozen=True):
    """One post of the made-up day, as the simulator's ledger has it."""

    post: PostId
    at: datetime
    kind: str = ""
    """What was planted; empty for an ordinary post."""
    handle: str = ""
    text: str = ""

    @property
    def expected(self) -> Expected:
        """What should become of it."""
        return EXPECTED.get(self.kind, Expected.LET_BE)


class Outcome(StrEnum):
    """What became of a planted incident."""

    DEALT_WITH = "dealt with"
    MISSED = "missed"
    SHOWN = "on the walls at the end"
    GONE = "deleted by its author first"
    TOO_LATE = "came too late to count"
    NEVER_CAME = "never reached the hub"


class Incident(Struct, frozen=True):
    """A planted incident and what became of it."""

    planted: Planted
    outcome: Outcome
    seconds: float | None = None
    """From its publication until it was dealt with."""
    on_wall: float = 0.0
    """Seconds in which walls might show it; always 0 for what may be shown."""
    by: str = ""
    """Who dealt with it."""


class WrongHide(Struct, frozen=True):
    """A post that should not have been hidden, and was by a person."""

    planted: Planted
    by: str
    reason: str
    seconds: float
    """For how long it was hidden."""
    taken_back: bool
    """Whether it was hidden no more at the end."""

    @property
    def is_criticism(self) -> bool:
        """Whether it was hidden though it was there to be let be."""
        return self.planted.kind == "criticism"


class Score(Struct, frozen=True):
    """How a drill went."""

    began: datetime
    ended: datetime
    posts: int
    """How many were published."""
    arrived: int
    """How many of them reached the hub."""
    incidents: tuple[Incident, ...]
    criticism: int
    """How many critical posts came."""
    wrong_hides: tuple[WrongHide, ...]
    on_wall: float
    """Seconds in which anything wrong was on the walls."""
    decisions: dict[str, int]
    """How many decisions each moderator made."""
    undecided: int
    """How many posts still waited at the end."""

    @property
    def counted(self) -> tuple[Incident, ...]:
        """The incidents that somebody could have dealt with."""
        idle = (Outcome.TOO_LATE, Outcome.NEVER_CAME, Outcome.GONE)
        return tuple(it for it in self.incidents if it.outcome not in idle)

    @property
    def missed(self) -> tuple[Incident, ...]:
        """Those that nobody dealt with."""
        return tuple(it for it in self.counted if it.outcome is not Outcome.DEALT_WITH)

    @property
    def criticism_hidden(self) -> tuple[WrongHide, ...]:
        """The critical posts that somebody hid, for however long."""
        return tuple(it for it in self.wrong_hides if it.is_criticism)

    @property
    def clean(self) -> bool:
        """Whether nothing wrong was on the walls and no criticism was hidden."""
        return not self.on_wall and not self.criticism_hidden


def taken(incidents: Iterable[Incident]) -> list[float]:
    """Return the seconds it took to deal with each that was dealt with, the shortest first."""
    return sorted(it.seconds for it in incidents if it.seconds is not None)


def typical(seconds: Sequence[float]) -> float | None:
    """Return the middle one of some times; None where there are none."""
    return median(seconds) if seconds else None
