"""The lines around the panes, at any width, without a screen."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.health import Health, Liveness, Way
from standup_tui.model.keys import DEFAULT
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.money import Level, Money
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import Presence, Pulse, Welcome
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.status_lines import (
    liveness,
    money,
    outbox,
    people,
    pressed,
    state_line,
    top_line,
    trouble,
    work_waiting,
)
from standup_tui.ui.widgets.ink import Role, text_of, width_of
from ui.fake_hub import ABOUT, ASHA, NOW
from ui.invented import entry

LIVE = Health(Liveness.LIVE, NOW, last_post=NOW - timedelta(seconds=3), posts=1284,
              per_minute=(1, 4, 8, 12))  # fmt: skip


BUSY = replace(LIVE, gaps=2, money=Money(2.41, 25.0))


def board(health: Health = LIVE) -> Board:
    known = Board(lambda: 0.0)
    known.welcome(Welcome(1, "", ABOUT, ASHA, owner=True, now=NOW, seq=0, wall=WallState()))
    known.pulse(Pulse(NOW, health, WallState(), (Presence("raj", "R"), Presence("asha", "A")), 2))
    return known


def first_line(health: Health, width: int, label: str = "SIMULATED") -> str:
    known = board(health)
    known.about = replace(known.about, label=label)
    line = top_line(known, width)
    assert width_of(line) <= max(width, len(label) + 2)
    return text_of(line)


def test_a_wide_first_line_has_everything() -> None:
    said = text_of(top_line(board(), 120))

    for part in ("SIMULATED", "Stand up for social work", "#StandUp4SW", "● live 3 s",
                 "1,284 posts", "12/min ▁▃▅█", "14:32"):  # fmt: skip
        assert part in said
    assert width_of(top_line(board(), 120)) == 120


@pytest.mark.parametrize("width", [10, 20, 40, 60, 80])
def test_a_narrow_first_line_keeps_the_label_and_fits(width: int) -> None:
    line = top_line(board(), width)

    assert "SIMULATED" in text_of(line)
    assert width_of(line) <= max(width, 20)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Liveness.STALLED, "◐ stalled 2 min"),
        (Liveness.RECONNECTING, "◌ reconnecting 2 min"),
        (Liveness.OUT_OF_BUDGET, "□ out of budget 2 min"),
        (Liveness.STOPPED, "■ stopped 2 min"),
    ],
)
def test_liveness_is_honest_and_says_for_how_long(state: Liveness, said: str) -> None:
    health = Health(state, NOW - timedelta(seconds=130))

    assert said == text_of(liveness(health, "", NOW)[0])
    assert text_of(liveness(health, "gone", NOW)[0]) == "✕ no hub"


def test_reading_by_search_is_said_beside_the_liveness() -> None:
    searching = replace(LIVE, way=Way.SEARCH)

    assert text_of(liveness(searching, "", NOW)[0]) == "● live 3 s · by search"
    stopped = replace(searching, liveness=Liveness.STOPPED, since=NOW)
    assert text_of(liveness(stopped, "", NOW)[0]) == "■ stopped 0 s"


def test_the_next_attempt_is_counted_down_and_never_below_now() -> None:
    waiting = Health(Liveness.RECONNECTING, NOW, again=NOW + timedelta(seconds=14))

    assert text_of(liveness(waiting, "", NOW)[0]) == "◌ reconnecting, again in 14 s"
    past = NOW + timedelta(seconds=15)
    assert text_of(liveness(waiting, "", past)[0]) == "◌ reconnecting 15 s"


@pytest.mark.parametrize(
    ("spent", "said", "role"),
    [
        (None, "", None),
        (Money(), "", None),
        (Money(2.41), "$2.41", Role.MUTED),
        (Money(0.0, 25.0), "$0.00 of $25", Role.MUTED),
        (Money(2.41, 25.0), "$2.41 of $25", Role.MUTED),
        (Money(1834.5, 2000.5, Level.WARN), "▲ $1,834.50 of $2,000.50", Role.WARN),
        (Money(23.1, 25.0, Level.SLOW), "▲ $23.10 of $25", Role.WARN),
        (Money(24.6, 25.0, Level.STOP), "▲ $24.60 of $25", Role.BAD),
    ],
)
def test_money_is_shown_once_there_is_any_and_by_how_pressing_it_is(
    spent: Money | None, said: str, role: Role | None
) -> None:
    assert [(said, role)] * bool(said) == list(money(spent))


def test_gaps_and_money_stand_in_eighty_columns_beside_liveness_and_time() -> None:
    said = first_line(BUSY, 80)

    for part in ("SIMULATED", "● live 3 s", "2 gaps", "$2.41 of $25", "14:32"):
        assert part in said
    assert "posts" not in said
    assert "1 gap " in first_line(replace(BUSY, gaps=1), 80)
    assert "gap" not in first_line(replace(BUSY, gaps=0), 80)


def test_a_forecast_stands_there_where_there_is_room_and_sooner_when_it_presses() -> None:
    far = replace(LIVE, money=Money(2.41, 25.0, Level.FREE, NOW + timedelta(hours=2)))
    near = replace(LIVE, money=Money(20.0, 25.0, Level.WARN, NOW + timedelta(hours=2)))
    gone = replace(LIVE, money=Money(24.9, 25.0, Level.STOP, NOW))

    assert "budget gone 16:32" in first_line(far, 140)
    assert "budget gone" not in first_line(far, 80)
    assert "budget gone 16:32" in first_line(near, 80)
    assert "budget gone" not in first_line(gone, 140)


@pytest.mark.parametrize("width", [40, 50, 60, 72, 80, 100, 120, 200])
@pytest.mark.parametrize("state", Liveness)
@pytest.mark.parametrize("label", ["", "SIMULATED"])
def test_label_liveness_and_time_never_vanish(width: int, state: Liveness, label: str) -> None:
    health = replace(BUSY, liveness=state, since=NOW, way=Way.SEARCH,
                     again=NOW + timedelta(minutes=12))  # fmt: skip
    said = first_line(health, width, label)

    assert label in said
    assert text_of(liveness(health, "", NOW)[-1]) in said
    assert said.endswith("14:32 ")


def test_where_room_runs_out_money_goes_before_gaps_and_both_before_the_seconds() -> None:
    assert "● live 3 s   2 gaps   $2.41 of $25   14:32" in first_line(BUSY, 60)
    assert "● live 3 s   2 gaps   14:32" in first_line(BUSY, 50)
    assert "● live 3 s   14:32" in first_line(BUSY, 42)


def test_in_twenty_columns_a_sign_of_liveness_is_left() -> None:
    assert "●" in first_line(BUSY, 20)
    assert "●   14:32" in first_line(BUSY, 20, "")


def test_what_is_wrong_is_said_with_the_way_out() -> None:
    stopped = Health(Liveness.STOPPED, NOW, why="X refuses the key: renew it")

    assert trouble(stopped) == "■ stopped: X refuses the key: renew it"
    assert trouble(replace(stopped, trouble="the disk is full")) == "▲ the disk is full"
    assert trouble(Health(Liveness.LIVE, NOW, why="left over")) == ""


def test_what_somebody_can_mend_names_the_key_that_tries_again() -> None:
    refused = Health(Liveness.STOPPED, NOW, why="X refuses the key. Renew it.", mendable=True)
    over = replace(refused, why="the campaign has ended", mendable=False)

    assert trouble(refused) == "■ stopped: X refuses the key. Renew it. R tries again."
    assert trouble(over) == "■ stopped: the campaign has ended"


def test_the_way_out_of_an_empty_budget_depends_on_whose_it_is() -> None:
    ours = Health(Liveness.OUT_OF_BUDGET, NOW, why="the budget is used up")
    theirs = replace(ours, why="X's prepaid credits are used up", mendable=True)

    assert trouble(ours) == (
        "□ out of budget: the budget is used up. "
        "Raise usd under [budget] in campaign.toml, then start the hub again."
    )
    assert trouble(theirs).endswith("are used up. R tries again.")


def test_a_blank_wall_says_who_blanked_it_and_how_it_comes_back() -> None:
    known = board()
    known.wall = WallState(1, blank=True, by="raj", at=NOW)

    assert "WALLS BLANK  by raj: ! then y brings them back" in text_of(state_line(known, 120))
    known.walls = 3
    assert "brings them back · 3 walls attached" in text_of(state_line(known, 160))


def test_a_name_that_somebody_typed_is_marked() -> None:
    known = board()
    known.moderators = (*known.moderators, Presence("Kim", "K", declared=True))

    assert text_of(people(known)[0]) == "moderators: asha (you), raj, Kim (says so)"


def test_what_waits_for_a_person_is_counted_with_the_age_of_the_oldest() -> None:
    known = board()
    flagged = Flag(Kind.SAFEGUARDING, "a.rule", Severity.STOP, "why")
    old = entry(
        1, NOW - timedelta(minutes=12), standing=Standing(Status.FLAGGED), flags=(flagged,)
    )
    known.take([old, entry(2, NOW - timedelta(minutes=3)), entry(3, NOW)])

    assert text_of(work_waiting(known)[0]) == "3 wait, oldest 12 min"
    assert work_waiting(known)[0][-1][1] is Role.WARN
    assert "3 wait, oldest 12 min" in text_of(state_line(known, 80))

    known.take([replace(old, standing=Standing(Status.HIDDEN, 2))])
    assert text_of(work_waiting(known)[0]) == "2 wait, oldest 3 min"
    shown = Standing(Status.SHOWN, 2)
    known.take([entry(2, NOW, standing=shown), entry(3, NOW, standing=shown)])
    assert work_waiting(known) == [()]


def test_a_fresh_queue_needs_no_counter_of_seconds() -> None:
    known = board()
    known.take([entry(1, NOW - timedelta(seconds=40))])

    assert text_of(work_waiting(known)[0]) == "1 waits"


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 120, 250])
def test_the_second_line_fits_and_names_shorten_before_work_does(width: int) -> None:
    known = board()
    known.take([entry(1, NOW - timedelta(minutes=12))])
    said = text_of(state_line(known, width))

    assert width_of(state_line(known, width)) <= max(width, 33)
    assert ("oldest" in said) or "raj" not in said
    assert ("raj" in said) is (width >= 100)


def test_the_outbox_tells_the_next_act_and_every_doubt() -> None:
    one = entry(1, NOW)
    due = PublicAct(1, Verb.RETWEET, one.post.id, Stage.DUE, NOW + timedelta(seconds=8), "asha")
    acts = [replace(one, act=due), replace(one, act=replace(due, stage=Stage.IN_DOUBT))]

    said = pressed(outbox(acts, NOW), DEFAULT)
    assert text_of(said) == "1 retweet in 8 s (u stops) · 1 in doubt"
    assert text_of(outbox(acts[:1], NOW + timedelta(seconds=9))) == "1 retweet on its way"
    assert outbox([], NOW) == ()
