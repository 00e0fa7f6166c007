"""``standup wall``: the projection."""

import click

from standup_tui.cli import options, places
from standup_tui.cli.console import fit_or_refuse
from standup_tui.personal import Personal


@click.command(
    epilog=options.examples(
        ("standup wall", "the wall of the campaign in this folder"),
        ("standup wall --hub /tmp/hub.sock", "of a hub on another machine, through `ssh -L`"),
        ("standup demo --wall", "the wall of the demo that runs"),
    ),
)
@options.folder
@options.hub_socket
@options.name
@options.looks
def command(folder: str | None, socket: str | None, name: str, wishes: Personal) -> int:
    """Show what may be shown in public, large and calm: the projection for the office.

    Press q to end it. It shows the holding slide until a hub is there, and again whenever the
    hub falls silent.
    """
    place = places.terminal(folder, socket, waiting=True)
    fit_or_refuse()

    from standup_tui.ui.wall import app

    return app.run(place, name, wishes)
