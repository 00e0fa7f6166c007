"""What people say they did counts; what they plan, ask for or did not do does not."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import PATHOLOGICAL
from making import post
from rules.postfile import read_posts
from standup_tui.model.action import ActionDone
from standup_tui.model.post import AuthorId, Link, PostId, Reference, ReferenceKind
from standup_tui.model.text import clean, clean_line
from standup_tui.rules.actions import DEFAULT_ACTIONS, ActionRule, actions_of, counted
from timing import within

POSTS = read_posts(Path(__file__).parent / "posts" / "actions.txt")
NAMES = {
    "One action": "one",
    "Shared": "article",
    "Made a difference": "difference",
    "MP": "mp",
    "Picture": "picture",
}


def done(text: str, rules: tuple[ActionRule, ...] = DEFAULT_ACTIONS) -> list[str]:
    return [one.action for one in actions_of(post(1, text), rules)]


@pytest.mark.parametrize("half", [0, 1])
def test_the_five_usual_actions_are_recognised(half: int) -> None:
    hits, false, missed = 0, 0, 0
    for labels, text in POSTS[half]:
        wanted = set(labels.split(",")) - {"-"}
        got = {NAMES[name] for name in done(text)}
        hits += len(wanted & got)
        false += len(got - wanted)
        missed += len(wanted - got)
    precision, recall = hits / (hits + false), hits / (hits + missed)
    print(f"half {half}: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= (0.95, 0.85)[half]


def test_there_are_enough_posts_of_each_kind_to_tell() -> None:
    counts = Counter(labels for half in POSTS for labels, _ in half)

    assert sum(counts.values()) >= 150
    assert all(counts[name] >= 15 for name in ("-", *NAMES.values()))


def test_a_report_says_where_it_stands() -> None:
    text = "Kettle on. I’ve emailed my MP. Biscuit."
    (report,) = actions_of(post(1, text), DEFAULT_ACTIONS)

    (span,) = report.spans
    assert report.action == "MP"
    assert text[span.start : span.end] == "emailed my MP"


def test_the_campaigns_own_words_and_links_replace_the_built_in_ones() -> None:
    rules = (
        ActionRule("MP", "Write to your MP", words=("stamp licked", "Café visited")),
        ActionRule("Read", links=("https://www.example.org/stand-up",)),
    )

    assert done("Stamp   licked!", rules) == ["MP"]
    assert done("cafe\u0301 VISITED", rules) == ["MP"]
    assert done("I wrote to my MP", rules) == []
    assert done("Look https://example.org/stand-up?from=me", rules) == ["Read"]
    assert done("Look https://example.org/sit-down", rules) == []


def test_a_shortened_link_counts_by_where_it_leads() -> None:
    rules = (ActionRule("Read", links=("example.org/stand-up",)),)
    target = clean_line("https://www.example.org/stand-up/")
    linked = post(1, "Look", links=(Link(clean_line("t.co/a"), target),))

    assert actions_of(linked, rules) == (ActionDone("Read"),)


def test_a_repost_is_somebody_elses_report() -> None:
    repost = Reference(ReferenceKind.REPOST, PostId("x:1"))

    assert actions_of(post(1, "I wrote to my MP", references=(repost,)), DEFAULT_ACTIONS) == ()
    assert done("RT @asw: I wrote to my MP") == []


def test_an_action_nobody_can_guess_is_recognised_by_nothing() -> None:
    assert done("Planted a tree today", (ActionRule("Tree", "Plant a tree."),)) == []


def test_a_person_is_counted_once_where_the_campaign_says_so() -> None:
    rules = (ActionRule("MP", once=True), ActionRule("Shared"), ActionRule("Picture"))
    asha, raj = AuthorId("x:1"), AuthorId("x:2")
    reports = [
        *[(asha, ActionDone("MP"))] * 3,
        (raj, ActionDone("MP")),
        *[(asha, ActionDone("Shared"))] * 2,
    ]

    assert counted(rules, reports) == {"MP": 2, "Shared": 2, "Picture": 0}


@given(st.text(max_size=200))
def test_any_text_is_answered_with_places_inside_it(raw: str) -> None:
    text = f"{raw} wrote to my MP {raw}"
    for report in actions_of(post(1, text), DEFAULT_ACTIONS):
        assert all(0 <= span.start < span.end <= len(clean(text)) for span in report.spans)


@pytest.mark.parametrize(
    "text",
    [
        *PATHOLOGICAL.values(),
        "wrote " * 5_000 + "mp",
        "letter to my mp " * 1_500,
        "changed my " * 2_000 + "profile",
        "my my my one one " * 1_500 + "action difference",
        "dear mp " * 3_000,
    ],
)
def test_no_text_keeps_the_actions_busy(text: str) -> None:
    told = post(1, text)

    assert within(0.1, lambda: actions_of(told, DEFAULT_ACTIONS))
