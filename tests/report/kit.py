"""A campaign, what a store holds of it, and the report of both."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from standup_tui.model.facts import Facts, Standings
from standup_tui.model.lifecycle import Status
from standup_tui.report.compose import compose
from standup_tui.report.contents import Report
from standup_tui.settings import Campaign, parse

STARTS = datetime(2026, 11, 22, 9, tzinfo=UTC)
UNTIL = datetime(2026, 11, 22, 17, tzinfo=UTC)


def campaign(more: str = "") -> Campaign:
    return parse(
        'name = "A day"\nhashtags = ["StandUp4SW"]\nstarts = 2026-11-22T09:00:00Z\n'
        f"until = 2026-11-22T17:00:00Z\n{more}",
        Path("campaign.toml"),
    )


def facts(**known: Any) -> Facts:
    """What is known an hour after the end of a day that was read to its end."""
    known.setdefault("at", UNTIL.replace(hour=18))
    made = Facts(standings=Standings({Status.WAITING: 10}), **known)
    if made.reading.alive is None:
        made = replace(made, reading=replace(made.reading, alive=UNTIL))
    return made


def report(more: str = "", *, handles: bool = False, **known: Any) -> Report:
    return compose(facts(**known), campaign(more), handles=handles)
