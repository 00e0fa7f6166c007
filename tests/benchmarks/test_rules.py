"""What judging costs, rule by rule: a burst of 250 posts a second must be next to nothing."""

import time
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from hostile import LEGITIMATE
from making import author, post
from rules.test_actions import POSTS as ACTIONS
from rules.test_spam import POSTS as SPAM
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


def remembered() -> None:
    history = History()
    for one in POSTS:
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
