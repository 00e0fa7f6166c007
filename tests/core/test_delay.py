"""Delay mode: what nobody touched shows after its time, on record, and never unattended."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from making import ASHA, LOOK, NOW, RAJ, author, decide, judged, op, post, some, tag, undo
from standup_tui.core.delay import Delays
from standup_tui.model.command import Done, Steer
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import Reference, ReferenceKind
from standup_tui.model.wall import Coming, Delay
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

ONE = post(1).id


class HandClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Room:
    """A store, and the walls that show by themselves what nobody touched."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.clock = HandClock()
        self.attended = True
        self.delays = self.begin()

    def begin(self) -> Delays:
        """Begin as a new hub does."""
        self.delays = Delays(
            self.store,
            self.clock,
            attended=lambda: self.attended,
            patience=300,
        )
        return self.delays

    async def choose(self, seconds: int) -> None:
        said = await self.store.apply(Steer(op(), Delay(seconds)), ASHA, self.clock.now())
        assert isinstance(said, Done)

    async def status(self, number: int = 1) -> Status:
        entries = (await self.store.changes(0, 100)).entries
        return next(it.standing.status for it in entries if it.post.id == post(number).id)

    async def after(self, seconds: float) -> None:
        """Let time pass, look by look."""
        for _ in range(int(seconds)):
            self.clock.seconds += 1
            await self.delays.step()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    store = await SqliteStore.open(tmp_path / "standup.db")
    yield Room(store)
    await store.close()
    report = await check(tmp_path / "standup.db")
    assert report.ok, report.problems


async def test_nothing_shows_by_itself_where_a_person_approves_first(room: Room) -> None:
    await room.store.add(some(1), [], NOW)
    await room.after(600)
    assert await room.status() is Status.WAITING
    assert room.delays.coming == ()


async def test_what_nobody_touched_shows_after_its_time_and_consoles_can_count_down(
    room: Room,
) -> None:
    await room.choose(20)
    room.clock.seconds = 5
    await room.store.add(some(1), [], room.clock.now())
    await room.after(19)
    assert room.delays.coming == (Coming(ONE, NOW + timedelta(seconds=25)),)
    assert await room.status() is Status.WAITING
    await room.after(1)
    assert await room.status() is Status.SHOWN
    assert not room.delays.coming


async def test_it_is_the_products_own_decision_with_its_reason(room: Room) -> None:
    await room.choose(20)
    await room.store.add(some(1), [], NOW)
    await room.after(21)
    story = await room.store.story(ONE)
    assert story is not None
    (made,) = story.decisions
    assert (made.verb, made.by.name, made.by.login) == ("show after the delay", "Standup", "")
    assert (made.before, made.after, made.reason) == ("waiting", "shown", "nobody acted for 20 s")


@pytest.mark.parametrize("verb", [Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.ESCALATE])
async def test_what_somebody_acted_on_waits_for_them(room: Room, verb: Verb) -> None:
    await room.choose(20)
    await room.store.add(some(1), [], NOW)
    await room.store.apply(decide(verb, 1), RAJ, NOW)
    before = await room.status()
    await room.after(60)
    assert await room.status() is before


async def test_a_cleared_flag_and_a_taken_back_approval_wait_for_a_person(room: Room) -> None:
    await room.choose(20)
    await room.store.add([judged(1, flags=(LOOK,)), judged(2), judged(3)], [], NOW)
    await room.store.apply(decide(Verb.CLEAR, 1), RAJ, NOW)
    await room.store.apply(decide(Verb.APPROVE, 2), RAJ, NOW)
    await room.store.apply(undo(), RAJ, NOW)
    await room.store.apply(tag("MP", 3), RAJ, NOW)
    await room.after(60)
    assert {await room.status(number) for number in (1, 2, 3)} == {Status.WAITING}


async def test_flagged_too_long_and_muted_posts_wait_for_a_person(room: Room) -> None:
    await room.choose(5)
    quote = Reference(ReferenceKind.QUOTE, post(9).id, author(5))
    await room.store.add(
        [
            judged(1, flags=(LOOK,)),
            judged(2, "too long " * 400),
            judged(3, author=author(4)),
            judged(4, references=(quote,), author=author(6)),
            judged(5, author=author(6)),
        ],
        [],
        NOW,
    )
    await room.store.set_muted({author(4).id, author(5).id})
    await room.after(60)
    assert [await room.status(number) for number in range(1, 6)] == [
        Status.FLAGGED,
        Status.WAITING,
        Status.WAITING,
        Status.WAITING,
        Status.SHOWN,
    ]


async def test_the_two_hundredth_and_first_shows_too_however_many_wait_for_a_person(
    room: Room,
) -> None:
    await room.choose(5)
    quote = Reference(ReferenceKind.QUOTE, post(9).id, author(40))
    carries = [judged(number, references=(quote,)) for number in range(1, 251)]
    too_long = [judged(number, text="word " * 500) for number in range(251, 501)]
    await room.store.add([*carries, *too_long, *some(450, 501)], [], NOW)
    await room.store.set_muted({author(40).id})

    async def shown() -> set[str]:
        entries = (await room.store.changes(0, 2000)).entries
        return {it.post.id for it in entries if it.standing.status is Status.SHOWN}

    await room.after(5)
    assert await shown() == {post(number).id for number in range(501, 701)}
    await room.after(2)
    assert await shown() == {post(number).id for number in range(501, 951)}


async def test_posts_that_waited_before_get_the_whole_delay(room: Room) -> None:
    await room.store.add(some(1), [], NOW)
    await room.after(500)
    await room.choose(20)
    await room.after(19)
    assert await room.status() is Status.WAITING
    await room.after(1)
    assert await room.status() is Status.SHOWN


async def test_a_new_hub_begins_to_count_anew(room: Room) -> None:
    await room.choose(20)
    await room.store.add(some(1), [], NOW)
    room.clock.seconds = 100
    room.begin()
    await room.after(19)
    assert await room.status() is Status.WAITING
    await room.after(2)
    assert await room.status() is Status.SHOWN


async def test_without_any_console_a_person_approves_first_again_and_everybody_is_told(
    room: Room,
) -> None:
    await room.choose(20)
    room.attended = False
    await room.after(299)
    assert (await room.store.wall()).delay == 20
    await room.store.add(some(1), [], room.clock.now())
    await room.after(60)
    wall = await room.store.wall()
    assert (wall.delay, wall.delayed_by) == (0, "Standup")
    assert wall.unattended == "no console was attached for 5 minutes"
    assert await room.status() is Status.WAITING
    room.attended = True
    await room.after(60)
    assert await room.status() is Status.WAITING
    await room.choose(30)
    assert (await room.store.wall()).unattended == ""


async def test_a_console_that_comes_in_time_keeps_the_mode(room: Room) -> None:
    await room.choose(20)
    for _ in range(5):
        room.attended = False
        await room.after(299)
        room.attended = True
        await room.after(1)
    assert (await room.store.wall()).delay == 20


async def test_what_was_due_is_not_shown_once_the_mode_has_ended(room: Room) -> None:
    await room.store.add(some(1), [], NOW)
    assert await room.store.show([ONE], "too late", NOW) == 0
    assert await room.status() is Status.WAITING
