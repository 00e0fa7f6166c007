"""Backups are whole, checked and listed; restoring one never leaves less than there was."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from stat import S_IMODE

import pytest

from halls import hall
from making import ASHA, NOW, decide, some
from standup_tui.errors import ConfigError, HubError, StoreError
from standup_tui.hub.lock import campaign_lock
from standup_tui.model.keeping import Purge
from standup_tui.model.lifecycle import Verb
from standup_tui.records import audits, backups, purges, restoring
from standup_tui.store import copying
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.past_day import LATER, SHOWN, a_day, clocks, purged


@pytest.fixture
def day(tmp_path: Path) -> Path:
    async def made() -> None:
        await (await a_day(tmp_path / "standup.db")).close()

    asyncio.run(made())
    return tmp_path


def posts_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM post").fetchone()[0])


def add(folder: Path, *numbers: int) -> None:
    async def work() -> None:
        store = await SqliteStore.open(folder / "standup.db")
        await store.add([one for n in numbers for one in some(1, n)], [], NOW)
        for number in numbers:
            await store.apply(decide(Verb.HIDE, number), ASHA, NOW)
        await store.close()

    asyncio.run(work())


def problems(folder: Path) -> tuple[str, ...]:
    return asyncio.run(check(folder / "standup.db")).problems


def test_a_backup_is_one_file_that_passes_the_check_for_its_account_alone(day: Path) -> None:
    made = backups.make(day, None)
    path = made.path(day)
    assert asyncio.run(check(path)).problems == ()
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert posts_in(path) == made.posts == posts_in(day / "standup.db")
    assert backups.listed(day) == (made,)


async def test_a_backup_while_a_hub_writes_is_one_moment_of_its_store(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(*range(1, 30))
        writing = asyncio.create_task(_write(here.store))
        made = [await asyncio.to_thread(backups.make, tmp_path, None) for _ in range(3)]
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    for one in made:
        assert (await check(one.path(tmp_path))).problems == ()
        assert one.posts >= 29


async def _write(store: SqliteStore) -> None:
    for number in range(1000, 100_000):
        await store.add(some(1, number), [], NOW)
        await store.apply(decide(Verb.APPROVE, number), ASHA, NOW)


def test_a_backup_of_a_broken_store_is_not_kept(day: Path) -> None:
    with closing(sqlite3.connect(day / "standup.db")) as db:
        db.execute("UPDATE post SET status = 'shown' WHERE id = 'x:1000001'")
        db.commit()
    with pytest.raises(StoreError, match="the copy was not kept, for it does not pass the check"):
        backups.make(day, None)
    assert list((day / "backups").iterdir()) == []


def test_a_backup_never_writes_over_a_file(day: Path) -> None:
    (day / "mine.db").write_text("mine")
    with pytest.raises(ConfigError, match="is there already"):
        backups.make(day, day / "mine.db")
    assert (day / "mine.db").read_text() == "mine"


def test_what_came_after_a_backup_is_gone_when_it_is_restored_and_kept_beside(day: Path) -> None:
    made = backups.make(day, None)
    add(day, 500, 501)
    done = restoring.restore(day, made.name)
    assert posts_in(day / "standup.db") == made.posts
    assert problems(day) == ()
    assert posts_in(day / done.replaced) == made.posts + 2
    assert [one.name for one in backups.listed(day)] == [made.name, done.replaced]
    assert not list(day.glob(".*"))


def test_a_replaced_store_is_let_go_of_where_that_is_wanted(day: Path) -> None:
    made = backups.make(day, None)
    assert restoring.restore(day, made.name, discard=True).replaced == ""
    assert [one.name for one in backups.listed(day)] == [made.name]


def test_the_log_says_where_a_restored_store_went_on_and_still_verifies(day: Path) -> None:
    made = backups.make(day, None)
    add(day, 500, 501)
    later = backups.make(day, None)
    restoring.restore(day, made.name)
    found = asyncio.run(audits.verify(day, None))
    assert found.breaks == ()
    assert found.restored == 2  # the later backup, and the store that was replaced
    assert later.head.seq == made.head.seq + 2
    assert found.head.seq == made.head.seq + 1


def test_what_was_not_yet_folded_into_the_replaced_file_is_kept_and_not_mixed_in(
    day: Path,
) -> None:
    made = backups.make(day, None)
    with closing(sqlite3.connect(day / "standup.db")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("INSERT INTO quarantine (at, reason, raw) VALUES (1, 'x', 'only in the log')")
        db.commit()
        assert (day / "standup.db-wal").stat().st_size > 0
        kept = (day / "standup.db").read_bytes(), (day / "standup.db-wal").read_bytes()
    (day / "standup.db").write_bytes(kept[0])
    (day / "standup.db-wal").write_bytes(kept[1])  # as after kill -9
    done = restoring.restore(day, made.name)
    assert b"only in the log" in (day / done.replaced).read_bytes()
    assert b"only in the log" not in (day / "standup.db").read_bytes()
    assert problems(day) == ()


def test_a_store_that_cannot_be_read_any_more_is_kept_and_replaced(day: Path) -> None:
    made = backups.make(day, None)
    (day / "standup.db").write_bytes(b"not a database at all" * 500)
    done = restoring.restore(day, made.name)
    assert problems(day) == ()
    assert (day / done.replaced).read_bytes().startswith(b"not a database")


def test_nobody_takes_a_store_away_from_whoever_reads_it(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(day, None)
    monkeypatch.setattr(copying, "_PATIENCE", 0)
    with closing(sqlite3.connect(day / "standup.db")) as auditor:
        auditor.execute("PRAGMA journal_mode = WAL")
        auditor.execute("BEGIN")
        auditor.execute("SELECT count(*) FROM post").fetchone()
        with pytest.raises(StoreError, match="wait for its end, then try again"):
            restoring.restore(day, made.name)
        assert auditor.execute("SELECT count(*) FROM post").fetchone()[0] == made.posts
    assert restoring.restore(day, made.name).replaced
    assert problems(day) == ()


def test_a_backup_that_is_not_what_was_made_changes_nothing(day: Path) -> None:
    made = backups.make(day, None)
    with closing(sqlite3.connect(made.path(day))) as db:
        db.execute("UPDATE wall SET by = 'somebody'")
        db.commit()
    before = (day / "standup.db").read_bytes()
    with pytest.raises(StoreError, match="is not the file that was made"):
        restoring.restore(day, made.name)
    assert (day / "standup.db").read_bytes() == before


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0" + bytes(5000), b"text"])
def test_what_is_no_backup_changes_nothing(day: Path, data: bytes) -> None:
    (day / "it.db").write_bytes(data)
    before = (day / "standup.db").read_bytes()
    with pytest.raises(StoreError):
        restoring.restore(day, str(day / "it.db"))
    assert (day / "standup.db").read_bytes() == before
    assert not list(day.glob("standup.replaced*"))


def test_nobody_takes_a_store_away_from_a_hub(day: Path) -> None:
    made = backups.make(day, None)
    before = (day / "standup.db").read_bytes()
    with campaign_lock(day), pytest.raises(HubError, match="`standup hub --stop`, then restore"):
        restoring.restore(day, made.name)
    assert (day / "standup.db").read_bytes() == before


def test_a_backup_that_is_not_there_is_said_to_be(day: Path) -> None:
    with pytest.raises(ConfigError, match=r"no backup nothing\.db; `standup backup --list` has"):
        restoring.restore(day, "nothing.db")


@pytest.mark.fault("I1")
def test_the_list_says_which_backups_still_hold_what_was_purged(day: Path) -> None:
    before = backups.make(day, None)
    (day / "standup.version-5.db").write_bytes(before.path(day).read_bytes())

    async def purge() -> None:
        store = await SqliteStore.open(day / "standup.db")
        done = await purged(store, Purge(clocks(30, 90, 600)), LATER)
        await store.close()
        purges.file(day, done.certificate)

    asyncio.run(purge())
    certificates = purges.filed(day)
    stale = {one.name for one in backups.listed(day) if one.stale(certificates)}
    assert stale == {before.name, "standup.version-5.db"}
    purge_again = Purge(clocks(30, 90, 600))
    plan = asyncio.run(purges.plan(day, purge_again))
    beside = asyncio.run(purges.held_beside(day, purge_again, plan))
    assert {one.name for one in beside} == stale
    done = restoring.restore(day, before.name)
    assert [one.number for one in done.since] == [1]
    assert SHOWN.encode() in (day / "standup.db").read_bytes()
