"""``standup record``: a hub that writes down what X answers, to be served again."""

from datetime import datetime
from pathlib import Path

import click

from standup_tui.cli import options, places
from standup_tui.ui.widgets.wording import count


@click.command(
    epilog=options.examples(
        ("standup record", "the campaign of this folder, to a file of today in it"),
        ("standup record stand-up-day --to day.jsonl", "to a file of your choice"),
        ("standup demo --recorded day.jsonl", "the same posts again, on another day"),
    ),
)
@options.folder
@click.option(
    "--to",
    "wanted",
    metavar="FILE",
    help="Where to; goes on behind what is there.  [default: recorded-DATE.jsonl in the folder]",
)
@click.option("--ready-fd", type=int, hidden=True, help="Tell this descriptor how the start went.")
def command(folder: str | None, *, wanted: str | None, ready_fd: int | None) -> int:
    """Run the campaign's hub and write down what X answers, as it came.

    In place of `standup hub`: consoles and walls attach to it as usual, and Ctrl-C ends it. What
    is recorded is what the stream and the searches bring for this campaign, a line each, without
    any token; --recorded of simulate and demo serves it again.

    The file holds personal data: whole posts of real people, also of those who delete them
    later. It is for this account alone (0600); keep it no longer than the campaign's store.
    """
    place = places.campaign(folder)
    name = f"recorded-{datetime.now():%Y-%m-%d}.jsonl"  # noqa: DTZ005, the person's own day
    path = Path(wanted).expanduser().absolute() if wanted else place / name

    from standup_tui import wiring
    from standup_tui.records.copies import note

    tape = wiring.tape(path)
    note(place, path)
    _say(f"Recording to {path}. It holds personal data: keep it as you keep the store.")
    try:
        return wiring.serve(place, ready_fd, tape)
    finally:
        tape.close()
        lost = f"; {count(tape.left_out, 'answer')} left out" if tape.left_out else ""
        _say(f"{count(tape.posts, 'post')} recorded{lost}.")


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
