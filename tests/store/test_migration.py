"""A store of an earlier version opens, keeps everything, and can do what is new."""

from collections.abc import Sequence
from pathlib import Path

import aiosqlite
import msgspec
import pytest

from making import ASHA, NOW, RAJ, author, decide, many, mute, op, post, redo, undo
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import Post, Reference, ReferenceKind
from standup_tui.store import log
from standup_tui.store.check import check
from standup_tui.store.schema import APPLICATION_ID, MIGRATIONS
from standup_tui.store.store import SqliteStore
from store.standing import decisions, done, entry, several, statuses

S = Status
DEALS = author(3)


async def store_of_the_third_version(path: Path) -> None:
    """Make what the version before notes, bulks and muting by key left behind."""
    await store_of_version(path, 3)


async def store_of_version(path: Path, number: int) -> None:
    """Make what an older version left behind."""
    async with aiosqlite.connect(path) as db:
        for statement in (one for version in MIGRATIONS[:number] for one in version):
            await db.execute(statement)
        await db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await db.execute(f"PRAGMA user_version = {number}")
        repost = post(4, references=(Reference(ReferenceKind.REPOST, post(900).id, DEALS),))
        await _keep(db, post(1), (Verb.HIDE, S.HIDDEN, "Abuse of a person"))
        await _keep(
            db,
            post(2),
            (Verb.HIDE, S.HIDDEN, "Personal data"),
            (Verb.UNDO, S.WAITING, ""),
            (Verb.HIDE, S.HIDDEN, ""),
        )
        await _keep(db, post(3), (Verb.APPROVE, S.SHOWN, ""))
        await _keep(db, repost)
        await db.commit()


async def _keep(db: aiosqlite.Connection, one: Post, *decided: tuple[Verb, Status, str]) -> None:
    stands, last = Standing(S.WAITING), None
    for verb, status, reason in decided:
        after = Standing(status, stands.revision + 1)
        new = log.NewDecision(
            op(), verb, ASHA, NOW, one.id, _json(stands), _json(after), reason=reason,
            undoes=last if verb is Verb.UNDO else None, text=one.text,
        )  # fmt: skip
        stands, last = after, await log.append(db, new)
    seq = next(iter(await db.execute_fetchall("UPDATE counter SET seq = seq + 1 RETURNING seq")))
    await db.execute(
        "INSERT INTO post (id, seq, at, arrived, author, roster, status, revision, pin, starred, "
        "escalated, arrival, decided, body) VALUES (?, ?, 0, 0, ?, 0, ?, ?, 0, 0, 0, 'waiting', "
        "?, ?)",
        (one.id, seq[0], one.author.id, stands.status, stands.revision, last, _json(one)),
    )
    await db.execute("INSERT INTO raw VALUES (?, '')", (one.id,))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


async def opened(path: Path) -> SqliteStore:
    await store_of_the_third_version(path)
    report = await check(path)
    assert report.problems == (), "the old store is sound as it is"
    return await SqliteStore.open(path)


@pytest.mark.fault("C6")
async def test_what_was_decided_stands_as_before_and_the_old_file_is_kept(
    tmp_path: Path,
) -> None:
    store = await opened(tmp_path / "old.db")
    assert await statuses(store, 1, 2, 3, 4) == [S.HIDDEN, S.HIDDEN, S.SHOWN, S.WAITING]
    verbs: Sequence[str] = [one.verb for one in await decisions(store, 2)]
    assert verbs == ["hide", "undo", "hide"]
    assert (tmp_path / "old.version-3.db").exists()
    await store.close()
    assert (await check(tmp_path / "old.db")).problems == ()
    assert (await check(tmp_path / "old.version-3.db")).problems == ()


OLDER = range(1, len(MIGRATIONS))


async def brought_up(path: Path, number: int) -> str:
    """Bring a store of an older version to this one; return what is wrong with it then."""
    await store_of_version(path, number)
    old = await check(path)
    await (await SqliteStore.open(path)).close()
    new, kept = await check(path), path.with_suffix(f".version-{number}.db")
    counted = [report.counts[what] for what in ("posts", "decisions") for report in (old, new)]
    if counted != [4, 4, 5, 5]:
        return f"{old.counts} became {new.counts}"
    if not kept.exists() or kept.stat().st_mode & 0o777 != 0o600:
        return "no copy from before, or not for this account alone"
    return "; ".join((*old.problems, *new.problems, *(await check(kept)).problems))


@pytest.mark.fault("C6")
@pytest.mark.parametrize("number", OLDER)
async def test_a_store_of_every_older_version_is_brought_up(tmp_path: Path, number: int) -> None:
    assert await brought_up(tmp_path / "old.db", number) == ""


@pytest.mark.fault("C6", control=True)
async def test_a_version_that_keeps_no_copy_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None:
        """Copy nothing."""

    monkeypatch.setattr("standup_tui.store.opening._copy", nothing)
    assert "no copy" in await brought_up(tmp_path / "old.db", 3)


async def test_the_reason_in_force_is_that_of_the_hiding_that_stands(tmp_path: Path) -> None:
    store = await opened(tmp_path / "old.db")
    assert [(await entry(store, n)).hidden_for for n in (1, 2)] == ["Abuse of a person", ""]
    assert [(await entry(store, n)).notes for n in (1, 2)] == [0, 0]
    await store.close()


async def test_old_decisions_are_taken_back_and_done_again_among_new_ones(
    tmp_path: Path,
) -> None:
    store = await opened(tmp_path / "old.db")
    await several(store, many(Verb.HOLD, 4), ASHA)
    await several(store, undo(), ASHA)
    assert (await done(store, undo(), ASHA)).said == "@person_3: undone: approve"
    assert (await done(store, undo(), ASHA)).said == "@person_2: undone: hide"
    assert (await done(store, undo(), ASHA)).said == "@person_1: undone: hide"
    await done(store, redo(), ASHA)
    assert (await entry(store, 1)).hidden_for == "Abuse of a person"
    await done(store, decide(Verb.NOTE, 3, reason="rang the school"), RAJ)
    await store.close()
    assert (await check(tmp_path / "old.db")).problems == ()


async def test_reposts_that_were_stored_before_go_along_with_a_muted_author(
    tmp_path: Path,
) -> None:
    store = await opened(tmp_path / "old.db")
    await several(store, mute(3), RAJ)
    assert await statuses(store, 3, 4) == [S.HIDDEN, S.HIDDEN]
    await store.close()
    assert (await check(tmp_path / "old.db")).problems == ()
