"""The campaign's actions in the hub: recognised once, and again when the file changes."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from halls import StoppedClock
from making import NOW, RAJ, author, judged, post, tag
from standup_tui.core import counting, verdict
from standup_tui.core.counting import Actions
from standup_tui.model.action import Tag, Tally
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Post
from standup_tui.model.text import clean_line
from standup_tui.rules.actions import ActionRule
from standup_tui.settings.accounts import Account
from standup_tui.store.store import SqliteStore

TREE = ActionRule("Tree", words=("planted a tree",))
BUSH = ActionRule("Tree", words=("planted a bush",))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()


async def names(store: SqliteStore, number: int) -> tuple[str, ...]:
    story = await store.story(post(number).id)
    assert story is not None
    return story.entry.counts_for


async def test_posts_of_an_older_store_are_looked_at_and_count(store: SqliteStore) -> None:
    texts = {1: "I planted a tree", 2: "Hello", 3: "We planted a tree too"}
    await store.add([judged(n, text) for n, text in texts.items()], [], NOW)
    actions = Actions((TREE,), store, StoppedClock())
    assert (await actions.tally()).looking_back

    await actions.look_back()

    tally = await actions.tally()
    assert not tally.looking_back
    assert [it.number for it in tally.actions] == [2]


async def test_a_changed_file_is_applied_to_all_posts_and_tags_by_hand_stay(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_BATCH", 2)
    await store.add([judged(n, f"I planted a {'tree' if n % 2 else 'bush'}") for n in range(7)],
                    [], NOW)  # fmt: skip
    await Actions((TREE,), store, StoppedClock()).look_back()
    await store.apply(tag("Tree", 1, verb=Verb.UNTAG), RAJ, NOW)
    await store.apply(tag("Tree", 2), RAJ, NOW)
    assert await names(store, 3) == ("Tree",)

    await Actions((BUSH,), store, StoppedClock()).look_back()

    counted = [n for n in range(7) if await names(store, n)]
    assert counted == [0, 2, 4, 6]
    story = await store.story(post(1).id)
    assert story is not None
    assert story.entry.tags == (Tag("Tree", counts=False, by="Raj Patel"),)


async def test_with_the_same_file_nothing_is_looked_at_again(store: SqliteStore) -> None:
    await store.add([judged(1, "I planted a tree")], [], NOW)
    await Actions((TREE,), store, StoppedClock()).look_back()
    seq = (await store.changes(0, 10)).seq

    await Actions((TREE,), store, StoppedClock()).look_back()

    assert (await store.changes(0, 10)).seq == seq


async def test_an_interrupted_look_back_is_done_again(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.add([judged(n, "I planted a tree") for n in range(4)], [], NOW)
    monkeypatch.setattr(counting, "_BATCH", 2)
    actions = Actions((TREE,), store, StoppedClock())

    async def struck(mark: str) -> None:
        raise ConnectionError(mark)

    monkeypatch.setattr(store, "note_looked", struck)
    with pytest.raises(ConnectionError):
        await actions.look_back()
    monkeypatch.undo()
    assert (await actions.tally()).looking_back

    await Actions((TREE,), store, StoppedClock()).look_back()
    assert all([await names(store, n) for n in range(4)])


@pytest.mark.parametrize("own", [Account("Us", ""), Account("other", "4")], ids=["handle", "id"])
async def test_a_call_by_the_campaigns_own_account_is_no_report(
    store: SqliteStore, own: Account
) -> None:
    us = author(4)
    ours = post(1, "I planted a tree", author=replace(us, handle=clean_line("US")))
    actions = Actions((TREE,), store, StoppedClock(), own)

    assert actions.recognise(ours) == ()
    assert actions.recognise(post(2, "I planted a tree", author=author(5))) != ()


async def test_a_rule_that_stumbles_keeps_no_post_back(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_: Post, __: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(verdict, "actions_of", stumble)

    assert Actions((TREE,), store, StoppedClock()).recognise(post(1, "planted a tree")) == ()


async def test_all_terminals_together_are_counted_for_once_a_second(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, asked = StoppedClock(), []

    async def count(wanted: object) -> Tally:
        asked.append(wanted)
        return Tally()

    monkeypatch.setattr(store, "tally", count)
    actions = Actions((TREE,), store, clock)
    for _ in range(50):
        await actions.tally()
    assert len(asked) == 1

    clock.pass_(timedelta(seconds=1.5).total_seconds())
    await actions.tally()
    assert len(asked) == 2


async def test_a_slow_count_is_made_less_often(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, asked = StoppedClock(), []

    async def count(wanted: object) -> Tally:
        asked.append(wanted)
        clock.pass_(0.5)
        return Tally()

    monkeypatch.setattr(store, "tally", count)
    actions = Actions((TREE,), store, clock)
    for _ in range(18):
        await actions.tally()
        clock.pass_(0.5)
    assert len(asked) == 1
