"""Undo, redo and bulks of three moderators, beside a model that fits on a page.

In the model every post is a pile of what stands on it. I can take back what lies on top and is
mine; what I took back can be done again as long as nobody else put anything there since.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from making import ASHA, NOW, RAJ, decide, op, post, redo, some, undo
from standup_tui.model.command import Done, Many, Outcome, Several, Target
from standup_tui.model.entry import Moderator
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

pytestmark = pytest.mark.soak

T = TypeVar("T")

KIM_AND_ASHAS_LOGIN = Moderator("Kim", "asha", declared=True)
WHO = st.sampled_from([ASHA, RAJ, KIM_AND_ASHAS_LOGIN])
POSTS = (1, 2, 3)
VERBS = {Verb.APPROVE: Status.SHOWN, Verb.HIDE: Status.HIDDEN, Verb.HOLD: Status.HELD}
ALLOWED = {
    Verb.APPROVE: {Status.WAITING, Status.HELD},
    Verb.HIDE: {Status.WAITING, Status.HELD, Status.SHOWN},
    Verb.HOLD: {Status.WAITING, Status.SHOWN},
}


@dataclass(eq=False)
class Act:
    """One thing that somebody did: where each of its posts went, and from where."""

    who: Moderator
    went: dict[int, tuple[Status, Status]]
    at: int
    told: bool = False
    """Whether its maker was told that it cannot be turned round."""


@dataclass
class Past:
    done: list[Act] = field(default_factory=list)
    taken_back: list[Act] = field(default_factory=list)


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.store = self.run_(SqliteStore.open(self.folder / "standup.db"))
        self.run_(self.store.add(some(len(POSTS)), [], NOW))
        self.stands = dict.fromkeys(POSTS, Status.WAITING)
        self.piles: dict[int, list[Act]] = {number: [] for number in POSTS}
        self.pasts: dict[str, Past] = {}
        self.clock = 0

    def run_(self, call: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(call)

    def past(self, who: Moderator) -> Past:
        return self.pasts.setdefault(who.name, Past())

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def revision(self, number: int) -> int:
        story = self.run_(self.store.story(post(number).id))
        assert story is not None
        return story.entry.standing.revision

    def put(self, act: Act) -> None:
        for number, (_, to) in act.went.items():
            self.piles[number].append(act)
            self.stands[number] = to
        self.past(act.who).done.append(act)

    @rule(who=WHO, number=st.sampled_from(POSTS), verb=st.sampled_from(sorted(VERBS)))
    def decide(self, who: Moderator, number: int, verb: Verb) -> None:
        command = decide(verb, number, self.revision(number))
        outcome = self.run_(self.store.apply(command, who, NOW))
        possible = self.stands[number] in ALLOWED[verb]
        assert isinstance(outcome, Done) is possible
        if possible:
            self.new(who, verb, [number])

    @rule(
        who=WHO,
        numbers=st.sets(st.sampled_from(POSTS), min_size=1),
        verb=st.sampled_from(sorted(VERBS)),
    )
    def decide_many(self, who: Moderator, numbers: set[int], verb: Verb) -> None:
        targets = tuple(Target(post(one).id, self.revision(one)) for one in numbers)
        outcome = self.run_(self.store.apply(Many(op(), verb, targets), who, NOW))
        possible = [one for one in numbers if self.stands[one] in ALLOWED[verb]]
        assert names(outcome) == {post(one).id for one in possible}
        if possible:
            self.new(who, verb, possible)

    def new(self, who: Moderator, verb: Verb, numbers: list[int]) -> None:
        went = {one: (self.stands[one], VERBS[verb]) for one in numbers}
        self.put(Act(who, went, self.tick()))
        self.past(who).taken_back.clear()

    @rule(who=WHO)
    def undo(self, who: Moderator) -> None:
        outcome = self.run_(self.store.apply(undo(), who, NOW))
        turned: dict[int, tuple[Status, Status]] = {}
        for act in reversed(self.past(who).done):
            turned = {n: went for n, went in act.went.items() if self.piles[n][-1:] == [act]}
            if turned or not act.told:
                self.take_back(act, turned)
                break
        assert names(outcome) == {post(one).id for one in turned}

    def take_back(self, act: Act, turned: dict[int, tuple[Status, Status]]) -> None:
        if not turned:
            act.told = True
            return
        for number, (before, _) in turned.items():
            self.piles[number].pop()
            self.stands[number] = before
        past = self.past(act.who)
        past.done.remove(act)
        past.taken_back.append(Act(act.who, turned, self.tick()))

    @rule(who=WHO)
    def redo(self, who: Moderator) -> None:
        outcome = self.run_(self.store.apply(redo(), who, NOW))
        turned: dict[int, tuple[Status, Status]] = {}
        for act in reversed(self.past(who).taken_back):
            turned = {n: went for n, went in act.went.items() if self.free(n, went[0], act)}
            if turned:
                self.past(who).taken_back.remove(act)
                self.put(Act(who, turned, self.tick()))
                break
            if not act.told:
                act.told = True
                break
        assert names(outcome) == {post(one).id for one in turned}

    def free(self, number: int, before: Status, act: Act) -> bool:
        """Tell whether nobody else put anything on a post since an act of mine was taken back."""
        since = [one for one in self.piles[number] if one.at > act.at and one.who != act.who]
        return not since and self.stands[number] is before

    @rule()
    def reopen(self) -> None:
        self.run_(self.store.close())
        self.store = self.run_(SqliteStore.open(self.folder / "standup.db"))

    @invariant()
    def stands_as_the_model_says(self) -> None:
        entries = self.run_(self.store.changes(0, 100)).entries
        stands = {entry.post.id: entry.standing.status for entry in entries}
        assert stands == {post(one).id: status for one, status in self.stands.items()}

    def teardown(self) -> None:
        self.run_(self.store.close())
        problems = self.run_(check(self.folder / "standup.db")).problems
        self.runner.close()
        shutil.rmtree(self.folder)
        assert problems == ()


def names(outcome: Outcome) -> set[str]:
    """Return the posts that an answer says were moved."""
    if isinstance(outcome, Several):
        return {one.post for one in outcome.done}
    return {outcome.post} if isinstance(outcome, Done) and outcome.post else set()


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
