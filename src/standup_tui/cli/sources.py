"""``standup sources``: how a campaign stands with X."""

import json
from pathlib import Path

import click

from standup_tui.cli import options, places, saying
from standup_tui.errors import HubAbsent, HubError


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
    read where there are the account's tokens.
    """
    place = places.campaign(folder)

    from standup_tui import wiring

    found = wiring.sources(place)
    hub = _hub(place)
    if as_json:
        told = {"ok": found.ok, "hub": hub[2], **found.data()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    else:
        saying.show([hub, *found.lines()])
    return 0 if found.ok else 1


def _hub(place: Path) -> tuple[str, str, str]:
    """Return how the campaign's hub is doing, in its own words."""
    from standup_tui.cli import snapshot
    from standup_tui.model.health import Liveness

    try:
        pulse = snapshot.take(place).pulse
    except HubAbsent:
        return "note", "hub", "none runs; `standup` or `standup hub` starts one."
    except HubError as error:
        return "note", "hub", str(error)
    if pulse is None:
        return "note", "hub", "it runs and does not say how it is doing."
    health = pulse.health
    live = health.liveness is Liveness.LIVE
    since = f" since {health.since:%H:%M:%S} UTC" if health.since else ""
    why = f": {health.why}" if health.why else "."
    return "ok" if live else "note", "hub", f"{health.liveness}{since}, {health.posts} posts{why}"
