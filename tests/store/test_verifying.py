"""Whatever is done to the log behind the program's back is found, and it is said where."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from making import ASHA, NOW, decide, some
from standup_tui.model.keeping import Head
from standup_tui.model.lifecycle import Verb
from standup_tui.store import verifying
from standup_tui.store.beside import beside
from standup_tui.store.check import check
from standup_tui.store.keeper import head
from standup_tui.store.log import COLUMNS, chained
from standup_tui.store.store import SqliteStore
from standup_tui.store.verifying import Break, Verdict, Witness

TEN = 10


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A store with ten decisions."""
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add(some(TEN), [], NOW)
    for number in range(1, TEN + 1):
        await store.apply(decide(Verb.HIDE, number, reason="Personal data"), ASHA, NOW)
    await store.close()
    return tmp_path / "standup.db"


def tampered(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for name in ("decision_is_never_changed", "decision_is_kept"):
            db.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            db.execute(statement)
        db.commit()


def rehashed(path: Path, *seqs: int) -> None:
    """Make rows whole in themselves again, each after the one that is there before it."""
    with closing(sqlite3.connect(path)) as db:
        for seq in seqs:
            before = db.execute("SELECT hash FROM decision WHERE seq = ?", (seq - 1,)).fetchone()
            db.execute("UPDATE decision SET previous = ? WHERE seq = ?", (before[0], seq))
            row = db.execute(f"SELECT {COLUMNS} FROM decision WHERE seq = {seq:d}").fetchone()  # noqa: S608
            db.execute("UPDATE decision SET hash = ? WHERE seq = ?", (chained(row), seq))
        db.commit()


async def verified(path: Path, *witnesses: Witness) -> Verdict:
    async with beside(path) as db:
        return await verifying.verified(db, witnesses)


def where(verdict: Verdict) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in verdict.breaks]


async def test_a_log_that_nobody_touched_verifies(path: Path) -> None:
    found = await verified(path)
    assert (found.breaks, found.begins, found.decisions, found.head.seq) == ((), 1, TEN, TEN)


def name(path: Path) -> None:
    tampered(path, "UPDATE decision SET name = 'Raj Patel', login = 'raj' WHERE seq = 4")


def several(path: Path) -> None:
    tampered(path, "UPDATE decision SET at = at + 1 WHERE seq IN (2, 3, 9)")


def one_whole_in_itself(path: Path) -> None:
    tampered(path, "UPDATE decision SET verb = 'approve' WHERE seq = 6")
    rehashed(path, 6)


def cut_out(path: Path, which: str) -> None:
    both = (f"DELETE FROM {it} WHERE {which}" for it in ("decision_text", "decision"))  # noqa: S608
    tampered(path, *both)


def missing(path: Path) -> None:
    cut_out(path, "seq IN (3, 7, 8)")


def beginning(path: Path) -> None:
    cut_out(path, "seq <= 2")


def reason(path: Path) -> None:
    tampered(path, "UPDATE decision_text SET reason = 'Abuse' WHERE seq = 5")


def text(path: Path) -> None:
    tampered(path, "UPDATE decision_text SET text = 'harmless' WHERE seq = 10")


def cut_unsaid(path: Path) -> None:
    tampered(
        path,
        "INSERT INTO anchor SELECT seq, hash, at FROM decision WHERE seq = 4",
        "DELETE FROM decision_text WHERE seq <= 4",
        "DELETE FROM decision WHERE seq <= 4",
    )


@pytest.mark.parametrize(
    ("tamper", "at", "says"),
    [
        (name, [(4, 4)], "decision 4 was changed after it was made"),
        (several, [(2, 2), (3, 3), (9, 9)], "decision 2 was changed"),
        (one_whole_in_itself, [(6, 7)], "decision 6 was replaced: decision 7 was made after"),
        (missing, [(3, 3), (7, 8)], "decision 3 is missing"),
        (beginning, [(1, 2)], "decisions 1 to 2 are missing"),
        (reason, [(5, 5)], "the text or reason of decision 5 was changed"),
        (text, [(10, 10)], "the text or reason of decision 10 was changed"),
        (cut_unsaid, [(1, 4)], "the log begins behind decision 4, and no decision says why"),
    ],
    ids=lambda it: getattr(it, "__name__", ""),
)
async def test_what_was_done_to_a_log_is_found_where_it_was_done(
    path: Path, tamper: Callable[[Path], None], at: list[tuple[int, int]], says: str
) -> None:
    tamper(path)
    found = await verified(path)
    assert where(found) == at
    assert found.breaks[0].what.startswith(says)
    assert any(says in one for one in (await check(path)).problems)


async def test_a_log_that_was_cut_short_is_found_by_whoever_knew_its_end(path: Path) -> None:
    async with beside(path) as db:
        known = await head(db)
    cut_out(path, "seq > 8")
    assert (await verified(path)).breaks == ()
    (found,) = (await verified(path, Witness(known, "the backup"))).breaks
    says = "the log ends with decision 8, but the backup knew decision 10"
    assert found == Break(9, 10, says)


async def test_a_log_that_was_written_anew_is_found_by_whoever_knew_one_decision(
    path: Path,
) -> None:
    async with beside(path) as db:
        known = await head(db)
    tampered(path, "UPDATE decision SET name = 'Raj Patel' WHERE seq = 2")
    rehashed(path, *range(2, TEN + 1))
    assert (await verified(path)).breaks == ()
    (found,) = (await verified(path, Witness(known, "the note"))).breaks
    assert found.what == "decision 10 is another one than the note knew"


async def test_those_who_knew_what_is_still_there_agree(path: Path) -> None:
    async with beside(path) as db:
        known = await head(db)
    store = await SqliteStore.open(path)
    await store.apply(decide(Verb.NOTE, 1, reason="more"), ASHA, NOW)
    await store.close()
    found = await verified(path, Witness(known, "the backup"), Witness(Head(), "nobody"))
    assert (found.breaks, found.witnesses) == ((), 1)
