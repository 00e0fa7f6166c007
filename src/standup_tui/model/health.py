"""How reading the network is going: honest liveness, in one value."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from standup_tui.model.money import Money


class Liveness(StrEnum):
    """What reading the network is doing."""

    STARTING = "starting"
    LIVE = "live"
    STALLED = "stalled"
    RECONNECTING = "reconnecting"
    OUT_OF_BUDGET = "out of budget"
    STOPPED = "stopped"


class Way(StrEnum):
    """How posts are read."""

    STREAM = "stream"
    SEARCH = "search"


class Health(Struct, frozen=True):
    """What reading the network does and how long it has done so."""

    liveness: Liveness = Liveness.STARTING
    since: datetime | None = None
    why: str = ""
    """What is wrong and what to do, in a sentence; empty while live."""
    last_post: datetime | None = None
    """When the newest post arrived here, in UTC."""
    posts: int = 0
    """How many posts the store holds."""
    per_minute: tuple[int, ...] = ()
    """Arrivals in each of the last minutes, the oldest first."""
    unreadable: int = 0
    """Posts in quarantine."""
    way: Way = Way.STREAM
    """How posts are read, or would be."""
    again: datetime | None = None
    """When the next attempt to connect, or the next search, is made; None: none is planned."""
    held: bool = False
    """Whether the network itself named that time: asking earlier would be refused."""
    mendable: bool = False
    """Whether reading waits for somebody to mend what stopped it, and to say so (`ReadOn`)."""
    gaps: int = 0
    """How many gaps in the reading are not repaired."""
    money: Money | None = None
    """What reading has cost; None where nothing is metered."""
    trouble: str = ""
    """What is wrong with the store, if anything."""
