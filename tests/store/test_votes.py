"""What people made of the flags: the last decision that stands is the vote of its post."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from making import ASHA, LOOK, NOW, RAJ, author, decide, judged, post, some, tag, undo
from standup_tui.model.command import Done
from standup_tui.model.entry import Moderator
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Verb
from standup_tui.model.votes import VoteCounts, Votes
from standup_tui.store.store import SqliteStore

SPAM = Flag(Kind.SPAM, "spam.signs", Severity.LOOK, "looks like spam: a bait")
WORD = Flag(Kind.ABUSE, "abuse.word", Severity.LOOK, "abusive word: damn")
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()


async def counts(store: SqliteStore, rule: str = LOOK.rule) -> VoteCounts:
    """Count the posts that a rule flagged."""
    sums = VoteCounts()
    for case in await store.cases(NOW - timedelta(hours=9)):
        if any(firing.rule == rule for firing in case.firings):
            sums = sums.plus(case.verb, case.posts, open_=case.open, today=case.today)
    return sums


async def votes(store: SqliteStore, rule: str = LOOK.rule) -> Votes:
    return (await counts(store, rule)).today


async def act(store: SqliteStore, *verbs: Verb, by: Moderator = ASHA, number: int = 1) -> None:
    """Do one thing after another to a post."""
    for verb in verbs:
        story = await store.story(post(number).id)
        assert story is not None
        revision = story.entry.standing.revision
        command = undo() if verb is Verb.UNDO else decide(verb, number, revision)
        assert isinstance(await store.apply(command, by, NOW), Done)


UNDECIDED, AGREED, OVERRULED = Votes(1, 0, 0, 1), Votes(1, 1, 0, 0), Votes(1, 0, 1, 0)


@pytest.mark.parametrize(
    ("verbs", "expected"),
    [
        ([], UNDECIDED),
        ([Verb.APPROVE], OVERRULED),
        ([Verb.CLEAR], OVERRULED),
        ([Verb.HIDE], AGREED),
        ([Verb.HOLD], AGREED),
        ([Verb.ESCALATE], AGREED),
        ([Verb.ESCALATE, Verb.RETURN], AGREED),
        ([Verb.ESCALATE, Verb.RETURN, Verb.APPROVE], OVERRULED),
        ([Verb.APPROVE, Verb.PIN, Verb.STAR], OVERRULED),
        ([Verb.APPROVE, Verb.HIDE], AGREED),
        ([Verb.CLEAR, Verb.FLAG], AGREED),
        ([Verb.APPROVE, Verb.UNDO], UNDECIDED),
        ([Verb.CLEAR, Verb.UNDO], UNDECIDED),
        ([Verb.APPROVE, Verb.HIDE, Verb.UNDO], OVERRULED),
    ],
    ids=str,
)
async def test_the_last_decision_that_stands_is_the_vote(
    store: SqliteStore, verbs: list[Verb], expected: Votes
) -> None:
    await store.add([judged(1, flags=(LOOK,))], [], NOW)
    await act(store, *verbs)

    assert await votes(store) == expected


async def test_of_two_moderators_the_later_one_counts(store: SqliteStore) -> None:
    await store.add([judged(1, flags=(LOOK,))], [], NOW)
    await act(store, Verb.APPROVE, by=ASHA)
    await act(store, Verb.HIDE, by=RAJ)

    assert await votes(store) == AGREED


async def test_a_decision_is_a_vote_on_every_rule_that_flagged_the_post(
    store: SqliteStore,
) -> None:
    await store.add([judged(n, flags=(SPAM, WORD)) for n in (1, 2)], [], NOW)
    await act(store, Verb.APPROVE)
    await act(store, Verb.HIDE, number=2)

    for rule in (SPAM.rule, WORD.rule):
        assert await votes(store, rule) == Votes(2, 1, 1, 0)


async def test_a_post_that_one_rule_flagged_twice_counts_once(store: SqliteStore) -> None:
    twice = replace(WORD, reason="abusive word in the picture's description: damn")
    await store.add([judged(1, flags=(WORD, twice))], [], NOW)

    assert await votes(store, WORD.rule) == UNDECIDED


async def test_flags_of_a_person_and_of_an_edit_are_no_rules(store: SqliteStore) -> None:
    await store.add(some(1), [], NOW)
    await act(store, Verb.FLAG)

    assert await store.cases(NOW) == ()


async def test_what_the_product_does_by_itself_is_no_vote(store: SqliteStore) -> None:
    await store.add([judged(1, flags=(LOOK,))], [], NOW)
    await act(store, Verb.HIDE, by=Moderator("Standup"))

    assert await votes(store) == Votes(1, 0, 0, 0)


async def test_a_muted_authors_post_that_arrives_hidden_is_no_vote_until_a_person_decides(
    store: SqliteStore,
) -> None:
    await store.set_muted({author(1).id})
    await store.add([judged(1, flags=(LOOK,))], [], NOW)
    assert await votes(store) == Votes(1, 0, 0, 0)

    await act(store, Verb.ESCALATE, Verb.RETURN, Verb.APPROVE)
    assert await votes(store) == OVERRULED


async def test_tags_say_nothing_of_the_rules(store: SqliteStore) -> None:
    await store.add([judged(1, flags=(LOOK,))], [], NOW)
    assert isinstance(await store.apply(tag("MP", 1), ASHA, NOW), Done)

    assert await votes(store) == UNDECIDED


async def test_a_post_that_is_gone_keeps_its_vote_and_waits_no_more(store: SqliteStore) -> None:
    await store.add([judged(n, flags=(WORD,)) for n in (1, 2)], [], NOW)
    await act(store, Verb.HIDE)
    await store.remove([post(1).id, post(2).id], NOW)

    assert await votes(store, WORD.rule) == Votes(2, 1, 0, 0)
    assert {firing.quoting for case in await store.cases(NOW) for firing in case.firings} == {""}


async def test_an_edited_post_that_was_hidden_waits_for_nobody(store: SqliteStore) -> None:
    await store.add([judged(1, flags=(LOOK,))], [], NOW)
    await act(store, Verb.HIDE)
    await store.add([judged(2, "Edited", flags=(LOOK,), edit_of=(post(1).id,))], [], NOW)

    assert await votes(store) == Votes(2, 1, 0, 0)


async def test_the_day_is_that_of_the_arrival_and_the_campaign_has_all(
    store: SqliteStore,
) -> None:
    await store.add([judged(1, flags=(LOOK,))], [], YESTERDAY)
    await store.add([judged(2, flags=(LOOK,))], [], NOW)
    await act(store, Verb.APPROVE)

    assert await counts(store) == VoteCounts(UNDECIDED, Votes(2, 0, 1, 1))


async def test_flags_outlive_the_approval_of_their_post(store: SqliteStore) -> None:
    await store.add([judged(1, flags=(LOOK, WORD))], [], NOW)
    await act(store, Verb.APPROVE)

    story = await store.story(post(1).id)
    assert story is not None
    assert story.entry.flags == (LOOK, WORD)


async def test_recent_posts_come_in_order_of_arrival_and_not_beyond_the_window(
    store: SqliteStore,
) -> None:
    old = judged(-7 * 3600, "Long ago")
    await store.add([old, judged(3), judged(1)], [], NOW)
    await store.add([judged(2)], [], NOW + timedelta(seconds=9))
    await store.remove([post(3).id], NOW)

    hours = timedelta(hours=6)
    assert [one.id for one in await store.recent(hours, 10)] == [post(1).id, post(2).id]
    assert [one.id for one in await store.recent(hours, 1)] == [post(2).id]
