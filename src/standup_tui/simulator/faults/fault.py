"""What every fault has in common: where and when it strikes, its own dice, and its hooks."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.faults.spec import EVERYWHERE, Spec

Body = dict[str, Any]
END_OF_LINE = b"\r\n"


@dataclass(frozen=True, slots=True)
class Line:
    """Bytes to send."""

    raw: bytes
    post_ids: tuple[str, ...] = ()
    """The posts that a client which reads this has whole."""


@dataclass(frozen=True, slots=True)
class End:
    """The server closes the connection, in order or by a reset."""

    reset: bool = False


Move = Line | End


@dataclass(slots=True)
class Seen:
    """One request on its way to an endpoint."""

    request: web.Request
    place: str | None
    headers: dict[str, str]
    """Those of the answer; a fault may change them."""
    skew: int = 0
    """Seconds by which X's clock is ahead."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What a fault is made of."""

    spec: Spec
    value: str
    """As asked for, or the usual one."""
    home: frozenset[str]
    """Where it strikes."""
    clock: Clock
    dice: Random
    """Its own, so that a fault does the same whatever other faults are on."""
    note: Callable[[str], None] = field(default=lambda _: None)
    """Told its name each time it strikes."""


@dataclass(slots=True)
class Track:
    """What faults remember of one connection of the stream."""

    muted: bool = False
    """Half-open: nothing is sent any more, not even a sign of life."""
    tally: "Counter[Fault]" = field(default_factory=Counter)
    """Posts that went past a fault."""
    held: "dict[Fault, list[Body]]" = field(default_factory=dict)
    """Posts that a fault keeps back; they go on when it is switched off."""
    first: "dict[Fault, Line]" = field(default_factory=dict)
    """The first of two lines that go in one write."""


class Fault:
    """One thing that goes wrong; this one does nothing."""

    rank = 50
    """Faults work on a line in this order, whatever order they were switched on in."""
    drip: float | None = None
    """Bytes a second, sent one by one; 0 is as fast as that goes."""
    flushes = True
    """Whether a compressed line can be read at once."""
    search_lag = 0.0
    rule_lag = 0.0

    def __init__(self, trait: Trait) -> None:
        self.trait = trait
        self.clock = trait.clock
        self.dice = trait.dice
        self.began = trait.clock.monotonic() + trait.spec.since
        self.struck = 0
        """How often it struck."""

    def __str__(self) -> str:
        return self.trait.spec.name

    def due(self, places: Collection[str] = EVERYWHERE) -> bool:
        """Tell whether it can strike now, at one of these places."""
        spec = self.trait.spec
        return (
            0 <= self.clock.monotonic() - self.began < spec.lasts
            and self.struck < spec.times
            and not self.trait.home.isdisjoint(places)
        )

    def strikes(self) -> bool:
        """Throw the dice, and keep count."""
        spec = self.trait.spec
        if self.struck >= spec.times or (spec.chance < 1 and self.dice.random() >= spec.chance):
            return False
        self.struck += 1
        self.trait.note(spec.name)
        return True

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Wait, cut the connection, or answer in place of the endpoint."""
        del seen
        return None

    async def after(self, seen: Seen, response: web.StreamResponse) -> web.StreamResponse:
        """Do something to an answer after the endpoint has acted."""
        del seen
        return response

    def posts(self, bodies: list[Body], track: Track) -> list[Body]:
        """Change, repeat or keep back posts on their way to a stream."""
        del track
        return bodies

    def released(self, bodies: list[Body]) -> list[Body]:
        """Let go of posts that were kept back."""
        return bodies

    def moves(self, moves: list[Move], track: Track) -> list[Move]:
        """Change what is sent on a stream."""
        del track
        return moves

    def opening(self, track: Track) -> list[Move]:
        """Send something right after the headers of a stream."""
        del track
        return []
