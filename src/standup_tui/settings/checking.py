"""Whether what a campaign's file says makes sense, each value alone and all together."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from standup_tui.model.keys import KeysError
from standup_tui.model.text import clean_line
from standup_tui.settings.accounts import id_of
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.house_rules import about_criticism
from standup_tui.settings.mistakes import Mistake
from standup_tui.settings.money import check_budget
from standup_tui.settings.retention import check_retention
from standup_tui.settings.wall import SHORTEST


def check(campaign: Campaign) -> None:
    """Raise a `Mistake` if the values make no sense, alone or together."""
    _no_twins("hashtags", (tag.casefold() for tag in campaign.tags))
    _no_twins("accounts", (one.handle.casefold() for one in campaign.followed))
    _no_twins("roster", (member.id for member in campaign.roster), "id")
    _no_twins("muted", campaign.muted_ids)
    _check_muted(campaign)
    _no_twins("actions", (_bare(action.name) for action in campaign.actions), "name")
    _no_twins("reasons", campaign.reasons)
    for place, reason in enumerate(campaign.reasons):
        if about_criticism(reason):
            raise Mistake(
                ("reasons", place),
                "a house rule that a post can break: criticism is none, and nothing is hidden "
                "for being negative",
            )
    for place, kind in enumerate(campaign.rules.look):
        if kind in campaign.rules.stop:
            raise Mistake(("rules", "look", place), "a kind that does not stand in stop")
    try:
        ZoneInfo(campaign.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Mistake(("time_zone",), 'a time zone such as "Europe/London"') from None
    _check_times(campaign)
    if not _safe_address(campaign.source.base_url):
        raise Mistake(
            ("source", "base_url"),
            "an https address, or http on 127.0.0.1 for the simulator",
        )
    check_budget(campaign.budget)
    check_retention(campaign.retention)
    for scene, seconds in msgspec.structs.asdict(campaign.wall.scenes).items():
        if 0 < seconds < SHORTEST:
            raise Mistake(("wall", "scenes", scene), "seconds, from 5 to 3600, or 0")
    _check_keys(campaign)


def _bare(name: str) -> str:
    """Return a name as it is told from others: by what a reader sees of it."""
    return " ".join(clean_line(name).casefold().split())


def _check_muted(campaign: Campaign) -> None:
    """Raise a `Mistake` if somebody is muted who is one of the campaign's own."""
    ours = {it.id: f"@{it.handle} {said}" for it, said in campaign.ours}
    for place, one in enumerate(campaign.muted):
        if said := ours.get(id_of(one)):
            path = ("muted", place) if isinstance(one, str) else ("muted", place, "id")
            raise Mistake(path, f"an account that is not one of ours ({said})")


def _check_keys(campaign: Campaign) -> None:
    """Raise a `Mistake` if the keys cannot be what the file wants."""
    try:
        _ = campaign.pressed
    except KeysError as error:
        raise Mistake(("keys", error.act), says=error.why) from None


def _no_twins(key: str, values: Iterable[str], part: str | None = None) -> None:
    """Raise a `Mistake` that names the first value that stands twice."""
    places: dict[str, int] = {}
    for place, value in enumerate(values):
        if value in places:
            path = (key, place) if part is None else (key, place, part)
            raise Mistake(path, f"another one than in entry {places[value] + 1}")
        places[value] = place


_YEARS = range(2006, 2101)
"""From the first tweet on; astimezone() fails at the ends of the calendar."""


def _check_times(campaign: Campaign) -> None:
    for key, when in (("starts", campaign.starts), ("until", campaign.until)):
        if when is not None and when.year not in _YEARS:
            raise Mistake((key,), f"a year from {_YEARS[0]} to {_YEARS[-1]}")
    starts, until = campaign.moment(campaign.starts), campaign.moment(campaign.until)
    if starts and until and until <= starts:
        raise Mistake(("until",), "a time after starts")


def _safe_address(url: str) -> bool:
    """Tell whether credentials may travel there: encrypted, or without leaving the machine."""
    try:
        parts: Any = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    hidden = "@" in parts.netloc or any(char <= " " or char == "\\" for char in url)
    if not (bare and port_is_right and parts.hostname) or hidden:
        return False
    loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return parts.scheme == "https" or (parts.scheme == "http" and loopback)
