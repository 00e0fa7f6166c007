"""``standup hub``: the campaign's daemon, in the foreground; and how to stop one."""

import click

from standup_tui.cli import options, places


@click.command(
    epilog=options.examples(
        ("standup hub", "the hub of the campaign in this folder"),
        ("standup hub /srv/stand-up-day", "on a server, for example from a systemd unit"),
        ("standup hub --stop", "ask the running hub to stop"),
    ),
)
@options.folder
@click.option("--stop", is_flag=True, help="Ask the campaign's running hub to stop; owner only.")
@click.option(
    "--on-network-disk",
    is_flag=True,
    help="Work on a network file system, where a second machine would damage the store.",
)
@click.option("--ready-fd", type=int, hidden=True, help="Tell this descriptor how the start went.")
def command(folder: str | None, *, stop: bool, on_network_disk: bool, ready_fd: int | None) -> int:
    """Read, judge, store and publish for one campaign until stopped.

    Runs in the foreground; Ctrl-C ends it. Consoles and walls attach to it and may come and
    go. It alone reads the tokens for X: `standup login` stores them, `standup doctor` says which
    are there, and under systemd LoadCredential=standup:FILE gives them.
    """
    place = places.campaign(folder)
    if stop:
        from standup_tui.cli import stopping

        stopping.stop(place)
        click.echo("The hub has stopped.")
        return 0

    from standup_tui import wiring

    return wiring.serve(place, ready_fd, anywhere=on_network_disk)
