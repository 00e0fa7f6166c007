"""Three moderators, a network that edits and deletes, and a store opened again and again."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from making import ASHA, LOOK, NOW, RAJ, author, blank, decide, judged, op, post, undo
from standup_tui.model.action import ActionDone
from standup_tui.model.command import (
    Command,
    Done,
    Many,
    Mute,
    Outcome,
    Redo,
    Refused,
    Several,
    Target,
)
from standup_tui.model.entry import Decision, Entry, Moderator, PublicAct, Stage
from standup_tui.model.lifecycle import (
    HIDINGS,
    PUBLIC,
    TAGGINGS,
    Standing,
    Status,
    Verb,
    after,
    refusal,
)
from standup_tui.model.post import AuthorId, PostId
from standup_tui.model.wall import WallState
from standup_tui.ports.store import ActRules, Judged
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.turning import Mutings, standing_last, was_turned

pytestmark = pytest.mark.soak

T = TypeVar("T")

WHO = (ASHA, RAJ, Moderator("Kim Lee", "kim"))
MOST = 3
"""Retweets a day here."""
NOBODYS = (
    Verb.UNDO, Verb.ARRIVE, Verb.EDIT, Verb.DELETE, Verb.ERASE, Verb.DELAYED, Verb.MUTE,
    Verb.UNMUTE,
)  # fmt: skip
VERBS = [verb for verb in Verb if verb not in NOBODYS]
LOCAL = [verb for verb in VERBS if verb not in PUBLIC]
RULES = ("abuse", "names a family")
ACTIONS = ("MP", "Picture")
DID = (ActionDone("MP"),)
"""What the rules recognise in every other post."""
NUMBERS = st.integers(1, 6)


class Day(RuleBasedStateMachine):
    """One store, some terminals that follow it, and what must be true of both."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "standup.db"
        self.runner = asyncio.Runner()
        self.dry = False
        self.store = self.run_(SqliteStore.open(self.path, ActRules(most=MOST)))
        self.now = NOW
        self.went_out: dict[date, set[int]] = {}
        self.held: dict[Verb, datetime] = {}
        self.seen: dict[PostId, Entry] = {}
        self.wall = WallState()
        self.seq = 0
        self.versions: dict[int, list[int]] = {}
        self.commands: list[tuple[Command, Moderator, Done | Several]] = []
        self.claimed: list[PublicAct] = []
        self.mutings = Mutings()
        self.steps = 0
        self.arrive_all()

    def arrive_all(self) -> None:
        self.versions = {number: [number] for number in range(1, 6)}
        batch = [
            judged(n, roster=n % 2 == 0, trusted=n % 2 == 0, actions=DID * (n % 2))
            for n in self.versions
        ]
        self.run_(self.store.add(batch, [], self.now))

    def run_(self, call: Awaitable[T]) -> T:
        async def called() -> T:
            return await call

        return self.runner.run(called())

    def teardown(self) -> None:
        self.run_(self.store.close())
        problems = self.run_(check(self.path)).problems
        self.runner.close()
        shutil.rmtree(self.folder)
        assert problems == ()

    def all(self) -> dict[PostId, Entry]:
        return {one.post.id: one for one in self.run_(self.store.changes(0, 10_000)).entries}

    # What the network does.

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=4), flagged=st.booleans())
    def arrive(self, numbers: list[int], *, flagged: bool) -> None:
        flags = (LOOK,) if flagged else ()
        batch = [judged(n, flags=flags, roster=n % 2 == 0, trusted=n % 2 == 0) for n in numbers]
        for number in numbers:
            self.versions.setdefault(number, [number])
        newest = max((one.post.id for one in batch), key=lambda post: (len(post), post))
        self.run_(self.store.add(batch, [], self.now, newest))

    @rule(number=NUMBERS, count=st.integers(1, 3), turned=st.booleans(), flagged=st.booleans())
    def edit(self, number: int, count: int, *, turned: bool, flagged: bool) -> None:
        versions = self.versions.setdefault(number, [number])
        batch: list[Judged] = []
        for _ in range(count):
            newer = 100 * len(versions) + number
            earlier = tuple(post(one).id for one in versions)
            flags = (LOOK,) if flagged else ()
            same = author(number % 7)
            kinds = {"flags": flags, "trusted": True}
            batch.append(judged(newer, "edited", edit_of=earlier, author=same, **kinds))
            versions.append(newer)
        before = self.all()
        self.run_(self.store.add(batch[::-1] if turned else batch, [], self.now))
        known = [before[post(one).id].standing for one in versions if post(one).id in before]
        entry = self.all().get(post(versions[-1]).id)
        if entry is not None and known:
            assert not entry.standing.on_wall, "an edit put a post on the wall"
            if known[0].status in (Status.HIDDEN, Status.HELD):
                assert entry.standing.status is known[0].status

    @rule(number=st.sampled_from([1, 6, 6, 6]))
    def delete(self, number: int) -> None:
        gone = [post(one).id for one in self.versions.get(number, [])]
        self.run_(self.store.remove(gone, self.now))
        assert not set(gone) & set(self.all())

    # What moderators do.

    @rule(who=st.sampled_from(WHO), which=st.integers(0, 20), verb=st.integers(0, 20))
    def decide(self, who: Moderator, which: int, verb: int) -> None:
        """Do what is possible, as it is on a screen that is up to date."""
        if entries := list(self.all().values()):
            entry = entries[which % len(entries)]
            possible = [one for one in VERBS if refusal(entry.standing, one) is None]
            self.decided(who, possible[verb % len(possible)], entry)

    @rule(who=st.sampled_from(WHO), which=st.integers(0, 1), verb=st.sampled_from(VERBS))
    def rival(self, who: Moderator, which: int, verb: Verb) -> None:
        """Do anything at all to one of the two posts that all look at."""
        if entries := list(self.all().values()):
            self.decided(who, verb, entries[which % len(entries)])

    @precondition(lambda self: self.seen)
    @rule(who=st.sampled_from(WHO), which=st.integers(0, 20), verb=st.sampled_from(VERBS))
    def decide_late(self, who: Moderator, which: int, verb: Verb) -> None:
        """Do something to a post as it was on a screen that lags behind."""
        entry = list(self.seen.values())[which % len(self.seen)]
        outcome = self.decided(who, verb, entry)
        if isinstance(outcome, Done):
            moved = self.all()[entry.post.id].standing.revision - entry.standing.revision
            assert verb is Verb.NOTE or moved in (0, 1)

    def decided(self, who: Moderator, verb: Verb, entry: Entry) -> Outcome:
        command = decide(verb, int(entry.post.id[2:]) - 1_000_000, entry.standing.revision)
        if verb in HIDINGS and self.steps % 4:
            command = replace(command, confirmed=True)
        if verb in TAGGINGS:
            command = replace(command, action=ACTIONS[self.steps % 2])
            if (command.action in entry.counts_for) is (verb is Verb.TAG):
                return Refused("it would change nothing")
        if verb in (Verb.HIDE, Verb.REASON, Verb.NOTE):
            command = replace(command, reason=RULES[self.steps % 2])
            if verb is Verb.REASON and command.reason == entry.hidden_for:
                return Refused("it would change nothing")
        outcome = self.run_(self.store.apply(command, who, self.now))
        if isinstance(outcome, Done):
            self.commands.append((command, who, outcome))
            self.did(entry.standing, verb, outcome.standing)
        elif isinstance(outcome, Refused) and verb not in PUBLIC:
            assert refusal(entry.standing, verb) is not None or entry.post.id not in self.all()
        return outcome

    def did(self, stood: Standing, verb: Verb, now: Standing | None) -> None:
        assert refusal(stood, verb) is None
        assert now is not None
        if verb not in (Verb.NOTE, *PUBLIC):  # a note may be late
            assert now.status is after(stood, verb).status

    @rule(who=st.sampled_from(WHO), confirmed=st.booleans())
    def undo(self, who: Moderator, *, confirmed: bool) -> None:
        before = self.all()
        command = undo(confirmed=confirmed)
        outcome = self.run_(self.store.apply(command, who, self.now))
        if isinstance(outcome, Done | Several):
            self.commands.append((command, who, outcome))
            taken_back = self.mutings.turned_back(who, outcome)
            for moved in self.moved_only(outcome, before):
                story = self.run_(self.store.story(moved))
                assert story is not None
                if taken_back is None:
                    self.was_mine(who, story.decisions)
                else:
                    was_turned(who, story.decisions, taken_back)

    @rule(who=st.sampled_from(WHO))
    def redo(self, who: Moderator) -> None:
        before = self.all()
        command = Redo(op())
        outcome = self.run_(self.store.apply(command, who, self.now))
        if isinstance(outcome, Done | Several):
            self.commands.append((command, who, outcome))
            self.moved_only(outcome, before)
            self.mutings.turned(who, outcome)
            self.mutings.turned_back(who, self.run_(self.store.apply(undo(), who, self.now)))
            after_both = self.all()
            statuses = {one: it.standing.status for one, it in after_both.items()}
            assert statuses == {one: it.standing.status for one, it in before.items()}
            again = self.run_(self.store.apply(Redo(op()), who, self.now))
            assert isinstance(again, type(outcome))
            self.mutings.turned(who, again)

    @rule(
        who=st.sampled_from(WHO),
        which=st.lists(st.integers(0, 20), min_size=1, max_size=4),
        verb=st.sampled_from(LOCAL),
    )
    def decide_many(self, who: Moderator, which: list[int], verb: Verb) -> None:
        entries = list(self.all().values())
        if not entries:
            return
        wanted = {
            entries[one % len(entries)].post.id: entries[one % len(entries)] for one in which
        }
        targets = tuple(Target(one, it.standing.revision) for one, it in wanted.items())
        reason = RULES[self.steps % 2]
        command = Many(op(), verb, targets, reason, ACTIONS[self.steps % 2])
        before = self.all()
        outcome = self.run_(self.store.apply(command, who, self.now))
        assert isinstance(outcome, Several)
        if outcome.done:
            self.commands.append((command, who, outcome))
        named = {it.post for it in outcome.done} | {it.post for it in outcome.left}
        assert named == set(wanted)
        self.moved_only(outcome, before)
        for one in outcome.done:
            assert refusal(before[one.post].standing, verb) is None

    @rule(who=st.sampled_from(WHO), whom=st.integers(0, 6), muted=st.booleans())
    def mute(self, who: Moderator, whom: int, *, muted: bool) -> None:
        before = self.all()
        command = Mute(op(), AuthorId(f"x:{whom}"), muted, confirmed=True)
        outcome = self.run_(self.store.apply(command, who, self.now))
        if isinstance(outcome, Several):
            self.commands.append((command, who, outcome))
            self.moved_only(outcome, before)
            self.mutings.turned(who, outcome)
            assert self.mutings.newest(f"person_{whom}").muted is muted
            for one in outcome.done if muted else ():
                assert not self.all()[one.post].standing.on_wall

    def moved_only(self, outcome: Done | Several, before: dict[PostId, Entry]) -> set[PostId]:
        """Return which posts moved, all of them among those that the answer names."""
        named = {outcome.post} if isinstance(outcome, Done) else {it.post for it in outcome.done}
        changed = {
            one for one, entry in self.all().items() if before[one].standing != entry.standing
        }
        assert changed <= named, "a post moved that nobody was told of"
        return changed

    def was_mine(self, who: Moderator, decisions: Sequence[Decision]) -> None:
        """The undo took back the newest decision that stood on a post, and it was theirs."""
        *earlier, last = decisions
        newest = standing_last(earlier)
        assert newest is not None
        assert (newest.by, newest.seq) == (who, last.undoes), "somebody else's was undone"

    @rule(who=st.sampled_from(WHO), on=st.booleans())
    def blank(self, who: Moderator, *, on: bool) -> None:
        self.run_(self.store.apply(blank(on=on), who, self.now))
        assert self.run_(self.store.wall()).blank is on

    @precondition(lambda self: self.commands)
    @rule(place=st.integers(0, 50))
    def ask_again(self, place: int) -> None:
        command, who, outcome = self.commands[place % len(self.commands)]
        before = self.all()
        again = self.run_(self.store.apply(command, who, self.now))
        assert isinstance(again, type(outcome))
        assert again.seq == outcome.seq
        if isinstance(outcome, Done):
            assert again == replace(outcome, said=again.said)
        assert self.all() == before

    # What the outbox does.

    @rule(seconds=st.sampled_from([1, 11, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def claim(self) -> None:
        before = self.all()
        act = self.run_(self.store.claim(self.now))
        if act is not None:
            assert act.due <= self.now
            if act.verb is Verb.RETWEET:
                assert before[act.post].standing.on_wall
            if act.verb is Verb.HIDE_REPLY:
                assert not before[act.post].standing.on_wall
            if act.dry:
                assert act.verb in (Verb.RETWEET, Verb.HIDE_REPLY), "a dry run took something back"
                self.run_(self.store.settle(act.id, Stage.DRY_RUN, "", self.now))
                return
            assert self.now >= self.held.get(act.verb, NOW), "sent before the limit ended"
            self.claimed.append(act)
            if act.verb is Verb.RETWEET:
                self.went_out.setdefault(self.now.date(), set()).add(act.id)
                assert len(self.went_out[self.now.date()]) <= MOST, "more than a day's cap"

    @precondition(lambda self: self.claimed)
    @rule(minutes=st.sampled_from([1, 15]))
    def limit(self, minutes: int) -> None:
        """The network takes no more acts of a kind for a while."""
        act = self.claimed[-1]
        if act.stage is Stage.IN_DOUBT:
            return
        self.claimed.pop()
        until = self.now + timedelta(minutes=minutes)
        for verb in HIDINGS if act.verb in HIDINGS else (act.verb,):
            self.held[verb] = until
        self.run_(self.store.postpone(act, until, "X's limit", self.now))
        if act.verb is Verb.RETWEET:
            self.went_out[act_day(self, act.id)].discard(act.id)

    @precondition(lambda self: self.claimed)
    @rule(stage=st.sampled_from([Stage.DONE, Stage.FAILED, Stage.IN_DOUBT]))
    def settle(self, stage: Stage) -> None:
        act = self.claimed.pop()
        self.run_(self.store.settle(act.id, stage, "", self.now))
        if stage is Stage.IN_DOUBT:
            self.claimed.append(replace(act, stage=stage))
        if stage is Stage.FAILED and act.verb is Verb.RETWEET:
            self.went_out[act_day(self, act.id)].discard(act.id)

    # What terminals and the keeper do.

    @rule(limit=st.integers(1, 5))
    def follow(self, limit: int) -> None:
        changes = self.run_(self.store.changes(self.seq, limit))
        self.seq, self.wall = changes.seq, changes.wall or self.wall
        for gone in changes.removed:
            self.seen.pop(gone, None)
        self.seen.update({entry.post.id: entry for entry in changes.entries})
        if not changes.more:
            assert self.seen == self.all(), "a terminal that follows has something else"
            assert self.wall == self.run_(self.store.wall())

    @rule(dry=st.booleans())
    def reopen(self, *, dry: bool) -> None:
        before = self.all()
        self.run_(self.store.close())
        assert self.run_(check(self.path)).problems == ()
        self.dry = dry
        self.store = self.run_(SqliteStore.open(self.path, ActRules(most=MOST, dry=dry)))
        assert self.all() == before

    @invariant()
    def holds(self) -> None:
        self.steps += 1
        if self.steps % 7 == 0:
            assert self.run_(check(self.path)).problems == ()


def act_day(day: Day, act: int) -> date:
    """Return the day on which an act was last on its way."""
    return next(one for one, acts in day.went_out.items() if act in acts)


TestDay = Day.TestCase
TestDay.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
