"""A card says what a post is, at any width, and a stranger's name cannot pose as more."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from hostile import HOSTILE
from standup_tui.model.entry import Entry, PublicAct, Stage
from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import Media
from standup_tui.model.text import Clean, clean_line
from standup_tui.ui.widgets.act_words import acts_in_words
from standup_tui.ui.widgets.card import Aside, author_lines, card, mark
from standup_tui.ui.widgets.found import spans_of
from standup_tui.ui.widgets.ink import Line, Role, text_of, width_of
from standup_tui.ui.widgets.wording import age, ago, clip, cut_short, span
from ui.invented import entry, flagged

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def lines(one: Entry, aside: Aside | None = None, most: int = 6) -> list[str]:
    return [text_of(line).rstrip() for line in card(one, aside or Aside(), 40, most)]


def test_a_card_has_name_handle_age_and_text() -> None:
    shown = lines(entry(1, NOW, "Good work.", who=("Asha Rowe", "asha")), Aside(age="3 min"))

    assert shown == [" ○ Asha Rowe               @asha  3 min", "   Good work.", ""]


def test_the_handle_ends_in_the_same_column_whatever_the_name() -> None:
    names = ("A", "Asha Rowe ✓ approved ● shown", "x" * 200, "日本語" * 20)
    heads = [lines(entry(1, NOW, who=(name, "asha")), Aside(age="now"))[0] for name in names]

    assert {head.index("@asha") for head in map(_in_cells, heads)} == {27}


def test_a_post_of_another_year_keeps_its_name_and_stands_apart_from_its_month() -> None:
    for name in ("Jo", "Bettyann", "Bettyanne", "Bettyanne Crane", "Bettyanne Crane-Fen Ward"):
        one = entry(1, NOW, who=(name, "bettyanne"))
        at_any_width = (author_lines(one.post, "Apr 2021", width) for width in range(20, 60))
        for head in map(_joined, at_any_width):
            assert head.startswith(name[:7])
            assert "@bettyanne" in head.split()
            assert head.split()[-2:] == ["Apr", "2021"] or head.split()[-1] == "@bettyanne"


def _joined(lines: list[Line]) -> str:
    return " ".join(text_of(line) for line in lines)


def _in_cells(line: str) -> str:
    """Give wide characters a second place, so that an index is a column."""
    return "".join(char + (" " if width_of(((char, Role.TEXT),)) > 1 else "") for char in line)


def test_a_flag_stands_first_in_words_and_its_words_are_marked() -> None:
    drawn = card(flagged(1, NOW), Aside(), 60, 6)

    assert text_of(drawn[0]).strip() == "▲ personal data: a full postcode: WV9 4HX"
    assert ("WV9 4HX", Role.FOUND) in [span for line in drawn for span in line]


def test_a_long_post_says_how_many_lines_are_left() -> None:
    shown = lines(entry(1, NOW, "line\n" * 24_000), most=6)

    assert "   … 23,995 more lines: Enter opens it" in shown
    assert len(shown) == 8


def test_a_picture_is_shown_by_its_description() -> None:
    one = entry(
        1, NOW, media=(Media(Clean("photo"), Clean("A whiteboard")), Media(Clean("video")))
    )

    assert lines(one)[-3:-1] == ["   ▣ A whiteboard", "   ▣ film without a description"]


@pytest.mark.uncounted
@pytest.mark.parametrize(("_group", "text"), HOSTILE, ids=str)
def test_hostile_text_never_makes_a_line_too_wide(_group: str, text: str) -> None:
    one = flagged(1, NOW, who=(text, "handle"))
    post = replace(
        one.post, text=clean_line(text), media=(Media(Clean("photo"), clean_line(text)),)
    )

    hostile = replace(one, post=post)
    for width in (8, 20, 33, 38, 60, 120):
        for line in card(hostile, Aside(age="59 min", act="retweet in 8 s"), width, 4):
            assert width_of(line) <= width


def test_the_age_and_the_act_of_a_post_never_change_its_height() -> None:
    one = entry(1, NOW)

    assert len(lines(one)) == len(lines(one, Aside("3 h", opened_by="R", act="due")))


def test_marks_differ_in_shape() -> None:
    standings = [Standing(status) for status in Status]
    standings += [Standing(Status.SHOWN, pin=1), Standing(Status.SHOWN, starred=True),
                  Standing(Status.HELD, escalated=True)]  # fmt: skip

    assert len({mark(standing)[0] for standing in standings}) == len(standings)


def test_overlapping_flags_are_marked_once() -> None:
    one, other = Span(2, 6), Span(4, 9)
    flags = tuple(Flag(Kind.ABUSE, "words", Severity.LOOK, "r", (span,)) for span in (other, one))

    assert spans_of(flags) == (Span(2, 6), Span(6, 9))


def test_a_card_says_where_its_post_is_withheld() -> None:
    one = entry(1, NOW)
    one = replace(one, post=replace(one.post, withheld=(Clean("GB"), Clean("IE"))))
    assert any("withheld in GB, IE" in line for line in lines(one))


def told(*acts: PublicAct) -> str:
    one = entry(1, NOW)
    for act in acts:
        of_retweets = act.verb in (Verb.RETWEET, Verb.UNRETWEET)
        one = replace(one, act=act) if of_retweets else replace(one, hiding=act)
    return acts_in_words(one, NOW)


def an_act(verb: Verb, stage: Stage, problem: str = "", *, dry: bool = False) -> PublicAct:
    due = NOW + timedelta(seconds=8.4)
    number = list(Verb).index(verb)
    return PublicAct(number, verb, entry(1, NOW).post.id, stage, due, "asha", problem, dry)


@pytest.mark.parametrize(
    ("verb", "stage", "said"),
    [
        (Verb.RETWEET, Stage.DUE, "retweet in 8 s"),
        (Verb.RETWEET, Stage.SENDING, "retweet on its way"),
        (Verb.RETWEET, Stage.DONE, "retweeted"),
        (Verb.RETWEET, Stage.FAILED, "retweet failed"),
        (Verb.RETWEET, Stage.IN_DOUBT, "retweet in doubt"),
        (Verb.RETWEET, Stage.STOPPED, ""),
        (Verb.HIDE_REPLY, Stage.DUE, "hiding on X in 8 s"),
        (Verb.HIDE_REPLY, Stage.DONE, "hidden on X"),
        (Verb.HIDE_REPLY, Stage.FAILED, "hiding on X failed"),
        (Verb.HIDE_REPLY, Stage.IN_DOUBT, "hiding on X in doubt"),
        (Verb.HIDE_REPLY, Stage.STOPPED, ""),
        (Verb.UNHIDE_REPLY, Stage.STOPPED, "hidden on X"),
        (Verb.UNHIDE_REPLY, Stage.DONE, "shown again on X"),
    ],
)
def test_the_outbox_is_told_in_words(verb: Verb, stage: Stage, said: str) -> None:
    assert told(an_act(verb, stage)) == said


def test_both_kinds_of_public_acts_are_told_the_newest_first() -> None:
    hidden = an_act(Verb.HIDE_REPLY, Stage.DONE)

    assert told(an_act(Verb.RETWEET, Stage.DONE), hidden) == "hidden on X · retweeted"


def test_an_act_that_a_limit_holds_counts_down_and_says_why() -> None:
    assert told(an_act(Verb.RETWEET, Stage.DUE, "a limit")) == "retweet in 8 s: X's limit"


def test_a_dry_run_never_reads_as_sent() -> None:
    for stage in (Stage.DUE, Stage.SENDING, Stage.DRY_RUN):
        assert told(an_act(Verb.RETWEET, stage, dry=True)).startswith("dry run: retweet")
    assert told(an_act(Verb.RETWEET, Stage.DRY_RUN, dry=True)).endswith("not sent")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-5, "now"), (9, "now"), (19, "10 s"), (59, "50 s"), (60, "1 min"), (3599, "59 min"),
     (3600, "1 h"), (86_399, "23 h"), (86_400, "23 Nov")],
)  # fmt: skip
def test_ages_are_coarse_and_never_negative(seconds: float, said: str) -> None:
    assert said == age(NOW - timedelta(seconds=seconds), NOW)


def test_shortened_text_ends_in_an_ellipsis_and_fits() -> None:
    assert clip("hello big world", 10) == "hello big…"
    assert clip("hello", 5) == "hello"
    assert clip("日本語日本語", 7) == "日本語…"
    assert clip("hello", 0) == ""
    assert cut_short("hello", 9) == "hello…"
    assert cut_short("hello you", 9) == "hello yo…"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-1, "0 s"), (59, "59 s"), (3599, "59 min"), (26 * 3600, "26 h"), (49_377 * 3600, "2,057 d")],
)
def test_a_stretch_of_time_is_said_in_the_unit_one_thinks_in(seconds: float, said: str) -> None:
    assert span(seconds) == said


def test_a_post_of_another_year_says_which() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    assert age(datetime(2026, 11, 20, tzinfo=UTC), now) == "20 Nov"
    assert age(datetime(2021, 4, 8, tzinfo=UTC), now) == "Apr 2021"
    assert ago(datetime(2026, 11, 20, tzinfo=UTC), now) == "on 20 Nov"
    assert ago(datetime(2021, 4, 8, tzinfo=UTC), now) == "in Apr 2021"


def test_a_flagged_post_about_somebodys_safety_says_where_to_find_whom_to_call() -> None:
    danger = Flag(Kind.SAFEGUARDING, "safeguarding.tone", Severity.STOP, "somebody is in danger")
    one = entry(1, NOW, status=Status.FLAGGED, flags=(danger,))

    assert any("Enter: whom to call" in line for line in lines(one))
    assert not any("whom to call" in line for line in lines(flagged(1, NOW)))
    approved = replace(one, standing=Standing(Status.SHOWN))
    assert not any("whom to call" in line for line in lines(approved))


def test_a_name_that_is_cut_keeps_enough_to_be_recognised() -> None:
    long = entry(1, NOW, who=("Jodie Cantwell-Marsh", "jodiecan_wvale_sw"))
    one, two = author_lines(long.post, "now", 34)
    assert text_of(one).startswith("Jodie Cantwell-Marsh ")
    assert text_of(two) == "@jodiecan_wvale_sw"
    short = entry(1, NOW, who=("Jo Can", "jodiecan_wvale_sw"))
    assert len(author_lines(short.post, "now", 34)) == 1


def test_a_foot_that_says_something_stands_apart_where_rows_are_plenty() -> None:
    ours = replace(entry(1, NOW), roster=True)
    assert len(card(ours, Aside(), 40, 6, airy=True)) == len(card(ours, Aside(), 40, 6)) + 1
    plain = entry(1, NOW)
    assert len(card(plain, Aside(), 40, 6, airy=True)) == len(card(plain, Aside(), 40, 6))
