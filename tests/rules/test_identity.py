"""Posts without a name from which the whole street knows who is meant."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from judging import judged, marked, said
from making import author, post
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.engine import Rules, RuleSettings
from standup_tui.rules.identity import ENOUGH, ENOUGH_FROM_STAFF, identifiable, weigh
from standup_tui.rules.identity_signal import phrases
from standup_tui.rules.subject import Subject
from timing import within

SET = Path(__file__).with_name("identifiable.jsonl")
"""Invented posts; the held-out half was written before the rule and never looked at for it."""


class Figures(NamedTuple):
    """How well one part of the set is told apart."""

    precision: float
    recall: float
    false_alarms: float


@cache
def figures(half: str) -> Figures:
    """Judge one part of the set, posts by staff as posts by people of the roster."""
    told: Counter[tuple[bool, bool]] = Counter()
    for line in SET.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["half"] == half:
            told[row["identifies"], bool(flags(row["text"], staff=row["voice"] == "staff"))] += 1
    flagged = told[True, True] + told[False, True]
    return Figures(
        told[True, True] / flagged,
        told[True, True] / (told[True, True] + told[True, False]),
        told[False, True] / (told[False, True] + told[False, False]),
    )


def flags(text: str, *, staff: bool = False) -> list[Flag]:
    """Return what the rule says about a text."""
    return list(identifiable(Subject(said(text), staff=staff)))


def test_the_set_is_large_and_mostly_hard_negatives() -> None:
    rows = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]

    assert len(rows) >= 300
    assert sum(not row["identifies"] for row in rows) >= 140
    assert len({row["text"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("half", "least"),
    [
        ("development", Figures(0.97, 0.95, 0.02)),
        ("later", Figures(0.97, 0.93, 0.02)),
        ("held out", Figures(0.92, 0.90, 0.06)),
    ],
)
def test_the_rule_tells_families_from_talk(half: str, least: Figures) -> None:
    reached = figures(half)

    assert reached.precision >= least.precision
    assert reached.recall >= least.recall
    assert reached.false_alarms <= least.false_alarms


def test_signals_are_explained_together_and_marked() -> None:
    text = "Home visit in Thetford, mum and two boys of 6 and 9, this morning"
    (flag,) = flags(text)

    assert (flag.kind, flag.severity) == (Kind.IDENTIFIABLE, Severity.STOP)
    assert flag.rule == "identifiable"
    assert flag.reason.startswith("family + care + place + time: could identify a family: “Home")
    assert {"Thetford", "mum and two boys", "this morning"} <= set(marked(text, flag))


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("In court tomorrow with a mum and her three little ones", {"family", "court", "time"}),
        ("6 year old from Diss went to foster carers today", {"age", "place", "care"}),
        ("The only wheelchair user in Reepham has a baby", {"the only one", "place"}),
        ("Her child has Prader-Willi, carers in Louth come at 7am", {"rare condition", "place"}),
        ("Dad works nights at the mill in Diss, seeing him at noon", {"work", "place"}),
        ("A girl in Year 9 at Fernhill High, arrested on Monday in Hyde", {"school", "place"}),
        ("Visit to the pink cottage opposite the church in Reepham, poor kids", {"house"}),
    ],
)
def test_each_sort_of_signal_counts(text: str, signals: set[str]) -> None:
    (flag,) = flags(text, staff=True)

    assert signals <= set(flag.reason.split(":")[0].split(" + "))


@pytest.mark.parametrize(
    "text",
    [
        "My two boys are 6 and 9 and we live in Thetford",
        "I am 34 and from Norwich",
        "In court tomorrow, so an early night for me",
        "Three home visits and a cold sausage roll. Thursday in Thetford",
        "Case study today: a mum of three from Thetford with a rare condition",
        "Peter was 7 when he died in Brighton in 1973",
        "Come and see our play about a boy of 6 in care, Thetford, tonight at 7.30",
        "1 in 5 children of 6 in Thetford live in poverty today",
        "Every 6 year old in Thetford deserves a school place today",
    ],
)
def test_own_lives_events_figures_stories_and_talk_pass(text: str) -> None:
    assert flags(text) == []


def test_the_own_child_s_case_is_a_case() -> None:
    assert flags("My two boys of 6 and 9 were taken into care in Thetford on Monday")


def test_less_is_enough_from_the_campaign_s_own_people() -> None:
    text = "Beccles 9.30, mum + 2 boys. Then coffee"
    rules = Rules(RuleSettings(roster=frozenset({author().id})))
    passage = Subject(said(text)).passages[0]
    weighed = weigh(passage, staff=True)

    assert ENOUGH_FROM_STAFF < ENOUGH
    assert weighed is not None
    assert weighed.score >= ENOUGH_FROM_STAFF
    assert judged(text) == ()
    assert [flag.kind for flag in rules.judge(post(1, text, author=author()))] == [
        Kind.IDENTIFIABLE
    ]


def test_an_excuse_is_told_with_its_points() -> None:
    passage = Subject(said("Episode 12: the mother of four from Thetford")).passages[0]
    weighed = weigh(passage)

    assert weighed is not None
    assert ("a story", 4) in weighed.excuses


def test_a_picture_s_description_counts_and_a_name_alone_does_not() -> None:
    (flag,) = judged("So proud", alt="Mum and two boys, home visit in Thetford this morning")

    assert "in the picture's description: could identify a family" in flag.reason
    assert flag.spans == ()
    assert judged("hello", name="Mum of two, 34, Thetford") == ()


def test_places_are_where_they_stand_in_a_text_with_wide_characters() -> None:
    text = "\U0001f64f\U0001f64f ｍｕｍ and two boys, home visit in Thetford this morning"
    (flag,) = flags(text)

    assert marked(text, flag)[0] == "ｍｕｍ and two boys"


def test_a_phrase_must_begin_with_a_word() -> None:
    with pytest.raises(ValueError, match="9 lives"):
        phrases("9 lives")


@pytest.mark.parametrize(
    "text",
    [
        "mum and her " * 2_000,
        "mum with two little young small " * 780,
        "one two three " * 1_800,
        "my two three " * 1_900,
        "only a b " * 2_600,
        "In Norwich and Diss " * 1_200,
        "Aa " * 8_000,
        "A" + "a" * 24_000,
        ", 1" * 8_000,
        "1 and " * 4_000,
        "house with the " * 1_600,
        "st a's " * 3_400,
        "nine in " * 3_000,
        "the lady with " * 1_700,
        "he is " * 4_000,
        "ex a b " * 3_400,
    ],
)
def test_no_text_keeps_the_rule_busy(text: str) -> None:
    subject = Subject(said(text), staff=True)

    assert all(len(flag.reason) < 1_000 for flag in identifiable(subject))
    assert within(0.5, lambda: list(identifiable(Subject(said(text), staff=True))))
