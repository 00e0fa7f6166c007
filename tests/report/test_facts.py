"""What a store is counted to hold: each number, and what it leaves out."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from making import ASHA, LOOK, NOW, RAJ, author, judged, mute, op, post, some, undo
from report.kit import campaign
from standup_tui.model.action import ActionDone
from standup_tui.model.command import Decide, Done, Several
from standup_tui.model.coverage import Progress, Repair
from standup_tui.model.entry import Moderator
from standup_tui.model.facts import Facts, FlagCount, HideCount, Wait, Wanted
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.keeping import Clocks, Purge
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import Reference, ReferenceKind
from standup_tui.report.compose import compose
from standup_tui.store.facts import gather
from standup_tui.store.store import SqliteStore
from store.past_day import purged

PRESS = Flag(Kind.PRESS, "press.enquiry", Severity.LOOK, "an enquiry")
OWN = author(99)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "standup.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(path)
    yield opened
    await opened.close()


async def count(path: Path, wanted: Wanted | None = None) -> Facts:
    return await gather(path, wanted or Wanted(), NOW + timedelta(hours=1))


async def act(
    store: SqliteStore,
    verb: Verb,
    number: int,
    after: float = 60,
    by: Moderator = ASHA,
    **more: str,
) -> None:
    story = await store.story(post(number).id)
    assert story is not None
    known = (op(), verb, post(number).id, story.entry.standing.revision, more.get("reason", ""))
    command = Decide(*known, action=more.get("action", ""))
    outcome = await store.apply(command, by, NOW + timedelta(seconds=after))
    assert isinstance(outcome, Done), outcome


def answers(to: int, kind: ReferenceKind = ReferenceKind.REPLY) -> Reference:
    return Reference(kind, post(to).id, author(to % 7))


async def test_people_are_those_of_posts_that_are_there_without_the_campaigns_own(
    store: SqliteStore, path: Path
) -> None:
    await store.add(some(14), [], NOW)
    await store.add([judged(20, author=OWN), judged(21, author=author(98))], [], NOW)
    await store.add([judged(22, roster=True, author=author(50))], [], NOW)
    await store.remove([post(21).id], NOW)
    for wanted in (Wanted(own_id=OWN.id), Wanted(own_handle=OWN.handle.upper())):
        facts = await count(path, wanted)

        assert facts.standings.total == 17
        assert facts.standings.of(Status.GONE) == 1
        assert (facts.voices.people, facts.voices.staff, facts.voices.own_posts) == (8, 1, 1)
        assert (facts.voices.posts, facts.voices.staff_posts) == (16, 1)


async def test_an_edited_post_is_one_post(store: SqliteStore, path: Path) -> None:
    await store.add([judged(1, flags=(LOOK,))], [], NOW)
    await store.add([judged(2, edit_of=(post(1).id,), flags=(PRESS,))], [], NOW)
    facts = await count(path)

    assert facts.standings.by_status == {Status.FLAGGED: 1}
    assert sum(slot.posts for slot in facts.slots) == 1
    assert [one for one in facts.flags if one.kind is None] == [FlagCount(None, Status.FLAGGED, 1)]
    assert FlagCount(Kind.ABUSE, Status.GONE, 1) not in facts.flags


async def test_posts_are_counted_by_the_quarter_of_an_hour_in_which_they_were_published(
    store: SqliteStore, path: Path
) -> None:
    await store.add([judged(number) for number in (0, 1, 899, 900, 3601)], [], NOW)
    slots = (await count(path)).slots

    assert [(slot.start - NOW, slot.posts) for slot in slots] == [
        (timedelta(0), 3),
        (timedelta(minutes=15), 1),
        (timedelta(hours=1), 1),
    ]


async def test_the_first_look_of_a_person_ends_the_waiting(store: SqliteStore, path: Path) -> None:
    await store.add([judged(1), judged(2, flags=(LOOK,)), judged(3), judged(4)], [], NOW)
    await store.add([judged(5, trusted=True, roster=True)], [], NOW)
    await act(store, Verb.NOTE, 1, 5, reason="who is it?")
    await act(store, Verb.APPROVE, 1, 30)
    await act(store, Verb.HIDE, 1, 90)
    await act(store, Verb.HIDE, 2, 600)
    await store.apply(undo(), ASHA, NOW + timedelta(seconds=700))
    await act(store, Verb.APPROVE, 2, 900)
    await act(store, Verb.TAG, 3, 10, action="MP")
    await act(store, Verb.HIDE, 5, 20)
    waits = (await count(path)).work.waits

    assert sorted(waits, key=lambda it: it.seconds) == [
        Wait(flagged=False, seconds=30),
        Wait(flagged=True, seconds=600),
    ]


async def test_a_clock_that_went_back_makes_no_wait_shorter_than_none(
    store: SqliteStore, path: Path
) -> None:
    await store.add([judged(1)], [], NOW)
    await act(store, Verb.APPROVE, 1, -30)

    assert (await count(path)).work.waits == (Wait(flagged=False, seconds=0),)


async def test_escalated_posts_are_counted_once_and_slips_not_at_all(
    store: SqliteStore, path: Path
) -> None:
    await store.add(some(3), [], NOW)
    await act(store, Verb.ESCALATE, 1)
    await act(store, Verb.RETURN, 1)
    await act(store, Verb.ESCALATE, 1)
    await act(store, Verb.ESCALATE, 2)
    await store.apply(undo(), ASHA, NOW)
    facts = await count(path)

    assert facts.work.escalated == 1
    assert facts.standings.escalated == 1
    assert facts.standings.of(Status.HELD) == 1


async def test_hidden_posts_are_counted_by_the_rule_in_force(
    store: SqliteStore, path: Path
) -> None:
    await store.add(
        [judged(1, flags=(PRESS,)), *some(4, 2), judged(9, author=author(60))], [], NOW
    )
    await act(store, Verb.HIDE, 1, reason="Advertising")
    await act(store, Verb.REASON, 1, reason="Abuse of a person")
    await act(store, Verb.HIDE, 2, reason="Abuse of a person")
    await act(store, Verb.HIDE, 3)
    await act(store, Verb.HIDE, 4, reason="Advertising")
    await store.apply(undo(), ASHA, NOW)
    muted = await store.apply(mute(60), ASHA, NOW)
    assert isinstance(muted, Several)
    facts = await count(path)

    assert set(facts.hides) == {
        HideCount("Abuse of a person", muted=False, press=True, posts=1),
        HideCount("Abuse of a person", muted=False, press=False, posts=1),
        HideCount("", muted=False, press=False, posts=1),
        HideCount("", muted=True, press=False, posts=1),
    }
    assert sum(one.posts for one in facts.hides) == facts.standings.of(Status.HIDDEN)


async def test_a_hidden_post_that_was_deleted_is_still_counted_as_hidden_once(
    store: SqliteStore, path: Path
) -> None:
    await store.add(some(2), [], NOW)
    await act(store, Verb.HIDE, 1, reason="Advertising")
    await store.remove([post(1).id, post(2).id], NOW)
    facts = await count(path)

    assert facts.work.hidden_then_deleted == 1
    assert facts.work.hidden_then_purged == 0
    assert facts.standings.deleted == 2
    assert facts.hides == ()


async def test_what_a_purge_erased_is_never_counted_as_deleted_at_the_source(
    store: SqliteStore, path: Path
) -> None:
    await store.add(some(3), [], NOW)
    await act(store, Verb.HIDE, 1, reason="Advertising")
    await store.remove([post(3).id], NOW)
    at = NOW + timedelta(days=31)
    await purged(store, Purge(Clocks(at, NOW, NOW, (0, 30, 400))), at)
    facts = await count(path)

    assert (facts.standings.deleted, facts.standings.purged) == (1, 2)
    assert (facts.work.hidden_then_deleted, facts.work.hidden_then_purged) == (0, 1)
    assert (facts.work.decisions, facts.work.moderators) == (1, 1), "a purge moderates nothing"
    told = compose(facts, campaign(), handles=False)
    assert told.figures[0].aside == "1 deleted at the source since, 2 erased here by a purge"
    assert any("(1 deleted at the source since, 2 erased" in it for it in told.coverage.notes)


async def test_what_others_took_up_is_loud_and_ones_own_thread_is_not(
    store: SqliteStore, path: Path
) -> None:
    await store.add(
        [
            *some(4),
            judged(11, author=author(1), references=(answers(1),)),
            judged(12, author=author(30), references=(answers(2),)),
            judged(13, author=author(31), references=(answers(2, ReferenceKind.QUOTE),)),
            judged(14, author=author(32), references=(answers(3),)),
            judged(15, author=author(33), references=(answers(4),)),
        ],
        [],
        NOW,
    )
    for number in (1, 2, 3):
        await act(store, Verb.APPROVE, number)
    await act(store, Verb.HIDE, 14)
    facts = await count(path)

    assert [(it.entry.post.id, it.replies, it.quotes) for it in facts.loudest] == [
        (post(2).id, 1, 1)
    ]
    assert (facts.voices.replies, facts.voices.quotes) == (4, 1)


async def test_pins_come_in_their_order_and_only_while_they_are_shown(
    store: SqliteStore, path: Path
) -> None:
    await store.add(some(4), [], NOW)
    for number in (1, 2, 3, 4):
        await act(store, Verb.APPROVE, number)
    for number in (3, 1, 2):
        await act(store, Verb.PIN, number)
    await act(store, Verb.STAR, 4)
    await act(store, Verb.HIDE, 1)
    facts = await count(path)

    assert [it.entry.post.id for it in facts.pinned] == [post(3).id, post(2).id]
    assert [it.entry.post.id for it in facts.starred] == [post(4).id]


async def test_what_is_shown_without_a_person_is_told_from_what_somebody_approved(
    store: SqliteStore, path: Path
) -> None:
    await store.add([judged(1), judged(2, trusted=True, roster=True)], [], NOW)
    await store.add([judged(3, trusted=True, roster=True)], [], NOW)
    await act(store, Verb.APPROVE, 1)
    await act(store, Verb.PIN, 2)

    assert (await count(path)).standings.by_itself == 1


async def test_people_decide_and_the_product_does_not(store: SqliteStore, path: Path) -> None:
    await store.add([*some(3), judged(9, trusted=True, roster=True)], [], NOW)
    await act(store, Verb.APPROVE, 1)
    await act(store, Verb.HIDE, 2, by=RAJ)
    await act(store, Verb.HIDE, 3, by=Moderator("Temp", "raj", declared=True))
    await store.remove([post(1).id], NOW)
    work = (await count(path)).work

    assert (work.decisions, work.moderators) == (3, 3)


async def test_what_a_person_took_off_is_told_from_what_counts(
    store: SqliteStore, path: Path
) -> None:
    found = (ActionDone("MP"),)
    await store.add([judged(number, actions=found) for number in (1, 2, 3)], [], NOW)
    await act(store, Verb.UNTAG, 1, action="MP")
    await act(store, Verb.UNTAG, 2, action="MP")
    await store.apply(undo(), ASHA, NOW)
    facts = await count(path, Wanted(actions=(("MP", False),)))

    assert facts.taken_off == {"MP": 1}
    assert facts.tally.actions[0].all.posts == 2


@pytest.mark.parametrize("looked_with", ["", "these"])
async def test_it_is_said_while_earlier_posts_are_looked_at_again(
    store: SqliteStore, path: Path, looked_with: str
) -> None:
    await store.note_looked("these")
    facts = await count(path, Wanted(looked_with=looked_with))

    assert facts.tally.looking_back is (looked_with != "these")


async def test_how_far_reading_came(store: SqliteStore, path: Path) -> None:
    await store.save_progress("x", Progress(alive=NOW + timedelta(minutes=9)))
    await store.note_gap("x", NOW, NOW + timedelta(minutes=1), "the line broke")
    await store.add(some(1), [], NOW + timedelta(minutes=2))
    reading = (await count(path)).reading

    assert reading.alive == NOW + timedelta(minutes=9)
    assert reading.first == NOW + timedelta(minutes=2)
    assert [gap.repair for gap in reading.gaps] == [Repair.OPEN]


async def test_a_store_without_a_post_has_a_report_too(store: SqliteStore, path: Path) -> None:
    assert await store.looked_with() == ""
    facts = await count(path, Wanted(actions=(("MP", True),)))

    assert facts.standings.total == 0
    assert facts.slots == ()
    assert facts.tally.actions[0].number == 0
