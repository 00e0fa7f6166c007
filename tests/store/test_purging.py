"""A purge erases what it says and nothing else, every byte of it, and the log still verifies."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from making import ASHA, NOW, decide, judged, many, post, some, undo
from standup_tui.model.command import Refused
from standup_tui.model.keeping import NotKept, Purge
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store import anew, opening, verifying
from standup_tui.store.check import check
from standup_tui.store.database import Database
from standup_tui.store.store import SqliteStore
from store.indexing import index_all
from store.past_day import (
    KEEPER,
    KIMS,
    LATER,
    SHOWN,
    UNDECIDED,
    a_day,
    answered,
    clocks,
    on_disk,
    purged,
)
from store.standing import statuses

EVERYTHING = Purge(clocks(30, 90, 400))
NOT_THE_LOG = Purge(clocks(30, 90, 600))
ONLY_UNDECIDED = Purge(clocks(30, 600, 600))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await a_day(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def test_texts_that_were_never_shown_go_and_those_that_are_shown_stay(
    store: SqliteStore, tmp_path: Path
) -> None:
    done = await purged(store, ONLY_UNDECIDED)
    found = on_disk(tmp_path / "standup.db", UNDECIDED, SHOWN)
    assert found[UNDECIDED] == 0
    assert found[SHOWN] > 0
    assert (
        done.certificate.counted.undecided == 34
    )  # with Kim's, whom somebody muted, and an edited one
    assert done.certificate.counted.shown == 0
    assert await statuses(store, 40) == [Status.SHOWN]


async def test_terminals_are_told_that_a_purge_erased_a_post_and_not_its_author(
    store: SqliteStore,
) -> None:
    await store.remove([post(41).id], NOW)
    seq = (await store.changes(0, 1)).seq
    await purged(store, NOT_THE_LOG)
    told = await store.changes(seq, 1000)
    refused = await store.apply(decide(Verb.HIDE, 40), ASHA, LATER)

    assert post(40).id in told.purged
    edited, deleted_before = post(33).id, post(34).id
    assert set(told.removed) - set(told.purged) == {edited, deleted_before, post(41).id}
    assert isinstance(refused, Refused)
    assert refused.why == "it is gone (erased here by a purge)"
    deleted = await store.apply(decide(Verb.HIDE, 41), ASHA, LATER)
    assert isinstance(deleted, Refused)
    assert deleted.why == "it is gone (deleted at its source)"


async def test_nobody_is_kept_waiting_for_a_purge_that_finds_nothing(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0
    real = anew.leave_nothing

    async def counted(database: Database) -> None:
        nonlocal written
        written += 1
        await real(database)

    monkeypatch.setattr(anew, "leave_nothing", counted)
    nothing = Purge(clocks(3000, 3000, 3000))
    assert (await purged(store, nothing)).certificate.counted.nothing
    assert written == 0
    await purged(store, ONLY_UNDECIDED)
    assert written == 1
    await store.records.begin(NOT_THE_LOG, KEEPER, LATER)  # and is killed
    await purged(store, nothing)
    assert written == 2


@pytest.mark.fault("I1")
async def test_nothing_of_a_purged_text_is_in_any_file_of_the_store(
    store: SqliteStore, tmp_path: Path
) -> None:
    before = on_disk(tmp_path / "standup.db", UNDECIDED, SHOWN, KIMS)
    assert all(before.values())
    await purged(store, NOT_THE_LOG)
    assert on_disk(tmp_path / "standup.db", UNDECIDED, SHOWN, KIMS) == dict.fromkeys(before, 0)


@pytest.mark.fault("I1", control=True)
async def test_a_purge_that_only_deletes_rows_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: object) -> None:
        """Write nothing anew."""

    monkeypatch.setattr(anew, "_write_anew", nothing)
    monkeypatch.setattr(opening, "_PRAGMAS", (*opening._PRAGMAS, "PRAGMA secure_delete = OFF"))
    store = await a_day(tmp_path / "standup.db")
    await purged(store, NOT_THE_LOG)
    left = on_disk(tmp_path / "standup.db", UNDECIDED, SHOWN, KIMS)
    await store.close()
    assert any(left.values())


async def test_what_is_erased_is_what_the_plan_says_and_no_more(store: SqliteStore) -> None:
    plan = await store.records.plan(EVERYTHING)
    done = await purged(store, EVERYTHING)
    assert done.certificate.counted == plan.counted
    assert plan.counted.decisions > 50
    again = await store.records.plan(EVERYTHING)
    assert again.counted.nothing


async def test_the_chain_holds_after_the_old_end_of_the_log_is_gone(
    store: SqliteStore, tmp_path: Path
) -> None:
    assert on_disk(tmp_path / "standup.db", "patel")["patel"] > 0
    await purged(store, EVERYTHING)
    assert on_disk(tmp_path / "standup.db", "patel")["patel"] == 0
    await store.add(some(3, 200), [], LATER)
    await store.close()
    report = await check(tmp_path / "standup.db")
    assert report.problems == ()
    assert report.counts["posts"] < 70


async def test_decisions_stay_when_only_texts_have_run_out(store: SqliteStore) -> None:
    before = await store._db.read(verifying.breaks)
    seqs = await store._db.read(
        lambda db: db.execute_fetchall("SELECT count(*) FROM decision WHERE login <> ''")
    )
    await purged(store, NOT_THE_LOG)
    left = await store._db.read(
        lambda db: db.execute_fetchall("SELECT count(*) FROM decision WHERE login <> ''")
    )
    assert before == ()
    assert next(iter(left))[0] == next(iter(seqs))[0] + 1  # the purge itself


async def test_a_text_that_is_kept_longer_keeps_the_decisions_about_it(
    store: SqliteStore,
) -> None:
    await store.add(some(1, 300), [], LATER)
    kept = Purge(clocks(30, 600, 400))
    plan = await store.records.plan(kept)
    assert "stay although they are old enough: a post whose text is kept longer" in plan.held
    await purged(store, kept)
    assert await statuses(store, 40) == [Status.SHOWN]


async def test_a_second_purge_after_another_year_forgets_the_first_ones_traces(
    store: SqliteStore, tmp_path: Path
) -> None:
    await purged(store, EVERYTHING)
    later = LATER.replace(year=LATER.year + 3)
    done = await purged(store, Purge(clocks(30, 90, 400, later)), later)
    assert done.certificate.counted.decisions > 60
    await store.close()
    report = await check(tmp_path / "standup.db")
    assert (report.problems, report.counts["posts"]) == ((), 1)  # where reading had come to


async def test_a_purge_is_a_decision_of_whoever_did_it_and_not_theirs_to_undo(
    store: SqliteStore,
) -> None:
    await purged(store, NOT_THE_LOG, by=ASHA)
    await purged(store, NOT_THE_LOG, by=KEEPER)
    rows = await store._db.read(
        lambda db: db.execute_fetchall(
            "SELECT login, post FROM decision WHERE verb = 'purge' ORDER BY seq"
        )
    )
    assert [tuple(row) for row in rows] == [("asha", None), ("uma", None)]
    answer = await store.apply(undo(), KEEPER, LATER)
    assert "there is no decision of yours to undo" in str(answer)


async def test_an_interrupted_purge_is_taken_up_and_told_of_by_the_next(
    store: SqliteStore, tmp_path: Path
) -> None:
    number = await store.records.begin(NOT_THE_LOG, KEEPER, LATER)
    await store.records.erase_beside(number, NOT_THE_LOG)
    going = await store.records.going(NOT_THE_LOG)
    await store.records.erase(number, NOT_THE_LOG, going[:50], LATER)
    assert (await store.records.plan(NOT_THE_LOG)).unfinished
    done = await purged(store, NOT_THE_LOG)
    (earlier,) = done.earlier
    assert (earlier.number, earlier.ended) == (number, None)
    assert earlier.counted.undecided + earlier.counted.shown == 50
    assert on_disk(tmp_path / "standup.db", UNDECIDED, SHOWN)[SHOWN] == 0
    assert (await store.records.plan(NOT_THE_LOG)).nothing


async def test_a_purge_waits_for_whoever_still_reads_old_pages(
    store: SqliteStore, tmp_path: Path
) -> None:
    reading = sqlite3.connect(tmp_path / "standup.db")
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM post").fetchone()
    going = asyncio.create_task(purged(store, NOT_THE_LOG))
    while (await store.records.plan(NOT_THE_LOG)).counted.shown:  # noqa: ASYNC110  # the store knows
        await asyncio.sleep(0)
    await store.records.catch_up()
    assert not going.done()
    reading.close()
    await going
    assert on_disk(tmp_path / "standup.db", SHOWN)[SHOWN] == 0


async def test_one_that_reads_for_ever_is_named_and_nothing_is_lost(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anew, "_PAUSE", 0)
    reading = sqlite3.connect(tmp_path / "standup.db")
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM post").fetchone()
    answer = await answered(store, NOT_THE_LOG, LATER, KEEPER)
    reading.close()
    assert isinstance(answer, NotKept)
    assert "another program reads the store" in answer.why
    assert (await store.records.plan(NOT_THE_LOG)).unfinished
    await purged(store, NOT_THE_LOG)
    assert on_disk(tmp_path / "standup.db", SHOWN)[SHOWN] == 0


async def test_what_is_approved_while_a_purge_is_at_work_is_kept(store: SqliteStore) -> None:
    number = await store.records.begin(ONLY_UNDECIDED, KEEPER, LATER)
    going = await store.records.going(ONLY_UNDECIDED)
    await store.apply(decide(Verb.APPROVE, 11, 1), ASHA, LATER)
    await store.records.erase(number, ONLY_UNDECIDED, going, LATER)
    await store.records.end(number, 0, LATER)
    assert await statuses(store, 11) == [Status.SHOWN]


@pytest.mark.uncounted
@pytest.mark.fault("I1")
async def test_not_even_the_gaps_between_posts_that_stay_hold_a_word(tmp_path: Path) -> None:
    path, dice = tmp_path / "standup.db", random.Random(3)
    store = await SqliteStore.open(path)
    for first in range(1, 1501, 50):
        numbers = range(first, first + 50)
        words = {n: f"{UNDECIDED if n % 3 else SHOWN}{n} " for n in numbers}
        texts = [judged(n, word + "w" * dice.randint(1, 1500)) for n, word in words.items()]
        await store.add(texts, [], NOW)
        await store.apply(many(Verb.APPROVE, *(n for n in numbers if n % 3 == 0)), ASHA, NOW)
        await store.apply(many(Verb.HIDE, *(n for n in numbers if n % 3 == 1)), ASHA, NOW)
        await index_all(store)
    await purged(store, ONLY_UNDECIDED)
    found = on_disk(path, UNDECIDED, SHOWN)
    await store.close()
    assert found[UNDECIDED] == 0
    assert found[SHOWN] > 1000
