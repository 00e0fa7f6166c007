"""A till that keeps what it was told."""

from dataclasses import dataclass, field

from standup_tui.model.money import Charge, Item


@dataclass
class Takings:
    """What X charged for."""

    charges: list[Charge] = field(default_factory=list)

    def ring(self, charge: Charge) -> None:
        """Keep it."""
        self.charges.append(charge)

    def of(self, item: Item) -> set[str]:
        """Return the things of one kind, each once."""
        return {it for charge in self.charges if charge.item is item for it in charge.things}

    @property
    def others(self) -> int:
        """How many had no id that could be read."""
        return sum(charge.others for charge in self.charges)
