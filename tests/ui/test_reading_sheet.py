"""How the reading goes, in words and tables, at any width and whatever X calls it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from hostile import HOSTILE
from standup_tui.model.coverage import Coverage, Gap, Repair
from standup_tui.model.health import Health, Liveness, Way
from standup_tui.model.money import Account, Level, Money
from standup_tui.model.text import clean_line, is_safe
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import VERSION, Pulse, Reading, Welcome
from standup_tui.ui.console.sheets.reading_sheet import reading_lines
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import Line, Role, text_of, width_of
from ui.fake_hub import ABOUT, ASHA, NOW
from ui.readings import GOES_ON, LOST, MONEY, REPAIRED, health, reading

NOTHING = Reading(Coverage(), Account())


def board(known: Health | None = None) -> Board:
    one = Board(lambda: 0.0)
    one.welcome(Welcome(VERSION, "", ABOUT, ASHA, owner=True, now=NOW, seq=0, wall=WallState()))
    one.pulse(Pulse(NOW, known or health(), WallState()))
    return one


def lines(answer: Reading | None, known: Health | None = None, width: int = 120) -> list[str]:
    return [text_of(line).strip() for line in reading_lines(answer, board(known), width)]


def text(answer: Reading | None, known: Health | None = None, width: int = 120) -> str:
    return "\n".join(lines(answer, known, width))


def told(gap: Gap, width: int = 120) -> str:
    return text(Reading(Coverage(gaps=(gap,)), Account()), width=width)


def roles(answer: Reading, said: str) -> set[Role]:
    every: list[Line] = reading_lines(answer, board(), 120)
    return {role for line in every for span, role in line if said in span}


# Now.


def test_it_says_how_posts_come_in_since_when_and_when_the_last_one_came() -> None:
    said = lines(NOTHING, health(last_post=NOW - timedelta(seconds=3)))

    assert "● live 3 s" in said
    assert "How           X's filtered stream" in said
    assert "Since         11:16, for 3 h 16 min" in said
    assert "Last post     14:32:07, 3 s ago" in said


def test_search_is_told_with_when_it_asks_next() -> None:
    said = text(NOTHING, health(way=Way.SEARCH, again=NOW + timedelta(seconds=20)))

    assert "X's recent search" in said
    assert "Next search   14:32:30, in 20 s" in said


def test_what_stopped_it_is_told_with_the_way_out() -> None:
    known = Health(Liveness.STOPPED, NOW, why="X refuses the key", mendable=True)
    waits = Health(Liveness.RECONNECTING, NOW, why="no", again=NOW + timedelta(minutes=12))

    assert "X refuses the key.\nR tries again." in text(NOTHING, known)
    assert "Next attempt" not in text(NOTHING, known)
    assert "Next attempt  14:44:10, in 12 min" in text(NOTHING, waits)


def test_what_was_put_aside_is_counted() -> None:
    assert "2 posts nobody could read" in text(NOTHING, health(unreadable=2))


def test_before_the_first_answer_it_says_that_it_asks() -> None:
    assert "Asking the hub" in text(None)


def test_without_a_hub_it_does_not_pass_old_news_off_as_new() -> None:
    known = board()
    known.lost = "no hub answers"
    said = [text_of(line) for line in reading_lines(reading(), known, 120)]

    assert said[0].strip() == "✕ no hub"
    assert "what it last said" in said[1]
    assert not any("Last post" in line for line in said)


# Gaps.


@pytest.mark.parametrize(
    ("counts", "words"), [(False, "counts = true under"), (True, "ten minutes after the end of")]
)
def test_without_an_hour_compared_it_says_when_there_is_one(*, counts: bool, words: str) -> None:
    said = text(Reading(Coverage(counts=counts), Account()))
    assert "No hour has been compared yet." in said
    assert words in said


def test_no_gap_says_that_nothing_is_known_to_be_missing() -> None:
    assert "No gap is on record: nothing is known to be missing." in lines(NOTHING)


def test_gaps_are_counted_and_the_newest_stands_first() -> None:
    said = lines(reading())
    found = [line[0] for line in said if line[:2] in ("◌ ", "✓ ", "✕ ")]

    assert "Gaps   3 on record, 2 not repaired (1 lost)" in said
    assert found == ["◌", "✓", "✕"]


def test_a_gap_says_when_how_long_why_and_what_came_of_it() -> None:
    assert "14:30 to now  1 min 29 s  open      The connection to X broke." in told(GOES_ON)
    assert "Not searched yet." in told(GOES_ON)
    repaired = told(REPAIRED)
    assert "✓ 11:12 to 11:15  3 min 29 s  repaired  X went silent" in repaired
    assert "38 posts recovered. May be missing: retweets." in repaired


def test_a_gap_of_another_day_says_which_and_one_over_night_names_both() -> None:
    over_night = replace(LOST, ended=LOST.began + timedelta(hours=20))

    assert "✕ 15 Nov 10:32 to 18:32" in told(LOST)
    assert "15 Nov 10:32 to 16 Nov 06:32" in told(over_night)
    assert "Cannot be searched any more. May be missing: what is older" in told(LOST)


def test_times_are_the_campaigns_not_utc() -> None:
    known = board()
    known.about = replace(known.about, zone="Europe/Warsaw")
    known.welcome(Welcome(VERSION, "", known.about, ASHA, owner=True, now=NOW, seq=0,
                          wall=WallState()))  # fmt: skip
    answer = Reading(Coverage(gaps=(REPAIRED,)), Account())

    assert any("12:12 to 12:15" in text_of(one) for one in reading_lines(answer, known, 120))


def test_what_search_cannot_find_is_said_once_for_all_gaps() -> None:
    assert "Gaps are repaired by search, which does not find: retweets." in lines(reading())
    assert "does not find" not in text(NOTHING)


# Hours.


def test_hours_are_compared_and_the_poor_ones_pointed_at() -> None:
    said = text(reading())

    assert "13:00 to 14:00  X counted 1,204, we have 1,198    99 %" in said
    assert roles(reading(), "99 %") == {Role.GOOD}
    assert roles(reading(), "80 %") == {Role.WARN}


def test_without_counts_it_says_how_to_have_them() -> None:
    assert "counts = true under [source]" in " ".join(lines(NOTHING))


# Money.


def test_money_is_told_by_item_for_today_and_for_the_campaign() -> None:
    said = [" ".join(line.split()) for line in lines(reading())]

    assert "posts 412 $2.06 458 $2.29" in said
    assert "retweets 0 $0.00 2 $0.03" in said
    assert "together $2.15 $2.41" in said


def test_the_budget_its_share_and_its_forecast_are_told() -> None:
    said = text(reading())

    assert "$2.41 of $25  9 %  ━━─" in said
    assert "At this rate the budget is gone at 23:32." in said


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (Level.WARN, "running low"),
        (Level.SLOW, "searched in steps"),
        (Level.STOP, "nothing more is read"),
    ],
)
def test_each_step_of_the_budget_says_what_it_does(level: Level, said: str) -> None:
    spent = replace(MONEY, level=level, spent=24.0)

    assert said in text(reading(), health(money=spent))


def test_without_a_budget_it_says_what_one_would_do() -> None:
    said = text(NOTHING, health(money=Money(2.41)))

    assert "There is no budget" in said
    assert "Nothing has been charged for." in said


def test_xs_own_count_stands_beside_ours() -> None:
    said = text(reading())

    assert "X counted 1,240 posts for the whole project since 09:12, we 1,201." in said
    assert "41,201 of 2,000,000 posts, and begins anew on day 12 (asked at 14:32)." in said
    assert "X counted" not in text(NOTHING)


def test_the_price_table_says_of_which_day_it_is() -> None:
    assert "Prices as X published them on 2026-04-20" in text(reading())


# Any width, any words.


@pytest.mark.parametrize("width", [19, 38, 60, 78, 118, 198])
def test_it_fits_at_every_width_and_loses_nothing(width: int) -> None:
    drawn = reading_lines(reading(), board(), width)
    said = " ".join(" ".join(text_of(line) for line in drawn).split())

    assert max(width_of(line) for line in drawn) <= width
    for part in ("38 posts", "1,198", "$2.29", "2026-04-20"):
        assert part in said


@pytest.mark.uncounted
@pytest.mark.parametrize(("_group", "raw"), HOSTILE, ids=str)
def test_what_x_calls_a_gap_stays_text_and_fits(_group: str, raw: str) -> None:
    why = clean_line(raw)
    gap = Gap(1, NOW - timedelta(hours=1), NOW, why, Repair.LOST, 1, why)
    answer = Reading(Coverage(gaps=(gap,), unsearchable=why), replace(Account(), prices=why))
    known = Health(Liveness.STOPPED, NOW, why=why, trouble=why)

    for width in (24, 80, 160):
        for drawn in reading_lines(answer, board(known), width):
            assert is_safe(text_of(drawn))
            assert width_of(drawn) <= width
