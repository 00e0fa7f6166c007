"""Emoji and letters spelled for terminals that draw them in their own way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from wcwidth import wcwidth

from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.text import Clean, clean
from standup_tui.model.wrapping import cells
from standup_tui.ui.looks.shown import as_shown
from standup_tui.ui.looks.spelling import AS_WRITTEN, Emoji, Spelling, spelled
from standup_tui.ui.widgets.card import Aside, card
from standup_tui.ui.widgets.ink import text_of, width_of
from ui.fake_hub import NOW
from ui.invented import entry

SIMPLE = Spelling(Emoji.SIMPLE)
WORDS = Spelling(Emoji.TEXT)
ASCII = Spelling(Emoji.TEXT, ascii=True)

FAMILY = "👨‍👩‍👧"
HEALTH = "👩🏽‍⚕️"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("written", "simple", "words"),
    [
        ("🎉", "🎉", "[party popper]"),
        ("🎉🎉🎉", "🎉🎉🎉", "[party popper x3]"),
        (FAMILY, "👨", "[man, woman, girl]"),
        (HEALTH, "👩", "[woman, medium skin, health]"),
        ("❤️", "❤", "[heart]"),
        ("🇬🇧", "[GB]", "[flag GB]"),
        (SCOTLAND, "[Scotland]", "[flag of Scotland]"),
        ("1️⃣", "1", "[1]"),
        ("⭐", "⭐", "[white medium star]"),
        ("naïve Zoë, Wójcik", "naïve Zoë, Wójcik", "naïve Zoë, Wójcik"),
        ("क्षि می\u200cخواهم",) * 3,
        ("→ £5 · “so” ✓", "→ £5 · “so” ✓", "→ £5 · “so” ✓"),
    ],
)
def test_emoji_simply_and_in_words(written: str, simple: str, words: str) -> None:
    text = clean(written)
    assert spelled(text, SIMPLE).text == simple
    assert spelled(text, WORDS).text == words
    assert spelled(text, AS_WRITTEN).text == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Zoë Wójcik, groß, Łódź", "Zoe Wojcik, gross, Lodz"),
        ("it’s “fine” – £5", "it’s “fine” – GBP 5"),  # signs get their stand-ins on the way out
        ("½ a day", "1/2 a day"),
        ("Спасибо вам большое, all", "[Cyrillic, 17 letters], all"),
        ("今日は", "[Chinese or Japanese, 3 letters]"),
        ("a न b", "a [Devanagari, 1 letter] b"),
        ("well done 👏🏽", "well done [clapping hands sign, medium skin]"),
        ("≥ 3", "[greater-than or equal to] 3"),
    ],
)
def test_letters_of_ascii_say_what_they_can(written: str, expected: str) -> None:
    assert spelled(clean(written), ASCII).text == expected


def test_what_was_found_moves_along() -> None:
    text = clean(f"{FAMILY} went to 14 Mill Lane ❤️ WV9 4HX")
    found = [Span(text.index(it), text.index(it) + len(it)) for it in ("14 Mill Lane", "WV9 4HX")]
    flag = Flag(Kind.PERSONAL, "postcode", Severity.STOP, "a postcode", tuple(found))
    old = entry(1, NOW)
    written = replace(old, post=replace(old.post, text=text), flags=(flag,))

    for spelling in (SIMPLE, WORDS, ASCII):
        shown = as_shown(written, spelling)
        marked = [shown.post.text[it.start : it.end] for it in shown.flags[0].spans]
        assert marked == ["14 Mill Lane", "WV9 4HX"]
    assert written.post.text == text


def test_a_found_word_in_other_letters_is_found_as_a_whole() -> None:
    text = clean("see Привет мир now")
    shown = spelled(text, ASCII)
    assert shown.text[shown.start(5) : shown.end(8)] == "[Cyrillic, 9 letters]"


def test_what_needs_no_spelling_is_the_same_entry() -> None:
    plain = entry(1, NOW)
    assert as_shown(plain, AS_WRITTEN) is plain
    if plain.post.text.isascii() and plain.post.author.name.isascii():
        assert as_shown(plain, ASCII) is plain


def test_names_and_pictures_are_spelled_too() -> None:
    old = entry(1, NOW)
    author = replace(old.post.author, name=Clean(f"Rowan {FAMILY}"))
    shown = as_shown(replace(old, post=replace(old.post, author=author)), SIMPLE)
    assert shown.post.author.name == "Rowan 👨"
    assert shown.post.author.handle == old.post.author.handle


@given(st.text(alphabet=st.sampled_from("ab👩🏽‍⚕️❤🇬🇧1⃣🏴 é\n")))
def test_simple_leaves_nothing_that_terminals_join(text: str) -> None:
    drawn = spelled(clean(text), SIMPLE).text
    assert not set(drawn) & {"\u200d", "\ufe0f", "\u20e3"}
    assert cells(drawn) >= 0


def test_rows_are_as_wide_as_their_characters_one_by_one() -> None:
    """Terminals that join nothing and those that join everything put the border in one place."""
    wild = f"{FAMILY} {HEALTH} 🇬🇧 {SCOTLAND} 1️⃣ ❤️ 🎉 " * 4
    old = entry(1, NOW, wild, who=(f"Rowan {FAMILY}{HEALTH} 🇬🇧", "rowan"))
    for spelling in (SIMPLE, WORDS):
        for line in card(as_shown(old, spelling), Aside(age="now"), 40, 12):
            text = text_of(line)
            assert sum(map(wcwidth, text)) == width_of(line) <= 40, text


@given(st.text(), st.sampled_from([SIMPLE, WORDS, ASCII]))
def test_every_place_has_its_place(text: str, spelling: Spelling) -> None:
    written = clean(text)
    shown = spelled(written, spelling)
    starts = [shown.start(at) for at in range(len(written))]
    ends = [shown.end(at) for at in range(1, len(written) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(start <= end <= len(shown.text) for start, end in zip(starts, ends, strict=True))
    assert clean(shown.text) == shown.text
