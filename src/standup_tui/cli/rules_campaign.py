"""The rules as a campaign has them, or as they are built in."""

from collections.abc import Sequence
from pathlib import Path

from standup_tui.rules.actions import DEFAULT_ACTIONS, ActionRule
from standup_tui.rules.engine import Rules


def rules_for(folder: Path | None) -> tuple[Rules, Sequence[ActionRule]]:
    """Return the engine and the actions of a campaign.

    Raises:
        ConfigError: The campaign's file cannot be read, or says something it may not.
    """
    if folder is None:
        return Rules(), DEFAULT_ACTIONS

    # Not loaded without a campaign: reading time zones and the like costs more than the rules.
    from standup_tui.rules.chosen import action_rules, rule_settings
    from standup_tui.settings import campaign_file

    campaign = campaign_file.read(folder)
    return Rules(rule_settings(campaign)), action_rules(campaign)
