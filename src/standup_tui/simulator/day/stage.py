"""What those who plan a day share."""

import random
from dataclasses import dataclass, field, replace
from typing import Any

from standup_tui.simulator.day.cast import Crowd
from standup_tui.simulator.day.script import Planned
from standup_tui.simulator.day.writer import Writer
from standup_tui.simulator.model import Account


@dataclass(slots=True)
class Stage:
    """The day as planned so far."""

    rng: random.Random
    crowd: Crowd
    writer: Writer
    planned: list[Planned] = field(default_factory=list)

    def post(self, author: Account, text: str, at: float, **more: Any) -> Planned:
        """Plan a post; `more` are fields of `Planned`."""
        key = more.pop("key", f"p{len(self.planned)}")
        planned = Planned(key=key, at=at, author=author, text=text, **more)
        self.planned.append(planned)
        return planned

    def change(self, target: Planned, **changed: Any) -> None:
        """Replace some fields of what is planned already."""
        place = self.planned.index(target)
        self.planned[place] = replace(target, **changed)

    def ordinary(self) -> list[Planned]:
        """Return the posts that stand for themselves and are no incident."""
        return [it for it in self.planned if it.act == "post" and not it.incident and it.text]
