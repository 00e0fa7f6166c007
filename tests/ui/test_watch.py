"""Messages that come up by themselves: about what, how many, and when they go."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from standup_tui.model.entry import Entry, PublicAct, Stage
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import Presence, Pulse, Welcome
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.watch import PATIENCE, Watch
from standup_tui.ui.widgets.ink import Role
from ui.console_kit import HandClock
from ui.fake_hub import ABOUT, ASHA, NOW
from ui.invented import entry

LIVE = Health(Liveness.LIVE, NOW, last_post=NOW)
FLAGGED = Standing(Status.FLAGGED)


class Watched:
    """A board, the watch on it, and what it has said."""

    def __init__(
        self, *, health: Health = LIVE, entries: tuple[Entry, ...] = (), **pulse: object
    ) -> None:
        self.clock = HandClock()
        self.board = Board(self.clock)
        self.watch = Watch(self.board, self.board.alerts)
        self.welcome()
        self.board.take(entries)
        self.beat(health, **pulse)

    def welcome(self) -> None:
        self.board.welcome(
            Welcome(1, "", ABOUT, ASHA, owner=True, now=self.board_time(), seq=0, wall=WallState())
        )
        self.watch.look(loading=False)

    def board_time(self) -> datetime:
        return NOW + timedelta(seconds=self.clock.at - 1000)

    def beat(self, health: Health = LIVE, **pulse: object) -> None:
        people = (Presence("asha", "A"),)
        self.board.pulse(replace(Pulse(self.board_time(), health, WallState(), people), **pulse))
        self.watch.look(loading=False)

    def arrive(self, *entries: Entry) -> bool:
        pressing = self.watch.posts(entries)
        self.board.take(entries)
        return pressing

    @property
    def said(self) -> list[str]:
        return [self.board.keys.say(alert.text) for alert in self.board.alerts.standing()]


def urgent(number: int, kind: Kind = Kind.SAFEGUARDING, standing: Standing = FLAGGED) -> Entry:
    flag = Flag(kind, "a.rule", Severity.STOP, "a reason that may quote the post")
    return entry(number, NOW, standing=standing, flags=(flag,))


def test_a_post_that_a_person_must_see_at_once_is_said_without_its_words() -> None:
    it = Watched()

    assert it.arrive(urgent(1))
    assert it.said == [f"Safeguarding: a post by @{urgent(1).post.author.handle}. 2 leads there."]
    assert it.board.alerts.standing()[0].role is Role.BAD


def test_several_are_one_message_that_goes_when_somebody_has_decided() -> None:
    it = Watched()
    it.arrive(urgent(1))
    it.arrive(urgent(2, Kind.IDENTIFIABLE), urgent(3))

    assert it.said == ["3 posts need a person: safeguarding 2, identifiable 1. 2 leads there."]
    assert len(it.board.alerts.history) == 1

    held = Standing(Status.HELD, 2)
    it.arrive(*(urgent(number, standing=held) for number in (1, 2, 3)))
    assert it.said == []


def test_what_is_worth_a_look_only_comes_up_nowhere() -> None:
    it = Watched()
    look = Flag(Kind.ABUSE, "a.rule", Severity.LOOK, "why")

    assert not it.arrive(entry(1, NOW, standing=FLAGGED, flags=(look,)), entry(2, NOW))
    assert it.said == []


def test_the_same_flag_is_said_once_however_often_its_post_changes() -> None:
    it = Watched(entries=(urgent(1),))

    assert not it.arrive(replace(urgent(1), notes=1))
    assert it.said == []


@pytest.mark.parametrize("state", [Liveness.STALLED, Liveness.STOPPED, Liveness.OUT_OF_BUDGET])
def test_halted_reading_is_said_once_and_its_return_too(state: Liveness) -> None:
    it = Watched()
    halted = Health(state, NOW, why="X refuses the key.")
    it.beat(halted)
    it.beat(halted)

    assert len(it.board.alerts.history) == 1
    assert "X refuses the key." in it.said[0]
    it.beat()
    assert it.said == ["Posts are read again."]


def test_a_lost_connection_gets_a_minute_to_mend_itself() -> None:
    it = Watched()
    cut = Health(Liveness.RECONNECTING, NOW, why="the connection was cut")
    it.clock.at += PATIENCE - 1
    it.beat(cut)
    assert it.said == []

    it.clock.at += 1
    it.beat(cut)
    assert "the connection was cut" in it.said[0]


def test_a_gap_is_said_when_it_is_still_there_after_a_minute_of_reading() -> None:
    it = Watched(health=replace(LIVE, gaps=1))
    it.beat(replace(LIVE, gaps=2))
    assert it.said == []
    it.clock.at += PATIENCE
    it.beat(replace(LIVE, gaps=2))
    assert it.said == ["2 gaps in the reading not repaired yet: i says more."]

    it.clock.at += PATIENCE
    it.beat(replace(LIVE, gaps=2))
    assert it.said == []


def test_a_gap_that_a_search_repairs_is_no_news() -> None:
    it = Watched()
    it.beat(replace(LIVE, gaps=1))
    it.clock.at += PATIENCE - 1
    it.beat()
    it.clock.at += PATIENCE
    it.beat()

    assert list(it.board.alerts.history) == []


def test_walls_blanked_by_somebody_else_are_said_and_by_oneself_not() -> None:
    it = Watched()
    it.beat(wall=WallState(1, blank=True, by="raj"))
    assert it.said == ["raj blanked the walls: ! then y brings them back."]
    it.beat(wall=WallState(2, blank=False, by="raj"))
    assert it.said == ["raj brought the walls back."]

    it.board.alerts.dismiss()
    it.beat(wall=WallState(3, blank=True, by="asha"))
    assert it.said == []


@pytest.mark.parametrize("stage", [Stage.FAILED, Stage.IN_DOUBT])
def test_a_public_act_that_fails_is_said_once_with_its_reason(stage: Stage) -> None:
    one = entry(1, NOW)
    act = PublicAct(7, Verb.RETWEET, one.post.id, stage, NOW, "asha", "X was away")
    outbox = (replace(one, act=act),)
    it = Watched()
    it.beat(outbox=outbox)
    it.beat(outbox=outbox)

    assert it.said == [f"Retweet {stage}, @{one.post.author.handle}: X was away."]
    assert len(it.board.alerts.history) == 1


def test_a_lost_hub_is_said_once_and_its_return_too() -> None:
    it = Watched()
    for _ in range(3):
        it.board.lost = "the hub does not answer"
        it.watch.look(loading=False)

    assert it.said == ["No hub: the hub does not answer. What stands here may be old."]
    it.welcome()
    assert it.said == ["The hub is back."]
    assert len(it.board.alerts.history) == 2


def test_an_old_queue_is_said_once_and_again_when_its_age_has_doubled() -> None:
    it = Watched()
    it.arrive(entry(1, NOW), entry(2, NOW))
    for minutes, said in ((9, 0), (10, 1), (19, 1), (20, 2), (39, 2), (40, 3)):
        it.clock.at = 1000 + minutes * 60
        it.beat()
        assert len(it.board.alerts.history) == said, minutes

    assert it.said == ["The oldest of 2 that wait has waited 40 min: n goes from one to the next."]
    it.arrive(*(entry(n, NOW, standing=Standing(Status.SHOWN, 2)) for n in (1, 2)))
    it.beat()
    assert it.said == []


def test_what_was_there_at_the_start_is_no_news() -> None:
    one = entry(1, NOW - timedelta(hours=3))
    stopped = Health(Liveness.STOPPED, NOW, why="no key", gaps=3)
    it = Watched(health=stopped, entries=(one, urgent(2)))
    it.beat(stopped)

    assert it.said == []


def test_posts_from_the_future_tell_of_a_wrong_clock_once() -> None:
    it = Watched()
    it.arrive(entry(1, NOW + timedelta(minutes=3)), entry(2, NOW + timedelta(minutes=4)))
    it.arrive(entry(3, NOW + timedelta(minutes=5)))

    assert len(it.board.alerts.history) == 1
    assert "dated 3 min in the future" in it.said[0]


def test_three_stand_at_a_time_what_is_bad_first_and_none_is_lost() -> None:
    alerts = Watched().board.alerts
    alerts.say("a", "one", NOW, Role.BAD)
    for number in range(5):
        alerts.say(f"b{number}", f"message {number}", NOW)

    assert [it.text for it in alerts.standing()] == ["one", "message 4", "message 3"]
    assert len(alerts.history) == 6


def test_they_go_by_themselves_and_the_pressing_ones_last() -> None:
    it = Watched()
    alerts = it.board.alerts
    alerts.say("a", "pressing", NOW, Role.BAD)
    alerts.say("b", "ordinary", NOW)
    it.clock.at += 20
    assert it.said == ["pressing"]
    it.clock.at += 30
    assert it.said == []


def test_what_the_product_did_while_nobody_was_there_is_said_at_the_start() -> None:
    it = Watched(wall=WallState(3, delayed=NOW, delayed_by="Standup",
                                unattended="no console was attached for 5 minutes"))  # fmt: skip

    (said,) = it.said
    assert said == (
        "The walls approve first again: no console was attached for 5 minutes. D turns the delay "
        "on again."
    )


def test_who_chose_that_posts_show_by_themselves_is_said_to_the_others_only() -> None:
    it = Watched()
    it.beat(wall=WallState(1, delay=20, delayed=NOW, delayed_by="raj"))
    assert it.said == ["raj has unflagged posts show by themselves after 20 s."]
    it.beat(wall=WallState(2, delayed=NOW + timedelta(seconds=1), delayed_by="raj"))
    assert it.said == ["raj has a person approve first again."]

    it.board.alerts.dismiss()
    it.beat(wall=WallState(3, delay=20, delayed=NOW + timedelta(seconds=2), delayed_by="asha"))
    assert it.said == []
