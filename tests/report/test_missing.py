"""What a report says of its own gaps, and beside which numbers."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from report.kit import STARTS, UNTIL, campaign, facts, gap, reading, report
from standup_tui.model.action import ActionCount, Figure, Tally
from standup_tui.model.coverage import Hour, Repair
from standup_tui.model.facts import (
    ReadingFacts,
    Standings,
)
from standup_tui.report.compose import compose
from standup_tui.report.coverage import unread


def test_without_a_gap_nothing_is_known_to_be_missing() -> None:
    made = report().coverage

    assert made.verdict == ("No gap in the reading is on record; nothing is known to be missing.")
    assert made.short == ""


def test_gaps_that_touch_are_one_stretch_and_what_is_outside_the_campaign_is_none() -> None:
    gaps = reading(gap(-3, 1), gap(0.5, 2), gap(4, 5), gap(9, 10), gap(6, 7, Repair.REPAIRED))
    known = facts(reading=gaps)

    assert unread(known, campaign()) == (
        (STARTS, STARTS + timedelta(hours=2)),
        (STARTS + timedelta(hours=4), STARTS + timedelta(hours=5)),
    )
    made = report(reading=gaps).coverage
    assert made.short == "at least; 2 stretches, 3 h in all, not read"
    assert len(made.gaps) == 4


def test_reading_that_ended_before_the_campaign_did_is_a_gap_that_nobody_noted() -> None:
    made = report(reading=ReadingFacts(alive=UNTIL - timedelta(hours=2))).coverage

    assert made.short == "at least; 1 stretch, 2 h in all, not read"
    assert made.gaps[0].why == "No hub was reading."


def test_without_an_end_nobody_can_say_what_was_missed_after_it() -> None:
    known = facts(reading=ReadingFacts(alive=UNTIL))
    endless = replace(campaign(), until=None)

    assert unread(known, endless) == ()
    made = report().coverage
    assert not any("names no end" in note for note in made.notes)


@pytest.mark.parametrize(
    ("repair", "outcome", "missing"),
    [
        (Repair.OPEN, "Not searched yet.", True),
        (Repair.LOST, "X's search no longer reaches back so far, 2 posts recovered.", True),
        (
            Repair.REPAIRED,
            "Searched to the end, 2 posts recovered; may be missing: reposts.",
            True,
        ),
    ],
)
def test_each_gap_says_what_came_of_it(repair: Repair, outcome: str, missing: bool) -> None:  # noqa: FBT001
    found = 0 if repair is Repair.OPEN else 2
    one = gap(1, 2, repair, recovered=found, missing="reposts" * (repair is Repair.REPAIRED))
    line = report(reading=reading(one)).coverage.gaps[0]

    assert (line.outcome, line.missing, line.lasted) == (outcome, missing, "1 h")
    assert line.when == "22 Nov 2026, 10:00 to 11:00"


def test_a_stormy_day_lists_its_newest_gaps_and_says_so() -> None:
    gaps = [gap(7 - it / 4, 7.1 - it / 4, Repair.REPAIRED) for it in range(20)]
    made = report(reading=reading(*gaps)).coverage

    assert len(made.gaps) == 12
    assert made.gaps[-1].when == "22 Nov 2026, 16:00 to 16:06"
    assert "The newest 12 of 20 gaps are listed." in made.notes


def test_xs_own_counts_stand_beside_ours() -> None:
    hours = (Hour(STARTS, 10, 10), Hour(STARTS + timedelta(hours=1), 20, 17))

    made = report(reading=reading(hours=hours)).coverage
    assert made.verdict.endswith("; X's own count has 3 more in 1 hour.")
    assert made.short == "X's own count has 3 more in 1 hour"
    assert made.counted == ("In 2 hours X was asked for its own count: 30 posts there, 27 here.")


def test_what_was_never_asked_for_is_said() -> None:
    searched = report('[source]\nkind = "x-search"\n').coverage.notes
    assert any("X's search returns no reposts" in note for note in searched)
    assert any("Bare reposts were not asked for" in note for note in searched)
    with_reposts = report("[source]\nreposts = true\n", reading=reading(gap(1, 2))).coverage.notes
    assert any("search, which does not find reposts" in note for note in with_reposts)
    assert all(any("no reach is given" in note for note in it) for it in (searched, with_reposts))


def test_nothing_read_is_said_and_no_number_pretends() -> None:
    empty = replace(facts(), standings=Standings(), reading=ReadingFacts())
    made = compose(empty, campaign())
    assert made.coverage.verdict == "Nothing has been read yet."
    assert all(one.caveat for one in made.figures if one.name in ("Posts", "People"))


def test_numbers_of_actions_say_while_they_may_still_grow() -> None:
    tally = Tally((ActionCount("MP", all=Figure(3, 2)),), Figure(3, 2), looking_back=True)
    made = report('[[actions]]\nname = "MP"\n', tally=tally)

    assert made.actions_total.caveat == "earlier posts are still being looked at again"


def test_what_search_does_not_find_is_missing_from_a_repaired_gap() -> None:
    made = report(reading=reading(gap(1, 2, Repair.REPAIRED, missing="reposts."))).coverage

    assert made.verdict == (
        "1 gap in the reading was searched to the end afterwards, but for what search does not "
        "find (reposts); nothing else is known to be missing."
    )


def test_a_gap_outside_the_campaign_is_neither_listed_nor_anybodys_to_decide() -> None:
    told = report(reading=reading(gap(-2, -1), gap(9, 9.5)))

    assert told.coverage.gaps == ()
    assert not any("not searched" in it for it in told.needed)
