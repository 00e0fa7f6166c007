from datetime import UTC, datetime

from making import author, post
from standup_tui.model.flag import Kind
from standup_tui.settings import Campaign, RuleChoice
from standup_tui.wiring import period_of, rules_of


def test_the_first_search_begins_with_the_campaigns_local_day() -> None:
    campaign = Campaign("Day", ("#A",), time_zone="Europe/London")
    summer = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)  # the first of July in London
    assert period_of(campaign, summer).day == datetime(2027, 6, 30, 23, 0, tzinfo=UTC)
    assert period_of(campaign, summer).start is None


def test_a_hub_remembers_what_it_judged_and_leaves_out_what_is_off() -> None:
    posts = [
        post(number, "Finest seats in town, ask Gary", author=author(1)) for number in (1, 2, 3, 4)
    ]
    judge = rules_of(Campaign("Day", ("#A",)))
    quiet = rules_of(Campaign("Day", ("#A",), rules=RuleChoice(off=("spam",))))

    assert [[flag.kind for flag in judge(one)] for one in posts] == [[], [], [], [Kind.SPAM]]
    assert [quiet(one) for one in posts] == [()] * 4
