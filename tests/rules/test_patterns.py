"""The language of phrase files means what it says, and costs what it promises."""

import re

import pytest

from judging import labelled
from standup_tui.rules.folding import Folded
from standup_tui.rules.patterns import Pattern
from standup_tui.rules.phrases import MAX_QUOTE, Phrases
from standup_tui.rules.subject import Passage
from timing import within

FILES = ["safeguarding.txt", "press.txt", "duty.txt"]


@pytest.fixture(scope="module", params=FILES)
def phrases(request: pytest.FixtureRequest) -> Phrases:
    return Phrases(request.param)


def passage(text: str) -> Passage:
    return Passage(Folded(text))


@pytest.mark.parametrize(
    ("pattern", "said", "unsaid"),
    [
        ("want to <die>", "I want to die.", "want to diet"),
        ("want, to", "want, to", "want to"),
        ("he ~2 hits", "he always just hits", "he is here. she hits"),
        ("he ~2 hits", "he hits", "he never ever once hits"),
        ("can't go", "cant go", "can go"),
        ("can't go", "can’t go", "cannot go"),
        ("any ?more", "anymore", "any and more"),
        ("my {kin} hits", "my dad hits", "my cat hits"),
        ("<hits> me(?!.*(chess|cards))", "he hits me", "at chess he hits me"),
        ("<hits> me(?=.*(dad|mum))", "dad hits me", "dada hits me"),
        ("(he|she) (really )?<hits>", "she really hits", "it really hits"),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, said: str, unsaid: str) -> None:
    made = Pattern(pattern, {"kin": "dad|mum"})

    assert made.search(passage(said))
    assert not made.search(passage(unsaid))


def test_what_a_pattern_needs_is_read_from_it() -> None:
    made = Pattern("(he|she) ~3 <hits|kicks> (my )?(dog|cat(s|ty)?)(?! (lol))", {})

    assert made.gate == {"hits", "kicks"}
    assert made.needs[0] == {"he", "she"}
    assert {"dog", "cat", "cats", "catty"} in made.needs or len(made.needs) == 2


def test_every_pattern_of_ours_compiles_and_names_its_words(phrases: Phrases) -> None:
    for topic, pattern in phrases.patterns:
        assert pattern.finder.compiled.pattern
        assert pattern.gate or topic.points <= 1, pattern.written
        assert all(re.fullmatch(r"[a-z']+", word) for word in pattern.gate), pattern.gate
        assert all(excuse in phrases.excuses for excuse in topic.excuses), topic
    for patterns in phrases.excuses.values():
        for pattern in patterns:
            assert pattern.finder.compiled.pattern


@pytest.mark.uncounted
def test_no_pattern_is_skipped_that_would_have_been_found(phrases: Phrases) -> None:
    names = ["safeguarding", "safeguarding_second", "press_duty", "press_second"]
    for it in [passage(text) for name in names for _, text in labelled(name)]:
        for _, pattern in phrases.patterns:
            if any(it.heard.isdisjoint(group) for group in pattern.needs):
                text = it.folded.text
                found = pattern.finder.compiled.search(text) and pattern.suits(text)
                assert not found, (pattern.written, text)


def test_a_quotation_has_an_end(phrases: Phrases) -> None:
    text = f"he says {'w' * 9_000} i am suicidal and the council lied, FOI request: {'x' * 9_000}"

    assert all(find.end - find.start <= MAX_QUOTE for find in phrases.found(passage(text)))


@pytest.mark.uncounted
def test_the_worst_text_we_can_think_of_takes_a_moment(phrases: Phrases) -> None:
    words = sorted({word for _, pattern in phrases.patterns for word in pattern.gate})
    text = " ".join(words * 10)[:25_000]
    phrases.found(passage(text))

    assert within(1.0, lambda: phrases.found(passage(text)))
