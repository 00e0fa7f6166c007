import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from making import ASHA, LOOK, NOW, RAJ, blank, decide, judged, op, post, some, undo
from standup_tui.errors import StoreError
from standup_tui.model.command import Done, Refused, Superseded
from standup_tui.model.entry import Stage
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.ports.store import Quarantined
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

LATER = NOW + timedelta(seconds=10)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def status_of(store: SqliteStore, number: int) -> Status:
    story = await store.story(post(number).id)
    assert story is not None
    return story.entry.standing.status


async def test_a_post_is_stored_once_however_often_it_arrives(store: SqliteStore) -> None:
    first = await store.add(some(3), [], NOW)
    again = await store.add([*some(4), *some(4)], [], NOW)
    assert (first.stored, again.stored) == (3, 1)
    assert (await store.totals()).posts == 4


async def test_everything_of_a_post_comes_back_as_it_was(store: SqliteStore) -> None:
    one = judged(1, "Tri ymweliad heddiw – 🙂 'quoted' \"twice\"\nand a line", flags=(LOOK,))
    await store.add([one], [], NOW)
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.post == one.post
    assert entry.flags == (LOOK,)


async def test_flagged_waits_for_a_person_even_from_the_roster(store: SqliteStore) -> None:
    await store.add(
        [
            judged(1),
            judged(2, flags=(LOOK,), roster=True, trusted=True),
            judged(3, roster=True, trusted=True),
        ],
        [],
        NOW,
    )
    seen = [await status_of(store, number) for number in (1, 2, 3)]
    assert seen == [Status.WAITING, Status.FLAGGED, Status.SHOWN]


async def test_what_is_shown_without_a_person_is_in_the_log(store: SqliteStore) -> None:
    await store.add([judged(3, roster=True, trusted=True)], [], NOW)
    story = await store.story(post(3).id)
    assert story is not None
    assert [(d.verb, d.by.name, d.after) for d in story.decisions] == [
        (Verb.ARRIVE, "Standup", Status.SHOWN)
    ]


async def test_changes_brings_each_post_once_as_it_is_now(store: SqliteStore) -> None:
    await store.add(some(5), [], NOW)
    seen = (await store.changes(0, 100)).seq
    await store.apply(decide(Verb.APPROVE, 2), ASHA, NOW)
    await store.apply(decide(Verb.PIN, 2, revision=2), ASHA, NOW)
    after = await store.changes(seen, 100)
    assert [entry.post.id for entry in after.entries] == [post(2).id]
    assert after.entries[0].standing.pin == 1
    assert after.entries[0].last is not None
    assert after.entries[0].last.by == ASHA


async def test_changes_comes_in_pieces_without_losing_any(store: SqliteStore) -> None:
    await store.add(some(25), [], NOW)
    seen, after, more = set(), 0, True
    while more:
        piece = await store.changes(after, 10)
        seen |= {entry.post.id for entry in piece.entries}
        after, more = piece.seq, piece.more
    assert len(seen) == 25


async def test_the_second_of_two_moderators_is_told_by_whom_and_what(store: SqliteStore) -> None:
    await store.add([judged(1)], [], NOW)
    first = await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    second = await store.apply(decide(Verb.APPROVE, 1), ASHA, LATER)
    assert isinstance(first, Done)
    assert isinstance(second, Superseded)
    assert (second.by, second.verb, second.at) == (RAJ, Verb.HIDE, NOW)
    assert await status_of(store, 1) is Status.HIDDEN


async def test_a_command_asked_twice_is_done_once(store: SqliteStore) -> None:
    await store.add([judged(1)], [], NOW)
    command = decide(Verb.APPROVE, 1)
    first = await store.apply(command, ASHA, NOW)
    again = await store.apply(command, ASHA, LATER)
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert (first.seq, first.standing) == (again.seq, again.standing)
    story = await store.story(post(1).id)
    assert story is not None
    assert len(story.decisions) == 1


async def test_what_the_lifecycle_forbids_is_refused_with_the_reason(store: SqliteStore) -> None:
    await store.add([judged(1)], [], NOW)
    outcome = await store.apply(decide(Verb.PIN, 1), ASHA, NOW)
    assert outcome == Refused("approve it first: only a shown post can be pinned")


async def test_undo_takes_back_my_decisions_one_by_one(store: SqliteStore) -> None:
    await store.add(some(2), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    await store.apply(decide(Verb.HIDE, 2), ASHA, NOW)
    await store.apply(undo(), ASHA, LATER)
    assert [await status_of(store, n) for n in (1, 2)] == [Status.SHOWN, Status.WAITING]
    await store.apply(undo(), ASHA, LATER)
    assert [await status_of(store, n) for n in (1, 2)] == [Status.WAITING, Status.WAITING]
    assert isinstance(await store.apply(undo(), ASHA, LATER), Refused)


@pytest.mark.fault("E3")
async def test_undo_is_refused_when_somebody_decided_after_me(store: SqliteStore) -> None:
    await store.add(some(1), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    await store.apply(decide(Verb.HIDE, 1, revision=2), RAJ, LATER)
    outcome = await store.apply(undo(), ASHA, LATER)
    assert isinstance(outcome, Refused)
    assert "Raj Patel" in outcome.why
    assert await status_of(store, 1) is Status.HIDDEN


async def test_a_persons_flag_says_who_and_goes_with_its_undo(store: SqliteStore) -> None:
    await store.add(some(1), [], NOW)
    await store.apply(decide(Verb.FLAG, 1), RAJ, NOW)
    (entry,) = (await store.changes(0, 10)).entries
    assert [flag.reason for flag in entry.flags] == ["flagged by Raj Patel"]
    await store.apply(undo(), RAJ, NOW)
    (entry,) = (await store.changes(0, 10)).entries
    assert entry.flags == ()


async def test_a_blank_is_remembered(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.apply(blank(), ASHA, NOW)
    await store.close()
    store = await SqliteStore.open(tmp_path / "standup.db")
    wall = await store.wall()
    assert (wall.blank, wall.by) == (True, "Asha Rowe")
    assert isinstance(await store.apply(blank(), RAJ, NOW), Refused)
    await store.apply(blank(on=False), RAJ, NOW)
    assert not (await store.wall()).blank
    await store.close()


async def test_a_retweet_is_claimed_once_and_only_when_due(store: SqliteStore) -> None:
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    assert await store.claim(NOW + timedelta(seconds=9)) is None
    act = await store.claim(LATER)
    assert act is not None
    assert (act.verb, act.post, act.stage) == (Verb.RETWEET, post(1).id, Stage.SENDING)
    assert await store.claim(LATER) is None
    await store.settle(act.id, Stage.DONE, "", LATER)
    assert await store.outbox() == ()


async def test_a_waiting_retweet_is_stopped_by_undo(store: SqliteStore) -> None:
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    assert isinstance(await store.apply(undo(), ASHA, NOW), Done)
    assert await store.claim(LATER) is None
    assert await status_of(store, 1) is Status.SHOWN


@pytest.mark.parametrize("verb", [Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.ESCALATE])
async def test_what_leaves_the_wall_is_not_retweeted(store: SqliteStore, verb: Verb) -> None:
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    await store.apply(decide(verb, 1), RAJ, NOW)
    assert await store.claim(LATER) is None


async def test_a_sent_retweet_is_undone_only_with_a_second_step(store: SqliteStore) -> None:
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    act = await store.claim(LATER)
    assert act is not None
    await store.settle(act.id, Stage.DONE, "", LATER)
    asked = await store.apply(undo(), ASHA, LATER)
    assert isinstance(asked, Refused)
    assert asked.confirm
    assert isinstance(await store.apply(undo(confirmed=True), ASHA, LATER), Done)
    back = await store.claim(LATER)
    assert back is not None
    assert back.verb is Verb.UNRETWEET


async def test_a_post_cannot_be_retweeted_twice(store: SqliteStore) -> None:
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.apply(decide(Verb.RETWEET, 1), ASHA, NOW)
    assert isinstance(await store.apply(decide(Verb.RETWEET, 1), RAJ, NOW), Refused)


async def test_a_deleted_post_is_erased_and_its_decisions_stay(
    store: SqliteStore, tmp_path: Path
) -> None:
    canary = "Zanzibar-canary"
    await store.add([judged(1, canary, trusted=True)], [], NOW)
    await store.apply(decide(Verb.HIDE, 1, reason=canary), ASHA, NOW)
    assert await store.remove([post(1).id, post(2).id], LATER) == 1
    changed = await store.changes(0, 10)
    assert (changed.entries, changed.removed) == ((), (post(1).id,))
    await store.close()
    raw = sqlite3.connect(tmp_path / "standup.db")
    decided = raw.execute("SELECT verb, name FROM decision ORDER BY seq").fetchall()
    raw.close()
    assert [row[0] for row in decided] == [Verb.ARRIVE, Verb.HIDE, Verb.DELETE]
    assert canary.encode() not in (tmp_path / "standup.db").read_bytes()


async def test_an_edited_post_goes_back_to_a_person(store: SqliteStore) -> None:
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.add([judged(2, "now rude", edit_of=(post(1).id,), trusted=True)], [], LATER)
    changed = await store.changes(0, 10)
    assert changed.removed == (post(1).id,)
    assert [entry.standing.status for entry in changed.entries] == [Status.FLAGGED]
    assert [flag.kind for flag in changed.entries[0].flags] == [Kind.EDITED]


async def test_a_hidden_post_does_not_come_back_by_an_edit(store: SqliteStore) -> None:
    await store.add([judged(1)], [], NOW)
    await store.apply(decide(Verb.HIDE, 1), ASHA, NOW)
    await store.add([judged(2, edit_of=(post(1).id,), trusted=True)], [], LATER)
    assert await status_of(store, 2) is Status.HIDDEN


async def test_an_older_version_that_comes_late_is_not_shown(store: SqliteStore) -> None:
    await store.add([judged(2, edit_of=(post(1).id,))], [], NOW)
    await store.add([judged(1, trusted=True)], [], LATER)
    assert post(1).id in (await store.changes(0, 10)).removed


async def test_the_cursor_never_runs_ahead_or_back(store: SqliteStore) -> None:
    await store.add(some(5), [], NOW, post(4).id)
    await store.add([judged(6)], [], NOW, post(2).id)
    assert await store.newest("x") == post(4).id
    await store.add([], [], NOW, post(6).id)
    assert await store.newest("x") == post(6).id


async def test_what_is_no_post_is_kept_with_the_reason(store: SqliteStore) -> None:
    await store.add([judged(1)], [Quarantined('{"half', "not JSON")], NOW)
    totals = await store.totals()
    assert (totals.posts, totals.unreadable) == (1, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET name = 'nobody'",
        "DELETE FROM decision",
        "INSERT OR REPLACE INTO decision SELECT * FROM decision",
    ],
)
async def test_the_log_cannot_be_rewritten_by_sql(
    store: SqliteStore, tmp_path: Path, statement: str
) -> None:
    await store.add(some(1), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    raw = sqlite3.connect(tmp_path / "standup.db", isolation_level=None)
    raw.execute("PRAGMA recursive_triggers = ON")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)
    raw.close()


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        ("UPDATE decision SET name = 'nobody' WHERE seq = 2", "decision 2 was changed"),
        ("DELETE FROM decision WHERE seq = 2", "refers to a missing row of decision"),
        ("UPDATE decision_text SET text = 'x' WHERE seq = 2", "text or reason of decision 2"),
        ("UPDATE post SET status = 'shown' WHERE id = 'x:1000003'", "moved without a decision"),
        ("UPDATE post SET status = 'shown' WHERE id = 'x:1000002'", "its last decision says"),
        ("UPDATE cursor SET newest = 'x:9999999'", "which is not stored"),
    ],
)
async def test_check_finds_tampering_and_says_where(
    tmp_path: Path, tamper: str, found: str
) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add(some(3), [], NOW, post(3).id)
    await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    await store.apply(decide(Verb.HIDE, 2), ASHA, NOW)
    await store.close()
    assert (await check(path)).ok
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("DROP TRIGGER decision_is_never_changed")
    raw.execute("DROP TRIGGER decision_is_kept")
    raw.execute(tamper)
    raw.close()
    report = await check(path)
    assert any(found in problem for problem in report.problems)


async def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    await (await SqliteStore.open(path)).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer Standup"):
        await SqliteStore.open(path)
    assert path.read_bytes() == before


async def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    path.write_text("shopping list " * 100)
    with pytest.raises(StoreError, match="damaged or not a database"):
        await SqliteStore.open(path)
    assert path.read_text().startswith("shopping list")


@pytest.mark.parametrize("ask", [SqliteStore.open, check], ids=["a hub", "a check"])
def test_a_file_that_cannot_be_opened_is_one_sentence_and_no_thread_tells_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], Awaitable[object]]
) -> None:
    broke: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", broke.append)

    async def asked() -> None:
        await ask(tmp_path / "absent" / "standup.db")

    for _ in range(30):  # whether the loop or the thread is gone first is a matter of luck
        with pytest.raises(StoreError, match="cannot be opened"):
            asyncio.run(asked())
    assert broke == []


async def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    with pytest.raises(StoreError, match="not a Standup store"):
        await SqliteStore.open(path)


@pytest.mark.fault("C1")
async def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add(some(50), [], NOW)
    await store._db._connection.execute("PRAGMA max_page_count = 60")
    with pytest.raises(StoreError, match="disk is full"):
        await store.add(some(5000, first=100), [], NOW)
    assert (await store.totals()).posts == 50
    await store._db._connection.execute("PRAGMA max_page_count = 100000")
    await store.add(some(10, first=100), [], NOW)
    assert (await store.totals()).posts == 60
    await store.close()
    assert (await check(path)).ok


async def test_every_write_waits_for_the_disk(store: SqliteStore) -> None:
    rows = await store._db.read(lambda db: db.execute_fetchall("PRAGMA synchronous"))
    assert next(iter(rows))[0] == 2


async def test_an_op_id_is_unique_whatever_it_was_for(store: SqliteStore) -> None:
    await store.add(some(2), [], NOW)
    first = decide(Verb.APPROVE, 1)
    other = decide(Verb.HIDE, 2)
    await store.apply(first, ASHA, NOW)
    outcome = await store.apply(type(other)(first.op, other.verb, other.post, 1), ASHA, NOW)
    assert isinstance(outcome, Done)
    assert await status_of(store, 2) is Status.WAITING
    assert first.op != op()
