"""What is said of the whole campaign: every fact of its screen, a line each."""

from msgspec.structs import replace

from halls import ABOUT
from making import ASHA
from standup_tui.model.action import ActionCount, Figure, Tally
from standup_tui.model.health import Health, Liveness
from standup_tui.model.wall import WallState
from standup_tui.plain import reports
from standup_tui.protocol.messages import VERSION, Counts, Presence, Pulse, Welcome
from standup_tui.ui.console.state.board import Board
from ui.fake_hub import NOW
from ui.readings import health, reading
from ui.reports import report


def board(known: Health, *, lost: str = "") -> Board:
    one = Board()
    one.welcome(Welcome(VERSION, "0", ABOUT, ASHA, owner=True, now=NOW, seq=1, wall=WallState()))
    people = (Presence("raj", "R", declared=True), Presence(ASHA.name, "AR"))
    one.pulse(Pulse(NOW, known, WallState(blank=True, by="raj"), people, 2))
    one.lost = lost
    return one


def test_the_reading_is_told_with_its_gaps_its_hours_and_its_bill() -> None:
    said = list(reports.reading(reading(), board(health())))

    assert any(line.startswith("Gap 14:30 to now, 1 min 29 s, open: ") for line in said)
    assert "13:00 to 14:00: X counted 1,204, we have 1,198." in said
    assert any(line.startswith("Cost of posts: $") for line in said)
    assert any(line.startswith("together: $") for line in said)
    assert not any("  " in line or "·" in line or "━" in line for line in said)


def test_the_rules_are_told_with_what_is_overruled_and_what_could_be_done() -> None:
    said = list(reports.rules(report()))

    assert "posts flagged today" in said[0]
    assert any("overruled" in line and "[rules]" in line for line in said)
    assert not any("  " in line or "·" in line for line in said)


def test_the_status_says_what_is_wrong_and_the_way_out() -> None:
    stalled = Health(Liveness.STOPPED, NOW, "X refused the token", mendable=True, posts=1234)
    said = list(reports.status(board(stalled), "no post waits for a decision"))

    assert "Stopped for 0 s." in said
    assert "X refused the token. read on tries again." in said
    assert "1,234 posts; no post waits for a decision." in said
    assert "The walls are blank, by raj: blank, then y, brings them back." in said
    assert "Moderators: Asha Rowe (you), raj (says so)." in said
    lost = list(reports.status(board(stalled, lost="no hub answers"), ""))
    assert "No hub: no hub answers." in lost


def test_the_tally_says_of_what_each_number_is_made() -> None:
    one = ActionCount("Shared", all=Figure(3, 2), shown=Figure(1, 1), waiting=2)
    asked = replace(ABOUT, actions=("Shared",))
    known = board(Health())
    known.about = asked
    said = list(reports.tally(Counts(Tally((one,), Figure(3, 2)), NOW), known))

    assert said[1] == "Shared: 3. 3 posts by 2 people, 1 on the wall, 2 wait for a decision."
    known.about = replace(ABOUT, actions=())
    assert next(reports.tally(Counts(Tally(), NOW), known)).startswith("This campaign asks for no")
