"""What strangers wrote must be readable, complete and harmless."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from hostile import HOSTILE, LEGITIMATE, PATHOLOGICAL
from standup_tui.model.text import LINE_BREAK_MARK, MAX_MARKS, clean, clean_line, is_safe, oddities
from timing import within

DANGEROUS = sorted(
    {char for _, text in HOSTILE for char in text if not char.isprintable() or char == "\ufe0f"}
    | {char for text in LEGITIMATE for char in text if not char.isascii()}
)

anything = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Mc", "Me"]),
        st.sampled_from([*DANGEROUS, "a", "[", "]", "\\", ";", " "]),
    ),
    max_size=60,
)


def harmless(text: str) -> bool:
    """Judge by the Unicode database alone, so that the cleaner's own tables prove nothing."""
    joined = "".join(char for char in text if char not in "\n\u200c\u200d")
    for flag in LEGITIMATE_TAGS:
        joined = joined.replace(flag, "")
    if any(unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} for char in joined):
        return False
    return all(map(bearable, iter_graphemes(text)))


LEGITIMATE_TAGS = {
    text[at : text.index("\U000e007f", at) + 1]
    for text in LEGITIMATE
    for at in [text.find("\U0001f3f4\U000e0067")]
    if at >= 0
}


def bearable(grapheme: str) -> bool:
    """No tower of marks on one letter."""
    run = longest = 0
    for char in grapheme:
        if unicodedata.category(char) == "Mn" and char not in "\ufe0e\ufe0f":
            run += 1
        elif unicodedata.category(char)[0] in "LNSPZ":
            run = 0
        longest = max(longest, run)
    return longest <= MAX_MARKS


@pytest.mark.fault("G11")
@pytest.mark.parametrize(("group", "text"), HOSTILE)
def test_hostile_text_becomes_harmless(group: str, text: str) -> None:
    once = clean(text)

    assert is_safe(once), group
    assert harmless(once), group
    assert once == clean(once)
    assert "\n" not in clean_line(text)
    assert is_safe(clean_line(text))


def test_there_is_enough_hostile_text_of_every_group() -> None:
    groups = [group for group, _ in HOSTILE]

    assert len(groups) >= 120
    assert min(map(groups.count, set(groups))) >= 4


@pytest.mark.fault("G6")
@pytest.mark.parametrize("text", LEGITIMATE)
def test_every_script_and_every_emoji_comes_through_unchanged(text: str) -> None:
    assert text == clean(text)
    assert is_safe(text)
    assert harmless(text)
    assert text.replace("\n", LINE_BREAK_MARK) == clean_line(text)


@pytest.mark.parametrize(
    "text", [text for group, text in HOSTILE if group in {"markup", "markdown"}]
)
def test_what_is_only_punctuation_stays_as_it_was_written(text: str) -> None:
    assert text == clean(text)


def test_control_characters_show_as_marks() -> None:
    assert clean("a\x1b[2Jb\x00\x7f\x9b") == "a\u241b[2Jb\u2400\u2421\ufffd"


def test_an_escape_sequence_is_not_put_together_by_deleting() -> None:
    assert clean("\x1b\x07]0;X\x1b\x07\\") == "\u241b\u2407]0;X\u241b\u2407\\"


def test_line_breaks_of_every_kind_become_line_feeds() -> None:
    assert clean("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_a_name_cannot_fake_a_second_line() -> None:
    assert clean_line("Council\r\nAPPROVED") == f"Council{LINE_BREAK_MARK}APPROVED"


def test_a_post_is_never_shortened() -> None:
    assert clean("\n" * 24_000) == "\n" * 24_000
    assert len(clean("word " * 20_000 + "é")) == 100_001


def test_halves_of_a_character_are_joined() -> None:
    assert clean("\ud83d\ude00 \ud83d") == "\U0001f600 \ufffd"


def test_a_mark_without_a_letter_gets_a_circle_to_stand_on() -> None:
    assert clean("\u0301a\n\u0301b") == "\u25cc\u0301a\n\u25cc\u0301b"


def test_a_letter_carries_at_most_four_marks() -> None:
    assert clean("a" + "\u0301" * 40 + "b") == "a" + "\u0301" * 4 + "b"


def test_a_joined_emoji_has_an_end() -> None:
    family = clean("\U0001f468\u200d" * 50)

    assert max(len(grapheme) for grapheme in iter_graphemes(family)) <= 7
    assert family.count("\U0001f468") == 50


def test_oddities_are_controls_and_overrides_but_not_breaks_tabs_or_direction_marks() -> None:
    assert oddities("a\x1b[c\x00\x9b\u202e") == 4
    assert oddities("a\tb\nc\r\nd\u2028") == 0
    assert oddities("\u200fשלום\u200e \u2067x\u2069 \u200b") == 0
    assert [text for text in LEGITIMATE if oddities(text)] == []


@pytest.mark.fault("G11")
@given(anything)
@example("\x1b\x07]0;X\x1b\x07\\")
@example(
    "\U0001f468\u200d\U0001f468\u200d\U0001f468\u200d\U0001f468\u200d\U0001f3fd\u200d\U0001f468"
)
def test_whatever_goes_in_harmless_text_comes_out_and_stays(raw: str) -> None:
    for door in (clean, clean_line):
        once = door(raw)

        assert is_safe(once)
        assert harmless(once)
        assert once == door(once)
    assert oddities(clean(raw)) == 0


@pytest.mark.fault("G11")
@given(anything)
def test_safe_text_is_what_cleaning_leaves_alone(raw: str) -> None:
    assert is_safe(raw) == (clean(raw) == raw)


@given(st.lists(st.sampled_from([text for _, text in HOSTILE] + LEGITIMATE), max_size=4))
def test_pieces_put_together_are_as_harmless_as_pieces(pieces: list[str]) -> None:
    assert harmless(clean("".join(pieces)))
    assert harmless(clean("".join(map(clean, pieces))))


@given(anything)
def test_visible_characters_are_never_lost(raw: str) -> None:
    letters = [char for char in raw if char.isalnum() and char not in "\u115f\u1160\u3164\uffa0"]

    assert letters == [char for char in clean(raw) if char.isalnum()]


@pytest.mark.fault("G5")
@pytest.mark.uncounted
@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=list(PATHOLOGICAL))
def test_no_post_takes_longer_than_a_tenth_of_a_second(text: str) -> None:
    assert is_safe(clean(text))
    assert within(0.1, lambda: clean(text))


def test_an_ordinary_post_takes_microseconds() -> None:
    post = "Home visits done, kettle on. “Proud” of this team – every day. #StandUp4SW " * 3

    assert within(20e-6, lambda: clean(post), rounds=50)
