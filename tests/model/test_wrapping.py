"""Every line fits its column, nothing is lost, and offsets point into the post."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE, LEGITIMATE, PATHOLOGICAL
from standup_tui.model.text import clean, clean_line
from standup_tui.model.wrapping import cells, fits, wrap, wrap_spans
from timing import within

ordinary = st.text(st.sampled_from("ab,. \n"), max_size=60)
cleaned = st.one_of(
    ordinary,
    st.text(max_size=60).map(clean),
    st.lists(st.sampled_from([*LEGITIMATE, *(text for _, text in HOSTILE)]), max_size=3).map(
        lambda pieces: clean(" ".join(pieces))
    ),
)
widths = st.integers(2, 30)


def ink(text: str) -> str:
    return "".join(text.split())


def test_a_line_breaks_at_a_space_which_is_left_out() -> None:
    assert wrap("the kettle is on", 10) == ["the kettle", "is on"]


def test_line_feeds_and_empty_lines_are_kept() -> None:
    assert wrap("one\n\ntwo\n", 10) == ["one", "", "two", ""]
    assert wrap("", 10) == [""]


def test_the_indent_of_a_line_is_kept_while_there_is_room() -> None:
    assert wrap("  - first of many", 8) == ["  -", "first of", "many"]
    assert wrap("      word", 5) == ["word"]


def test_a_word_longer_than_the_line_starts_its_own_line_and_is_cut() -> None:
    assert wrap("see abcdefghijkl now", 5) == ["see", "abcde", "fghij", "kl", "now"]
    assert wrap("see ábcdefghijkl now", 5) == ["see", "ábcde", "fghij", "kl", "now"]


def test_a_grapheme_is_never_cut() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

    assert wrap(family * 3, 5) == [family * 2, family]
    assert wrap("e\u0301" * 5, 3) == ["e\u0301" * 3, "e\u0301" * 2]


def test_ideographs_break_anywhere_but_not_before_a_full_stop() -> None:
    assert wrap("我能吞下玻璃。而不", 12) == ["我能吞下玻", "璃。而不"]
    assert wrap("see 我能吞下玻璃", 8) == ["see 我能", "吞下玻璃"]


def test_offsets_point_at_the_words_of_the_post() -> None:
    text = "Zoë lives at\nthe old mill"

    assert wrap(text, 8) == ["Zoë", "lives at", "the old", "mill"]
    assert wrap_spans(text, 8) == [(0, 3), (4, 12), (13, 20), (21, 25)]


@given(cleaned, widths)
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    assert max(map(cells, wrap(text, width))) <= width


@given(cleaned, st.integers(1, 30))
def test_nothing_but_spaces_is_lost_and_offsets_only_grow(text: str, width: int) -> None:
    spans = wrap_spans(text, width)
    edges = [0, *(edge for span in spans for edge in span), len(text)]

    assert all(before <= after for before, after in pairwise(edges))
    assert ink("".join(text[start:end] for start, end in spans)) == ink(text)
    assert len(spans) >= text.count("\n") + 1


@given(ordinary, st.integers(1, 12))
def test_the_fast_way_and_the_thorough_way_agree(text: str, width: int) -> None:
    assert wrap_spans(f"a{text}", width) == wrap_spans(f"é{text}", width)


@given(cleaned, widths, st.integers(0, 5))
def test_a_limit_stops_early_with_the_same_lines(text: str, width: int, limit: int) -> None:
    assert wrap(text, width, limit) == wrap(text, width)[:limit]


@given(cleaned)
def test_width_is_never_negative_and_adds_up_over_words(text: str) -> None:
    assert cells(text) >= 0
    assert cells(f"ab{text}" if text.isascii() else f"ab\n{text}") == 2 + cells(text)


def test_widths_are_those_of_terminals() -> None:
    assert [cells(text) for text in ("abc", "界", "e\u0301", "\U0001f1ec\U0001f1e7")] == [
        3,
        2,
        1,
        2,
    ]
    assert cells("\U0001f468\u200d\U0001f469\u200d\U0001f467") == 2
    assert cells("\u2764\ufe0f") == 2


def test_an_endless_letter_does_not_pass_for_a_narrow_one() -> None:
    assert cells("क्" * 100) == 100
    assert cells("\u1100" * 100) == 200
    assert cells("\U0001f3fd" * 100) == 200


@pytest.mark.fault("G5")
@pytest.mark.uncounted
@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=list(PATHOLOGICAL))
def test_hostile_lengths_wrap_in_a_moment(text: str) -> None:
    post = clean(text)

    assert max(map(cells, wrap(post, 40))) <= 40
    assert within(0.1, lambda: wrap(post, 40))


def test_twenty_four_thousand_lines_wrap_within_a_frame_or_three() -> None:
    post = "\n" * 24_000

    assert len(wrap(post, 40)) == 24_001
    assert within(0.05, lambda: wrap(post, 40))


def test_a_limit_makes_a_huge_post_as_cheap_as_a_screen() -> None:
    post = "é\n" * 12_000

    assert len(wrap(post, 40, limit=50)) == 50
    assert within(0.005, lambda: wrap(post, 40, limit=50))


@pytest.mark.parametrize("text", [*LEGITIMATE, *(text for _, text in HOSTILE)])
def test_what_fits_is_what_takes_no_more_columns(text: str) -> None:
    cleaned = clean(text)
    for width in (0, 1, 5, cells(cleaned) - 1, cells(cleaned), 500):
        assert fits(cleaned, width) is (cells(cleaned) <= width)


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_whether_a_huge_name_fits_is_known_at_once(text: str) -> None:
    cleaned = clean_line(text)

    assert fits(cleaned, 30) is (cells(cleaned) <= 30)
    assert within(0.001, lambda: fits(cleaned, 30))
