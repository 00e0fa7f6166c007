"""How long a campaign keeps what people wrote: three clocks of ``campaign.toml``.

Used by ``settings``. Nothing goes by itself: `standup purge` erases what has run out.
"""

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from standup_tui.settings.mistakes import Mistake

Days = Annotated[int, Meta(ge=0, le=3650, description="days, from 0 to 3650")]


class Retention(Struct, frozen=True, forbid_unknown_fields=True):
    """After how many days `standup purge` erases what, counted from when a post came in."""

    undecided: Days = 30
    """The text of what was never shown: posts that wait, are flagged, held or hidden."""
    shown: Days = 90
    """The text of what walls may show, and notes left for the next shift."""
    log: Days = 400
    """Decisions: who, when, what and why. It outlives every text."""

    def before(self, now: datetime) -> tuple[datetime, datetime, datetime]:
        """Return the times before which undecided text, shown text and decisions go."""
        undecided, shown, log = (
            now - timedelta(days=days) for days in (self.undecided, self.shown, self.log)
        )
        return undecided, shown, log


def check_retention(retention: Retention) -> None:
    """Raise a `Mistake` if a decision would be forgotten before the text that it is about."""
    longest = max(retention.undecided, retention.shown)
    if retention.log < longest:
        which = "undecided" if retention.undecided == longest else "shown"
        if retention.log == Retention().log:
            raise Mistake(("retention", which), f"at most log, which is {retention.log}")
        raise Mistake(("retention", "log"), f"at least {which}, which is {longest}")
