"""``standup restore``: put a backup in the place of the store."""

import click

from standup_tui.cli import options, places


@click.command(
    epilog=options.examples(
        ("standup backup --list", "which backups there are"),
        ("standup restore backups/standup-20261122T093000.000000Z.db", "one of them"),
    ),
)
@click.argument("backup", metavar="BACKUP")
@options.folder
@click.option("--discard", is_flag=True, help="Do not keep the store that is replaced.")
def command(backup: str, folder: str | None, *, discard: bool) -> int:
    """Put BACKUP in the place of the campaign's store, while no hub runs.

    It is checked before it is put there and once it is there; should that fail, the store from
    before is back. The replaced store is kept, and listed, as a backup of its own.
    """
    place = places.campaign(folder)

    from standup_tui.records import restoring

    done = restoring.restore(place, backup, discard=discard)
    click.echo(
        f"Restored the store of {done.backup.at:%Y-%m-%d %H:%M} UTC: {done.backup.posts:,} posts, "
        f"{done.backup.decisions:,} decisions. It has passed the check."
    )
    if done.replaced:
        click.echo(f"The store that was there is kept as {done.replaced}.")
    if done.since:
        click.echo("What was purged since that backup is back. Run `standup purge` again, and:")
    for one in done.since:
        reference = f" ({one.reference})" if one.reference else ""
        click.echo(f"  purge {one.number} of {one.began:%Y-%m-%d}{reference}: {one.rule}")
    return 0
