"""``standup check``: whether a campaign's store keeps its promises."""

import json

import click

from standup_tui.cli import options, places


@click.command(
    epilog=options.examples(
        ("standup check", "the store of the campaign in this folder"),
        ("standup check --json backup/", "for a script; exit code 1 if something is broken"),
    ),
)
@options.folder
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(folder: str | None, *, as_json: bool) -> int:
    """Check the invariants of a campaign's store; changes nothing.

    Every post where its decisions put it, the chain of decisions unbroken, nothing kept of
    what was deleted, and the database file sound.
    """
    place = places.campaign(folder)

    from standup_tui import wiring

    report = wiring.check(place)
    if as_json:
        click.echo(json.dumps({"ok": report.ok, **report.data}, ensure_ascii=False, default=str))
    else:
        for line in report.lines:
            click.echo(line)
    return 0 if report.ok else 1
