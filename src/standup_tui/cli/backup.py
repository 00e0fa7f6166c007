"""``standup backup``: a checked copy of the store, also while the hub runs."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from standup_tui.cli import options, places

if TYPE_CHECKING:
    from standup_tui.model.keeping import Certificate


@click.command(
    epilog=options.examples(
        ("standup backup", "a copy below backups/ in the campaign's folder"),
        ("standup backup --to /mnt/safe/day.db", "one file, somewhere else"),
        ("standup backup --list", "the copies there are, and which still hold what was purged"),
    ),
)
@options.folder
@click.option(
    "--to", metavar="FILE", type=click.Path(path_type=Path), help="The file; it must not be there."
)
@click.option("--list", "listing", is_flag=True, help="Show the copies there are.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: str | None, *, to: Path | None, listing: bool, as_json: bool) -> int:
    """Copy the store, as it is at one moment, into one file for this account alone.

    The copy counts only when it has passed the same check as `standup check`; it is then
    written down in backups.json beside the store.
    """
    place = places.campaign(folder)

    from standup_tui.records import backups

    if listing:
        return _list(place, as_json=as_json)
    made = backups.make(place, to)
    if as_json:
        from msgspec import to_builtins

        click.echo(json.dumps(to_builtins(made), ensure_ascii=False))
        return 0
    click.echo(
        f"{made.path(place)}: {made.posts:,} posts, {made.decisions:,} decisions, "
        f"{made.bytes / 1e6:.1f} MB; it has passed the check."
    )
    return 0


def _list(place: Path, *, as_json: bool) -> int:
    from msgspec import to_builtins

    from standup_tui.records import backups, purges

    asyncio.run(purges.file_missing(place))
    certificates = purges.filed(place)
    every = backups.listed(place)
    if as_json:
        told = [
            {**to_builtins(one), "purged_since": [it.number for it in one.stale(certificates)]}
            for one in every
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for one in every:
        stale = one.stale(certificates)
        held = "" if not stale else f"  still holds what was purged on {_days(stale)}"
        click.echo(f"{one.at:%Y-%m-%d %H:%M} UTC  {one.bytes / 1e6:7.1f} MB  {one.name}{held}")
    if not every:
        click.echo("There is no backup; `standup backup` makes one.")
    return 0


def _days(certificates: "tuple[Certificate, ...]") -> str:
    days = sorted({f"{one.began:%Y-%m-%d}" for one in certificates})
    return ", ".join(days)
