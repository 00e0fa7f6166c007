"""``standup purge``: erase what has run out, or everything of one person."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from standup_tui.cli import options, places
from standup_tui.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from standup_tui.model.keeping import Certificate, Copy, Plan, Purge
    from standup_tui.records.purges import Unwanted

_WORD = "erase"
"""What somebody types to go on: final acts take two steps."""

_LEFT = "Beside the store these hold some of it, and stay unless --copies or --backups is given"


@click.command(
    epilog=options.examples(
        ("standup purge --dry-run", "exactly what would go now, and why; changes nothing"),
        ("standup purge", "erase what the clocks under [retention] have run out for"),
        ("standup purge --copies", "and the reports and exports that quote what goes"),
        ("standup purge --yes /srv/day", "without being asked, from cron"),
        ("standup purge --person @handle --reference SAR-7", "everything of one person"),
    ),
)
@options.folder
@click.option("--dry-run", is_flag=True, help="Print exactly what would go, and change nothing.")
@click.option(
    "--person", "who", metavar="WHO", help="Erase everything of a @handle or account id."
)
@click.option(
    "--mentions", is_flag=True, help="With --person: posts of others that name them too."
)
@click.option(
    "--copies",
    is_flag=True,
    help="Delete reports, exports and recordings too that hold any of what is erased.",
)
@click.option("--backups", is_flag=True, help="Delete backups from before, too.")
@click.option(
    "--reference",
    metavar="TEXT",
    default="",
    help="The number of a case for the certificate; never a name.",
)
@click.option("--yes", is_flag=True, help="Do not ask; for a script.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@options.name
def command(  # noqa: PLR0913, one argument for each option
    folder: str | None,
    *,
    dry_run: bool,
    who: str | None,
    mentions: bool,
    copies: bool,
    backups: bool,
    reference: str,
    yes: bool,
    as_json: bool,
    name: str,
) -> int:
    """Erase texts and decisions whose time has run out, for good.

    The clocks stand under [retention] in campaign.toml. What is erased is nowhere in the store,
    its index or the logs any more; the decision log stays verifiable. A certificate is filed that
    says what went, when, by whom and under which rule. A running hub does it, where there is one.

    Files beside the store that hold any of it are listed, and stay unless you ask for more.
    """
    if mentions and who is None:
        raise click.UsageError("--mentions goes with --person", click.get_current_context())
    place = places.campaign(folder)
    purge = _purge(place, who, mentions=mentions, reference=reference)

    from standup_tui.records import purges

    unwanted = purges.Unwanted(copies, backups)
    asyncio.run(purges.file_missing(place))
    plan = asyncio.run(purges.plan(place, purge))
    beside = asyncio.run(purges.held_beside(place, purge, plan))
    if dry_run:
        return _dry(plan, purge, beside, as_json=as_json)
    if plan.nothing and not any(map(unwanted.has, beside)):
        return _nothing(beside, as_json=as_json)
    if not yes:
        _confirm(plan, purge, beside, unwanted, purges.silent(place))
    done, path = asyncio.run(purges.carry_out(place, purge, name, beside, unwanted))
    if as_json:
        _print({"certificate": done.certificate, "file": str(path)})
        return 0
    for one in done.earlier:
        click.echo(f"Purge {one.number} had been interrupted; it had erased:")
        _counts(one)
    click.echo(f"Erased: {done.certificate.rule}.")
    _counts(done.certificate)
    _files(done.certificate.removed, "Deleted beside the store")
    _files(done.certificate.left, _LEFT)
    click.echo(f"The certificate is {path}.")
    return 0


def _purge(place: Path, who: str | None, *, mentions: bool, reference: str) -> "Purge":
    from standup_tui.model.keeping import REFERENCE, Purge
    from standup_tui.records import purges
    from standup_tui.settings import campaign_file

    reference = reference.strip()
    if not reference.isprintable() or len(reference) > REFERENCE:
        raise ConfigError(f"--reference: expected at most {REFERENCE} letters, in one line.")
    if who is not None:
        return asyncio.run(purges.purge_of(place, who, mentions=mentions, reference=reference))
    return Purge(purges.clocks(campaign_file.read(place), datetime.now(UTC)), reference=reference)


def _dry(plan: "Plan", purge: "Purge", beside: "Sequence[Copy]", *, as_json: bool) -> int:
    if as_json:
        _print({"rule": purge.rule, "plan": plan, "beside": beside})
        return 0
    for one in plan.posts:
        click.echo(f"{one.post:<24} {one.status:<8} came in {one.arrived:%Y-%m-%d}  {one.rule}")
    if plan.upto:
        click.echo(f"decisions up to {plan.upto:,}")
    click.echo(f"Would go: {purge.rule}.")
    for line in plan.counted.said or ("        0  nothing has run out",):
        click.echo(line)
    _remarks(plan, purge)
    _files(beside, _LEFT)
    return 0


def _remarks(plan: "Plan", purge: "Purge") -> None:
    from standup_tui.model.keeping import RULE_PERSON

    if plan.held:
        click.echo(f"{plan.held}.")
    if plan.others:
        click.echo(f"Posts of others that name the person stay, {plan.others:,}; see --mentions.")
    if plan.unfinished:
        click.echo("An earlier purge was interrupted; this one finishes it.")
    if plan.unfinished.startswith(RULE_PERSON) and purge.person is None:
        click.echo("It was of one person: ask for them again too, as not all may have been found.")


def _nothing(beside: "Sequence[Copy]", *, as_json: bool) -> int:
    if as_json:
        _print({"certificate": None, "left": beside})
        return 0
    click.echo("Nothing has run out: there is nothing to erase.")
    _files(beside, _LEFT)
    return 0


def _confirm(
    plan: "Plan", purge: "Purge", beside: "Sequence[Copy]", unwanted: "Unwanted", silent: int
) -> None:
    """Show what goes, and go on only if somebody types the word."""
    if not sys.stdin.isatty():
        raise ConfigError(
            "nothing was erased, for nobody can be asked here: look at `standup purge --dry-run`, "
            "then add --yes."
        )
    click.echo(f"This goes, for good: {purge.rule}.")
    for line in plan.counted.said:
        click.echo(line)
    _remarks(plan, purge)
    _files([one for one in beside if unwanted.has(one)], "These files go too")
    _files([one for one in beside if not unwanted.has(one)], _LEFT)
    if silent:
        click.echo(f"A hub that runs answers nobody for about {silent} s at the end of it.")
    if click.prompt(f"Type {_WORD} to go on", default="", show_default=False) != _WORD:
        raise ConfigError("nothing was erased.")


def _counts(certificate: "Certificate") -> None:
    for line in certificate.counted.said or ("        0  nothing",):
        click.echo(line)


def _files(copies: "Sequence[Copy]", what: str) -> None:
    if copies:
        click.echo(f"{what}:")
        for one in copies:
            click.echo(f"  {one.said}")


def _print(value: object) -> None:
    from msgspec import to_builtins

    click.echo(json.dumps(to_builtins(value), ensure_ascii=False, indent=2))
