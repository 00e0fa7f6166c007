"""`standup sources`: how a campaign stands with X, asked of X itself. Changes nothing there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from standup_tui.errors import SourceError
from standup_tui.model.money import Charge, Usage
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.enquiry import FREE, Account, Connection, Enquiry, Limit, enquiring
from standup_tui.networks.x.rules import LONGEST_RULE, Rule, prefix_of, values
from standup_tui.settings.campaign import Campaign

Mark = Literal["ok", "note", "wrong"]


class Said(NamedTuple):
    """One sentence about one topic."""

    mark: Mark
    topic: str
    said: str


@dataclass(slots=True)
class Sources:
    """What X said, and what the campaign wants of it."""

    base_url: str
    wanted: tuple[str, ...]
    prefix: str
    can_act: bool
    acts: bool
    """Whether retweets are switched on."""
    rules: tuple[Rule, ...] | None = None
    most_rules: int | None = None
    connections: tuple[Connection, ...] | None = None
    account: Account | None = None
    access: str = ""
    usage: Usage | None = None
    charge: Charge = FREE
    """What X charges for these answers."""
    limits: list[Limit] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing has to be mended before the day."""
        return all(it.mark != "wrong" for it in self.lines())

    @property
    def ours(self) -> tuple[Rule, ...]:
        """The campaign's own rules."""
        return tuple(it for it in self.rules or () if it.tag.startswith(self.prefix))

    @property
    def others(self) -> tuple[Rule, ...]:
        """The rules of whoever else uses the app."""
        return tuple(it for it in self.rules or () if it not in self.ours)

    @property
    def missing(self) -> tuple[str, ...]:
        """The rules that the campaign needs and X does not have."""
        there = {it.value for it in self.rules or ()}
        return tuple(it for it in self.wanted if it not in there)

    def lines(self) -> Iterator[Said]:
        """Yield it in sentences."""
        for why in self.trouble:
            yield Said("wrong", "X", why)
        if self.rules is not None:
            yield Said("ok", "X", f"{self.base_url} takes the bearer token.")
            yield from self._about_rules(len(self.rules))
        yield from self._about_connections()
        yield from self._about_account()
        if self.usage is not None:
            yield from _about_usage(self.usage)
        for it in self.limits:
            until = f" until {it.until:%H:%M:%S} UTC" if it.until else ""
            mark: Mark = "ok" if it.left else "note"
            yield Said(mark, "limits", f"{it.what}: {it.left} of {it.of} requests left{until}.")

    def _about_rules(self, there: int) -> Iterator[Said]:
        for rule in self.ours:
            if rule.value in self.wanted:
                yield Said("ok", "our rules", f"{rule.value} ({rule.tag})")
            else:
                said = f"{rule.value} is outdated; the hub replaces it when it connects."
                yield Said("note", "our rules", said)
        for value in self.missing:
            said = f"{value} is not there; the hub makes it when it connects."
            yield Said("note", "our rules", said)
        for rule in self.others:
            tag = f" ({rule.tag})" if rule.tag else ""
            serves = " Serves us too." if rule.value in self.wanted else ""
            yield Said("note", "others' rules", f"{rule.value}{tag}: never touched.{serves}")
        if self.most_rules is None:
            return
        room = self.most_rules - there
        mark: Mark = "ok" if room >= len(self.missing) else "wrong"
        said = f"{there} of {self.most_rules} rules of the app are used."
        if mark == "wrong":
            said += " There is no room for ours: delete some in X's developer console."
        yield Said(mark, "rules", said)

    def _about_connections(self) -> Iterator[Said]:
        if self.connections is None:
            return
        if not self.connections:
            yield Said("ok", "connections", "none is open; the app may have one.")
        for it in self.connections:
            since = f" since {it.since}" if it.since else ""
            yield Said("ok", "connections", f"{it.stream} is open{since}.")

    def _about_account(self) -> Iterator[Said]:
        if not self.can_act:
            mark: Mark = "wrong" if self.acts else "note"
            said = "the account's four tokens are missing, so nothing can be retweeted"
            yield Said(mark, "account", f"{said}: `standup login` asks for them.")
        if self.account is None:
            return
        told = f" (X says: {self.access})" if self.access else ""
        who = f"@{self.account.username}, id {self.account.id}"
        yield Said("ok", "account", f"acts as {who}{told}.")
        if self.access == "read":
            said = (
                "X lets the tokens read only: set the app's permissions to read and write in "
                "X's developer console, then make a new access token."
            )
            yield Said("wrong" if self.acts else "note", "account", said)
        if not self.acts:
            yield Said("note", "account", "public acts end as dry runs: campaign.toml says so.")

    def data(self) -> dict[str, Any]:
        """Return it for a script."""
        return {
            "base_url": self.base_url,
            "trouble": self.trouble,
            "account": {"id": self.account.id, "handle": self.account.username}
            if self.account
            else None,
            "access": self.access or None,
            "rules": {
                "ours": [_told(it) for it in self.ours],
                "others": [_told(it) for it in self.others],
                "missing": list(self.missing),
                "most": self.most_rules,
            },
            "connections": None
            if self.connections is None
            else [it._asdict() for it in self.connections],
            "usage": None
            if self.usage is None
            else {
                "posts": self.usage.used,
                "cap": self.usage.cap,
                "resets_on_day": self.usage.resets,
            },
            "limits": [it._asdict() for it in self.limits],
        }


async def ask(campaign: Campaign, credentials: Credentials) -> Sources:
    """Ask X everything; what it does not answer is said in `trouble`."""
    sources = Sources(
        campaign.source.base_url,
        values(campaign, LONGEST_RULE),
        prefix_of(campaign),
        credentials.can_act,
        campaign.retweet.enabled,
    )
    source = campaign.source
    async with enquiring(source.base_url, credentials, proxy=source.proxy) as x:
        try:
            sources.rules = await x.rules()
            sources.most_rules = await x.most_rules()
            sources.connections = await x.connections()
            sources.usage = await x.usage()
        except SourceError as error:
            sources.trouble.append(str(error))
        if credentials.can_act:
            await _ask_for_account(x, sources)
        sources.limits, sources.charge = x.limits, x.charge
    return sources


async def _ask_for_account(x: Enquiry, sources: Sources) -> None:
    try:
        sources.account = await x.account()
    except SourceError as error:
        if str(error) not in sources.trouble:  # no network is said once
            sources.trouble.append(str(error))
    sources.access = x.access


def _about_usage(usage: Usage) -> Iterator[Said]:
    """Say what X has counted; a cap of nothing is none."""
    said = f"X has counted {usage.used:,} of {usage.cap:,} posts this month"
    resets = f" (it begins anew on day {usage.resets} of each month)" if usage.resets else ""
    if 0 < usage.cap <= usage.used:
        why = "nothing more can be read until it is raised in X's developer console"
        yield Said("wrong", "usage", f"{said}{resets}: {why}.")
    else:
        yield Said("ok", "usage", f"{said}{resets}.")


def _told(rule: Rule) -> dict[str, str]:
    return {"id": rule.id, "value": rule.value, "tag": rule.tag}
