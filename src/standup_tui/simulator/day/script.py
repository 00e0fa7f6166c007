"""The shape of a planned day."""

from dataclasses import dataclass
from typing import Literal

from standup_tui.simulator.model import Account, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing that will happen; other things are named by their keys."""

    key: str
    at: float
    """Seconds after local midnight."""
    opening: float | None = None
    """Real seconds after the start: it happens then, whatever speed and start are."""
    act: Literal["post", "edit", "delete"] = "post"
    author: Account
    text: str = ""
    lang: str = "en"
    target: str | None = None
    """What is edited or deleted."""
    reply_to: str | None = None
    quotes: str | None = None
    retweets: str | None = None
    pictures: tuple[Picture, ...] = ()
    incident: str | None = None
    action: str | None = None
    """Which of the campaign's five actions the post is about."""

    def needs(self) -> tuple[str, ...]:
        """Return the keys of what has to be there first."""
        named = (self.target, self.reply_to, self.quotes, self.retweets)
        return tuple(key for key in named if key)


@dataclass(frozen=True, slots=True)
class Day:
    """A whole day, in the order of its times."""

    accounts: tuple[Account, ...]
    planned: tuple[Planned, ...]
