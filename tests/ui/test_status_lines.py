"""The lines around the panes, at any width, without a screen."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from standup_tui.model.entry import PublicAct, Stage, WallState
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.protocol.messages import Presence, Pulse, Welcome
from standup_tui.ui.console.board import Board
from standup_tui.ui.console.status_lines import (
    liveness,
    outbox,
    people,
    state_line,
    top_line,
    trouble,
)
from standup_tui.ui.widgets.ink import text_of, width_of
from ui.fake_hub import ABOUT, ASHA, NOW
from ui.invented import entry

LIVE = Health(Liveness.LIVE, NOW, last_post=NOW - timedelta(seconds=3), posts=1284,
              per_minute=(1, 4, 8, 12))  # fmt: skip


def board() -> Board:
    known = Board(lambda: 0.0)
    known.welcome(Welcome(1, "", ABOUT, ASHA, owner=True, now=NOW, seq=0, wall=WallState()))
    known.pulse(Pulse(NOW, LIVE, WallState(), (Presence("raj", "R"), Presence("asha", "A")), 2))
    return known


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
        (Liveness.STOPPED, "■ stopped 2 min"),
    ],
)
def test_liveness_is_honest_and_says_for_how_long(state: Liveness, said: str) -> None:
    health = Health(state, NOW - timedelta(seconds=130))

    assert said == text_of(liveness(health, "", NOW))
    assert text_of(liveness(health, "gone", NOW)) == "✕ no hub"


def test_what_is_wrong_is_said_with_the_way_out() -> None:
    stopped = Health(Liveness.STOPPED, NOW, why="X refuses the key: renew it")

    assert trouble(stopped) == "■ stopped: X refuses the key: renew it"
    assert trouble(replace(stopped, trouble="the disk is full")) == "▲ the disk is full"
    assert trouble(Health(Liveness.LIVE, NOW, why="left over")) == ""


def test_a_blank_wall_says_who_blanked_it_and_how_it_comes_back() -> None:
    known = board()
    known.wall = WallState(1, blank=True, by="raj", at=NOW)

    assert "WALLS BLANK  by raj: ! then y brings them back" in text_of(state_line(known, 120))


def test_a_name_that_somebody_typed_is_marked() -> None:
    known = board()
    known.moderators = (*known.moderators, Presence("Kim", "K", declared=True))

    assert text_of(people(known)) == "moderators: asha (you), raj, Kim (says so)"


def test_the_outbox_tells_the_next_act_and_every_doubt() -> None:
    one = entry(1, NOW)
    due = PublicAct(1, Verb.RETWEET, one.post.id, Stage.DUE, NOW + timedelta(seconds=8), "asha")
    acts = [replace(one, act=due), replace(one, act=replace(due, stage=Stage.IN_DOUBT))]

    assert text_of(outbox(acts, NOW)) == "1 retweet in 8 s (u stops) · 1 in doubt"
    assert text_of(outbox(acts[:1], NOW + timedelta(seconds=9))) == "1 retweet on its way"
    assert outbox([], NOW) == ()
