"""``standup demo``: a whole campaign day without an account."""

from datetime import time
from pathlib import Path

import click

from standup_tui.cli import options
from standup_tui.cli.console import at_a_terminal, fit_or_refuse, no_screen
from standup_tui.errors import StandupError
from standup_tui.personal import Personal

_PATIENCE = 30.0
"""Seconds a demo without a terminal waits for something to show."""


@click.command(
    epilog=options.examples(
        ("standup demo", "simulator, hub and console in one terminal"),
        ("standup demo --wall", "in a second terminal: its wall"),
        ("standup demo --web", "or in a browser, at the address that it says"),
        ("standup demo --console --as raj", "in a third: a second moderator"),
        ("standup demo --seed 7 --speed 20", "another day, calmer"),
        ("standup demo --fault 503=html,from=60,for=120", "with trouble: X has a bad two minutes"),
        ("standup demo --recorded pages.jsonl", "recorded posts in place of made-up ones"),
    ),
)
@click.option("--wall", "part", flag_value="wall", help="Join the demo that runs with a wall.")
@click.option("--web", "part", flag_value="web", help="Join it with a wall in a browser.")
@click.option("--console", "part", flag_value="console", help="Join it with another console.")
@options.name
@options.plain
@options.speed(60.0)
@options.seed
@options.start("08:00")
@options.recorded
@options.faults
@options.theme
@options.looks
@click.option("--keep-fd", type=int, hidden=True, help="Be the keeper, and report there.")
@click.option("--leash-fd", type=int, hidden=True, help="End when this descriptor closes.")
def command(  # noqa: PLR0913, one argument for each option
    *,
    part: str | None,
    name: str,
    plain: bool,
    speed: float,
    seed: int,
    start: time,
    recorded: tuple[str, ...],
    more: tuple[str, ...],
    faults: tuple[str, ...],
    keep_fd: int | None,
    leash_fd: int | None,
    wishes: Personal,
) -> int:
    """Moderate a made-up campaign day: no account, no network, nothing left behind.

    A local server speaks the X API; the same client code as for the real one reads it.
    Retweets are sent, to that server. Without a terminal it prints the panes and ends.
    """
    if part is not None:
        return join(part, name, wishes, plain=plain)

    from standup_tui.cli.demo_keeper import Day, keep, kept

    day = Day(seed, speed, options.recordings(recorded, more), start, faults)
    if keep_fd is not None and leash_fd is not None:
        return keep(day, keep_fd, leash_fd)
    moderated = plain or at_a_terminal()
    plain = plain or (moderated and no_screen())
    if moderated and not plain:
        fit_or_refuse()
    with kept(day, _say) as folder:
        if moderated:
            return _moderate(folder, name, wishes, plain=plain)
        return _print_panes(folder, day.recorded)


def _say(progress: str) -> None:
    click.echo(progress, err=True)


def _moderate(folder: Path, name: str, wishes: Personal, *, plain: bool) -> int:
    if plain:
        from standup_tui.plain import app as lines

        return lines.run(folder, name, wishes=wishes)

    from standup_tui.ui.console import app

    return app.run(folder, name, wishes=wishes)


def join(part: str, name: str, wishes: Personal, *, plain: bool) -> int:
    """Join the demo that runs."""
    from standup_tui.cli import demo_place

    folder = demo_place.running()
    if part == "console":
        if not plain and not at_a_terminal():
            return _print_panes(folder, ())
        plain = plain or no_screen()
        if not plain:
            fit_or_refuse()
        return _moderate(folder, name, wishes, plain=plain)
    if part == "web":
        from standup_tui.web import serving

        return serving.run(folder, name, wishes)
    fit_or_refuse()

    from standup_tui.ui.wall import app

    return app.run(folder, name, wishes)


def _print_panes(folder: Path, recorded: tuple[Path, ...]) -> int:
    """Print the panes as soon as there is something in them."""
    from standup_tui.cli import snapshot

    _say("No terminal here, so this prints the panes as text.")
    wanted = snapshot.Wanted(posts=3) if recorded else snapshot.Wanted(shown=3, flagged=1)
    taken = snapshot.take(folder, wanted=wanted, seconds=_PATIENCE)
    click.echo(snapshot.draw(taken))
    if not taken.entries:
        raise StandupError(f"no post came within {_PATIENCE:.0f} seconds.")
    return 0
