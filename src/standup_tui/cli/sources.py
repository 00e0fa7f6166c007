"""``standup sources``: how a campaign stands with X."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from standup_tui.cli import options, places, saying
from standup_tui.errors import HubAbsent, HubError

if TYPE_CHECKING:
    from standup_tui.model.money import Money


@click.command(
    epilog=options.examples(
        ("standup sources", "of the campaign in this folder"),
        ("standup sources --json stand-up-day", "for a script; exit code 1 if something is wrong"),
    ),
)
@options.folder
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(folder: str | None, *, as_json: bool) -> int:
    """Ask X what is connected, which rules the app has, and what is left of its limits.

    Changes nothing on X, shows no credential, and leaves a running hub alone. Costs one user
    read a day where there are the account's tokens; it is on the campaign's meter.
    """
    place = places.campaign(folder)

    from standup_tui import wiring
    from standup_tui.cli.metering import unmetered

    found = wiring.sources(place)
    if why := unmetered(place, found.charge):
        click.echo(f"! note  money  {why}", err=True)
    asked = _hub(place)
    if as_json:
        told = {"ok": found.ok, "hub": asked.line[2], "money": asked.money, **found.data()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    else:
        saying.show([asked.line, *asked.spent, *found.lines()])
    return 0 if found.ok else 1


@dataclass(frozen=True)
class _Hub:
    """What the campaign's hub says of itself."""

    line: saying.Finding
    spent: tuple[saying.Finding, ...] = ()
    money: dict[str, Any] | None = None
    """For a script; None where no hub says it."""


def _hub(place: Path) -> _Hub:
    """Return how the campaign's hub is doing, in its own words, and what it has spent."""
    from msgspec import to_builtins

    from standup_tui.cli import snapshot
    from standup_tui.model.health import Liveness

    try:
        taken = snapshot.take(place)
    except HubAbsent:
        return _Hub(("note", "hub", "none runs; `standup` or `standup hub` starts one."))
    except HubError as error:
        return _Hub(("note", "hub", str(error)))
    if taken.pulse is None or taken.welcome is None:
        return _Hub(("note", "hub", "it runs and does not say how it is doing."))
    health = taken.pulse.health
    live = health.liveness is Liveness.LIVE
    since = f" since {health.since:%H:%M:%S} UTC" if health.since else ""
    why = f": {health.why}" if health.why else "."
    said = f"{health.liveness}{since}, {health.posts} posts{why}"
    line = ("ok" if live else "note", "hub", said)
    if health.money is None:
        return _Hub(line)
    zone = ZoneInfo(taken.welcome.about.zone)
    spent = money_line(health.money, taken.pulse.now.astimezone(zone))
    return _Hub(line, (spent,), to_builtins(health.money))


def money_line(money: "Money", now: datetime) -> saying.Finding:
    """Return what a campaign has spent, and until when its budget lasts.

    Args:
        money: As the hub says it.
        now: The time, in whose zone the end is said.
    """
    from standup_tui.model.money import Level
    from standup_tui.ui.widgets.wording import dollars

    said = f"{dollars(money.spent)} spent, and there is no budget"
    if money.budget is not None:
        said = f"{dollars(money.spent)} of {dollars(money.budget)} spent"
    if money.level is Level.STOP:
        said += "; nothing more is read"
    elif money.gone_at is not None:
        gone = money.gone_at.astimezone(now.tzinfo)
        day = "" if gone.date() == now.date() else f" on {gone.day} {gone:%b}"
        said += f"; at this rate gone at {gone:%H:%M}{day}"
    return "ok" if money.level is Level.FREE else "note", "money", said + "."
