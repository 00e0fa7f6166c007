"""Abuse without a swear word is found, criticism passes, and a score says what it is about."""

import json
import random
import re
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path

import pytest

from judging import RULES, judged, marked, said
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules import abusive_phrases, tone, wordlist
from standup_tui.rules.folding import Folded
from standup_tui.rules.subject import Passage
from standup_tui.rules.words import AbusiveWords
from timing import within

HERE = Path(__file__).parent


def posts(name: str) -> list[str]:
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def abuse_in(text: str) -> list[Flag]:
    return [flag for flag in judged(text) if flag.kind is Kind.ABUSE]


@pytest.mark.uncounted
def test_criticism_of_services_decisions_and_policies_passes() -> None:
    critical = posts("criticism")
    flagged = [text for text in critical if abuse_in(text)]

    assert len(critical) >= 200
    assert len(flagged) / len(critical) <= 0.01, flagged


@pytest.mark.uncounted
def test_harmless_posts_with_harsh_words_pass() -> None:
    harmless = posts("harmless")
    flagged = [text for text in harmless if abuse_in(text)]

    assert len(flagged) / len(harmless) <= 0.03, flagged


def test_most_contempt_and_threats_without_a_swear_word_are_found() -> None:
    contempt = posts("contempt")
    missed = [text for text in contempt if not abuse_in(text)]

    assert len(missed) / len(contempt) <= 0.10, missed


def test_every_reason_quotes_what_it_marks() -> None:
    for text in posts("contempt"):
        for flag in abuse_in(text):
            assert marked(text, flag)[0] in flag.reason


@pytest.mark.parametrize(
    ("text", "reason", "severity"),
    [
        (
            "We know where you live, all of you",
            "reads like a threat: we know where you live",
            Severity.STOP,
        ),
        ("I hope you all rot", "wishes people harm: hope you all rot", Severity.STOP),
        (
            "Bunch of child snatchers, the whole team",
            "accuses people of taking children: child snatchers",
            Severity.STOP,
        ),
        ("you are vermin", "insults people: you are vermin", Severity.STOP),
        ("what a pathetic little man", "insults people: pathetic little man", Severity.LOOK),
    ],
)
def test_a_phrase_is_named_for_what_it_does(text: str, reason: str, severity: Severity) -> None:
    told = [(flag.reason.lower(), flag.severity) for flag in abuse_in(text)]

    assert (reason, severity) in told


@pytest.mark.parametrize(
    "text",
    [
        "We are not child snatchers, we keep families together",
        "I was called a child snatcher on the bus today",
        "Somebody told me social workers are liars",
        "the myth that social workers steal children",
    ],
)
def test_what_is_denied_or_reported_is_no_insult(text: str) -> None:
    assert abuse_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Muslim, gay and trans colleagues, refugees, migrants and Jewish neighbours: all welcome",
        "Black women, disabled people and Travellers speak about suicide, rape and abuse",
        "Trump, Hillary, liberals, Republicans, taxes, government and immigrants, one essay",
        "👍🏽 👍🏿 👩🏾‍🦱 🏳️‍🌈 thank you everyone",
    ],
)
def test_who_or_what_a_post_is_about_is_no_abuse(text: str) -> None:
    assert abuse_in(text) == []


def test_a_tone_names_its_strongest_words_and_marks_them() -> None:
    text = "dumbest show ever, utter stupidity from the ignorant dummies"
    (flag,) = abuse_in(text)

    assert flag.rule == "abuse.tone"
    assert flag.reason.startswith("reads like abuse: strongest words ")
    assert set(marked(text, flag)) == set(flag.reason.partition("words ")[2].split(", "))


def test_a_listed_word_that_is_meant_otherwise_sets_no_tone() -> None:
    dykes = "dyke dyke dyke"
    about_dykes = Passage(Folded(f"by Offa's {dykes}"))

    assert [*tone.abusive(about_dykes, Severity.LOOK)] != []
    assert abuse_in(f"by Offa's {dykes}") == []


def test_a_name_has_no_tone() -> None:
    assert RULES.judge(said("Lovely day", name="Stupid Dumb")) == ()


LEET = str.maketrans("aeiost", "431057")
LOOK_ALIKE = str.maketrans("aceopsxy", "асеорѕху")
DISGUISES: dict[str, Callable[[str], str]] = {
    "spaced": " ".join,
    "dotted": ".".join,
    "accented": "\u0301".join,
    "split by nothing": "\u200b".join,
    "look-alike letters": lambda word: word.translate(LOOK_ALIKE),
    "bold": lambda word: "".join(chr(0x1D41A + ord(letter) - 97) for letter in word),
    "stretched": lambda word: word[:2] + word[2] * 4 + word[3:],
    "digits": lambda word: word.translate(LEET),
    "a star for a vowel": lambda word: word[0] + re.sub("[aeiou]", "*", word[1:], count=1),
    "no vowels": lambda word: word[0] + re.sub("[aeiou]", "", word[1:]),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_strongest_words_of_the_list_are_found_in_every_disguise(disguise: str) -> None:
    listed = wordlist.built_in()
    words = AbusiveWords(listed)
    strong = [
        word
        for word in sorted(listed.forms - listed.safe)
        if word.isalpha() and len(word) > 5
        if (entry := listed.find(word)) and entry.severity is Severity.STOP
    ]
    written = {word: DISGUISES[disguise](word) for word in strong}
    missed = [
        made
        for made in written.values()
        if not [*words.in_passage(Passage(Folded(f"what a {made} this one is")))]
    ]

    assert len(strong) > 100
    assert len(missed) / len(strong) <= 0.1, missed


def test_every_phrase_can_be_reached_and_is_a_sound_pattern() -> None:
    rules = abusive_phrases.built_in()

    assert all(re.fullmatch(r"[a-z']+", word) for word in rules.gate)
    for rule in set(chain.from_iterable(rules.gate.values())):
        assert not rule.finder.compiled.search("")


@pytest.mark.uncounted
def test_no_phrase_is_slow_on_words_that_call_for_it_again_and_again() -> None:
    rules = abusive_phrases.built_in()
    order = random.Random(7)
    words = sorted(rules.gate)
    texts = [f"{word} " * (5_000 // len(word)) for word in order.sample(words, 60)]
    texts += [" ".join(order.choices(words, k=4_000)) for _ in range(3)]
    texts += ["you are the ugly old stupid " * 900, "they are all just such a " * 1_000]
    for text in texts:
        _ = [*rules.in_passage(Passage(Folded(text[:80])))]  # what it calls for is compiled once
        passage = Passage(Folded(text))
        assert within(1.0, partial(list, rules.in_passage(passage)), rounds=1), text[:40]
