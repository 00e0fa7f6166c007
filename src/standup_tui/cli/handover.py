"""``standup handover``: the newest notes and what is open, as text; or a note for the next."""

import sys
from pathlib import Path

import click

from standup_tui.cli import options, places
from standup_tui.errors import ConfigError

_LONGEST = 4000
"""Characters that the hub takes."""


@click.command(
    epilog=options.examples(
        ("standup handover", "what whoever begins has to know"),
        ("standup handover --hub ./hub.sock", "of a hub on another machine, through `ssh -L`"),
        ('standup handover --write "Ring Jo back"', "leaves a note; N in the console does, too"),
        ("standup handover --write - < note.txt", "a longer one"),
    ),
)
@options.folder
@options.hub_socket
@options.name
@click.option(
    "--write", "text", metavar="TEXT", help="Leave this note first; - reads it from the input."
)
def command(folder: str | None, socket: str | None, name: str, text: str | None) -> int:
    """Print the newest notes and what is open now, for whoever begins.

    Undecided posts by kind and age, what is held and escalated and by whom, what waits to go
    out, gaps, and what does not work. Asks a running hub; without one it reads the store, and
    leaves no note.
    """
    place = places.terminal(folder, socket)

    from standup_tui.cli import handover_sheet

    note = None if text is None else _note(sys.stdin.read() if text == "-" else text)
    for line in _sheet(place, name, note, forwarded=socket is not None):
        click.echo(handover_sheet.clean(line))
    return 0


def _note(text: str) -> str:
    text = text.strip()
    if not text:
        raise ConfigError("the note is empty: say something behind --write.")
    if len(text) > _LONGEST:
        raise ConfigError(f"the note has {len(text):,} characters, and {_LONGEST:,} at most.")
    return text


def _sheet(place: Path, name: str, note: str | None, *, forwarded: bool) -> list[str]:
    from standup_tui.cli import handover_sheet
    from standup_tui.hub import launch

    if forwarded or launch.answers(place):
        return handover_sheet.of_hub(place, name, note)
    if note is not None:
        raise ConfigError(
            "no hub runs to take the note: start it with `standup`, or `standup hub`, first."
        )
    return handover_sheet.of_store(place)
