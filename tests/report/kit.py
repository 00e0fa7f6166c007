"""A campaign, what a store holds of it, and the report of both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from standup_tui.model.coverage import Gap, Repair
from standup_tui.model.facts import Facts, ReadingFacts, Standings
from standup_tui.model.lifecycle import Status
from standup_tui.report.compose import compose
from standup_tui.report.contents import Report
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.campaign_file import parse

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


def gap(from_: float, to: float | None, repair: Repair = Repair.OPEN, **more: Any) -> Gap:
    """A gap by its hours after the campaign's start."""
    ended = None if to is None else STARTS + timedelta(hours=to)
    return Gap(1, STARTS + timedelta(hours=from_), ended, "the line broke", repair, **more)


def reading(*gaps: Gap, **more: Any) -> ReadingFacts:
    more.setdefault("alive", UNTIL)
    return ReadingFacts(gaps=gaps, **more)
