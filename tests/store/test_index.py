"""The index of words keeps up, goes on after a restart, and forgets."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from making import ASHA, NOW, author, decide, judged, post, some
from standup_tui.model.lifecycle import Verb
from standup_tui.model.search import parse
from standup_tui.store import index
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.indexing import index_all, numbers


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


NAMED = "Brackwaterstone"


def bytes_of(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if one.is_file())


@pytest.mark.fault("I1")
@pytest.mark.parametrize("way", ["gone", "edited"])
async def test_no_word_of_an_erased_post_is_left_on_the_disk(tmp_path: Path, way: str) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(n, f"word{n} of a day {n % 13}") for n in range(1, 900)], [], NOW)
    await store.add(
        [judged(2000, f"{NAMED} lane, kept{NAMED}", author=author(3, f"Kim {NAMED}"))], [], NOW
    )
    await store.apply(decide(Verb.FLAG, 2000, reason=f"names {NAMED}"), ASHA, NOW)
    await index_all(store)
    assert NAMED.lower().encode() in await _on_disk(store, tmp_path)

    if way == "gone":
        await store.remove([post(2000).id], NOW)
    else:
        await store.add([judged(2001, "nothing", edit_of=(post(2000).id,))], [], NOW)
    await index_all(store)
    left = await _on_disk(store, tmp_path)
    await store.close()

    for part in (NAMED.lower(), NAMED, NAMED.lower()[:8], NAMED[:8]):
        assert part.encode() not in left
    assert (await check(tmp_path / "standup.db")).ok


async def _on_disk(store: SqliteStore, folder: Path) -> bytes:
    await store._db.read(lambda db: db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
    return bytes_of(folder / "standup.db")


async def test_the_words_of_what_is_kept_are_still_found_after_others_were_erased(
    store: SqliteStore,
) -> None:
    await store.add([judged(n, f"word{n} and more") for n in range(1, 400)], [], NOW)
    await index_all(store)
    await store.remove([post(n).id for n in range(1, 400, 2)], NOW)
    await store.add([judged(500, "later")], [], NOW)
    await index_all(store)

    assert await numbers(store, "word8 ") == [8]
    assert await numbers(store, "word9 ") == []
    assert (await store.find(parse("more "))).total == 199
    assert await numbers(store, "later ") == [500]


async def test_a_store_from_before_the_index_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add([judged(n, f"word{n}") for n in range(1, 450)], [], NOW)
    await store.apply(decide(Verb.APPROVE, 3), ASHA, NOW)
    await store.close()
    with closing(sqlite3.connect(path)) as db, db:  # as it was before: no index, nothing taken in
        for table in index.INDEXED:
            db.execute(f"DROP TABLE {table}")
    db.close()

    store = await SqliteStore.open(path)
    assert (await store.find(parse("word3 "))).total == 0
    await index_all(store)
    assert await numbers(store, "word3 ") == [3]
    assert await numbers(store, "word449 ") == [449]
    assert len((await store.log(parse("approve "), 0)).lines) == 1
    await store.close()


async def test_the_index_goes_on_where_a_hub_that_ended_left_it(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add(some(500), [], NOW)
    assert await store.index_on()
    halfway = (await store.find(parse("day "))).total
    await store.close()

    store = await SqliteStore.open(path)
    assert (await store.find(parse("day "))).total == halfway
    await index_all(store)
    assert (await store.find(parse("day "))).total == 500
    assert not await store.index_on()
    await store.close()
    assert 0 < halfway < 500


async def test_without_fts5_everything_else_works_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add([judged(1, NAMED)], [], NOW)
    await index_all(store)
    await store.close()

    async def none(_: object) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr(index, "has_fts5", none)
        store = await SqliteStore.open(path)
        assert (await store.find(parse("bus"))).why == index.MISSING
        assert (await store.log(parse("bus"), 0)).why == index.MISSING
        assert not await store.index_on()
        await store.remove([post(1).id], NOW)
        await store.add([judged(2, "bus")], [], NOW)
        assert NAMED.lower().encode() not in await _on_disk(store, tmp_path)
        assert len((await store.log(parse(""), 0)).lines) == 1
        await store.close()

    store = await SqliteStore.open(path)
    await index_all(store)
    assert await numbers(store, "bus ") == [2]
    await store.close()


async def test_a_damaged_index_does_not_keep_a_post_from_being_erased(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path)
    await store.add([judged(1, NAMED), judged(2, "bus")], [], NOW)
    await index_all(store)
    await store.close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE post_words_data SET block = x'00ff00ff' WHERE id > 1")
        db.execute("UPDATE post_words_data SET block = x'ffffffff' WHERE id = 10")
    db.close()

    store = await SqliteStore.open(path)
    assert await store.remove([post(1).id], NOW) == 1
    await index_all(store)
    assert await numbers(store, "bus ") == [2]
    assert NAMED.lower().encode() not in await _on_disk(store, tmp_path)
    await store.close()


async def test_long_posts_are_taken_in_a_few_at_a_time(store: SqliteStore) -> None:
    await store.add([judged(n, f"word{n} " + "much more " * 4_000) for n in range(1, 12)], [], NOW)
    steps = 1
    while await store.index_on():
        steps += 1

    assert steps > 3
    assert [await numbers(store, f"word{n} ") for n in (1, 11)] == [[1], [11]]
