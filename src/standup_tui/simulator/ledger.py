"""What clients did to the simulator and what they were given, for tests and drills to count."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Call:
    """One request and its answer."""

    method: str
    path: str
    status: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RetweetCall:
    """One request to retweet or to undo it, whatever the answer was."""

    act: Literal["retweet", "undo"]
    post_id: str
    status: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HideCall:
    """One request to hide a reply or to show it again, whatever the answer was."""

    act: Literal["hide", "unhide"]
    post_id: str
    status: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Strike:
    """One time a fault struck."""

    fault: str
    at: datetime


Ending = Literal["", "server", "reset", "client", "slow", "killed"]


@dataclass(slots=True)
class Connection:
    """One connection to the stream."""

    opened: datetime
    closed: datetime | None = None
    lines: int = 0
    """Posts and messages sent, without keep-alives."""
    keep_alives: int = 0
    ended: Ending = ""
    """By whom; empty while it is open."""
    owed: set[str] = field(default_factory=set)
    """Posts that matched while it was open and were not sent whole, by id."""


@dataclass(slots=True)
class Ledger:
    """Everything counted since the start."""

    calls: list[Call] = field(default_factory=list)
    retweets: list[RetweetCall] = field(default_factory=list)
    hides: list[HideCall] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    strikes: list[Strike] = field(default_factory=list)
    served: Counter[str] = field(default_factory=Counter)
    """How often each post went out whole on a stream, by id."""
    found: Counter[str] = field(default_factory=Counter)
    """How often each post was in an answer to a search, by id."""

    @property
    def hidden(self) -> set[str]:
        """The posts that a stream was open for and that no stream has carried whole, by id."""
        owed = {post_id for it in self.connections for post_id in it.owed}
        return owed - self.served.keys()

    def count(self, method: str, path: str) -> int:
        """Return how many requests a path has had."""
        return self.by_route()[method, path]

    def by_route(self) -> Counter[tuple[str, str]]:
        """Return the number of requests by method and path."""
        return Counter((call.method, call.path) for call in self.calls)
