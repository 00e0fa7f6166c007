"""Whatever was decided on a day, a purge at any moment of it leaves a store that holds."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from making import ASHA, NOW, RAJ, author, blank, judged, many, mute, op, post, redo, tag, undo
from standup_tui.model.command import Command, Decide, Handover
from standup_tui.model.entry import Stage
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.keeping import Clocks, Purge
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Reference, ReferenceKind
from standup_tui.ports.store import Judged
from standup_tui.store import person
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.indexing import index_all
from store.past_day import purged

pytestmark = pytest.mark.soak

STEPS = 120
VERBS = (
    Verb.APPROVE, Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.CLEAR, Verb.PIN, Verb.STAR, Verb.ESCALATE,
    Verb.RETURN, Verb.NOTE, Verb.REASON, Verb.RETWEET, Verb.HIDE_REPLY,
)  # fmt: skip


class Day:
    """Moderators who do anything to anything, an hour after the other."""

    def __init__(self, store: SqliteStore, seed: int) -> None:
        self.store = store
        self.dice = random.Random(seed)
        self.now = NOW
        self.last = 0

    async def go_on(self) -> None:
        for _ in range(STEPS):
            self.now += timedelta(hours=1)
            await self.dice.choice((self.arrive, *[self.decide] * 3, self.other))()

    async def arrive(self) -> None:
        new = [self._post() for _ in range(self.dice.randint(1, 4))]
        await self.store.add(new, [], self.now, new[-1].post.id)

    def _post(self) -> Judged:
        self.last += 1
        dice, more = self.dice, dict[str, Any]()
        if dice.random() < 0.2 and self.last > 3:
            more["edit_of"] = (post(dice.randint(1, self.last - 1)).id,)
        if dice.random() < 0.3:
            kind = dice.choice(tuple(ReferenceKind))
            more["references"] = (Reference(kind, post(9000).id, author(dice.randint(1, 6))),)
        if dice.random() < 0.3:
            more["flags"] = (Flag(Kind.ABUSE, "words", Severity.LOOK, "a word"),)
        more["trusted"] = dice.random() < 0.2
        return judged(self.last, f"Text {self.last}, @person_2", **more)

    async def decide(self) -> None:
        if not self.last:
            return
        dice = self.dice
        verb, number = dice.choice(VERBS), dice.randint(1, self.last)
        revision, reason = await self._revision(number), dice.choice(("", "Abuse"))
        await self.do(Decide(op(), verb, post(number).id, revision, reason, confirmed=True))

    async def _revision(self, number: int) -> int:
        story = await self.store.story(post(number).id)
        return story.entry.standing.revision if story else 1

    async def do(self, command: Command) -> None:
        await self.store.apply(command, self.dice.choice((ASHA, RAJ)), self.now)

    async def other(self) -> None:
        dice = self.dice
        number = dice.randint(1, max(1, self.last))
        match dice.randint(0, 9):
            case 0 | 1 | 2:
                await self.do(undo(confirmed=True))
            case 3 | 4:
                await self.do(redo())
            case 5:
                await self.do(mute(dice.randint(1, 6), muted=dice.random() < 0.6))
            case 6:
                several = [dice.randint(1, max(1, self.last)) for _ in range(4)]
                command = many(dice.choice((Verb.HIDE, Verb.APPROVE, Verb.HOLD)), *several)
                revision = await self._revision(several[0])
                targets = tuple(replace(one, revision=revision) for one in command.posts)
                await self.do(replace(command, posts=targets))
            case 7:
                await self.do(tag("Shared", number, await self._revision(number)))
            case 8:
                await self.store.remove([post(number).id], self.now)
            case _:
                await self.rarely()

    async def rarely(self) -> None:
        await self.do(blank(on=self.dice.random() < 0.5))
        await self.do(Handover(op(), "ask @person_3"))
        act = await self.store.claim(self.now)
        if act is not None:
            stage = self.dice.choice((Stage.DONE, Stage.FAILED, Stage.IN_DOUBT))
            await self.store.settle(act.id, Stage.DRY_RUN if act.dry else stage, "", self.now)

    async def purge(self) -> None:
        span = (self.now - NOW).total_seconds()
        back = sorted(self.dice.random() * span for _ in range(3))
        ends = [self.now - timedelta(seconds=one) for one in back]
        self.dice.shuffle(shorter := ends[:2])
        clocks = Clocks(shorter[0], shorter[1], ends[2], (0, 0, 0))
        if self.dice.random() < 0.5:
            await index_all(self.store)
        if self.dice.random() < 0.3:
            found = await self.store._db.read(lambda db: person.identified(db, "2"))
            await purged(self.store, Purge(person=found, mentions=True), self.now)
        plan = await self.store.records.plan(Purge(clocks))
        done = await purged(self.store, Purge(clocks), self.now)
        assert done.certificate.counted == plan.counted


@pytest.mark.uncounted
@pytest.mark.parametrize("seed", range(6))
async def test_a_store_holds_after_purges_at_any_moment_and_goes_on(
    tmp_path: Path, seed: int
) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    day = Day(store, seed)
    await day.store.add([judged(8000, author=author(2))], [], NOW)
    for _ in range(3):
        await day.go_on()
        assert (await check(tmp_path / "standup.db")).problems == ()
        await day.purge()
        assert (await check(tmp_path / "standup.db")).problems == ()
        await day.store.add([judged(day.last + 8001, author=author(2))], [], day.now)
    await store.close()
    assert (await check(tmp_path / "standup.db")).problems == ()
