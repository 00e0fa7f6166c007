"""Whatever comes in, the rules answer at once, with reasons that fit the text."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE, LEGITIMATE, PATHOLOGICAL
from judging import RULES, judged, said
from standup_tui.model.flag import FAILED, Flag, Kind, Severity
from standup_tui.model.text import clean
from standup_tui.rules.actions import ActionRule
from standup_tui.rules.chosen import KINDS, action_rules, rule_settings
from standup_tui.rules.engine import ALWAYS_STOP, NamedRule, Rules, RuleSettings
from standup_tui.rules.subject import Subject
from standup_tui.settings.campaign import Adjustable, Switchable
from standup_tui.settings.campaign_file import parse
from timing import within

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


@pytest.mark.uncounted
@given(texts, texts)
def test_every_place_lies_in_the_text_and_holds_what_the_reason_says(raw: str, other: str) -> None:
    text = clean(raw)
    for flag in judged(raw, name=other, alt=other):
        for span in flag.spans:
            assert 0 <= span.start < span.end <= len(text)
        quoted = [text[span.start : span.end] for span in flag.spans]
        assert not quoted or any(" ".join(one.split())[:30] in flag.reason for one in quoted)
        assert flag.reason
        assert flag.reason.isprintable() or not (text + clean(other)).isprintable()


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


def broken(_: Subject) -> Iterator[Flag]:
    yield Flag(Kind.PRESS, "press.one", Severity.LOOK, "said before it failed")
    raise IndexError("list index out of range")


def test_a_rule_that_fails_loses_no_flag_and_asks_for_a_look(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rules = Rules()
    rules.rules = (NamedRule("broken", Kind.PRESS, broken), *rules.rules)
    first, second = rules.judge(said("wankers")), rules.judge(said("A kind day"))

    assert [flag.rule for flag in first] == ["abuse.word", FAILED, "press.one"]
    assert [flag.rule for flag in second] == [FAILED, "press.one"]
    assert second[0].kind is Kind.HOSTILE
    assert second[0].reason == "a rule failed on this post (broken); look at it yourself"
    assert caplog.text.count("Traceback") == 1
    assert "kind day" not in caplog.text


def test_a_campaign_chooses_severities_but_makes_nothing_milder_that_always_stops() -> None:
    chosen = {Kind.ABUSE: Severity.LOOK, Kind.SPAM: Severity.STOP, Kind.PERSONAL: Severity.LOOK}
    rules = Rules(RuleSettings(severities=chosen))
    flags = rules.judge(said("wankers at NR2 7QQ, subscribe to my channel"))

    assert [(flag.kind, flag.severity) for flag in flags] == [
        (Kind.PERSONAL, Severity.STOP),
        (Kind.SPAM, Severity.STOP),
        (Kind.ABUSE, Severity.LOOK),
    ]


def test_a_campaigns_file_chooses_for_the_engine() -> None:
    campaign = parse(
        """
        name = "A day"
        hashtags = ["StandUp4SW"]
        [words]
        flag = ["ghost caseload"]
        [rules]
        off = ["personal-data"]
        stop = ["spam"]
        look = ["abuse"]
        [[actions]]
        name = "Read"
        links = ["https://www.example.org/Stand-up"]
        once = true
        """,
        Path("campaign.toml"),
    )
    settings = rule_settings(campaign)

    assert settings.words == ("ghost caseload",)
    assert settings.kinds_off == {Kind.PERSONAL}
    assert settings.severities == {Kind.SPAM: Severity.STOP, Kind.ABUSE: Severity.LOOK}
    assert settings.own_links == ("example.org/stand-up",)
    assert action_rules(campaign) == (
        ActionRule("Read", links=("https://www.example.org/Stand-up",), once=True),
    )


def test_every_kind_a_file_may_name_is_one_of_flags() -> None:
    assert set(get_args(Switchable)) <= set(KINDS)
    assert {KINDS[kind] for kind in get_args(Adjustable)} == set(
        map(KINDS.get, get_args(Switchable))
    ) - ALWAYS_STOP


@pytest.mark.parametrize("text", LEGITIMATE)
def test_ordinary_posts_in_every_script_pass(text: str) -> None:
    assert judged(text, name=text.split("\n", maxsplit=1)[0], alt=text) == ()


@pytest.mark.uncounted
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
    assert within(0.25, lambda: RULES.judge(post))


@pytest.mark.uncounted
def test_thousands_of_posts_a_second() -> None:
    posts = [
        said(f"Home visit {at} done, kettle on, so proud of this team today #StandUp4SW")
        for at in range(1_000)
    ]

    assert within(1_000 / 2_500, lambda: [RULES.judge(post) for post in posts])
