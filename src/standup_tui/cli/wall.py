"""``standup wall``: the projection."""

import click

from standup_tui.cli import options, places
from standup_tui.cli.console import fit_or_refuse
from standup_tui.personal import Personal


@click.command(
    epilog=options.examples(
        ("standup wall", "the wall of the campaign in this folder"),
        ("standup wall --hub /tmp/hub.sock", "of a hub on another machine, through `ssh -L`"),
        ("standup wall --scene tally --theme light", "a second screen with the numbers"),
        ("standup wall --layout full --columns 3", "one that is read from nearby"),
        ("standup wall --web", "a page for a browser on this machine (docs/web-wall.md)"),
        ("standup demo --wall", "the wall of the demo that runs"),
    ),
)
@options.folder
@options.hub_socket
@options.name
@click.option(
    "--columns",
    type=click.Choice(["auto", "1", "2", "3", "4"]),
    default="auto",
    show_default=True,
    help="Columns of posts; auto: as many as suit the screen.",
)
@click.option(
    "--layout",
    type=click.Choice(["auto", "calm", "full"]),
    default="auto",
    show_default=True,
    help="calm: two posts with room around them; full: as many as fit.",
)
@click.option(
    "--scene",
    type=click.Choice(["stream", "spotlight", "tally", "slides"]),
    help="The only scene of this wall, whatever the others show.",
)
@click.option(
    "--theme", "colours", type=click.Choice(["dark", "light"]), help="Else the campaign's."
)
@click.option("--web", is_flag=True, help="Serve the wall as a page to browsers on this machine.")
@click.option(
    "--port",
    type=options.Number(0, 65535, whole=True),
    help="Where the page is served; 0: any free port.  [default: 8710]",
)
@click.option(
    "--address",
    metavar="URL",
    help="Let other machines in through a proxy that serves the page there, with a token.",
)
@options.looks
def command(  # noqa: PLR0913, one argument for each option
    *,
    folder: str | None,
    socket: str | None,
    name: str,
    columns: str,
    layout: str,
    scene: str | None,
    colours: str | None,
    web: bool,
    port: int | None,
    address: str | None,
    wishes: Personal,
) -> int:
    """Show what may be shown in public, large and calm: the projection for the office.

    Press q to end it. It shows the holding slide until a hub is there, and again whenever the
    hub falls silent. With --web it is a page that browsers on this machine open, and Ctrl-C
    ends it; the page can only be looked at.
    """
    if not web and (port is not None or address is not None):
        raise click.UsageError("--port and --address belong to --web.")
    place = places.terminal(folder, socket, waiting=True)
    if not web:
        fit_or_refuse()

    from standup_tui.model.wall import Scene
    from standup_tui.ui.wall.layout import Density
    from standup_tui.ui.wall.wishes import Wishes

    own = Wishes(
        scene=Scene(scene) if scene else None,
        columns=0 if columns == "auto" else int(columns),
        density=Density(layout),
        theme=colours or "",
    )
    if web:
        from standup_tui.web import serving

        return serving.run(place, name, wishes, own, serving.Served(port, address))

    from standup_tui.ui.wall import app

    return app.run(place, name, wishes, own)
