"""What the parts of a hub are told of a campaign, in their words: settings in, values out."""

from datetime import datetime, timedelta
from pathlib import Path

from standup_tui.core.opening_hours import Period
from standup_tui.model.text import clean_line
from standup_tui.ports.store import ActRules
from standup_tui.protocol.messages import About
from standup_tui.rules.chosen import rule_settings
from standup_tui.rules.engine import Rules
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.wall import plan_of


def about(campaign: Campaign, folder: Path, *, retweets: bool) -> About:
    """Return what terminals are told of a campaign; settings are cleaned like remote text."""
    line = clean_line
    return About(
        name=line(campaign.name),
        tags=tuple(line(tag) for tag in campaign.tags),
        title=line(campaign.wall.title or campaign.name),
        holding=line(campaign.wall.holding),
        zone=campaign.time_zone,
        label=campaign.source.label,
        account=line(campaign.own.handle) if campaign.own else "",
        reasons=tuple(line(reason) for reason in campaign.reasons),
        actions=tuple(line(action.name) for action in campaign.actions),
        contact=(line(campaign.contact.title), *(line(one) for one in campaign.contact.lines)),
        retweets=retweets,
        folder=line(str(folder)),
        plan=plan_of(campaign.wall, counting=bool(campaign.actions)),
        keys=campaign.pressed,
    )


def rules_of(campaign: Campaign) -> Rules:
    """Return the rules of a campaign."""
    return Rules(rule_settings(campaign))


def period_of(campaign: Campaign, now: datetime) -> Period:
    """Return from when to when a campaign reads."""
    return Period(
        campaign.moment(campaign.starts),
        campaign.moment(campaign.until),
        day=campaign.day(now),
        zone=campaign.zone,
    )


def ours(campaign: Campaign) -> dict[str, str]:
    """Return the campaign's own by id, or by handle where no id is known, and what each is."""
    return {
        f"x:{one.id}" if one.id else f"@{one.handle.casefold()}": said
        for one, said in campaign.ours
    }


def act_rules(campaign: Campaign) -> ActRules:
    """Return how a campaign acts in public."""
    return ActRules(
        delay=timedelta(seconds=campaign.retweet.delay),
        most=campaign.retweet.most_per_day,
        zone=campaign.zone,
        dry=not campaign.retweet.enabled,
    )
