"""What a report says in words: what may be missing, what is left to decide, who is named."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from making import NOW
from report.kit import STARTS, UNTIL, campaign, facts, report
from standup_tui.model.action import ActionCount, Figure, Tally
from standup_tui.model.coverage import Gap, Hour, Repair
from standup_tui.model.entry import Stage
from standup_tui.model.facts import (
    ActCount,
    FlagCount,
    HideCount,
    ReadingFacts,
    Standings,
    Voices,
    Wait,
    Work,
)
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.money import Item, Spent, Usage
from standup_tui.report.compose import compose
from standup_tui.report.coverage import unread
from standup_tui.report.needed import decisions_needed


def gap(from_: float, to: float | None, repair: Repair = Repair.OPEN, **more: Any) -> Gap:
    """A gap by its hours after the campaign's start."""
    ended = None if to is None else STARTS + timedelta(hours=to)
    return Gap(1, STARTS + timedelta(hours=from_), ended, "the line broke", repair, **more)


def reading(*gaps: Gap, **more: Any) -> ReadingFacts:
    more.setdefault("alive", UNTIL)
    return ReadingFacts(gaps=gaps, **more)


# What may be missing.


def test_without_a_gap_nothing_is_known_to_be_missing() -> None:
    made = report().coverage

    assert made.verdict == "No gap in the reading is on record: nothing is known to be missing."
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

    assert report(reading=reading(hours=hours)).coverage.counted == (
        "In 2 hours X was asked for its own count: 30 posts there, 27 here. "
        "In 1 hour we have fewer."
    )


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


# How actions are counted.


def test_an_action_says_by_what_it_is_recognised_and_how_it_is_counted() -> None:
    more = (
        '[[actions]]\nname = "A"\n[[actions]]\nname = "B"\nwords = ["did it"]\nonce = true\n'
        '[[actions]]\nname = "C"\nlinks = ["https://x.example"]\n'
        '[[actions]]\nname = "D"\nwords = ["did it"]\nlinks = ["https://x.example"]\n'
    )
    assert [it.how for it in report(more).actions] == [
        "posts; by built-in patterns",
        "people, each once; by the campaign's words",
        "posts; by the campaign's links",
        "posts; by the campaign's words and links",
    ]


def test_rule_and_hand_add_up_to_the_posts_that_count() -> None:
    one = ActionCount(
        "MP", once=True, all=Figure(9, 7), shown=Figure(5, 4), waiting=4, kept_back=2, by_hand=3
    )
    line = report(
        '[[actions]]\nname = "MP"\nonce = true\n', tally=Tally((one,)), taken_off={"MP": 2}
    ).actions[0]

    assert (line.number, line.shown, line.posts, line.people) == (7, 4, 9, 7)
    assert (line.by_rule, line.by_hand, line.taken_off, line.kept_back) == (6, 3, 2, 2)


# Criticism, hides, waits.


def test_criticism_is_said_as_far_as_it_is_known_and_no_further() -> None:
    flags = (
        FlagCount(Kind.PRESS, Status.SHOWN, 5),
        FlagCount(Kind.PRESS, Status.HIDDEN, 2),
        FlagCount(Kind.PRESS, Status.HELD, 1),
    )
    hides = (
        HideCount("Abuse of a person", muted=False, press=True, posts=1),
        HideCount("", muted=False, press=True, posts=1),
        HideCount("", muted=False, press=False, posts=3),
    )
    made = report(flags=flags, hides=hides).criticism

    assert (made.flagged, made.shown, made.hidden, made.without_rule) == (8, 5, 2, 4)
    assert "how many critical posts were shown or hidden cannot be told" in made.said[0]
    assert "of 8 posts flagged for the press" in made.said[1]
    assert "5 are shown, 2 hidden (Abuse of a person, 1; No house rule given, 1)" in made.said[1]
    assert made.said[2].startswith("4 posts are hidden without a house rule")


def test_hides_are_told_by_house_rule_the_most_frequent_first() -> None:
    hides = (
        HideCount("Spam", muted=False, press=False, posts=1),
        HideCount("Abuse", muted=False, press=False, posts=2),
        HideCount("Abuse", muted=True, press=True, posts=2),
        HideCount("", muted=True, press=False, posts=3),
    )
    made = report(hides=hides, work=Work(hidden_then_gone=1)).hides

    assert [(it.name, it.number) for it in made] == [
        ("Abuse", 4),
        ("Author muted, no house rule given", 3),
        ("Spam", 1),
        ("Hidden, then deleted by their authors", 1),
    ]


def test_half_and_nine_in_ten_of_the_waits() -> None:
    waits = [Wait(flagged=False, seconds=it) for it in range(1, 11)]
    flagged, others = report(work=Work(waits=(*waits, Wait(flagged=True, seconds=7)))).answered

    assert (others.decided, others.median, others.p90) == (10, 5.5, 9)
    assert (flagged.decided, flagged.median, flagged.p90) == (1, 7, 7)
    nobody = report().answered[0]
    assert (nobody.decided, nobody.median, nobody.p90) == (0, None, None)


# What is left to decide.


def test_where_nothing_is_left_nothing_is_needed() -> None:
    settled = replace(facts(), standings=Standings({Status.SHOWN: 9, Status.HIDDEN: 1}))

    assert list(decisions_needed(settled, campaign())) == []


def test_everything_that_waits_for_somebody_is_said_the_most_urgent_first() -> None:
    by_status = {Status.HELD: 3, Status.FLAGGED: 2, Status.WAITING: 1, Status.SHOWN: 50}
    known = replace(
        facts(
            hides=(HideCount("", muted=False, press=False, posts=1),),
            work=Work(
                acts=(
                    ActCount(Verb.RETWEET, Stage.IN_DOUBT, dry=False, acts=1),
                    ActCount(Verb.RETWEET, Stage.FAILED, dry=False, acts=2),
                    ActCount(Verb.RETWEET, Stage.FAILED, dry=True, acts=9),
                )
            ),
            reading=reading(gap(1, 2), gap(3, 4, Repair.LOST)),
            spent=(Spent(STARTS.date(), Item.POST, 4000, 20.0),),
        ),
        standings=Standings(by_status, escalated=1),
    )
    said = list(decisions_needed(known, campaign("[budget]\nusd = 25.0\n")))

    begin = ["1 escalated post waits", "2 flagged posts wait", "1 other post is undecided",
             "2 posts are set aside", "1 hidden post has no house rule", "1 public act (",
             "2 public acts failed", "1 gap is not searched yet", "$20.00 of $25.00"]  # fmt: skip
    assert [one[: len(start)] for one, start in zip(said, begin, strict=True)] == begin


# Cost.


def test_what_was_spent_is_summed_by_what_for() -> None:
    day = STARTS.date()
    spent = (Spent(day, Item.POST, 100, 0.5), Spent(day, Item.RETWEET, 2, 0.03),
             Spent(day - timedelta(days=1), Item.POST, 10, 0.05))  # fmt: skip
    used = (Usage(10, 99, NOW, ours=5), Usage(30, 99, NOW + timedelta(hours=1), ours=24))
    cost = report('[source]\nlabel = "SIMULATED"\n', spent=spent, usage=used).cost

    assert (cost.dollars, cost.budget) == (0.58, None)
    assert [(it.item, it.units, it.dollars) for it in cost.lines] == [
        ("posts", 110, 0.55),
        ("retweets", 2, 0.03),
    ]
    assert cost.notes[0] == "SIMULATED: nothing was really charged."
    assert (
        "X has counted 20 posts read by all apps of the project, we have counted 19"
        in (cost.notes[-1])
    )


# The figures.


def test_the_figures_at_the_top() -> None:
    work = Work(
        decisions=12,
        moderators=2,
        acts=(
            ActCount(Verb.RETWEET, Stage.DONE, dry=False, acts=3),
            ActCount(Verb.RETWEET, Stage.DRY_RUN, dry=True, acts=7),
            ActCount(Verb.UNRETWEET, Stage.DONE, dry=False, acts=1),
        ),
    )
    voices = Voices(people=7, staff=2, own_posts=3, staff_posts=5)
    roster = '[[roster]]\nid = "1"\nhandle = "a"\n'
    made = {it.name: it for it in report(roster, work=work, voices=voices).figures}

    assert {name: it.number for name, it in made.items()} == {
        "Posts": 10, "People": 7, "Staff taking part": 2, "On the wall": 0, "Retweets": 3,
        "Decisions": 12,
    }  # fmt: skip
    assert made["Staff taking part"].aside == "of 1 on the roster; 5 posts"
    assert made["Retweets"].aside == "1 taken back since"
    assert made["Decisions"].aside == "by 2 moderators"
    assert made["Posts"].aside == "3 of our own account"
