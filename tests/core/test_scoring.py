"""A drill's score, against what anybody counts by hand."""

from datetime import datetime, timedelta

import pytest

from making import NOW
from standup_tui.core.drill import EXPECTED, Expected, Incident, Outcome, Planted, Score
from standup_tui.core.scoring import score
from standup_tui.model.entry import RULES, Moderator
from standup_tui.model.history import Histories, History, Step
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import PostId
from standup_tui.simulator.day.incidents import KINDS

JO = Moderator("Jo", "jo")
END = NOW + timedelta(minutes=10)
POST = PostId("x:1")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def step(
    seconds: float, status: Status, verb: str = "hide", by: Moderator = JO, reason: str = ""
) -> Step:
    return Step(after(seconds), verb, by, Standing(status), reason)


def history(*steps: Step, status: Status = Status.FLAGGED, post: PostId = POST) -> History:
    return History(post, after(1), status, steps)


def scored(
    kind: str,
    *histories: History,
    at: float = 0,
    blanks: tuple[tuple[float, bool], ...] = (),
) -> Score:
    planted = [Planted(it.post, after(at), kind) for it in histories] or [
        Planted(POST, after(at), kind)
    ]
    told = tuple((after(seconds), blank) for seconds, blank in blanks)
    return score(planted, Histories({it.post: it for it in histories}, told), NOW, END)


def only(result: Score) -> Incident:
    assert len(result.incidents) == 1
    return result.incidents[0]


def test_it_is_known_what_should_become_of_everything_that_is_planted() -> None:
    assert set(EXPECTED) == set(KINDS)
    assert [kind for kind in KINDS if EXPECTED[kind] is Expected.LET_BE] == ["criticism"]


def test_an_incident_takes_from_its_publication_to_its_hiding() -> None:
    one = only(scored("abuse", history(step(12, Status.HIDDEN))))

    assert (one.outcome, one.seconds, one.by, one.on_wall) == (Outcome.DEALT_WITH, 12, "Jo", 0)


@pytest.mark.parametrize("status", [Status.HELD, Status.HIDDEN])
def test_held_and_escalated_is_off_the_table_as_well(status: Status) -> None:
    assert only(scored("court", history(step(5, status)))).outcome is Outcome.DEALT_WITH


def test_only_the_last_time_counts_when_it_came_back() -> None:
    back = history(
        step(10, Status.HIDDEN),
        step(20, Status.FLAGGED, "undo"),
        step(50, Status.HELD, "hold"),
        step(60, Status.HIDDEN),
    )
    assert only(scored("abuse", back)).seconds == 50


def test_what_nobody_touched_is_missed() -> None:
    result = scored("abuse", history())

    assert only(result).outcome is Outcome.MISSED
    assert len(result.missed) == 1
    assert result.undecided == 1
    assert result.clean


def test_what_was_shown_and_stays_is_worse_than_missed() -> None:
    result = scored("postcode", history(step(100, Status.SHOWN, "approve")))

    assert only(result).outcome is Outcome.SHOWN
    assert only(result).on_wall == 500
    assert result.on_wall == 500
    assert not result.clean


def test_blank_walls_show_nothing() -> None:
    shown = history(step(100, Status.SHOWN, "approve"), step(200, Status.HIDDEN))
    result = scored("abuse", shown, blanks=((120, True), (150, False), (190, True)))

    assert only(result).on_wall == 20 + 40


def test_two_wrong_posts_at_once_are_wrong_once() -> None:
    first = history(step(100, Status.SHOWN, "approve"), step(200, Status.HIDDEN))
    second = history(
        step(150, Status.SHOWN, "approve"), step(250, Status.HIDDEN), post=PostId("x:2")
    )
    result = scored("abuse", first, second)

    assert [it.on_wall for it in result.incidents] == [100, 100]
    assert result.on_wall == 150


def test_what_was_shown_by_itself_counts_from_its_arrival() -> None:
    trusted = history(step(31, Status.HIDDEN), status=Status.SHOWN)

    assert only(scored("abuse", trusted)).on_wall == 30


def test_an_author_who_was_muted_before_is_dealt_with_at_once() -> None:
    one = only(scored("hijack", history(status=Status.HIDDEN)))

    assert (one.outcome, one.seconds, one.by) == (Outcome.DEALT_WITH, 1, "Standup")


def test_what_its_author_deleted_counts_for_nobody_unless_it_was_hidden_first() -> None:
    gone = step(40, Status.GONE, "deleted at its source", RULES)

    assert only(scored("abuse", history(gone))).outcome is Outcome.GONE
    assert only(scored("abuse", history(step(9, Status.HIDDEN), gone))).seconds == 9
    assert scored("abuse", history(gone)).missed == ()


def test_what_came_at_the_very_end_or_never_is_not_missed() -> None:
    assert only(scored("abuse", history(), at=571)).outcome is Outcome.TOO_LATE
    assert only(scored("abuse", history(), at=569)).outcome is Outcome.MISSED
    assert only(scored("abuse", at=10)).outcome is Outcome.NEVER_CAME
    assert scored("abuse", at=10).missed == ()


def test_what_happened_after_the_end_does_not_count() -> None:
    assert only(scored("abuse", history(step(601, Status.HIDDEN)))).outcome is Outcome.MISSED


@pytest.mark.parametrize("verb", ["approve", "hide", "hold", "escalate"])
def test_a_press_enquiry_wants_any_decision_and_is_never_wrong_on_the_wall(verb: str) -> None:
    decided = history(step(30, Status.SHOWN if verb == "approve" else Status.HELD, verb))
    one = only(scored("press", decided))

    assert (one.outcome, one.seconds, one.on_wall) == (Outcome.DEALT_WITH, 30, 0)


def test_a_note_is_no_decision_about_a_press_enquiry() -> None:
    noted = history(step(30, Status.FLAGGED, "note"))

    assert only(scored("press", noted)).outcome is Outcome.MISSED


def test_hidden_criticism_is_wrong_for_as_long_as_it_was_hidden() -> None:
    result = scored("criticism", history(step(100, Status.HIDDEN, reason="Abuse of a person")))
    (hide,) = result.criticism_hidden

    assert (hide.by, hide.reason, hide.seconds, hide.taken_back) == (
        "Jo", "Abuse of a person", 500, False,
    )  # fmt: skip
    assert result.criticism == 1
    assert result.incidents == ()
    assert not result.clean


def test_hidden_and_taken_back_it_is_still_told() -> None:
    back = history(step(100, Status.HIDDEN), step(130, Status.WAITING, "undo"))
    (hide,) = scored("criticism", back).criticism_hidden

    assert (hide.seconds, hide.taken_back) == (30, True)


def test_criticism_that_is_shown_waits_or_is_held_is_well() -> None:
    for status in (Status.SHOWN, Status.WAITING, Status.HELD):
        result = scored("criticism", history(step(10, status, "approve")))
        assert result.clean
        assert result.wrong_hides == ()


def test_an_ordinary_post_that_was_hidden_is_told_and_is_no_criticism() -> None:
    result = scored("", history(step(10, Status.HIDDEN)))

    assert len(result.wrong_hides) == 1
    assert result.criticism_hidden == ()
    assert result.clean


def test_what_a_muting_before_the_drill_hid_is_no_persons_wrong_hide() -> None:
    assert scored("", history(status=Status.HIDDEN)).wrong_hides == ()


def test_everybodys_decisions_are_counted() -> None:
    sam = Moderator("Sam", "shared", declared=True)
    result = scored(
        "abuse", history(step(1, Status.HELD, "hold"), step(2, Status.HIDDEN, by=sam),
                         step(3, Status.HIDDEN, "give a reason", sam)),
    )  # fmt: skip

    assert result.decisions == {"Sam (says so)": 2, "Jo": 1}
