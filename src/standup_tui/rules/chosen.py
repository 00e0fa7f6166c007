"""What a campaign's file says about the rules."""

from standup_tui.model.flag import Kind, Severity
from standup_tui.model.post import AuthorId
from standup_tui.rules.actions import ActionRule
from standup_tui.rules.duty import DutySettings
from standup_tui.rules.engine import RuleSettings
from standup_tui.rules.likeness import Official
from standup_tui.rules.links import bare_address
from standup_tui.settings import Campaign

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
    known = {member.handle.lstrip("@").lower() for member in campaign.roster}
    handles = filter(None, (campaign.account, *campaign.accounts))
    return DutySettings(
        official=(
            *(Official(member.handle, member.id) for member in campaign.roster),
            *(Official(one) for one in handles if one.lstrip("@").lower() not in known),
        ),
        pre_election=campaign.pre_election,
        candidates=campaign.candidates,
        zone=campaign.zone,
    )


def action_rules(campaign: Campaign) -> tuple[ActionRule, ...]:
    """Return what recognises each of a campaign's actions."""
    return tuple(
        ActionRule(
            action.name,
            says=action.says,
            words=action.words,
            links=action.links,
            once=action.once,
        )
        for action in campaign.actions
    )
