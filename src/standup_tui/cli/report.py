"""``standup report``: what happened, for whoever was not there."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from standup_tui import redaction
from standup_tui.cli import options, places
from standup_tui.errors import ConfigError, StandupError

if TYPE_CHECKING:
    from standup_tui.report.contents import Report

_PAGE = "report.html"
_HERE = "-"


@click.command(
    epilog=options.examples(
        ("standup report", "the page of the campaign in this folder: report.html beside its file"),
        ("standup report --open stand-up-day", "and show it in the browser"),
        ("standup report --format md", "the same in Markdown, for an e-mail over SSH"),
        ("standup report --format json --output day.json", "every number, for a script"),
    ),
)
@options.folder
@click.option("--open", "show", is_flag=True, help="Show the page in the browser.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md", "json"]),
    default="html",
    show_default=True,
    help="A page for people, Markdown for an e-mail, JSON for a script.",
)
@click.option(
    "--output",
    metavar="FILE",
    help="Where to; - is the terminal. Without it a page goes to report.html in the campaign's "
    "folder, and anything else to the terminal.",
)
@click.option("--handles", is_flag=True, help="Name the people of the highlights; else nobody is.")
@click.option("--no-quotes", is_flag=True, help="Numbers only, to be kept longer than any post.")
def command(  # noqa: PLR0913, one argument for each option
    folder: str | None,
    *,
    show: bool,
    form: str,
    output: str | None,
    handles: bool,
    no_quotes: bool,
) -> int:
    """Tell what happened: numbers with what may be missing, highlights, concerns, cost.

    Reads the campaign's store beside a running hub, or without one, and changes nothing in it.
    """
    place = places.campaign(folder)
    if show and (form != "html" or output == _HERE):
        raise ConfigError("--open shows a page that is a file: leave out --format and --output -.")
    target = _target(place, form, output)

    from standup_tui import looking_back

    campaign, facts = looking_back.facts(place)

    from standup_tui.report.compose import compose

    text = _written(compose(facts, campaign, handles=handles, quotes=not no_quotes), form)
    if target is None:
        click.echo(text, nl=False)
        return 0

    from standup_tui.report.writing import write

    write(target, text)

    if not no_quotes:
        from standup_tui.records.copies import note

        note(place, target)  # a purge has to know of it
    click.echo(f"Made {target}.")
    return _open(target) if show else 0


def _target(place: Path, form: str, output: str | None) -> Path | None:
    """Return the file to write; None: the terminal."""
    if output is None:
        return place / _PAGE if form == "html" else None
    return None if output == _HERE else Path(output).expanduser().absolute()


def _written(report: "Report", form: str) -> str:
    if form == "md":
        from standup_tui.report.mail import markdown

        return markdown(report)
    if form == "json":
        from standup_tui.report.data import json

        return json(report)

    from standup_tui.report.page import html

    return html(report)


def _open(page: Path) -> int:
    """Show a page in the browser of this machine."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    seen = sys.platform == "darwin" or any(os.environ.get(name) for name in screens)
    redaction.bare_ourselves()
    if not seen or click.launch(page.as_uri()) != 0:
        raise StandupError(
            f"no browser can be opened here: copy {page} to a machine with a screen, or take "
            "--format md for an e-mail."
        )
    return 0
