"""``--since`` and ``--until``: the stretch of time that a command is about."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def period(command: F) -> F:
    """Give a command ``--since`` and ``--until``; `moments` says what they mean in UTC."""
    until = click.option(
        "--until",
        metavar="TIME",
        callback=_read,
        help="Only what came before this time.",
    )
    since = click.option(
        "--since",
        metavar="TIME",
        callback=_read,
        help="Only what came at or after this time: 2026-11-22, or 2026-11-22T09:00, as the "
        "campaign's clock has it.",
    )
    return since(until(command))


def _read(_ctx: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            "expected a time such as 2026-11-22 or 2026-11-22T09:00"
        ) from None


def moments(
    place: Path, since: datetime | None, until: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """Return a period in UTC, as a campaign's time zone has it."""
    if since is None and until is None:
        return None, None

    from standup_tui.settings import campaign_file

    campaign = campaign_file.read(place)
    return campaign.moment(since), campaign.moment(until)
