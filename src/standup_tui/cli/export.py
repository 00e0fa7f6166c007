"""``standup export``: decisions, posts, or what is held of one person, in a file."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from standup_tui.cli import options, places
from standup_tui.cli.period import moments, period

if TYPE_CHECKING:
    from standup_tui.records.exports import Asked, Written


@click.group(
    invoke_without_command=True,
    subcommand_metavar="decisions | posts | person",
    options_metavar="",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=options.examples(
        ("standup export decisions", "the decision log as a table, without any text of a post"),
        ("standup export posts --format jsonl", "ids of posts and where they stand, for a script"),
        ("standup export person @handle", "all that is held of one person, for that person"),
    ),
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Write records into a file that is whole or not there, for this account alone.

    Tables are safe to open in a spreadsheet: no cell is ever taken for a formula. X allows 500
    posts with their text a person and day in files; that is kept to, across runs, and said.
    """
    if ctx.invoked_subcommand is None:
        raise click.UsageError("expected decisions, posts or person", ctx)


def _file(*kinds: str) -> Callable[[options.F], options.F]:
    """Give a command ``--format`` and ``--output``."""

    def given(command: options.F) -> options.F:
        out = click.option(
            "-o",
            "--output",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="The file to write, which must not be there yet; else one below exports/ in the "
            "campaign's folder.",
        )
        kind = click.option(
            "--format",
            "kind",
            type=click.Choice(kinds),
            default=kinds[0],
            show_default=True,
            help="A table for spreadsheets, or for a script.",
        )
        return kind(out(command))

    return given


def _texts(command: options.F) -> options.F:
    return click.option(
        "--with-text",
        is_flag=True,
        help="With the text of posts and with notes, where they are still kept.",
    )(command)


@command.command(short_help="The decision log.")
@options.folder
@_file("csv", "jsonl")
@_texts
@period
def decisions(folder: str | None, **given: Any) -> int:
    """Write every decision: who, how that is known, when, what, on which post, and why.

    Without --with-text there is no post's text in it, no note, and nobody's handle.
    """
    place, asked = _asked(folder, given)

    from standup_tui.records import exports

    return _told(asyncio.run(exports.decisions(place, asked)))


@command.command(short_help="Ids of posts and where they stand.")
@options.folder
@_file("csv", "jsonl")
@_texts
@period
def posts(folder: str | None, **given: Any) -> int:
    """Write every post's id, times, status, flags and actions.

    Without --with-text there is no text in it and nobody's name; an id leads to what is on X
    now, and to nothing once it is deleted there.
    """
    place, asked = _asked(folder, given)

    from standup_tui.records import exports

    return _told(asyncio.run(exports.posts(place, asked)))


@command.command(short_help="All that is held of one person.")
@click.argument("who", metavar="WHO")
@options.folder
@_file("json", "csv")
def person(who: str, folder: str | None, **given: Any) -> int:
    """Write all that is held of WHO, a @handle or an account's numeric id, for that person.

    Their posts with text, why each was flagged, what was decided and noted about them; how many
    posts of others carry theirs along or name them. Not who of the staff decided.
    """
    place, asked = _asked(folder, {"since": None, "until": None, "with_text": True, **given})

    from standup_tui.records import exports

    return _told(asyncio.run(exports.person(place, who, asked)))


def _asked(folder: str | None, given: dict[str, Any]) -> tuple[Path, "Asked"]:
    place = places.campaign(folder)
    since: datetime | None
    until: datetime | None
    since, until = moments(place, given["since"], given["until"])

    from standup_tui.records.exports import Asked

    return place, Asked(given["kind"], given["output"], since, until, given["with_text"])


def _told(written: "Written") -> int:
    click.echo(written.said)
    return 0
