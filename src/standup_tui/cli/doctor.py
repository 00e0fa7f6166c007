"""``standup doctor``: whether everything is as it should be, before the day."""

import json
from pathlib import Path

import click

from standup_tui.cli import options, places, saying
from standup_tui.cli.doctor_terminal import Finding
from standup_tui.errors import ConfigError


@click.command(
    epilog=options.examples(
        ("standup doctor", "this machine, and the campaign of this folder if it is one"),
        ("standup doctor stand-up-day", "with the campaign of another folder"),
        ("standup doctor --live", "the checklist before the real day"),
        ("standup doctor --json", "for a script; exit code 1 if something is wrong"),
    ),
)
@options.folder
@click.option("--live", is_flag=True, help="Go through all that a day on the real X needs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(folder: str | None, *, live: bool, as_json: bool) -> int:
    """Look at terminal, machine, campaign and credentials, and say what to mend.

    Changes nothing and shows no credential. ✓ is well, ! is worth knowing, ✗ must be mended.
    With --live it is the checklist of what an officer has to have ready, each line with the way
    to what is missing; the exit code is 1 as long as anything is.
    """
    found = _live(folder) if live else _here(folder)
    wrong = any(one.mark in ("wrong", "missing") for one in found)
    if as_json:
        told = {"ok": not wrong, "findings": [one._asdict() for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return int(wrong)
    saying.show(found)
    if live:
        lacking = sum(one.mark == "missing" for one in found)
        click.echo(f"\n{f'{lacking} missing.' if lacking else 'Nothing is missing.'}")
    return int(wrong)


def _here(folder: str | None) -> list[Finding]:
    from standup_tui.cli.doctor_checks import findings

    return findings(_campaign(folder))


def _live(folder: str | None) -> list[Finding]:
    from standup_tui.cli.doctor_live import findings

    return findings(places.campaign(folder))


def _campaign(folder: str | None) -> Path | None:
    """Return the campaign to look at; without one there is still the machine."""
    if folder is not None:
        return Path(folder).expanduser().absolute()
    try:
        return places.campaign(None)
    except ConfigError:
        return None
