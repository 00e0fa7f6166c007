"""Everything of one person leaves the store, wherever it stood, and nobody else's does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from making import NOW, author, judged, mute, post
from standup_tui.errors import ConfigError
from standup_tui.model.keeping import Person, Purge
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import AuthorId, ReferenceKind
from standup_tui.model.text import clean_line
from standup_tui.store import person
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.indexing import numbers
from store.past_day import KEEPER, KIMS, LATER, SHOWN, UNDECIDED, a_day, on_disk, purged
from store.standing import entry


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await a_day(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def who(store: SqliteStore, asked: str) -> Person:
    return await store._db.read(lambda db: person.identified(db, asked))


@pytest.mark.parametrize("asked", ["@Person_42", "person_42", "42", "x:42"])
async def test_a_person_is_found_by_handle_or_id(store: SqliteStore, asked: str) -> None:
    assert await who(store, asked) == Person(AuthorId("x:42"), ("person_42",))


async def test_two_accounts_that_had_one_handle_are_not_mistaken_for_each_other(
    store: SqliteStore,
) -> None:
    await store.add([judged(300, author=author(43, name="Not Kim"))], [], NOW)
    taken = author(44)
    renamed = judged(301, author=type(taken)(taken.id, clean_line("PERSON_42"), taken.name))
    await store.add([renamed], [], NOW)
    with pytest.raises(ConfigError, match=r"2 accounts have been called @person_42: x:42, x:44"):
        await who(store, "@person_42")
    assert (await who(store, "44")).author == "x:44"


async def test_nobody_of_that_name_is_said_to_be_nobody(store: SqliteStore) -> None:
    with pytest.raises(ConfigError, match="nothing of @nobody is stored here"):
        await who(store, "@nobody")


@pytest.mark.fault("I1")
async def test_not_a_byte_of_a_person_is_left_and_all_others_stay(
    store: SqliteStore, tmp_path: Path
) -> None:
    path = tmp_path / "standup.db"
    assert all(on_disk(path, KIMS, "tallowmere", "x:42", "@person_42").values())
    kim = await who(store, "@person_42")
    done = await purged(store, Purge(person=kim, mentions=True, reference="SAR-7"))
    theirs = (KIMS, "tallowmere", 'person_42"', "@person_42 ", "@person_42:", 'x:42"', '"42"')
    assert on_disk(path, *theirs) == dict.fromkeys(theirs, 0)
    left = on_disk(path, UNDECIDED, SHOWN)
    assert min(left.values()) > 30
    assert done.certificate.reference == "SAR-7"
    counted = done.certificate.counted
    assert (counted.shown, counted.undecided) == (1, 3)  # who thanks them; their own
    assert (counted.scrubbed, counted.unreadable, counted.mutings) == (1, 1, 1)
    assert counted.notes == 3  # a note on a post of another, one for the next shift, the muting


async def test_posts_that_only_name_them_stay_unless_they_are_to_go(store: SqliteStore) -> None:
    kim = await who(store, "42")
    plan = await store.records.plan(Purge(person=kim))
    assert (plan.others, len(plan.posts)) == (1, 3)
    await purged(store, Purge(person=kim))
    assert (await entry(store, 104)).standing.status is Status.SHOWN


async def test_a_quote_keeps_its_own_words_and_loses_theirs_in_the_index_too(
    store: SqliteStore,
) -> None:
    assert 102 in await numbers(store, KIMS)
    await purged(store, Purge(person=await who(store, "42")))
    quote = (await entry(store, 102)).post.reference(ReferenceKind.QUOTE)
    assert quote is not None
    assert (quote.author, quote.text, quote.post) == (None, None, post(100).id)
    assert await numbers(store, KIMS) == []
    assert 102 in await numbers(store, f"{SHOWN}102")


async def test_the_plan_of_an_erasure_counts_what_is_then_erased(store: SqliteStore) -> None:
    purge = Purge(person=await who(store, "42"), mentions=True)
    plan = await store.records.plan(purge)
    assert (await purged(store, purge)).certificate.counted == plan.counted


async def test_a_certificate_says_nothing_about_the_person(store: SqliteStore) -> None:
    done = await purged(store, Purge(person=await who(store, "42"), reference="SAR-7"))
    said = str(done.certificate).lower()
    assert "42" not in said.replace(done.certificate.head.hash, "")
    assert "kim" not in said
    assert done.certificate.by == KEEPER.name


async def test_whom_moderators_muted_can_be_muted_again(store: SqliteStore) -> None:
    await purged(store, Purge(person=await who(store, "42")))
    await store.add([judged(400, author=author(42))], [], LATER)
    assert (await entry(store, 400)).standing.status is Status.WAITING
    await store.apply(mute(42), KEEPER, LATER)
    assert (await entry(store, 400)).standing.status is Status.HIDDEN
