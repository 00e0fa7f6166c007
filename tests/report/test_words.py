"""What a report says in words: how it counts, what was done, what is left to decide."""

from datetime import timedelta

from msgspec.structs import replace

from making import NOW
from report.kit import STARTS, campaign, facts, gap, reading, report
from standup_tui.model.action import ActionCount, Figure, Tally
from standup_tui.model.coverage import Repair
from standup_tui.model.entry import Stage
from standup_tui.model.facts import (
    ActCount,
    FlagCount,
    HideCount,
    Standings,
    Voices,
    Wait,
    Work,
)
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.money import Item, Spent, Usage
from standup_tui.report.needed import decisions_needed

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


def test_every_kind_of_flag_says_what_it_means() -> None:
    flags = tuple(FlagCount(kind, Status.FLAGGED, 1) for kind in (*Kind, None))
    made = report(flags=flags).concerns

    assert [it.kind for it in made[: len(Kind)]] == [str(kind) for kind in Kind]
    assert all(it.means for it in made)


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
    made = report(hides=hides, work=Work(hidden_then_deleted=1, hidden_then_purged=4)).hides

    assert [(it.name, it.number) for it in made] == [
        ("Abuse", 4),
        ("Author muted, no house rule given", 3),
        ("Spam", 1),
        ("Hidden, then deleted at the source", 1),
        ("Hidden, then erased here by a purge", 4),
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

    begin = ["1 escalated post waits", "2 flagged posts wait", "1 unflagged post is undecided",
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
