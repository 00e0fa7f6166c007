"""Edits and deletions, in every order they may arrive in."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from making import ASHA, LOOK, NOW, RAJ, decide, judged, post
from standup_tui.model.entry import Entry
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.ports.store import Judged
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

LATER = NOW + timedelta(seconds=10)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


def version(number: int, text: str = "A good day", **more: object) -> Judged:
    """One version of a post that is edited again and again; the first is number 1."""
    earlier = tuple(post(one).id for one in range(1, number))
    return judged(number, text, edit_of=earlier, trusted=True, **more)


async def alive(store: SqliteStore) -> list[Entry]:
    return list((await store.changes(0, 100)).entries)


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
@pytest.mark.parametrize("together", [True, False], ids=["one batch", "one by one"])
async def test_of_all_versions_only_the_newest_is_left(
    store: SqliteStore, tmp_path: Path, order: Sequence[int], *, together: bool
) -> None:
    canary = "Zanzibar-canary"
    versions = [version(n, "A good day" if n == 3 else canary) for n in order]
    for batch in [versions] if together else [[one] for one in versions]:
        await store.add(batch, [], NOW)
    assert [entry.post.id for entry in await alive(store)] == [post(3).id]
    await store.close()
    assert canary.encode() not in (tmp_path / "standup.db").read_bytes()


async def test_a_version_that_comes_too_late_leaves_nothing_of_its_author(
    store: SqliteStore, tmp_path: Path
) -> None:
    await store.add([version(2)], [], NOW)
    await store.add([judged(1, conversation=post(9).id)], [], LATER)
    await store.close()
    raw = sqlite3.connect(tmp_path / "standup.db")
    kept = raw.execute(
        "SELECT author, conversation, body FROM post WHERE id = ?", (post(1).id,)
    ).fetchone()
    raw.close()
    assert kept == ("", None, None)


async def test_a_persons_flag_outlives_an_edit(store: SqliteStore) -> None:
    await store.add([version(1)], [], NOW)
    await store.apply(decide(Verb.FLAG, 1), RAJ, NOW)
    await store.add([version(2)], [], LATER)
    (entry,) = await alive(store)
    assert entry.standing.status is Status.FLAGGED
    assert [(flag.kind, flag.reason) for flag in entry.flags] == [
        (Kind.PERSON, "flagged by Raj Patel")
    ]


@pytest.mark.parametrize("flagged", [True, False], ids=["flagged", "cleared"])
async def test_an_edit_never_shows_what_a_person_has_not_approved(
    store: SqliteStore, *, flagged: bool
) -> None:
    await store.add([version(1, flags=(LOOK,))], [], NOW)
    if not flagged:
        await store.apply(decide(Verb.CLEAR, 1), ASHA, NOW)
    await store.add([version(2)], [], LATER)
    (entry,) = await alive(store)
    assert entry.standing.status is Status.WAITING


async def test_an_edit_of_an_edit_of_a_hidden_post_stays_hidden(store: SqliteStore) -> None:
    await store.add([version(1)], [], NOW)
    await store.apply(decide(Verb.HIDE, 1), ASHA, NOW)
    for number in (2, 3):
        await store.add([version(number)], [], LATER)
    (entry,) = await alive(store)
    assert (entry.post.id, entry.standing.status) == (post(3).id, Status.HIDDEN)


async def test_an_edit_takes_the_pin_and_the_retweet_along(store: SqliteStore) -> None:
    await store.add([version(1)], [], NOW)
    await store.apply(decide(Verb.PIN, 1), ASHA, NOW)
    await store.apply(decide(Verb.RETWEET, 1, revision=2), ASHA, NOW)
    await store.add([version(2)], [], LATER)
    (entry,) = await alive(store)
    assert (entry.standing.status, entry.standing.pin) == (Status.FLAGGED, 0)
    assert await store.claim(LATER) is None


async def test_a_new_version_of_a_deleted_post_is_seen_by_a_person_first(
    store: SqliteStore,
) -> None:
    await store.add([version(1)], [], NOW)
    await store.remove([post(1).id], NOW)
    await store.add([version(2)], [], LATER)
    (entry,) = await alive(store)
    assert entry.standing.status is Status.WAITING
