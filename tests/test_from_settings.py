from datetime import UTC, datetime
from pathlib import Path

from standup_tui.from_settings import about, ours, period_of
from standup_tui.settings.accounts import Account, Member
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.campaign_file import parse


def test_the_first_search_begins_with_the_campaigns_local_day() -> None:
    campaign = Campaign("Day", ("#A",), time_zone="Europe/London")
    summer = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)  # the first of July in London
    assert period_of(campaign, summer).day == datetime(2027, 6, 30, 23, 0, tzinfo=UTC)
    assert period_of(campaign, summer).start is None


def test_our_own_are_known_by_their_ids_and_by_a_handle_where_there_is_none() -> None:
    campaign = Campaign(
        "Day",
        ("#A",),
        account="@Us",
        accounts=(Account("@kin", "7"), "@Council"),
        roster=(Member("1", "@asha"),),
    )
    assert ours(campaign) == {
        "x:7": "is followed",
        "@council": "is followed",
        "@us": "is the campaign's account",
        "x:1": "is on the roster",
    }


def test_an_account_with_its_id_is_told_to_terminals_by_its_handle() -> None:
    for own in ("@WensumValeSW", Account("@WensumValeSW", "4217")):
        campaign = Campaign("Day", ("#A",), account=own)
        assert about(campaign, Path("day"), retweets=False).account == "WensumValeSW"


def test_the_keys_of_the_file_reach_the_terminals() -> None:
    text = 'name = "a"\nhashtags = ["a"]\n[keys]\napprove = "Space"\nhold = ""\n'
    campaign = parse(text, Path("campaign.toml"))

    assert about(campaign, Path("day"), retweets=False).keys == {"approve": "space", "hold": ""}
