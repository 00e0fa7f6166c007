"""What a moderator types is understood, or answered with what there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import post
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.search import KEYS, STANDINGS, parse
from standup_tui.model.words import LONGEST, document, tokens


def entry(text: str, status: Status = Status.WAITING) -> Entry:
    return Entry(1, post(1, text), Standing(status))


@pytest.mark.parametrize(
    ("typed", "text", "matches"),
    [
        ("café", "A CAFE in town", True),
        ("cafe ", "Cafés in town", False),
        ("cafe", "Cafés in town", True),
        ("strasse ", "Hauptstraße, Straße", True),
        ("haupt ", "Hauptstraße", False),
        ("don't", "I don’t know", True),
        ("漢", "日本の漢字", True),
        ("self-care", "self\u00adcare and self care", True),
        ('"in town" cafe', "cafe in town", True),
        ('"town in"', "in town in", True),
        ('"carter a"', "a good day", False),
        ("🙏", "thanks🙏🙏", True),
        ("http://a.example/b", "see http://a.example/b", True),
        ("14:32 ", "at 14:32", True),
        ("-town", "in town", False),
        ("- town", "in town", True),
        ('"', "anything", True),
        ("", "anything", True),
    ],
)
def test_words_match_whatever_their_accents_and_case(
    typed: str, text: str, *, matches: bool
) -> None:
    assert parse(typed).matches(entry(text)) is matches


def test_a_post_that_is_gone_matches_nothing() -> None:
    assert not parse("").matches(entry("", Status.GONE))


def test_an_unknown_key_is_answered_with_those_that_there_are() -> None:
    why = parse("bus colour:red").why
    assert why.startswith("“colour:” is not known here")
    assert all(f"{key}:" in why for key in KEYS)
    assert all(name in parse("is:red ").why for name in STANDINGS)
    assert "safeguarding" in parse("kind:red").why


def test_a_key_that_is_still_being_typed_is_no_mistake_yet() -> None:
    for begun in ("is:", "is:he", "kind:", "@", "tag:", "from:", "-"):
        assert parse(begun).why == ""
        assert parse(begun).terms == ()


@pytest.mark.fault("G9")
@given(typed=st.text(max_size=300), text=st.text(max_size=80))
def test_whatever_is_typed_it_is_understood_or_explained(typed: str, text: str) -> None:
    query = parse(typed)
    assert isinstance(query.matches(entry(text)), bool)
    assert not (query.why and query.terms)


@given(text=st.text(max_size=200))
def test_tokens_come_back_from_whoever_splits_at_ascii_signs(text: str) -> None:
    for token in tokens(text):
        assert 0 < len(token) <= LONGEST
        assert not any(char.isascii() and not char.isalnum() for char in token)
        assert token == token.lower() or not token.isascii()
    assert document(post(1, text)).split() == document(post(1, text)).strip().split(" ")
