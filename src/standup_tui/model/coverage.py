"""How much of what was posted we know we have."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from standup_tui.model.health import Way


class Repair(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    """Nobody has been able to search it yet."""
    REPAIRED = "repaired"
    """It was searched to its end."""
    LOST = "lost"
    """The network cannot search it any more."""


class Gap(Struct, frozen=True):
    """A stretch of time in which the network was not read. Times are UTC."""

    id: int
    began: datetime
    """The last sign of life before it."""
    ended: datetime | None
    """When posts came in again; None while they do not."""
    why: str
    repair: Repair = Repair.OPEN
    recovered: int = 0
    """Posts published in it that a search has found."""
    missing: str = ""
    """What may be missing all the same; empty for nothing known."""


class Hour(Struct, frozen=True):
    """One hour of posts, as the network counts them and as we have them."""

    start: datetime
    theirs: int
    ours: int


class Progress(Struct, frozen=True):
    """How far reading had come, so that a new hub goes on as the last one would have."""

    alive: datetime | None = None
    """The last sign of life, to some seconds."""
    failures: int = 0
    """Failed attempts since the last steady connection."""
    again: datetime | None = None
    """Before this the network must not be asked again."""


class Coverage(Struct, frozen=True):
    """What is known to be there and what may be missing, for a screen or a report."""

    way: Way = Way.STREAM
    gaps: tuple[Gap, ...] = ()
    """The newest first."""
    hours: tuple[Hour, ...] = ()
    """The newest first; empty unless the network's counts are asked for."""
    counts: bool = False
    """Whether the network is asked how many posts each hour had."""
    unsearchable: str = ""
    """What the network's search does not find; empty for nothing."""
