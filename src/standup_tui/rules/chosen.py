"""What a campaign's file says about the rules."""

from collections.abc import Iterator

from standup_tui.model.flag import Kind, Severity
from standup_tui.model.post import AuthorId
from standup_tui.model.text import clean_line
from standup_tui.rules.actions import ActionRule
from standup_tui.rules.duty import DutySettings
from standup_tui.rules.engine import RuleSettings
from standup_tui.rules.likeness import Official
from standup_tui.rules.links import bare_address
from standup_tui.settings.accounts import Account
from standup_tui.settings.campaign import Campaign

KINDS = {kind.replace(" ", "-"): kind for kind in Kind}
"""Kinds by how files write them."""


def rule_settings(campaign: Campaign) -> RuleSettings:
    """Return what a campaign chose for the engine."""
    rules = campaign.rules
    return RuleSettings(
        words=campaign.words.flag,
        allow=campaign.words.allow,
        kinds_off=frozenset(KINDS[kind] for kind in rules.off),
        severities={
            **{KINDS[kind]: Severity.STOP for kind in rules.stop},
            **{KINDS[kind]: Severity.LOOK for kind in rules.look},
        },
        roster=frozenset(AuthorId(f"x:{member.id}") for member in campaign.roster),
        own_links=tuple(
            bare_address(link) for action in campaign.actions for link in action.links
        ),
        duty=_duty_settings(campaign),
    )


def _duty_settings(campaign: Campaign) -> DutySettings:
    return DutySettings(
        official=tuple(_official(campaign)),
        pre_election=campaign.pre_election,
        candidates=campaign.candidates,
        zone=campaign.zone,
    )


def _official(campaign: Campaign) -> Iterator[Official]:
    """Yield the accounts that others may pretend to be, each once, by its id where one is known.

    A handle alone is proof only as long as no id is known: it may be taken over.
    """
    known = {Account(it.handle.removeprefix("@"), it.id) for it in campaign.roster}
    known |= {it for it in (campaign.own, *campaign.followed) if it is not None}
    proven = {it.handle.lower() for it in known if it.id}
    for it in sorted(known, key=lambda one: (not one.id, one.handle.lower(), one.id)):
        if it.id or it.handle.lower() not in proven:
            proven.add(it.handle.lower())
            yield Official(it.handle, it.id)


def action_rules(campaign: Campaign) -> tuple[ActionRule, ...]:
    """Return what recognises each of a campaign's actions."""
    return tuple(
        ActionRule(
            clean_line(action.name),
            says=action.says,
            words=action.words,
            links=action.links,
            once=action.once,
        )
        for action in campaign.actions
    )
