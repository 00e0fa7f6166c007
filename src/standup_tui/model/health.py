"""How reading the network is going: honest liveness, in one value."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Liveness(StrEnum):
    """What reading the network is doing."""

    STARTING = "starting"
    LIVE = "live"
    STALLED = "stalled"
    RECONNECTING = "reconnecting"
    STOPPED = "stopped"


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
    trouble: str = ""
    """What is wrong with the store, if anything."""
