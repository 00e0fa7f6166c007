"""How the rules fare, in words and tables, at any width and whatever a word is."""

import pytest
from msgspec.structs import replace

from hostile import HOSTILE
from standup_tui.model.flag import Kind
from standup_tui.model.text import clean_line, is_safe
from standup_tui.model.votes import KindCount, Report, VoteCounts, Votes, WordCount
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import VERSION, Welcome
from standup_tui.ui.console.sheets.rules_sheet import rules_lines
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import Line, Role, text_of, width_of
from ui.fake_hub import ABOUT, ASHA, NOW
from ui.reports import SPAM, both, report


def board() -> Board:
    one = Board(lambda: 0.0)
    one.welcome(Welcome(VERSION, "", ABOUT, ASHA, owner=True, now=NOW, seq=0, wall=WallState()))
    return one


def drawn(answer: Report | None, width: int = 120) -> list[Line]:
    return rules_lines(answer, board(), width)


def text(answer: Report | None, width: int = 120) -> str:
    """Return what is said, a table's columns one space apart."""
    return "\n".join(" ".join(text_of(line).split()) for line in drawn(answer, width))


def test_before_the_first_answer_it_says_that_it_asks() -> None:
    assert "Asking the hub" in text(None)


def test_a_kind_and_its_rules_say_how_often_they_fired_and_how_people_saw_it() -> None:
    said = text(report())

    assert "Today fired undecided agreed overruled" in said
    assert "Safeguarding · always stop 3 2 1 of 1 0" in said
    assert "the tone of the whole 7 1 4 of 6 2" in said
    assert "Hostile text · stop or look 0" in said


def test_a_kind_that_is_off_says_who_has_to_look() -> None:
    assert "Press · off: somebody has to look instead" in text(report())
    off = KindCount(Kind.SPAM, on=False, severity="", counts=both(SPAM))
    assert "before it was off 12 2 1 of 10 9" in text(replace(report(), kinds=(off,)))


def test_what_is_overruled_again_and_again_stands_first_with_what_could_be_done() -> None:
    said = text(report())

    assert said.index("Spam, looks like spam: overruled 9 of 10 times today.") < said.index(
        "Today"
    )
    assert '[words]\nallow = ["crap", "damn"]' in said
    assert "the word “damn”" in said or "The word “damn”" in said
    assert "Nothing changes by itself" in said


def test_without_doubts_it_says_so() -> None:
    assert "Nothing is overruled again and again." in text(Report())


def test_figures_of_the_whole_campaign_stand_apart_where_they_differ() -> None:
    more = replace(report(), posts=VoteCounts(report().posts.today, Votes(90, 40, 40, 10)))

    assert "The whole campaign" in text(more)
    assert "The whole campaign" not in text(report())


def test_own_words_are_all_listed_and_without_any_it_says_how_to_have_some() -> None:
    assert "ribble lane 0" in text(report())
    assert "flag under [words] in campaign.toml" in text(replace(report(), words=()))


def test_the_alarm_about_new_accounts_and_the_roster_are_told() -> None:
    alarmed = replace(report(), newcomers="15 of 15 accounts are young")

    assert "▲ 15 of 15 accounts are young." in text(alarmed)
    assert "12 accounts on the roster" in text(alarmed)
    assert "The roster is empty" in text(Report())


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        (Votes(1, 0, 0, 1), "1 post flagged today, 1 not decided."),
        (Votes(2, 1, 1, 0), "2 posts flagged today, all decided."),
        (Votes(2, 1, 0, 0), "2 posts flagged today, none waits for a decision."),
    ],
)
def test_the_first_line_says_what_is_left_to_do(votes: Votes, said: str) -> None:
    assert said in text(replace(report(), posts=both(votes)))


def test_a_bar_shows_what_people_agreed_with_and_what_they_overruled() -> None:
    (spam, *_) = [line for line in drawn(report()) if "looks like spam" in text_of(line)][1:]

    assert [(len(part), role) for part, role in spam[-3:]] == [
        (1, Role.GOOD),
        (8, Role.WARN),
        (1, Role.LINE),
    ]


@pytest.mark.parametrize("width", [19, 38, 60, 78, 118, 198])
def test_it_fits_at_every_width_and_loses_nothing(width: int) -> None:
    lines = drawn(report(), width)
    said = " ".join(" ".join(text_of(line) for line in lines).split())

    assert max(width_of(line) for line in lines) <= width
    for part in ("4 of 6", "somebody has", "fostering", "12 accounts"):
        assert part in said


@pytest.mark.uncounted
@pytest.mark.parametrize(("_group", "raw"), HOSTILE, ids=str)
def test_a_word_stays_text_and_fits(_group: str, raw: str) -> None:
    word = WordCount(clean_line(raw), own=True, counts=both(SPAM))
    for width in (24, 80, 160):
        for line in drawn(replace(report(), words=(word,)), width):
            assert is_safe(text_of(line))
            assert width_of(line) <= width
