"""``standup audit``: who did what and when, and whether the log is what was written."""

import asyncio
import re
from typing import TYPE_CHECKING, Any

import click

from standup_tui.cli import options, places
from standup_tui.cli.period import moments, period

if TYPE_CHECKING:
    from standup_tui.model.audit import Line
    from standup_tui.model.keeping import Head


class _Audit(click.Group):
    """Shows the log, unless ``verify`` is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, "-h", "--help"}:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Audit,
    subcommand_metavar="[show] [FOLDER] | verify [FOLDER]",
    options_metavar="",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=options.examples(
        ("standup audit", "every decision: who, how that is known, when, what and why"),
        ("standup audit --by asha --verb hide", "what one moderator has hidden"),
        ("standup audit verify", "whether anything in the log was changed, and where"),
    ),
)
def command() -> None:
    """Account for what was decided."""


@command.command(
    short_help="Who did what, and when.",
    epilog=options.examples(
        ("standup audit --post 1990000000000000001", "everything that was decided on one post"),
        ("standup audit --jsonl --since 2026-11-22", "for a script"),
    ),
)
@options.folder
@click.option("--by", metavar="NAME", default="", help="A moderator's name or account, or a part.")
@click.option("--verb", default="", help="What was done: hide, approve, mute, purge ...")
@click.option("--post", metavar="ID", default="", help="Only decisions on this post.")
@click.option("--people", is_flag=True, help="Leave out what the program did by itself.")
@period
@click.option("--jsonl", is_flag=True, help="Print one JSON object a line.")
def show(folder: str | None, *, jsonl: bool, **given: Any) -> int:
    """Print decisions in the order in which they were made, with how each name is known.

    No post's text is printed. A reason that was erased with a text is said to be.
    """
    place = places.campaign(folder)
    since, until = moments(place, given.pop("since"), given.pop("until"))

    from standup_tui.model.audit import Wanted
    from standup_tui.records import audits

    told = _jsonl if jsonl else _text
    number = asyncio.run(audits.tell(place, Wanted(since, until, **given), told))
    if not number and not jsonl:
        click.echo("There is no such decision.")
    return 0


def _jsonl(one: "Line") -> None:
    import msgspec

    row = {name: it for name, it in msgspec.to_builtins(one).items() if name != "text"}
    click.echo(msgspec.json.encode(row).decode())


def _text(one: "Line") -> None:
    from standup_tui.model.text import clean_line

    moved = "" if one.before == one.after else f"  {one.before} → {one.after}"
    about = f"  {one.post}{moved}" if one.post else ""
    reason = f"  ({one.reason})" if one.reason else ""
    undone = f"  takes back {one.undoes:,}" if one.undoes else ""
    erased = "  [text and reason erased]" if one.erased else ""
    click.echo(
        clean_line(
            f"{one.seq:>7,}  {one.at:%Y-%m-%d %H:%M:%S} UTC  {one.by}  [{one.known}]  {one.verb}"
            f"{about}{undone}{reason}{erased}"
        )
    )


def _noted(_ctx: click.Context, _option: click.Parameter, value: str | None) -> "Head | None":
    if value is None:
        return None
    found = re.fullmatch(r"(\d{1,12}):([0-9a-f]{64})", value.strip())
    if found is None:
        raise click.BadParameter("expected NUMBER:HASH, as `standup audit verify` printed it")

    from standup_tui.model.keeping import Head

    return Head(int(found[1]), found[2])


@command.command(
    short_help="Whether anything in the log was changed, and where.",
    epilog=options.examples(
        ("standup audit verify", "note down the last line; it is proof later"),
        ("standup audit verify --noted 57:9f86d0…", "whether what was noted is still in the log"),
    ),
)
@options.folder
@click.option(
    "--noted",
    metavar="NUMBER:HASH",
    callback=_noted,
    help="An end of the log that was noted down earlier.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(folder: str | None, *, noted: "Head | None", as_json: bool) -> int:
    """Verify the chain of decisions from its beginning to its end; changes nothing.

    Finds what was changed, replaced, left out or put in, and says which decisions. Certificates
    and backups remember how the log once ended: a log that was cut short or written anew is
    found by these. Exit code 1 if anything is wrong.
    """
    place = places.campaign(folder)

    from standup_tui.records import audits

    found = asyncio.run(audits.verify(place, noted))
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found).decode())
        return 1 if found.breaks else 0
    for one in found.breaks:
        click.echo(f"{one.what[:1].upper()}{one.what[1:]}.")
    whole = "are not what was written" if found.breaks else "are as they were written"
    click.echo(
        f"Decisions {found.begins:,} to {found.head.seq:,} {whole}; the text of {found.erased:,} "
        f"is erased, and {found.witnesses} certificates, backups and notes agree."
    )
    if found.restored:
        click.echo(
            f"{found.restored} know decisions that are gone with a store that was replaced: see "
            "`standup audit --verb 'restore a backup'`."
        )
    click.echo(f"The log ends with {found.head.seq}:{found.head.hash}")
    return 1 if found.breaks else 0
