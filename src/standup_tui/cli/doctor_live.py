"""What ``standup doctor --live`` asks: everything an officer has to have ready before the day.

Local only: it asks X nothing (``standup sources`` does), changes nothing and shows no token.
"""

import grp
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from standup_tui.cli.doctor_checks import GOVERNMENT, LITTLE_SPACE, PLAUSIBLE_YEARS
from standup_tui.cli.doctor_terminal import Finding, terminal
from standup_tui.errors import ConfigError
from standup_tui.hub.disk import shared_disk
from standup_tui.networks.x import credentials
from standup_tui.protocol.address import SOCKET, STORE
from standup_tui.settings import campaign_file, record
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.campaign_file import FILE
from standup_tui.settings.wall import Wall

_ASKED = {
    "purpose": "what the posts are collected for",
    "owner": "who answers for the campaign",
    "authoriser": "who allowed it",
    "assessment": "the reference of the DPIA, or of the screening that found none is needed",
}
_OPEN_TO_ALL = 0o007


def findings(folder: Path) -> list[Finding]:
    """Go through the list for one campaign."""
    try:
        campaign = campaign_file.read(folder)
    except ConfigError as error:
        return [Finding("missing", "campaign", str(error))]
    now = datetime.now(UTC)
    return [
        Finding("ok", "campaign", f"{campaign.name}, {' '.join(campaign.tags)}."),
        *_answerable(campaign),
        *_hours(campaign, now),
        *_source(campaign),
        *_tokens(folder, campaign),
        *_people(campaign),
        *_moderating(campaign),
        *_wall(campaign),
        *_money(campaign, now),
        *_machine(folder, campaign, now),
        Finding("note", "X's terms", GOVERNMENT),
    ]


def _either(topic: str, said: str, way_out: str) -> Finding:
    """Return what is there, or that it is missing and what to do."""
    return Finding("ok", topic, f"{said}.") if said else Finding("missing", topic, way_out)


def _answerable(campaign: Campaign) -> Iterator[Finding]:
    for name, asked in _ASKED.items():
        said = getattr(campaign.record, name).strip()
        yield _either(name, said.rstrip("."), f"write {asked} into {name} under [record].")
    yield _either(
        "notice",
        campaign.record.notice.strip(),
        "publish a privacy notice and house rules (docs/privacy-notice.md and "
        "docs/house-rules.md begin them) and write the address into notice under [record].",
    )


def _hours(campaign: Campaign, now: datetime) -> Iterator[Finding]:
    starts, until = campaign.moment(campaign.starts), campaign.moment(campaign.until)
    if starts is None:
        yield Finding("missing", "starts", "write when reading begins at the top of the file.")
    else:
        yield Finding("ok", "starts", f"{_moment(starts, campaign)}.")
    if until is None:
        yield Finding("missing", "until", "write when reading ends at the top of the file.")
    elif until <= now:
        said = f"{_moment(until, campaign)} is past, so nothing is read: set a later one."
        yield Finding("missing", "until", said)
    else:
        yield Finding("ok", "until", f"{_moment(until, campaign)}.")


def _moment(when: datetime, campaign: Campaign) -> str:
    local = when.astimezone(campaign.zone)
    return f"{local:%H:%M} on {local:%A} {local.day} {local:%B %Y}, {campaign.time_zone}"


def _source(campaign: Campaign) -> Iterator[Finding]:
    if not record.is_live(campaign):
        said = (
            f"posts come from {campaign.source.base_url}, a simulator: write "
            '"https://api.x.com" into base_url under [source].'
        )
        yield Finding("missing", "source", said)
    elif campaign.source.label:
        said = f"screens say {campaign.source.label} over live posts: empty label under [source]."
        yield Finding("missing", "source", said)
    else:
        way = "the stream" if campaign.source.kind == "x-stream" else "search, half a minute late"
        said = f"X, by {way}. `standup sources` asks X whether it lets us, before the day."
        yield Finding("ok", "source", said)


def _tokens(folder: Path, campaign: Campaign) -> Iterator[Finding]:
    try:
        there = {one.name for one in credentials.present(folder) if one.origin}
        if "bearer_token" in there:
            credentials.find(folder)
    except ConfigError as error:
        yield Finding("missing", "tokens", str(error))
        return
    if "bearer_token" not in there:
        said = "there is none to read with: `standup login` asks for it and keeps it safe."
        yield Finding("missing", "tokens", said)
    else:
        yield Finding("ok", "tokens", "one to read with, where no other account can read it.")
    lacking = [name for name in credentials.ACTING if name not in there]
    if not campaign.retweet.enabled:
        said = "a dry run: nothing is sent, until enabled = true under [retweet]."
        yield Finding("ok", "retweets", said)
    elif lacking or campaign.own is None:
        named = [*lacking, *([] if campaign.own else ["account, at the top of the file"])]
        said = (
            f"switched on, but missing: {', '.join(named)}; `standup login` asks for the tokens, "
            "or set enabled = false."
        )
        yield Finding("missing", "retweets", said)
    else:
        most = campaign.retweet.most_per_day
        said = (
            f"sent as @{campaign.own.handle} after {campaign.retweet.delay:g} s, {most} a day "
            "at most."
        )
        yield Finding("ok", "retweets", said)


def _people(campaign: Campaign) -> Iterator[Finding]:
    """Yield who may moderate, and who may act in public."""
    group, public = campaign.access.group, campaign.access.retweet_group
    if group:
        yield _group("who may join", group, "group")
    else:
        said = "you alone may moderate; group under [access] names a group of this machine."
        yield Finding("note", "who may join", said)
    if public:
        yield _group("in public", public, "retweet_group")
    else:
        said = "whoever may moderate may retweet; retweet_group under [access] names fewer."
        yield Finding("ok", "in public", said)


def _group(topic: str, group: str, key: str) -> Finding:
    members = _members(group)
    if members is None:
        said = f"this machine has no group {group!r}: correct {key} under [access]."
        return Finding("missing", topic, said)
    if not members:
        said = f"nobody is in the group {group}: sudo usermod -aG {group} LOGIN, for each."
        return Finding("missing", topic, said)
    return Finding("ok", topic, f"you and the group {group}: {', '.join(members)}.")


def _members(group: str) -> Sequence[str] | None:
    try:
        return grp.getgrnam(group).gr_mem
    except KeyError:
        return None


def _moderating(campaign: Campaign) -> Iterator[Finding]:
    yield _either(
        "contact card",
        "; ".join(line for line in campaign.contact.lines if line.strip()),
        "write down whom to call when somebody is in danger, in lines under [contact].",
    )
    yield _either(
        "reasons",
        "; ".join(campaign.reasons),
        "write the house rules a post can be hidden by into reasons; criticism is none.",
    )
    roster = ", ".join(f"@{one.handle.removeprefix('@')}" for one in campaign.roster)
    said = roster or "nobody, so every post waits for a person; one [[roster]] for each."
    agreed = "; each has agreed to be shown without approval" if roster else ""
    yield Finding("ok" if roster else "note", "roster", f"{said.rstrip('.')}{agreed}.")
    muted = len(campaign.muted)
    yield Finding("ok", "muted", f"{muted} by the file." if muted else "nobody by the file.")
    asked = ", ".join(action.name for action in campaign.actions)
    said = f"{asked}." if asked else "nothing is counted; one [[actions]] for each, if wanted."
    yield Finding("ok" if asked else "note", "actions", said)
    if campaign.pre_election:
        yield Finding("ok", "election", f"on; {len(campaign.candidates)} names are flagged.")
    else:
        said = "off; between the notice of an election and polling day set pre_election = true."
        yield Finding("note", "election", said)


def _wall(campaign: Campaign) -> Iterator[Finding]:
    holding = campaign.wall.holding.strip()
    if not holding:
        yield Finding("missing", "holding slide", "write a sentence into holding under [wall].")
    elif holding == Wall().holding:
        said = f"“{holding}” is the one that came with the file; say more there if you wish."
        yield Finding("note", "holding slide", said)
    else:
        yield Finding("ok", "holding slide", f"“{holding}”")


def _money(campaign: Campaign, now: datetime) -> Iterator[Finding]:
    usd = campaign.budget.usd
    if usd is None:
        said = "none, and X charges for every post read: write usd under [budget]."
        yield Finding("missing", "budget", said)
    else:
        budget = campaign.budget
        said = f"${usd:,.2f}; warns at {budget.warn:.0%}, stops reading at {budget.stop:.0%}."
        yield Finding("ok", "budget", said)
    try:
        age = now.date() - datetime.fromisoformat(campaign.prices.dated).date()
    except ValueError:
        said = f"dated {campaign.prices.dated!r}, which is no day: write one such as 2026-04-20."
        yield Finding("missing", "prices", said)
        return
    old = f", {age.days} days ago: compare them with X's page" if age.days > 0 else ""
    yield Finding("note" if old else "ok", "prices", f"as of {campaign.prices.dated}{old}.")


def _machine(folder: Path, campaign: Campaign, now: datetime) -> Iterator[Finding]:
    mode = folder.stat().st_mode
    if mode & (_OPEN_TO_ALL | 0o020):
        yield Finding("missing", "folder", f"others may look in or write: chmod o=,g-w {folder}")
    else:
        yield Finding("ok", "folder", f"{folder}, closed to other accounts.")
    free = shutil.disk_usage(folder).free
    kind = shared_disk(folder)
    if kind:
        said = f"on a network file system ({kind}), where a store is not safe: move the campaign."
        yield Finding("missing", "disk", said)
    elif free < LITTLE_SPACE:
        yield Finding("missing", "disk", f"only {free // 2**20} MB are free: make room.")
    else:
        yield Finding("ok", "disk", f"{free / 2**30:,.1f} GB are free.")
    local = f"{now.astimezone(campaign.zone):%H:%M:%S} in {campaign.time_zone}"
    if now.year in PLAUSIBLE_YEARS:
        yield Finding("ok", "clock", f"{local}; compare it with a telephone.")
    else:
        yield Finding("missing", "clock", f"it says {now.year}: X refuses a wrong clock; set it.")
    yield from _running(folder)
    for one in terminal():
        yield Finding("missing", *one[1:]) if one.mark == "wrong" else one


def _running(folder: Path) -> Iterator[Finding]:
    """Yield whether what is in the folder already fits the file."""
    try:
        began = (folder / SOCKET).stat().st_mtime
    except OSError:
        pass
    else:
        if (folder / FILE).stat().st_mtime > began:
            said = f"{FILE} has changed since it began: `standup hub --stop`, then start it again."
            yield Finding("missing", "hub", said)
        else:
            yield Finding("ok", "hub", f"runs, on {FILE} as it is.")
    if (folder / STORE).exists():
        said = "there is one already: what was read before, a rehearsal too, is in it."
        yield Finding("note", "store", said)
