"""When a rule counts as overruled again and again."""

import pytest

from standup_tui.model.flag import Kind
from standup_tui.model.votes import JUDGED, VoteCounts, Votes


@pytest.mark.parametrize(
    ("agreed", "overruled", "doubtful"),
    [(0, 4, False), (0, 5, True), (1, 4, False), (1, 5, True), (2, 8, True), (3, 9, False)],
)
def test_five_times_and_four_of_five_are_again_and_again(
    agreed: int, overruled: int, *, doubtful: bool
) -> None:
    assert Votes(20, agreed, overruled, 3).doubtful is doubtful


def test_the_day_is_complained_of_first_and_else_the_campaign() -> None:
    bad, fine = Votes(12, 1, 9, 2), Votes(3, 1, 2, 0)

    assert VoteCounts(bad, bad).complaint == "overruled 9 of 10 times today"
    assert VoteCounts(fine, bad).complaint == "overruled 9 of 10 times in this campaign"
    assert VoteCounts(fine, fine).complaint == ""


def test_every_kind_but_what_people_and_edits_do_is_counted_the_gravest_first() -> None:
    assert JUDGED[0] is Kind.SAFEGUARDING
    assert set(Kind) - set(JUDGED) == {Kind.WITHHELD, Kind.EDITED, Kind.PERSON}
