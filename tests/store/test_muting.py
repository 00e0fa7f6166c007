"""Muting an author by a key: what leaves the walls, what stays for a person, what comes back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from making import ASHA, LOOK, NOW, RAJ, author, decide, judged, mute, op, post, redo, undo
from standup_tui.model.command import Mute, Refused, Several
from standup_tui.model.flag import FAILED, Flag, Kind, Severity
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import AuthorId, Reference, ReferenceKind
from standup_tui.model.votes import VOTE_OF, Vote
from standup_tui.ports.store import Judged
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.standing import decisions, done, entry, refused, several, statuses

S = Status
DANGER = Flag(Kind.SAFEGUARDING, "danger", Severity.STOP, "a sign of danger")
BROKEN = Flag(Kind.HOSTILE, FAILED, Severity.LOOK, "a rule failed")
DEALS, KIND = author(3), author(4)


def theirs(number: int, **more: Any) -> Judged:
    return judged(number, author=DEALS, **more)


def repost(number: int, kind: ReferenceKind = ReferenceKind.REPOST, **more: Any) -> Judged:
    """Somebody else's post that carries one of theirs along."""
    carried = (Reference(kind, post(900).id, DEALS),)
    return judged(number, author=KIND, references=carried, **more)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def test_it_says_first_what_would_leave_and_does_nothing(store: SqliteStore) -> None:
    await store.add([*(theirs(n) for n in range(1, 7)), theirs(7, flags=(DANGER,))], [], NOW)
    for number in (1, 2):
        await done(store, decide(Verb.APPROVE, number), ASHA)
    await done(store, decide(Verb.HIDE, 3), ASHA)

    asked = await store.apply(mute(3, confirmed=False), ASHA, NOW)
    assert asked == Refused(
        "@person_3 has 7 posts here: 2 leave the walls, 3 that wait are hidden, 1 stays, for "
        "somebody must look at it; what they post from now on arrives hidden, unless there is a "
        "sign of danger in it",
        confirm=True,
    )
    assert await statuses(store, 1, 2, 4) == [S.SHOWN, S.SHOWN, S.WAITING]
    assert not (await entry(store, 1)).muted


async def test_what_is_there_is_hidden_by_decisions_and_what_comes_arrives_hidden(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1), theirs(2), judged(8, author=KIND)], [], NOW)
    await done(store, decide(Verb.APPROVE, 1), RAJ)
    await done(store, decide(Verb.PIN, 1, 2), RAJ)

    outcome = await several(store, mute(3), ASHA)
    assert outcome.said == "@person_3 is muted: 2 posts hidden"
    assert {one.post for one in outcome.done} == {post(1).id, post(2).id}
    assert await statuses(store, 1, 2, 8) == [S.HIDDEN, S.HIDDEN, S.WAITING]
    last = (await decisions(store, 1))[-1]
    assert (last.verb, last.by, last.reason) == ("mute", ASHA, "muted author, by Asha Rowe")

    await store.add([theirs(5, roster=True, trusted=True), theirs(6, flags=(LOOK,))], [], NOW)
    assert await statuses(store, 5, 6) == [S.HIDDEN, S.HIDDEN]
    arrived = (await entry(store, 5)).last
    assert arrived is not None
    assert (arrived.verb, arrived.reason) == ("arrive", "muted author, by Asha Rowe")
    assert [(await entry(store, n)).muted for n in (1, 5, 8)] == [True, True, False]


@pytest.mark.parametrize("flag", [DANGER, BROKEN], ids=["danger", "a rule that failed"])
async def test_what_somebody_must_look_at_stays_and_arrives_for_them(
    store: SqliteStore, flag: Flag
) -> None:
    await store.add([theirs(1, flags=(flag,)), theirs(2)], [], NOW)
    await done(store, decide(Verb.ESCALATE, 2), RAJ)
    await several(store, mute(3), ASHA)
    await store.add([theirs(4, flags=(flag,))], [], NOW)

    assert await statuses(store, 1, 2, 4) == [S.FLAGGED, S.HELD, S.FLAGGED]
    assert (await entry(store, 2)).standing.escalated


async def test_a_post_that_was_looked_at_and_approved_leaves_the_wall_whatever_its_flags(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1, flags=(DANGER,))], [], NOW)
    await done(store, decide(Verb.APPROVE, 1), RAJ)
    await several(store, mute(3), ASHA)
    assert await statuses(store, 1) == [S.HIDDEN]


async def test_bare_reposts_of_them_go_along_and_quotes_wait_for_a_person(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1), repost(2), repost(3, ReferenceKind.QUOTE)], [], NOW)
    asked = await refused(store, mute(3, confirmed=False), ASHA)
    assert "1 post here, and 1 of others that only pass it on" in asked
    await several(store, mute(3), ASHA)
    await store.add(
        [
            repost(12, roster=True, trusted=True),
            repost(13, ReferenceKind.QUOTE, roster=True, trusted=True),
        ],
        [],
        NOW,
    )
    assert await statuses(store, 1, 2, 3) == [S.HIDDEN, S.HIDDEN, S.WAITING]
    assert await statuses(store, 12, 13) == [S.HIDDEN, S.WAITING]
    assert not (await entry(store, 2)).muted, "whoever passes it on is not muted"


async def test_unmuting_brings_back_what_it_hid_where_nobody_has_decided_since(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1), theirs(2), theirs(4)], [], NOW)
    await done(store, decide(Verb.APPROVE, 1), RAJ)
    await done(store, decide(Verb.STAR, 1, 2), RAJ)
    await done(store, decide(Verb.HIDE, 4), RAJ)
    await several(store, mute(3), ASHA)
    await done(store, decide(Verb.ESCALATE, 2, 2), RAJ)
    await store.add([theirs(5), theirs(6, flags=(LOOK,))], [], NOW)

    outcome = await several(store, mute(3, muted=False), RAJ)
    assert outcome.said == (
        "@person_3 is no longer muted: 3 posts brought back; "
        "1 post stayed: it was escalated by you since"
    )
    assert await statuses(store, 1, 2, 4) == [S.SHOWN, S.HELD, S.HIDDEN]
    assert (await entry(store, 1)).standing.starred
    assert await statuses(store, 5, 6) == [S.WAITING, S.FLAGGED], "as it would have arrived"
    await store.add([theirs(11)], [], NOW)
    assert await statuses(store, 11) == [S.WAITING]
    assert not (await entry(store, 1)).muted


async def test_u_takes_a_muting_back_and_redo_mutes_again(store: SqliteStore) -> None:
    await store.add([theirs(1), theirs(2)], [], NOW)
    await done(store, decide(Verb.APPROVE, 1), RAJ)
    await several(store, mute(3), ASHA)

    back = await several(store, undo(), ASHA)
    assert back.said == "@person_3 is no longer muted: 2 posts brought back"
    assert await statuses(store, 1, 2) == [S.SHOWN, S.WAITING]
    again = await several(store, redo(), ASHA)
    assert again.said == "@person_3 is muted: 2 posts hidden"
    assert await statuses(store, 1, 2) == [S.HIDDEN, S.HIDDEN]
    await several(store, undo(), ASHA)
    assert await statuses(store, 1, 2) == [S.SHOWN, S.WAITING]
    await done(store, undo(), RAJ)
    assert await statuses(store, 1) == [S.WAITING], "what lies below can be taken back as well"


async def test_u_takes_an_unmuting_back_and_leaves_what_somebody_decided_since(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1), theirs(2)], [], NOW)
    await several(store, mute(3), ASHA)
    await several(store, mute(3, muted=False), ASHA)
    await done(store, decide(Verb.APPROVE, 1, 3), RAJ)

    back = await several(store, undo(), ASHA)
    assert back.said.startswith("@person_3 is muted: 1 post hidden; 1 post stayed: ")
    assert await statuses(store, 1, 2) == [S.SHOWN, S.HIDDEN]
    assert (await entry(store, 1)).muted


async def test_a_muting_that_somebody_else_ended_is_not_taken_back_by_me(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1), judged(8, author=KIND)], [], NOW)
    await done(store, decide(Verb.HOLD, 8), ASHA)
    await several(store, mute(3), ASHA)
    await several(store, mute(3, muted=False), RAJ)

    why = await refused(store, undo(), ASHA)
    assert why.startswith("muting of @person_3: that was changed by Raj Patel since")
    assert (await done(store, undo(), ASHA)).post == post(8).id


async def test_muting_and_its_end_are_walked_back_and_forward_one_at_a_time(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1)], [], NOW)
    await done(store, decide(Verb.APPROVE, 1), ASHA)
    await several(store, mute(3), ASHA)
    await several(store, mute(3, muted=False), ASHA)
    await done(store, decide(Verb.STAR, 1, 4), ASHA)

    seen = []
    for step in (undo, undo, undo, undo, redo, redo, redo, redo, undo, undo, undo):
        await store.apply(step(), ASHA, NOW)
        one = await entry(store, 1)
        seen.append((one.standing.status, one.muted, one.standing.starred))
    shown, hidden, new = (S.SHOWN, False), (S.HIDDEN, True), (S.WAITING, False)
    back = [(*shown, False), (*hidden, False), (*shown, False), (*new, False)]
    forward = [(*shown, False), (*hidden, False), (*shown, False), (*shown, True)]
    assert seen == [*back, *forward, *back[:3]]


async def test_a_muting_is_mine_to_take_back_again_when_its_end_was_taken_back(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1)], [], NOW)
    await several(store, mute(3), ASHA)
    await several(store, mute(3, muted=False), RAJ)
    await several(store, undo(), RAJ)

    await several(store, undo(), ASHA)
    assert await statuses(store, 1) == [S.WAITING]


async def test_nobody_mutes_again_by_redo_what_somebody_else_turned_round_since(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1)], [], NOW)
    await several(store, mute(3), ASHA)
    await several(store, undo(), ASHA)
    await several(store, mute(3), RAJ)
    await several(store, mute(3, muted=False), RAJ)

    assert "changed by Raj Patel since" in await refused(store, redo(), ASHA)
    assert await statuses(store, 1) == [S.WAITING]


async def test_muting_lasts_when_the_store_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "lasting.db"
    opened = await SqliteStore.open(path)
    await opened.add([theirs(1)], [], NOW)
    await several(opened, mute(3), ASHA)
    await opened.close()
    opened = await SqliteStore.open(path)
    await opened.set_muted(())
    await opened.add([theirs(2)], [], NOW)
    assert await statuses(opened, 1, 2) == [S.HIDDEN, S.HIDDEN]
    assert len((await several(opened, undo(), ASHA)).done) == 2
    await opened.close()


async def test_whoever_is_muted_already_is_not_muted_again(store: SqliteStore) -> None:
    await store.add([theirs(1)], [], NOW)
    await several(store, mute(3), ASHA)
    assert await refused(store, mute(3), RAJ) == "@person_3 is muted already, by Asha Rowe"
    assert await refused(store, mute(4, muted=False), RAJ) == (
        "no post of that account is here any more"
    )
    await several(store, undo(), ASHA)
    assert await refused(store, mute(3, muted=False), RAJ) == "@person_3 is not muted"


async def test_whom_campaign_toml_mutes_is_unmuted_there_and_not_by_a_key(
    store: SqliteStore,
) -> None:
    await store.set_muted({DEALS.id})
    await store.add([theirs(1)], [], NOW)
    assert (await entry(store, 1)).muted
    assert await refused(store, mute(3), ASHA) == "@person_3 is muted already, in campaign.toml"
    why = await refused(store, mute(3, muted=False), ASHA)
    assert "take the account out of muted there" in why


async def test_a_change_of_campaign_toml_reaches_the_terminals_and_spares_what_a_key_muted(
    store: SqliteStore,
) -> None:
    await store.set_muted({DEALS.id, KIND.id})
    await store.add([theirs(1), judged(2, author=KIND), judged(3, author=author(5))], [], NOW)
    await several(store, mute(5), ASHA)
    seen = (await store.changes(0, 100)).seq
    await store.set_muted({DEALS.id})
    assert [one.post.id for one in (await store.changes(seen, 100)).entries] == [post(2).id]
    assert [(await entry(store, n)).muted for n in (1, 2, 3)] == [True, False, True]


async def test_a_muting_outlives_the_authors_last_post(store: SqliteStore) -> None:
    await store.add([theirs(1)], [], NOW)
    await several(store, mute(3), ASHA)
    await store.remove([post(1).id], NOW)
    await store.add([theirs(2)], [], NOW)
    assert await statuses(store, 2) == [S.HIDDEN]
    await store.remove([post(2).id], NOW)
    outcome = await several(store, mute(3, muted=False), ASHA)
    assert (outcome.done, outcome.said) == (
        (),
        "@person_3 is no longer muted: 0 posts brought back",
    )


async def test_a_waiting_retweet_of_a_muted_authors_post_does_not_go_out(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1)], [], NOW)
    await done(store, decide(Verb.APPROVE, 1), RAJ)
    await done(store, decide(Verb.RETWEET, 1, 2), RAJ)
    await several(store, mute(3), ASHA)
    assert await store.claim(NOW.replace(year=2027)) is None


async def test_a_person_can_still_show_one_of_their_posts_and_an_edit_of_it_is_looked_at(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1)], [], NOW)
    await several(store, mute(3), ASHA)
    for revision, verb in enumerate((Verb.ESCALATE, Verb.RETURN, Verb.APPROVE), 2):
        await done(store, decide(verb, 1, revision), RAJ)
    assert (await entry(store, 1)).standing.on_wall
    await store.add([theirs(2, edit_of=(post(1).id,))], [], NOW)
    assert await statuses(store, 2) == [S.FLAGGED]


async def test_what_only_the_muting_hid_is_hidden_anew_when_it_is_edited_and_comes_back(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1)], [], NOW)
    await several(store, mute(3), ASHA)
    await store.add([theirs(2, edit_of=(post(1).id,))], [], NOW)
    assert await statuses(store, 2) == [S.HIDDEN]
    await several(store, undo(), ASHA)
    assert await statuses(store, 2) == [S.WAITING]


async def test_muting_is_no_vote_and_takes_none_away(store: SqliteStore) -> None:
    assert not {Verb.MUTE, Verb.UNMUTE} & VOTE_OF.keys()
    await store.add([theirs(n, flags=(LOOK,)) for n in (1, 2)], [], NOW)
    await done(store, decide(Verb.APPROVE, 1), RAJ)
    await several(store, mute(3), ASHA)
    counted = {(case.verb, case.open): case.posts for case in await store.cases(NOW)}
    assert counted == {("approve", False): 1, (None, False): 1}
    assert VOTE_OF[Verb.APPROVE] is Vote.OVERRULED


async def test_a_muting_asked_twice_is_done_once_and_answered_alike(store: SqliteStore) -> None:
    await store.add([theirs(1), theirs(2)], [], NOW)
    command = mute(3)
    first = await several(store, command, ASHA)
    before = (await store.changes(0, 100)).entries
    assert await store.apply(command, ASHA, NOW) == first
    assert (await store.changes(0, 100)).entries == before


async def test_nobody_is_muted_of_whom_there_is_nothing(store: SqliteStore) -> None:
    nobody = Mute(op(), AuthorId("x:999"), confirmed=True)
    assert "no post of that account" in await refused(store, nobody, ASHA)


async def test_a_repost_of_two_muted_authors_stays_hidden_until_both_are_not(
    store: SqliteStore,
) -> None:
    await store.add([theirs(1), repost(2)], [], NOW)
    await several(store, mute(3), ASHA)
    await several(store, mute(4), ASHA)
    outcome = await store.apply(mute(3, muted=False), RAJ, NOW)
    assert isinstance(outcome, Several)
    assert "muted author, by Asha Rowe, all the same" in outcome.left[0].why
    assert await statuses(store, 1, 2) == [S.WAITING, S.HIDDEN]


async def test_a_shared_login_is_named_with_its_mark(store: SqliteStore) -> None:
    await store.add([theirs(1)], [], NOW)
    kim = replace(ASHA, name="Kim", declared=True)
    await several(store, mute(3), kim)
    last = (await decisions(store, 1))[-1]
    assert last.reason == "muted author, by Kim (says so)"
