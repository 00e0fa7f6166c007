"""What judging costs, rule by rule: of short texts that say something, and of a stream's lines."""

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from benchmarks.conftest import Figure
from benchmarks.lines_of_x import lines
from hostile import LEGITIMATE
from making import author, post
from rules.test_actions import POSTS as ACTIONS
from rules.test_spam import POSTS as SPAM
from standup_tui.model.post import Post
from standup_tui.networks.x.mapping import read_line
from standup_tui.ports.source import Arrived
from standup_tui.rules.actions import DEFAULT_ACTIONS, actions_of
from standup_tui.rules.engine import Rule, Rules
from standup_tui.rules.history import History
from standup_tui.rules.subject import Subject

TEXTS = [text for halves in (ACTIONS, SPAM) for half in halves for _, text in half] + LEGITIMATE
POSTS = [post(number, text, author=author(number)) for number, text in enumerate(TEXTS * 3)]


def cost(work: Callable[[], object]) -> float:
    """Return the microseconds of processor time for each post, the best of a few rounds."""
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best / len(POSTS) * 1e6


def remembered(posts: Sequence[Post] = POSTS) -> None:
    history = History()
    for one in posts:
        history.copies(one)
        history.add(one)


def heard(rule: Rule, subjects: Sequence[Subject]) -> None:
    for subject in subjects:
        list(rule(subject))


@pytest.mark.bench
def test_judging_is_far_faster_than_any_burst() -> None:
    rules = Rules()
    subjects = [Subject(one) for one in POSTS]
    folding = cost(lambda: [Subject(one).passages[0].words for one in POSTS])
    for subject in subjects:
        assert subject.passages
    shares = {"folding": folding}
    for named in rules.rules:
        shares[named.name] = cost(partial(heard, named.rule, subjects))
    shares["history"] = cost(remembered)
    shares["actions"] = cost(lambda: [actions_of(one, DEFAULT_ACTIONS) for one in POSTS])
    every = cost(lambda: [rules.judge(one) for one in POSTS]) + shares["history"]
    for name, share in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"\n{name:24} {share:7.1f} microseconds a post", end="")
    print(f"\nall rules and floods: {1e6 / every:,.0f} posts a second")
    assert every < 400


WARMING, LINES, ROUNDS = 3_000, 300, 9
AT_MOST = {"judging": 200.0, "folding": 20.0, "scores": 60.0, "history": 40.0, "actions": 20.0}
"""Microseconds of processor time a post, on a machine that does nothing else."""
A_RULE: float = 40
"""The same for each rule."""


def posts_of(first: int, many: int) -> list[Post]:
    """Return posts of a stream, as they are read from its lines."""
    arrived = (read_line(line).item for line in lines(many, first))
    posts = [it.post for it in arrived if isinstance(it, Arrived)]
    assert len(posts) == many
    return posts


def shares(rules: Rules, first: int) -> dict[str, float]:
    """Return the microseconds a post of everything together, and of each part by itself.

    Each time of posts that are new, for what was seen before is remembered.
    """
    took: dict[str, float] = {}

    def measure(name: str, work: Callable[[], object]) -> None:
        began = time.process_time()
        work()
        took[name] = (time.process_time() - began) / LINES * 1e6

    history, posts = History(), posts_of(first, LINES)

    def everything() -> None:
        for one in posts:
            rules.judge(one, history)
            history.add(one)
            actions_of(one, DEFAULT_ACTIONS)

    measure("judging", everything)
    posts = posts_of(first + LINES, LINES)
    subjects = [rules.subject(one) for one in posts]
    passages = [passage for subject in subjects for passage in subject.passages]
    measure("folding", lambda: [passage.words for passage in passages])
    measure("scores", lambda: [passage.scores for passage in passages])
    for named in rules.rules:
        measure(named.name, partial(heard, named.rule, subjects))
    measure("history", partial(remembered, posts))
    measure("actions", lambda: [actions_of(one, DEFAULT_ACTIONS) for one in posts])
    return took


@pytest.mark.bench
def test_what_judging_costs_on_the_lines_of_a_stream(figures: list[Figure]) -> None:
    rules = Rules()
    for one in posts_of(1, WARMING):
        rules.judge(one)
        actions_of(one, DEFAULT_ACTIONS)
    rounds = [shares(rules, WARMING + 1 + 2 * LINES * at) for at in range(ROUNDS)]
    what = "flags and actions of a post with two sentences and a few new words, median"
    for name in rounds[0]:
        value = statistics.median(took[name] for took in rounds)
        figures.append(Figure(what, name, value, "µs", AT_MOST.get(name, A_RULE)))
