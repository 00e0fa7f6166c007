"""Callers that go away: whatever they asked for is done whole or not at all."""

import asyncio
import random
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from counts import FULL
from faults.table import Row
from making import ASHA, NOW, blank, decide, judged, post, some, undo
from standup_tui.errors import StoreError
from standup_tui.model.entry import Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.store.check import check
from standup_tui.store.database import Database
from standup_tui.store.schema import MIGRATIONS
from standup_tui.store.store import SqliteStore


def _asked(store: SqliteStore, dice: random.Random, number: int) -> Awaitable[object]:
    some_post = dice.randrange(1, 40)
    verb = dice.choice([Verb.HIDE, Verb.APPROVE, Verb.HOLD, Verb.RETWEET, Verb.PIN])
    kinds: list[Callable[[], Awaitable[object]]] = [
        lambda: store.add(some(5, first=100 + 5 * number), [], NOW),
        lambda: store.apply(decide(verb, some_post, dice.randrange(1, 4)), ASHA, NOW),
        lambda: store.apply(undo(confirmed=True), ASHA, NOW),
        lambda: store.apply(blank(on=dice.random() < 0.5), ASHA, NOW),
        lambda: store.claim(NOW + timedelta(minutes=1)),
        lambda: store.changes(0, 100),
        lambda: store.story(post(some_post).id),
        lambda: store.remove([post(some_post).id], NOW),
    ]
    return dice.choice(kinds)()


async def cancelled(path: Path, store: SqliteStore, rounds: int) -> None:
    """Cancel ten callers in each round, and see that nothing is left behind."""
    await store.add([judged(n, trusted=n % 2 == 0) for n in range(1, 40)], [], NOW)
    dice = random.Random(4)
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as other:
        for round_ in range(rounds):
            callers = [
                asyncio.ensure_future(_asked(store, dice, 10 * round_ + n)) for n in range(10)
            ]
            for caller in callers:
                await asyncio.sleep(dice.choice([0, 0, 0.0005, 0.002]))
                caller.cancel()
            await asyncio.gather(*callers, return_exceptions=True)
            if round_ % 10 == 0:
                await store.totals()  # behind everything that was begun
                assert not store._db._connection.in_transaction
                other.execute("BEGIN IMMEDIATE")  # nobody else holds the write lock
                other.execute("ROLLBACK")


ROUNDS = 200 if FULL else 100


@pytest.mark.fault("C9")
async def test_a_thousand_cancelled_callers_leave_no_transaction_and_no_lock(
    tmp_path: Path, row: Row
) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await cancelled(path, store, ROUNDS)
    await asyncio.wait_for(store.close(), 20)
    assert (await check(path)).problems == ()
    row.measured(10 * ROUNDS, "seed 4: none left open")


@pytest.mark.fault("C9", control=True)
async def test_a_store_that_works_in_the_callers_task_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def here(self: Database, work: Any, urgency: Any, *, writes: bool, **_: bool) -> Any:
        del urgency
        if not writes:
            return await work(self._connection)
        await self._connection.execute("BEGIN IMMEDIATE")
        result = await work(self._connection)
        await self._connection.execute("COMMIT")
        return result

    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    monkeypatch.setattr(Database, "_do", here)
    with pytest.raises((AssertionError, sqlite3.Error)):
        await cancelled(path, store, 20)
    store._db._owner.cancel()
    await store._db._connection.close()


@pytest.mark.fault("C9")
async def test_a_cancelled_close_does_not_cut_a_transaction_off(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    adding = asyncio.create_task(store.add(some(2000), [], NOW))
    await asyncio.sleep(0.005)
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    assert (await asyncio.wait_for(adding, 20)).stored == 2000
    await asyncio.wait_for(store.close(), 20)
    assert (await check(path)).problems == ()


async def test_a_rollback_that_fails_does_not_lock_the_store_up(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    real, refusals = store._db._connection.execute, ["COMMIT", "ROLLBACK"]

    async def failing(sql: str, *more: Any) -> aiosqlite.Cursor:
        if refusals and sql == refusals[0]:
            refusals.pop(0)
            raise sqlite3.OperationalError("disk I/O error")
        return await real(sql, *more)

    store._db._connection.execute = failing  # type: ignore[assignment, method-assign]
    with pytest.raises(StoreError):
        await store.add(some(3), [], NOW)
    assert (await store.totals()).posts == 0  # what was not committed is not read either
    assert (await store.add(some(2), [], NOW)).stored == 2
    await store.close()
    assert (await check(tmp_path / "standup.db")).counts["posts"] == 2


async def test_whoever_is_told_of_a_commit_cannot_undo_it(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")

    def stumbling() -> None:
        raise ZeroDivisionError

    store.on_commit(stumbling)
    assert (await store.add(some(2), [], NOW)).stored == 2
    await store.close()


async def test_a_hub_stopped_while_it_claims_sends_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    for pause in (0, 0.0002, 0.0005, 0.001, 0.002):
        path.unlink(missing_ok=True)
        store = await SqliteStore.open(path)
        await store.add([judged(1, trusted=True)], [], NOW)
        await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
        claiming = asyncio.create_task(store.claim(NOW + timedelta(seconds=11)))
        await asyncio.sleep(pause)
        claiming.cancel()
        with suppress(asyncio.CancelledError):
            await claiming
        await store.close()
        store = await SqliteStore.open(path)
        (entry,) = await store.outbox()
        assert entry.act is not None
        assert entry.act.stage in (Stage.DUE, Stage.SENDING)
        again = await store.claim(NOW + timedelta(seconds=12))
        assert (again is not None) == (entry.act.stage is Stage.DUE)
        await store.close()


async def test_a_copy_of_an_older_store_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it copies, the hub must not take half a copy for a backup."""
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add(some(3), [], NOW)
    await store.close()
    version = len(MIGRATIONS)
    newer = (*MIGRATIONS, ("CREATE TABLE later (x INTEGER)",))
    monkeypatch.setattr("standup_tui.store.opening.MIGRATIONS", newer)
    part = tmp_path / f"standup.version-{version}.part"
    part.write_bytes(b"half a cop")
    database = await Database.open(path)
    await database.close()
    copied = sqlite3.connect(tmp_path / f"standup.version-{version}.db")
    assert copied.execute("SELECT count(*) FROM post").fetchone() == (3,)
    assert copied.execute("PRAGMA user_version").fetchone() == (version,)
    copied.close()
    assert not part.exists()
