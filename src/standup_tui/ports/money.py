"""What is read has a price: who is told, and who keeps the books."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from standup_tui.model.money import Charge, Level, Spent, Usage


class Till(Protocol):
    """Is told what a network charges for, as it happens. Never waits, never raises."""

    def ring(self, charge: Charge) -> None:
        """Note a charge."""
        ...


class Allowance(Protocol):
    """How much reading may still cost."""

    @property
    def level(self) -> Level:
        """How far the budget is used up."""
        ...

    def pace(self, now: datetime) -> float:
        """Return the seconds between two searches that make the rest of the money last."""
        ...


class Books(Protocol):
    """What was charged, on disk."""

    async def charge(self, charges: Sequence[Charge], prices: "Prices", at: datetime) -> float:
        """Add charges, and return what they cost in US dollars.

        What was charged in the same UTC day already costs nothing again.
        """
        ...

    async def spent(self) -> tuple[Spent, ...]:
        """Return what each UTC day cost by item, the newest day first."""
        ...

    async def note_usage(self, usage: Usage) -> None:
        """Keep what the network itself has counted, and the first such count.

        Where the network has begun to count anew, this count is the first.
        """
        ...

    async def usages(self) -> tuple[Usage, Usage] | None:
        """Return the first and the newest count of the network; None before the first."""
        ...


class Prices(Protocol):
    """What things cost."""

    def of(self, item: str) -> float:
        """Return US dollars for one."""
        ...
