"""``standup`` and ``standup console``: the moderator's screen, or lines where there is none."""

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from standup_tui.cli import options, places
from standup_tui.errors import ConfigError
from standup_tui.personal import Personal

_FIRST_POSTS = 3.0
"""Seconds that a snapshot waits for a hub which it had to start."""


@click.command(
    epilog=options.examples(
        ("standup", "the campaign of this folder"),
        ("standup stand-up-day", "the campaign of another folder"),
        ("standup --as asha", "with a name, where several people share a login"),
        ("standup --hub /run/user/1000/hub.sock", "a hub on another machine, through `ssh -L`"),
        ("standup --plain", "in lines, at a prompt: for screen readers, logs and scripts"),
        ("standup stand-up-day | less", "a snapshot of the panes as text"),
    ),
)
@options.folder
@options.hub_socket
@options.name
@options.theme
@options.looks
@click.option(
    "--bell/--no-bell",
    default=None,
    help="Whether the terminal rings when a post needs a person at once.",
)
@options.plain
def command(  # noqa: PLR0913  # an argument for each option
    folder: str | None,
    socket: str | None,
    name: str,
    *,
    plain: bool,
    wishes: Personal,
    bell: bool | None,
) -> int:
    """Moderate: the console with the panes Live, Flagged and Highlights.

    Starts the campaign's hub in the background if there is none. Where there is no terminal it
    prints the panes as text, and stops the hub again if it had to start it.

    With --plain, and on a terminal that cannot show a screen, posts are said one a line and acts
    are typed: help lists them. Commands may come from a file; the exit code is 1 if one of them
    was not done.
    """
    place = places.terminal(folder, socket)
    if plain or (at_a_terminal() and no_screen()):
        return _say_lines(place, name, wishes, forwarded=socket is not None)
    if not at_a_terminal():
        return _print_panes(place, forwarded=socket is not None)
    # Textual rests so long after a frame, and a key must not wait for that behind an arrival's
    # frame. Read when it is imported; nothing here draws by itself more than ten times a second.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    gc.disable()  # until the app runs: imports leave nothing to collect
    fit_or_refuse()
    started = socket is None and _start_hub(place)

    from standup_tui.ui.console import app

    wishes = replace(wishes, bell=bell)
    return app.run(place, name, background=started, wishes=wishes)


def at_a_terminal() -> bool:
    """Tell whether a person is there, rather than a pipe or a job."""
    # A stream that was closed before the start is None.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def no_screen() -> bool:
    """Tell whether the terminal is one that cannot show a screen."""
    from standup_tui.ui.dumb import no_screen_here

    return no_screen_here() is not None


def _say_lines(place: Path, name: str, wishes: Personal, *, forwarded: bool) -> int:
    from standup_tui.plain import app

    started = not forwarded and _start_hub(place)
    try:
        return app.run(place, name, background=started, wishes=wishes)
    finally:
        if started and not at_a_terminal():  # as with a snapshot: nothing stays that costs money
            _stop_hub(place)


def fit_or_refuse() -> None:
    """Raise `ConfigError` if the terminal cannot show a screen."""
    from standup_tui.ui.terminal import fit_for_screen

    if why := fit_for_screen():
        raise ConfigError(why)


def _start_hub(place: Path) -> bool:
    """Start a hub if the campaign has none; return whether it did."""
    from standup_tui.hub import launch

    started = launch.ensure(place)
    if started:
        click.echo("Started a hub for this campaign, in the background.", err=True)
    return started


def _stop_hub(place: Path) -> None:
    from standup_tui.cli import stopping

    stopping.stop(place)
    click.echo("Stopped it again.", err=True)


def _print_panes(place: Path, *, forwarded: bool) -> int:
    from standup_tui.cli import snapshot

    started = not forwarded and _start_hub(place)
    try:
        taken = snapshot.take(place, seconds=_FIRST_POSTS if started else 0.0)
    finally:
        if started:  # a snapshot in a job must not leave something running that costs money
            _stop_hub(place)
    click.echo(snapshot.draw(taken))
    return 0
