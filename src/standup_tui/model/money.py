"""What a network charges for, and how much of the budget that has used."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class Item(StrEnum):
    """Something X has a price for (docs.x.com, "Pricing", 2026-04-20)."""

    POST = "posts"
    OWN_POST = "own posts"
    USER = "users"
    COUNT = "counts"
    RETWEET = "retweets"
    UNDO = "retweets undone"
    HIDE = "replies hidden or unhidden"


ONCE_A_DAY = frozenset({Item.POST, Item.OWN_POST, Item.USER})
"""Charged once for each thing in a UTC day, however often it is read."""


class Charge(Struct, frozen=True, gc=False):
    """Things a network has just charged for, or has sent again for nothing."""

    item: Item
    things: tuple[str, ...]
    """Ids of posts or users; for what is charged by the request, something unique."""
    others: int = 0
    """More of the same whose ids nobody kept; each is charged."""


class Level(StrEnum):
    """How far the budget is used up, and so how the network is read."""

    FREE = "free"
    WARN = "warn"
    SLOW = "slow"
    STOP = "stop"


class Money(Struct, frozen=True):
    """What a campaign has spent, for a status line. Sums are US dollars, as X charges them."""

    spent: float = 0.0
    budget: float | None = None
    level: Level = Level.FREE
    gone_at: datetime | None = None
    """When the budget is used up at the rate of the last minutes; None: not in sight."""


class Spent(Struct, frozen=True):
    """What one UTC day cost in one item."""

    day: date
    item: Item
    units: int
    dollars: float


class Usage(Struct, frozen=True):
    """What X itself says of the project's posts in this month, all its apps together."""

    used: int
    cap: int
    at: datetime
    resets: int | None = None
    """The day of the month on which X begins to count anew."""
    ours: int = 0
    """Posts we had counted by then, of all days; the store knows it."""


class Account(Struct, frozen=True):
    """Everything about the money, for a screen or a report."""

    money: Money = Money()
    spent: tuple[Spent, ...] = ()
    """By day and item, the newest day first."""
    usage: Usage | None = None
    """X's own count, when it was last asked."""
    since: datetime | None = None
    """When X was first asked; None before that."""
    ours: int = 0
    """Posts we have counted since X was first asked."""
    theirs: int = 0
    """Posts X has counted since then, for every app of the project."""
    prices: str = ""
    """The day from which the price table is."""
