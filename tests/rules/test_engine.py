"""Whatever comes in, the rules answer at once, with reasons that fit the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE, LEGITIMATE, PATHOLOGICAL
from judging import RULES, judged, said
from standup_tui.model.flag import Kind, Severity
from standup_tui.model.text import clean
from standup_tui.rules.engine import Rules, RuleSettings
from timing import seconds

PIECES = [
    "wanker",
    "W4NKER",
    "s h i t",
    "f**k",
    "NR2 7QQ",
    "sw1a2zz",
    "tits",
    "feeder",
    "kill yourself",
    "I can’t go on, I want to die",
    "my stepdad hits me every night",
    "FOI request",
    "the director lied to the inquiry",
]
texts = st.lists(
    st.one_of(
        st.sampled_from([*PIECES, *(text for _, text in HOSTILE), *LEGITIMATE]),
        st.text(max_size=20),
    ),
    max_size=5,
).flatmap(lambda parts: st.sampled_from(["", " ", "\n", "-"]).map(lambda glue: glue.join(parts)))


@given(texts, texts)
def test_every_place_lies_in_the_text_and_holds_what_the_reason_says(raw: str, other: str) -> None:
    text = clean(raw)
    for flag in judged(raw, name=other, alt=other):
        for span in flag.spans:
            assert 0 <= span.start < span.end <= len(text)
        quoted = [text[span.start : span.end] for span in flag.spans]
        assert not quoted or quoted[0] in flag.reason
        assert flag.reason
        assert flag.reason.isprintable() or not text.isprintable()


def test_control_characters_ask_for_a_look() -> None:
    (flag,) = judged("hello \x1b[2J\x07\x00 there")

    assert (flag.kind, flag.severity) == (Kind.HOSTILE, Severity.LOOK)
    assert flag.reason == "contains 3 control characters, shown as marks"
    assert flag.spans == ()
    assert [flag.reason for flag in judged("\x07")] == [
        "contains a control character, shown as a mark"
    ]


def test_the_most_serious_rule_speaks_first() -> None:
    kinds = [flag.kind for flag in judged("wankers at NR2 7QQ \x1b[c")]

    assert kinds == [Kind.PERSONAL, Kind.ABUSE, Kind.HOSTILE]


def test_a_kind_that_is_off_flags_nothing() -> None:
    rules = Rules(RuleSettings(kinds_off=frozenset({Kind.ABUSE})))

    assert [flag.kind for flag in rules.judge(said("wankers at NR2 7QQ"))] == [Kind.PERSONAL]


@pytest.mark.parametrize("text", LEGITIMATE)
def test_ordinary_posts_in_every_script_pass(text: str) -> None:
    assert judged(text, name=text.split("\n", maxsplit=1)[0], alt=text) == ()


@pytest.mark.parametrize(
    "text",
    [
        *PATHOLOGICAL.values(),
        "tits " * 5_000,
        "wanker" * 4_000,
        "w4nker!" * 3_000,
        "f*" * 12_000,
        "s h i t " * 3_000,
        "a.b" * 8_000,
        "x" * 24_000 + " @a",
        "kill " * 5_000,
        "NR2 7QQ " * 3_000,
        "twat.co." * 3_000,
        "1a" * 12_000,
    ],
)
def test_no_text_keeps_the_rules_busy(text: str) -> None:
    post = said(text)

    assert all(len(flag.reason) < 1_000 for flag in RULES.judge(post))
    assert seconds(lambda: RULES.judge(post)) < 0.25


def test_thousands_of_posts_a_second() -> None:
    posts = [
        said(f"Home visit {at} done, kettle on, so proud of this team today #StandUp4SW")
        for at in range(1_000)
    ]

    assert seconds(lambda: [RULES.judge(post) for post in posts]) < 1_000 / 5_000
