from datetime import UTC, datetime

from standup_tui.settings import Campaign
from standup_tui.wiring import period_of


def test_the_first_search_begins_with_the_campaigns_local_day() -> None:
    campaign = Campaign("Day", ("#A",), time_zone="Europe/London")
    summer = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)  # the first of July in London
    assert period_of(campaign, summer).day == datetime(2027, 6, 30, 23, 0, tzinfo=UTC)
    assert period_of(campaign, summer).start is None
