"""``standup rules``: what the rules say of posts that somebody hands them."""

from pathlib import Path

import click

from standup_tui.cli import options


@click.group(
    invoke_without_command=True,
    subcommand_metavar="check | explain",
    options_metavar="",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=options.examples(
        ("standup rules check < posts.jsonl", "the flags of many posts, for a script"),
        ('standup rules explain "some text"', "every stage for one, for a person"),
    ),
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Try the rules on posts of your own. Needs no account and no hub; stores nothing."""
    if ctx.invoked_subcommand is None:
        raise click.UsageError("expected check or explain", ctx)


def _campaign(command: options.F) -> options.F:
    return click.option(
        "--campaign",
        "folder",
        metavar="FOLDER",
        help="Use the words, kinds and actions of this campaign; else what is built in.",
    )(command)


@command.command(
    short_help="Judge many posts, for a script.",
    epilog=options.examples(
        ("standup rules check < posts.jsonl > flags.jsonl", "judge a file"),
        ("standup rules check --campaign stand-up-day < posts.jsonl", "as that campaign would"),
    ),
)
@_campaign
def check(folder: str | None) -> int:
    """Judge posts from standard input and write their flags to standard output.

    One JSON object a line, {"id", "text"}, in; {"id", "flags": [{"kind", "reason", "start",
    "end", ...}]} out, in the same order. With "author" and "at" (seconds, or a time such as
    2026-11-22T09:00:00Z) floods are found too. "start" and "end" count characters of the text
    and are null for what concerns all of it. A line that cannot be read is named on standard
    error and left out; the exit code is then 1.
    """
    place = _place(folder)

    from standup_tui.cli.rules_check import judge_lines

    # By their numbers: a stream that was closed is None here, and leads nowhere there.
    with open(0, "rb", closefd=False) as posts, open(1, "wb", closefd=False) as out:
        return judge_lines(posts, out, lambda said: click.echo(said, err=True), place)


@command.command(
    short_help="Show what each stage makes of one text.",
    epilog=options.examples(
        ('standup rules explain "FREE iPhone, click here"', "why a post is held back"),
        ("standup rules explain - < post.txt", "a text of several lines"),
    ),
)
@click.argument("text")
@_campaign
def explain(text: str, folder: str | None) -> None:
    """Show what each stage makes of TEXT, or of standard input for a dash.

    The text without its disguises, what every rule says and where, and what the signs of spam
    weigh. Safe to print whatever the text.
    """
    place = _place(folder)
    if text == "-":
        with open(0, "rb", closefd=False) as written:
            text = written.read().decode("utf-8", "replace")

    from standup_tui.cli.rules_explain import explained

    for line in explained(text, place):
        click.echo(line)


def _place(folder: str | None) -> Path | None:
    if folder is None:
        return None

    from standup_tui.cli import places  # with the settings: they cost more than the rules

    return places.campaign(folder)
