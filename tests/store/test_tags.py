"""For which of the campaign's actions posts count, by rule and by hand, and how it adds up."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from making import ASHA, LOOK, NOW, RAJ, author, decide, judged, post, tag, undo
from standup_tui.model.action import ActionDone, Figure, Tag, Tally
from standup_tui.model.command import Done, Refused, Superseded
from standup_tui.model.entry import Entry
from standup_tui.model.flag import Span
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId
from standup_tui.ports.store import Counting
from standup_tui.store.check import check
from standup_tui.store.schema import APPLICATION_ID, MIGRATIONS
from standup_tui.store.store import SqliteStore

LATER = NOW + timedelta(seconds=10)
MP = ActionDone("MP", (Span(0, 5),))
PICTURE = ActionDone("Picture")
OFF = Tag("MP", counts=False, rule=True, spans=MP.spans, by="Raj Patel")
"""What the rules recognise and Raj does not."""
WANTED = (Counting("MP", once=True), Counting("Picture"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def one(store: SqliteStore, number: int = 1) -> Entry:
    story = await store.story(post(number).id)
    assert story is not None
    return story.entry


async def figures(store: SqliteStore) -> dict[str, tuple[int, int]]:
    """Return what a console says and what may be said in public, by action."""
    tally = await store.tally(WANTED)
    return {it.action: (it.number, it.in_public) for it in tally.actions}


async def test_what_the_rules_recognised_comes_with_the_post(store: SqliteStore) -> None:
    await store.add([judged(1, actions=(MP, PICTURE)), judged(2)], [], NOW)

    assert (await one(store)).tags == (
        Tag("MP", rule=True, spans=(Span(0, 5),)),
        Tag("Picture", rule=True),
    )
    assert (await one(store, 2)).tags == ()


async def test_by_hand_beats_the_rule_and_undo_brings_back_what_held(store: SqliteStore) -> None:
    await store.add([judged(1, actions=(MP,))], [], NOW)
    before = await one(store)

    off = await store.apply(tag("MP", 1, verb=Verb.UNTAG), RAJ, NOW)
    assert isinstance(off, Done)
    assert off.said == "@person_1: no longer counts for MP"
    assert (await one(store)).tags == (OFF,)
    await store.apply(tag("MP", 1, 2), ASHA, NOW)
    assert (await one(store)).tags[0].by == "Asha Rowe"

    refused = await store.apply(undo(), RAJ, NOW)
    assert isinstance(refused, Refused)
    assert "it was tagged by Asha Rowe since" in refused.why
    await store.apply(undo(), ASHA, NOW)
    assert (await one(store)).tags[0] == OFF
    await store.apply(undo(), RAJ, NOW)

    after = await one(store)
    assert after.tags == before.tags
    assert after.standing.status is before.standing.status
    assert after.standing.revision == 5


@pytest.mark.parametrize("status", ["waiting", "shown", "flagged", "hidden", "held"])
async def test_tagging_never_moves_a_post(store: SqliteStore, status: str) -> None:
    await store.add([judged(1, flags=(LOOK,) if status == "flagged" else ())], [], NOW)
    moves = {"shown": Verb.APPROVE, "hidden": Verb.HIDE, "held": Verb.HOLD}
    if status in moves:
        await store.apply(decide(moves[status], 1), ASHA, NOW)
    stood = (await one(store)).standing

    outcome = await store.apply(tag("MP", 1, stood.revision), RAJ, NOW)

    assert isinstance(outcome, Done)
    now = await one(store)
    assert (now.standing.status, now.standing.revision) == (status, stood.revision + 1)
    assert now.counts_for == ("MP",)
    assert now.last is not None
    assert (now.last.verb, now.last.by, now.last.reason) == ("tag", RAJ, "MP")


async def test_of_two_who_tag_the_slower_one_is_told(store: SqliteStore) -> None:
    await store.add([judged(1)], [], NOW)
    await store.apply(tag("MP", 1), ASHA, NOW)

    outcome = await store.apply(tag("MP", 1), RAJ, NOW)

    assert isinstance(outcome, Superseded)
    assert (outcome.by, outcome.verb) == (ASHA, "tag")


async def test_what_is_so_already_is_said_to_be(store: SqliteStore) -> None:
    await store.add([judged(1, actions=(MP,))], [], NOW)

    assert await store.apply(tag("MP", 1), ASHA, NOW) == Refused("it counts for MP already")
    off = tag("Picture", 1, verb=Verb.UNTAG)
    assert await store.apply(off, ASHA, NOW) == Refused("it does not count for Picture already")


async def test_a_tag_by_hand_outlives_every_edit_and_the_rule_is_asked_anew(
    store: SqliteStore,
) -> None:
    await store.add([judged(1, actions=(MP,))], [], NOW)
    await store.apply(tag("MP", 1, verb=Verb.UNTAG), RAJ, NOW)
    await store.apply(tag("Picture", 1, 2), RAJ, NOW)
    for newer in (2, 3):
        earlier = tuple(post(it).id for it in range(1, newer))
        await store.add([judged(newer, edit_of=earlier, actions=(MP,))], [], LATER)

    assert (await one(store, 3)).tags == (
        OFF,
        Tag("Picture", by="Raj Patel"),
    )


async def test_an_edit_that_no_longer_says_it_no_longer_counts(store: SqliteStore) -> None:
    await store.add([judged(1, actions=(MP,))], [], NOW)
    await store.add([judged(2, edit_of=(post(1).id,))], [], LATER)

    assert (await one(store, 2)).tags == ()


async def test_a_person_is_counted_once_where_the_campaign_says_so(store: SqliteStore) -> None:
    asha, raj = author(1), author(2)
    await store.add(
        [judged(n, author=asha, actions=(MP, PICTURE)) for n in (1, 2, 3)]
        + [judged(4, author=raj, actions=(MP,))],
        [],
        NOW,
    )

    tally = await store.tally(WANTED)

    assert [(it.action, it.number) for it in tally.actions] == [("MP", 2), ("Picture", 3)]
    assert tally.actions[0].all == Figure(posts=4, people=2)
    assert tally.total == Figure(posts=4, people=2)


async def test_what_waits_counts_for_consoles_and_only_what_is_shown_in_public(
    store: SqliteStore,
) -> None:
    await store.add([judged(n, actions=(PICTURE,)) for n in range(1, 7)], [], NOW)
    await store.add([judged(7, actions=(PICTURE,), flags=(LOOK,))], [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    await store.apply(decide(Verb.HIDE, 2), ASHA, NOW)
    await store.apply(decide(Verb.HOLD, 3), ASHA, NOW)
    await store.remove([post(4).id], NOW)

    (_, picture) = (await store.tally(WANTED)).actions

    assert (picture.number, picture.in_public) == (3, 1)
    assert (picture.waiting, picture.kept_back, picture.by_hand) == (2, 2, 0)


async def test_what_is_taken_off_by_hand_does_not_count_and_what_is_put_on_does(
    store: SqliteStore,
) -> None:
    await store.add([judged(1, actions=(PICTURE,)), judged(2)], [], NOW)
    await store.apply(tag("Picture", 1, verb=Verb.UNTAG), ASHA, NOW)
    await store.apply(tag("Picture", 2), ASHA, NOW)

    (_, picture) = (await store.tally(WANTED)).actions
    assert (picture.number, picture.by_hand) == (1, 1)


async def test_only_what_the_campaign_asks_for_now_is_counted(store: SqliteStore) -> None:
    await store.add([judged(1, actions=(MP, PICTURE))], [], NOW)

    assert await store.tally(()) == Tally()
    tally = await store.tally((Counting("Tree"),))
    assert (tally.actions[0].number, tally.total) == (0, Figure())


async def test_counting_reads_no_post_but_only_what_an_index_has_of_it(
    store: SqliteStore, tmp_path: Path
) -> None:
    asked: list[str] = []
    await store._db._connection.set_trace_callback(asked.append)
    await store.tally(WANTED)
    await store._db._connection.set_trace_callback(None)  # type: ignore[arg-type]  # their hint

    queries = [query for query in asked if "FROM action" in query]
    raw = sqlite3.connect(tmp_path / "standup.db")
    plans = [[row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {it}")] for it in queries]
    raw.close()
    assert len(plans) == 2
    for plan in plans:
        (about_posts,) = [step for step in plan if step.split()[1] == "p"]
        assert "USING COVERING INDEX post_counted" in about_posts


async def test_of_a_post_that_is_gone_nothing_is_kept_but_that_it_was_tagged(
    store: SqliteStore, tmp_path: Path
) -> None:
    await store.add([judged(1, actions=(MP,))], [], NOW)
    await store.apply(tag("Picture", 1), ASHA, NOW)
    await store.remove([post(1).id], LATER)

    assert await figures(store) == {"MP": (0, 0), "Picture": (0, 0)}
    raw = sqlite3.connect(tmp_path / "standup.db")
    assert raw.execute("SELECT count(*) FROM action").fetchone() == (0,)
    assert raw.execute("SELECT verb FROM decision").fetchall()[0] == ("tag",)
    raw.close()


async def test_looking_again_changes_what_rules_said_and_not_what_people_did(
    store: SqliteStore,
) -> None:
    await store.add([judged(1, actions=(MP,)), judged(2, actions=(MP,)), judged(3)], [], NOW)
    await store.apply(tag("MP", 2, verb=Verb.UNTAG), RAJ, NOW)
    seq = (await store.changes(0, 10)).seq

    gone = PostId("x:9")
    await store.look_again([(post(n).id, (PICTURE,)) for n in (1, 2)] + [(gone, (MP,))])
    await store.look_again([(post(3).id, ())])

    assert (await one(store, 1)).tags == (Tag("Picture", rule=True),)
    assert (await one(store, 2)).tags == (
        Tag("MP", counts=False, by="Raj Patel"),
        Tag("Picture", rule=True),
    )
    told = {entry.post.id for entry in (await store.changes(seq, 10)).entries}
    assert told == {post(1).id, post(2).id}


async def test_a_store_of_the_second_version_opens_with_its_posts_and_without_tags(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.db"
    raw = sqlite3.connect(path)
    for statement in (*MIGRATIONS[0], *MIGRATIONS[1]):
        raw.execute(statement)
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute("PRAGMA user_version = 2")
    raw.execute("UPDATE counter SET seq = 1")
    raw.execute(
        "INSERT INTO post (id, seq, at, arrived, author, roster, status, revision, pin, starred, "
        "escalated, arrival, body) "
        "VALUES (?, 1, 0, 0, 'x:1', 0, 'waiting', 1, 0, 0, 0, 'waiting', ?)",
        (post(1).id, msgspec.json.encode(post(1)).decode()),
    )
    raw.execute("INSERT INTO raw VALUES (?, '')", (post(1).id,))
    raw.commit()
    raw.close()
    assert (await check(path)).problems == ()

    store = await SqliteStore.open(path)

    assert (await one(store)).tags == ()
    assert await store.looked_with() == ""
    await store.apply(tag("MP", 1), ASHA, NOW)
    assert (await one(store)).counts_for == ("MP",)
    await store.close()
    assert (await check(path)).problems == ()


# Muted authors.


async def test_a_muted_authors_post_arrives_hidden_and_that_is_on_record(
    store: SqliteStore,
) -> None:
    await store.set_muted({author(1).id})
    await store.add([judged(1, flags=(LOOK,))], [], NOW)

    entry = await one(store)
    assert entry.standing.status is Status.HIDDEN
    assert entry.flags == (LOOK,)
    assert entry.last is not None
    assert (entry.last.verb, entry.last.reason) == ("arrive", "muted author, campaign.toml")


async def test_a_person_can_still_bring_it_to_the_wall(store: SqliteStore) -> None:
    await store.set_muted({author(1).id})
    await store.add([judged(1)], [], NOW)
    for revision, verb in enumerate((Verb.ESCALATE, Verb.RETURN, Verb.APPROVE), 1):
        assert isinstance(await store.apply(decide(verb, 1, revision), ASHA, NOW), Done)

    assert (await one(store)).standing.on_wall


async def test_an_edit_of_what_a_person_approved_is_looked_at_although_its_author_is_muted(
    store: SqliteStore,
) -> None:
    await store.add([judged(1)], [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    await store.set_muted({author(2).id})
    await store.add([judged(2, edit_of=(post(1).id,))], [], LATER)

    assert (await one(store, 2)).standing.status is Status.FLAGGED


async def test_what_a_person_hid_stays_hidden_when_its_author_is_no_longer_muted(
    store: SqliteStore,
) -> None:
    await store.add([judged(1)], [], NOW)
    await store.apply(decide(Verb.HIDE, 1), ASHA, NOW)
    await store.set_muted({author(2).id})
    await store.add([judged(2, edit_of=(post(1).id,))], [], LATER)
    await store.set_muted(())
    await store.add([judged(3, edit_of=(post(1).id, post(2).id))], [], LATER)

    assert (await one(store, 3)).standing.status is Status.HIDDEN
