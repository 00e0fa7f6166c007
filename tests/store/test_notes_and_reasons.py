"""Private notes, and the house rule for which a post is hidden."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from making import ASHA, NOW, RAJ, decide, judged, many, post, redo, some, tag, undo
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.standing import decisions, done, entry, refused, several, statuses

ABUSE, SPAM = "Abuse of a person", "Advertising or spam"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    await opened.add(some(3), [], NOW)
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def hidden_for(store: SqliteStore, number: int = 1) -> str:
    return (await entry(store, number)).hidden_for


async def test_the_reason_in_force_is_the_last_one_given_while_it_is_hidden(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HIDE, 1, reason=ABUSE), ASHA)
    assert await hidden_for(store) == ABUSE
    await done(store, decide(Verb.REASON, 1, 2, reason=SPAM), RAJ)
    assert await hidden_for(store) == SPAM
    await done(store, decide(Verb.ESCALATE, 1, 3), RAJ)
    assert await hidden_for(store) == ""


async def test_neither_a_note_nor_a_tag_is_taken_for_the_reason(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1, reason=ABUSE), ASHA)
    await done(store, decide(Verb.NOTE, 1, 2, reason="rang the team"), RAJ)
    await done(store, tag("MP", 1, 2), RAJ)
    assert await hidden_for(store) == ABUSE


async def test_undo_and_redo_bring_the_reason_back_that_was_in_force(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1, reason=ABUSE), ASHA)
    await done(store, decide(Verb.REASON, 1, 2, reason=SPAM), ASHA)
    await done(store, decide(Verb.ESCALATE, 1, 3), ASHA)

    seen = []
    for step in (undo, undo, undo, redo, redo, redo, undo):
        await done(store, step(), ASHA)
        seen.append(await hidden_for(store))
    assert seen == [SPAM, ABUSE, "", ABUSE, SPAM, "", SPAM]


async def test_a_post_hidden_without_a_reason_again_has_none(store: SqliteStore) -> None:
    await done(store, decide(Verb.HIDE, 1, reason=ABUSE), ASHA)
    await done(store, undo(), ASHA)
    await done(store, decide(Verb.HIDE, 1, 3), ASHA)
    assert await hidden_for(store) == ""


async def test_what_is_not_hidden_has_no_reason_and_the_same_twice_changes_nothing(
    store: SqliteStore,
) -> None:
    assert "it is not hidden" in await refused(store, decide(Verb.REASON, 1, reason=ABUSE), ASHA)
    await done(store, decide(Verb.HIDE, 1, reason=ABUSE), ASHA)
    assert "already" in await refused(store, decide(Verb.REASON, 1, 2, reason=ABUSE), ASHA)
    assert "no reason" in await refused(store, decide(Verb.REASON, 1, 2), ASHA)


async def test_an_edit_of_a_hidden_post_stays_hidden_for_the_same_reason(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HIDE, 1, reason=ABUSE), ASHA)
    await store.add([judged(11, "edited", edit_of=(post(1).id,))], [], NOW)
    assert (await statuses(store, 11), await hidden_for(store, 11)) == ([Status.HIDDEN], ABUSE)


async def test_a_note_moves_nothing_and_makes_nobody_a_loser(store: SqliteStore) -> None:
    await done(store, decide(Verb.HOLD, 1), ASHA)
    before = await entry(store)
    await done(store, decide(Verb.NOTE, 1, 1, reason="rang the school"), RAJ)

    after = await entry(store)
    assert after.standing == before.standing
    assert (after.last, after.notes) == (before.last, 1)
    assert after.seq > before.seq
    await done(store, decide(Verb.APPROVE, 1, before.standing.revision), ASHA)
    note = (await decisions(store))[1]
    assert (note.verb, note.by, note.reason) == ("note", RAJ, "rang the school")


async def test_a_note_is_taken_back_and_written_again_whoever_decided_since(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.NOTE, 1, reason="rang the school"), ASHA)
    await done(store, decide(Verb.HIDE, 1), RAJ)
    await done(store, undo(), ASHA)
    assert ((await entry(store)).notes, await statuses(store, 1)) == (0, [Status.HIDDEN])
    await done(store, redo(), ASHA)
    assert ((await entry(store)).notes, await statuses(store, 1)) == (1, [Status.HIDDEN])
    assert (await entry(store)).last is not None
    await done(store, undo(), RAJ)
    assert await statuses(store, 1) == [Status.WAITING]


async def test_several_notes_add_up(store: SqliteStore) -> None:
    for _ in range(2):
        await several(store, many(Verb.NOTE, 1, 2, reason="rang the school"), ASHA)
    assert [(await entry(store, number)).notes for number in (1, 2, 3)] == [2, 2, 0]
    assert await refused(store, decide(Verb.NOTE, 1), ASHA) == "nothing was written"


async def test_notes_and_reasons_go_with_the_text_of_a_post_that_is_gone(
    store: SqliteStore, tmp_path: Path
) -> None:
    canaries = "Zanzibar-note", "Zanzibar-reason", "Zanzibar-other"
    await done(store, decide(Verb.NOTE, 1, reason=canaries[0]), ASHA)
    await done(store, decide(Verb.HIDE, 1, reason=canaries[1]), ASHA)
    await done(store, decide(Verb.REASON, 1, 2, reason=canaries[2]), ASHA)
    await store.remove([post(1).id], NOW)
    assert "it is gone" in await refused(store, decide(Verb.NOTE, 1, reason="late"), RAJ)

    await store.close()
    with closing(sqlite3.connect(tmp_path / "standup.db")) as raw, raw:
        verbs = [row[0] for row in raw.execute("SELECT verb FROM decision ORDER BY seq")]
    assert verbs == ["note", "hide", "give a reason", "deleted at its source"]
    kept = (tmp_path / "standup.db").read_bytes()
    assert not any(canary.encode() in kept for canary in canaries)
