"""What is open: every kind of it, and only that."""

from datetime import UTC, datetime, timedelta
from typing import Any

from making import ASHA, LOOK, NOW, post
from standup_tui.core.open_work import Escalated, Pile, open_work, unflagged
from standup_tui.model.entry import Decision, Entry, PublicAct, Stage
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import PostId
from standup_tui.model.wall import WallState
from standup_tui.ui.widgets.open_words import NOTHING, open_in_words

DANGER = Flag(Kind.SAFEGUARDING, "despair", Severity.STOP, "somebody may be in danger")


def entry(number: int, status: Status, *flags: Flag, **more: Any) -> Entry:
    standing = Standing(status, escalated=more.pop("escalated", False))
    return Entry(number, post(number), standing, flags, **more)


def act(number: int, stage: Stage) -> PublicAct:
    return PublicAct(number, Verb.RETWEET, PostId("x:1"), stage, NOW, "asha")


def said(*arguments: Any, **more: Any) -> list[str]:
    work = open_work(*arguments, **more)
    later = NOW + timedelta(minutes=10)
    return list(open_in_words(work, later, lambda at: f"{at.astimezone(UTC):%H:%M}"))


def test_nothing_is_open_where_nothing_is() -> None:
    assert said([], None, [], []) == [NOTHING]


def test_undecided_posts_are_told_by_their_gravest_flag_and_age() -> None:
    flagged = [
        entry(60, Status.FLAGGED, LOOK),
        entry(120, Status.FLAGGED, LOOK, DANGER),
        entry(180, Status.FLAGGED, LOOK),
        entry(240, Status.FLAGGED),
    ]
    waiting = unflagged([entry(300, Status.WAITING), entry(30, Status.WAITING)])
    work = open_work(flagged, waiting, [], [])

    assert work.piles == (
        Pile("safeguarding", 1, NOW + timedelta(seconds=120), 1),
        Pile("abuse", 2, NOW + timedelta(seconds=60)),
        Pile("flagged by a person", 1, NOW + timedelta(seconds=240)),
        Pile("", 2, NOW + timedelta(seconds=30)),
    )
    assert work.undecided == 6
    assert said(flagged, waiting, [], []) == [
        "Undecided: 6 posts, the oldest 9 min old.",
        "  safeguarding: 1, 1 certain, the oldest 8 min",
        "  abuse: 2, the oldest 9 min",
        "  flagged by a person: 1, the oldest 6 min",
        "  without a flag: 2, the oldest 9 min",
    ]


def test_what_is_escalated_is_named_with_who_did_it_and_when() -> None:
    raised = Decision(1, "escalate", ASHA, NOW + timedelta(minutes=2), "", "", PostId("x:1"))
    noted = Decision(2, "note", ASHA, NOW + timedelta(minutes=3), "", "", PostId("x:1"))
    held = [
        entry(1, Status.HELD, escalated=True, last=raised),
        entry(2, Status.HELD, escalated=True, last=noted),
        entry(3, Status.HELD),
    ]
    work = open_work([], None, held, [])

    assert work.escalated == (
        Escalated("person_2", "", NOW + timedelta(seconds=2)),
        Escalated("person_1", "Asha Rowe", NOW + timedelta(minutes=2)),
    )
    assert said([], None, held, []) == [
        "Escalated: 2 posts.",
        "  @person_2, since then something else was decided",
        "  @person_1 by Asha Rowe, 09:32",
        "Held: 1 post, the oldest 9 min old.",
    ]


def test_many_escalated_posts_are_counted_after_the_first_five() -> None:
    held = [entry(number, Status.HELD, escalated=True) for number in range(1, 9)]

    assert said([], None, held, [])[-1] == "  and 3 more"
    assert len(said([], None, held, [])) == 7


def test_public_acts_are_told_as_long_as_they_are_not_settled() -> None:
    outbox = [
        entry(1, Status.SHOWN, act=act(1, Stage.DUE)),
        entry(2, Status.SHOWN, act=act(2, Stage.SENDING)),
        entry(3, Status.SHOWN, act=act(3, Stage.IN_DOUBT)),
        entry(4, Status.SHOWN, act=act(4, Stage.DONE)),
    ]
    assert said([], None, [], outbox) == [
        "Outbox: 2 public acts to be sent; 1 in doubt, which is being asked of X."
    ]


def test_blank_walls_gaps_and_trouble_are_told() -> None:
    wall = WallState(1, blank=True, by="Asha Rowe", at=NOW)

    assert said([], None, [], [], gaps=2, wall=wall, trouble=("the disk is full",)) == [
        "The walls are blank since 09:30 by Asha Rowe.",
        "Reading: 2 gaps not repaired.",
        "the disk is full.",
    ]
    assert said([], None, [], [], wall=WallState(1, by="Asha Rowe", at=datetime.now(UTC))) == [
        NOTHING
    ]


def test_walls_that_stand_still_or_show_posts_by_themselves_are_told() -> None:
    wall = WallState(1, paused=NOW, delay=20, delayed_by="Asha Rowe")

    assert said([], None, [], [], wall=wall) == [
        "The walls stand still since 09:30.",
        "Posts without a flag show by themselves after 20 s, by Asha Rowe.",
    ]
