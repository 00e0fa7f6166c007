"""Disguises come off, and every letter still knows where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE, LEGITIMATE
from standup_tui.rules.folding import Folded, spelled_out, unstretched, without_digits

any_text = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from("abcﬁß𝐛ⓑ½é\u0301\u200bеⅷİ "), max_size=30),
    st.sampled_from([text for _, text in HOSTILE] + LEGITIMATE),
)


@pytest.mark.parametrize(
    "disguised",
    [
        "Kettle",
        "KÉTTLÊ",
        "k\u0301e\u0302ttle",
        "ke\u200bt\u200dt\u2060le",
        "𝐤𝐞𝐭𝐭𝐥𝐞",
        "ⓚⓔⓣⓣⓛⓔ",
        "🅺🅴🆃🆃🅻🅴",
        "🅚🅔🅣🅣🅛🅔",
        "ｋｅｔｔｌｅ",
        "кеттӏе",
        "κεττlε",
        "ᴋᴇᴛᴛʟᴇ",
        "ke\u00adttle",
    ],
)
def test_look_alikes_accents_and_invisible_characters_fold_to_plain_letters(
    disguised: str,
) -> None:
    assert Folded(disguised).text == "kettle"


def test_places_point_at_the_disguised_word() -> None:
    text = "see ﬁne \u200bｋe\u0301ttle now"
    folded = Folded(text)
    at = folded.text.index("kettle")
    span = folded.span(at, at + 6)

    assert text[span.start : span.end] == "ｋe\u0301ttle"


def test_other_scripts_survive_folding_without_harm() -> None:
    assert Folded("日本語 नमस्ते").text.startswith("日本語 ")


@given(any_text, st.data())
def test_every_folded_stretch_has_a_place_inside_the_original(
    text: str, data: st.DataObject
) -> None:
    folded = Folded(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)

    assert 0 <= span.start < span.end <= len(text)
    assert folded.text[start:end] in Folded(text[span.start : span.end]).text


@given(any_text)
def test_places_never_run_backwards(text: str) -> None:
    folded = Folded(text)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]

    assert spans == sorted(spans, key=lambda span: (span.start, span.end))


@given(any_text)
def test_folding_never_raises_and_settles(text: str) -> None:
    once = Folded(text).text

    assert Folded(once.lower()).text == Folded(Folded(once).text).text


def test_words_spelled_letter_by_letter_are_found() -> None:
    found = [(one.word, one.start, one.end) for one in spelled_out("so k e t t l e, and m.u.g.s!")]

    assert found == [("kettle", 3, 14), ("mugs", 20, 27)]


def test_lists_and_initials_of_two_are_not_words() -> None:
    assert list(spelled_out("plan b, a or b; j.k. rowling; e.g. this")) == []


def test_digits_and_signs_read_as_letters() -> None:
    assert without_digits("k3tt13") == ("kettie", "kettle")
    assert without_digits("$h0p") == ("shop",)


def test_stretched_letters_shrink_to_one_or_two() -> None:
    assert unstretched("kettttle") == ("ketle", "kettle")
    assert unstretched("kettle") == ()
