"""What may be a reason for hiding a post: criticism never is."""

import json
from pathlib import Path

import pytest

from standup_tui.errors import ConfigError
from standup_tui.settings.campaign_file import parse

TOP = 'name = "A day"\nhashtags = ["StandUp4SW"]\n'


@pytest.mark.parametrize(
    "reason",
    [
        "criticism",
        "Critical of the council",
        "Negative",
        "too negative",
        "Negativity about our staff",
        "complaint",
        "Complaints",
        "Bad press",
        "Negative feedback",
        "Disagrees with us",
        "Opposition to a policy",
        "Embarrassing to the leadership",
    ],
)
def test_being_negative_is_no_house_rule(reason: str) -> None:
    with pytest.raises(ConfigError, match="criticism is none"):
        parse(TOP + f"reasons = [{json.dumps(reason)}]", Path("campaign.toml"))


@pytest.mark.parametrize(
    "reason",
    [
        "Identifies a person or a family",
        "Personal data",
        "Abuse of a person",
        "Abusive criticism of a named worker",
        "A complaint that names a child",
        "Advertising or spam",
        "Nothing to do with the campaign",
        "Press",
        "Feedback",
        "Party politics before an election",
        "Hateful",
    ],
)
def test_what_a_post_can_break_is_a_house_rule(reason: str) -> None:
    campaign = parse(TOP + f"reasons = [{json.dumps(reason)}]", Path("campaign.toml"))
    assert campaign.reasons == (reason,)
