"""``standup login``: takes the tokens for X, tries them, and keeps them for this account alone."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from standup_tui.cli import options, places, saying
from standup_tui.errors import ConfigError


@click.command(
    epilog=options.examples(
        ("standup login", "asks for all five values, without showing them"),
        ("standup login --bearer-only", "to read and never retweet"),
        ("standup login < values", "from a pipe: one value a line, in the order it asks"),
    ),
)
@options.folder
@click.option("--bearer-only", is_flag=True, help="Ask for the bearer token and nothing else.")
@click.option("--untested", is_flag=True, help="Store them even where X cannot be reached.")
def command(folder: str | None, *, bearer_only: bool, untested: bool) -> int:
    """Ask for the tokens for X, try them, and store them for this account alone.

    X says which account they act for before anything is stored. Nothing is shown while it is
    typed, and no option takes a token: a command line is visible to everybody on the machine.
    FOLDER is a campaign, to ask the X it names; the tokens are never stored in it.
    """
    from standup_tui import wiring
    from standup_tui.cli.metering import unmetered

    place = _campaign(folder)
    login = wiring.login(place)
    values = _asked(login.questions(bearer_only=bearer_only), login.base_url)
    tokens = login.accept(values)
    tried = asyncio.run(login.test(tokens))
    if place is not None and (why := unmetered(place, tried.charge)):
        click.echo(f"! note  money  {why}", err=True)
    saying.show(
        [
            *(("ok", "X", said) for said in tried.good),
            *(("note", "X", said) for said in tried.worth_knowing),
            *(("wrong", "X", said) for said in tried.wrong),
        ]
    )
    if tried.wrong and (tried.reached or not untested):
        rest = "." if tried.reached else "; `--untested` stores them without having tried."
        click.echo(f"Nothing was stored{rest}", err=True)
        return 1
    if tried.wrong:
        click.echo("! note  X  not tried: nobody knows whether X takes them, or as whom they act.")
    notes = login.keep(tokens)
    click.echo(f"Stored in {login.path}, for this account alone.")
    for note in notes:
        click.echo(f"! note  {note}")
    click.echo("A hub that runs takes them when it is started again.")
    return 0


def _campaign(folder: str | None) -> Path | None:
    """Return the campaign whose X is asked; without one it is X itself."""
    if folder is not None:
        return places.campaign(folder)
    try:
        return places.campaign(None)
    except ConfigError:
        return None


def _asked(questions: Sequence[Any], base_url: str) -> dict[str, str]:
    """Return what the person types, or the lines of a pipe; neither is shown."""
    if not sys.stdin.isatty():
        return _piped(questions)
    click.echo(f"The tokens for {base_url}; X's developer console shows them.", err=True)
    click.echo("Nothing you type or paste here is shown.", err=True)
    return {it.name: click.prompt(it.label, hide_input=True, type=str).strip() for it in questions}


def _piped(questions: Sequence[Any]) -> dict[str, str]:
    said = sys.stdin.buffer.read().decode("utf-8", "replace")
    lines = [line.strip() for line in said.splitlines()]
    if len(lines) != len(questions):
        wanted = ", ".join(it.name for it in questions)
        raise ConfigError(
            f"expected {len(questions)} lines on standard input, got {len(lines)}: {wanted}."
        )
    return {it.name: line for it, line in zip(questions, lines, strict=True)}
