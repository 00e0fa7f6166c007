"""Whatever arrives: the next post is stored, and nothing that is acknowledged is skipped."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest

from halls import StoppedClock
from making import LOOK, author, each, post
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Complete, Ingest
from standup_tui.errors import StoreError
from standup_tui.model.flag import FAILED, Flag, Kind, Severity
from standup_tui.model.health import Liveness
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import Post, PostId, Reference, ReferenceKind
from standup_tui.ports.source import Arrived, Batch, Unreadable
from standup_tui.ports.store import Added, Judged, Quarantined
from standup_tui.store.store import SqliteStore


class PausedClock(StoppedClock):
    """Sleeps until it is woken."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep, self.wake = asyncio.Event(), asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.asleep.set()
        await self.wake.wait()


@asynccontextmanager
async def ingesting(store: SqliteStore) -> AsyncIterator[Ingest]:
    clock = StoppedClock()
    ingest = Ingest(store, each(lambda _: ()), frozenset(), clock, Vitals(clock))
    task = asyncio.create_task(ingest.run())
    try:
        yield ingest
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()


async def settled(ingest: Ingest) -> None:
    async with asyncio.timeout(20):
        await ingest.idle()


@pytest.mark.parametrize(
    "item",
    [
        Unreadable('{"half \ud800', "no \udfff JSON"),
        Arrived(post(2), '{"lone": "\ud83d"}'),
        Arrived(post(2), "x" * 600_000),
    ],
    ids=["unreadable", "raw", "huge"],
)
async def test_no_item_stops_the_next(store: SqliteStore, item: Arrived | Unreadable) -> None:
    async with ingesting(store) as ingest:
        await ingest.take(Batch((Arrived(post(1), "{}"), item, Arrived(post(3), "{}"))))
        await settled(ingest)
        await ingest.take(Batch((Arrived(post(4), "{}"),)))
        await settled(ingest)
    stored = {entry.post.id for entry in (await store.changes(0, 10)).entries}
    assert {post(1).id, post(3).id, post(4).id} <= stored
    totals = await store.totals()
    assert totals.posts + totals.unreadable == 4


def picky(store: SqliteStore, refuses: Callable[[Judged], bool]) -> list[PostId | None]:
    """Have a store refuse some posts as SQLite would, and return the cursors it is given."""
    real, cursors = store.add, list[PostId | None]()

    async def add(
        posts: Sequence[Judged],
        quarantined: Sequence[Quarantined],
        at: datetime,
        complete_to: PostId | None = None,
    ) -> Added:
        if any(refuses(one) for one in posts):

            async def fail(_: object) -> Added:
                raise sqlite3.DataError("string or blob too big")

            await store._db.write(fail)
        cursors.append(complete_to)
        if complete_to is not None:
            there = {entry.post.id for entry in (await store.changes(0, 1000)).entries}
            assert complete_to in there | {one.post.id for one in posts}
        return await real(posts, quarantined, at, complete_to)

    store.add = add  # type: ignore[method-assign, assignment]
    return cursors


async def test_a_post_that_sqlite_cannot_hold_is_put_aside(store: SqliteStore) -> None:
    picky(store, lambda one: one.post.id == post(2).id)
    async with ingesting(store) as ingest:
        await ingest.take(Batch(tuple(Arrived(post(n), "{}") for n in (1, 2, 3))))
        await settled(ingest)
    totals = await store.totals()
    assert (totals.posts, totals.unreadable) == (2, 1)


@pytest.mark.parametrize("bad", [1, 2, 5])
async def test_the_cursor_never_passes_what_is_not_stored(store: SqliteStore, bad: int) -> None:
    cursors = picky(store, lambda one: one.post.id == post(bad).id)
    async with ingesting(store) as ingest:
        await ingest.mark(Complete())
        await ingest.take(Batch(tuple(Arrived(post(n), "{}") for n in range(1, 6))))
        await settled(ingest)
    assert await store.newest("x") == post(4 if bad == 5 else 5).id
    assert any(cursors)


async def test_reading_is_not_called_live_while_nothing_can_be_stored(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = PausedClock()
    vitals = Vitals(clock)
    vitals.become(Liveness.LIVE)
    ingest = Ingest(store, each(lambda _: ()), frozenset(), clock, vitals)
    adding = store.add

    async def full(*_: object) -> Added:
        raise StoreError("the disk is full.")

    monkeypatch.setattr(store, "add", full)
    task = asyncio.create_task(ingest.run())
    await ingest.take(Batch((Arrived(post(1), "{}"),)))
    await asyncio.wait_for(clock.asleep.wait(), 20)
    seen = vitals.health()
    assert (seen.liveness, seen.since) == (Liveness.STALLED, clock.now())
    assert "waits until it can be stored" in seen.why
    assert seen.trouble == "collecting is paused: the disk is full."

    monkeypatch.setattr(store, "add", adding)
    clock.wake.set()
    await settled(ingest)
    seen = vitals.health()
    assert (seen.liveness, seen.why, seen.trouble, seen.posts) == (Liveness.LIVE, "", "", 1)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


ASHA, DEALS = author(1), author(2)
DANGER = Flag(Kind.SAFEGUARDING, "danger", Severity.STOP, "a sign of danger")
BROKEN = Flag(Kind.HOSTILE, FAILED, Severity.LOOK, "a rule failed")


def carrying(kind: ReferenceKind) -> Reference:
    return Reference(kind, post(9).id, DEALS)


@pytest.mark.parametrize(
    ("one", "flags", "status"),
    [
        (post(1, author=DEALS), (), Status.HIDDEN),
        (post(1, author=DEALS), (LOOK,), Status.HIDDEN),
        (post(1, author=DEALS), (LOOK, DANGER), Status.FLAGGED),
        (post(1, author=DEALS), (BROKEN,), Status.FLAGGED),
        (post(1, references=(carrying(ReferenceKind.REPOST),)), (), Status.HIDDEN),
        (post(1, author=ASHA), (), Status.SHOWN),
        (post(1, author=ASHA, references=(carrying(ReferenceKind.QUOTE),)), (), Status.WAITING),
        (post(1, author=ASHA, references=(carrying(ReferenceKind.REPLY),)), (), Status.WAITING),
    ],
    ids=[
        "a muted author's",
        "with a flag",
        "with a sign of danger",
        "that a rule failed on",
        "a bare repost of one",
        "one of our own",
        "ours that quotes one",
        "ours that answers one",
    ],
)
async def test_what_a_muted_author_wrote_reaches_no_wall_by_itself(
    store: SqliteStore, one: Post, flags: tuple[Flag, ...], status: Status
) -> None:
    clock = StoppedClock()
    await store.set_muted({DEALS.id})
    ingest = Ingest(store, each(lambda _: flags), {ASHA.id}, clock, Vitals(clock))
    task = asyncio.create_task(ingest.run())
    await ingest.take(Batch((Arrived(one, "{}"),)))
    await settled(ingest)
    task.cancel()

    (entry,) = (await store.changes(0, 10)).entries
    assert entry.standing.status is status
    assert entry.flags == flags
