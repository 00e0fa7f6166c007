"""What became of posts, step by step: for whoever looks back at a day."""

from datetime import datetime

from msgspec import Struct

from standup_tui.model.entry import Moderator
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import PostId


class Step(Struct, frozen=True):
    """One decision on a post, or one thing its source did to it."""

    at: datetime
    verb: str
    by: Moderator
    standing: Standing
    """Where the post stood afterwards."""
    reason: str = ""

    @property
    def by_person(self) -> bool:
        """Whether a person did it, rather than the product."""
        return bool(self.by.login)


class History(Struct, frozen=True):
    """One post, from its arrival on."""

    post: PostId
    arrived: datetime
    status: Status
    """Where it stood when it came."""
    steps: tuple[Step, ...] = ()
    """The oldest first."""

    @property
    def last(self) -> Status:
        """Where it stands at the end."""
        return self.steps[-1].standing.status if self.steps else self.status


class Histories(Struct, frozen=True):
    """Everything that became of a campaign's posts, and of its walls."""

    posts: dict[PostId, History]
    blanks: tuple[tuple[datetime, bool], ...] = ()
    """When the walls were blanked (True) and brought back (False), the earliest first."""
