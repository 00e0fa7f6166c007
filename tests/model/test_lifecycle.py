import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from standup_tui.model.lifecycle import (
    COUNTED,
    KEPT_BACK,
    TABLE,
    Standing,
    Status,
    Verb,
    after,
    arrival,
    refusal,
    restored,
)

S, V = Status, Verb
DECIDED = [verb for verb in Verb if verb in TABLE and verb is not Verb.UNDO]


@pytest.mark.parametrize(
    ("verb", "source", "target"),
    [
        (V.APPROVE, {S.WAITING, S.FLAGGED, S.HELD}, S.SHOWN),
        (V.HIDE, {S.WAITING, S.FLAGGED, S.SHOWN, S.HELD}, S.HIDDEN),
        (V.HOLD, {S.WAITING, S.FLAGGED, S.SHOWN}, S.HELD),
        (V.FLAG, {S.WAITING, S.SHOWN, S.HELD}, S.FLAGGED),
        (V.CLEAR, {S.FLAGGED}, S.WAITING),
        (V.PIN, {S.SHOWN}, S.SHOWN),
        (V.STAR, {S.SHOWN}, S.SHOWN),
        (V.RETWEET, {S.SHOWN}, S.SHOWN),
        (V.ESCALATE, {S.WAITING, S.FLAGGED, S.SHOWN, S.HELD, S.HIDDEN}, S.HELD),
    ],
)
def test_a_verb_leads_from_these_statuses_to_that_one(
    verb: Verb, source: set[Status], target: Status
) -> None:
    possible = {status for status in Status if refusal(Standing(status), verb) is None}
    assert possible == source
    assert {after(Standing(status), verb).status for status in source} == {target}


@pytest.mark.parametrize("verb", [V.PIN, V.STAR, V.RETWEET])
def test_what_is_not_shown_must_be_approved_first(verb: Verb) -> None:
    assert "approve it first" in str(refusal(Standing(S.WAITING), verb))


@pytest.mark.parametrize("verb", [verb for verb in DECIDED if verb is not V.DELETE])
def test_nothing_is_done_to_what_is_gone(verb: Verb) -> None:
    if verb is V.UNRETWEET:
        assert refusal(Standing(S.GONE), verb) is None
    else:
        assert "nothing of it is left" in str(refusal(Standing(S.GONE), verb))


@pytest.mark.parametrize("verb", [V.APPROVE, V.RETWEET, V.PIN, V.STAR])
def test_an_escalated_post_is_neither_shown_nor_public_until_it_is_returned(verb: Verb) -> None:
    escalated = after(Standing(S.SHOWN), V.ESCALATE)
    assert refusal(escalated, verb) is not None
    assert refusal(after(escalated, V.RETURN), V.APPROVE) is None


def test_only_a_trusted_post_without_a_flag_is_shown_on_arrival() -> None:
    either = (False, True)
    seen = {(f, t): arrival(flagged=f, trusted=t).status for f in either for t in either}
    assert seen == {
        (False, False): S.WAITING,
        (False, True): S.SHOWN,
        (True, False): S.FLAGGED,
        (True, True): S.FLAGGED,
    }


def test_a_muted_author_is_nobodys_work_unless_somebody_must_look() -> None:
    either = (False, True)
    for flagged in either:
        for trusted in either:
            quiet = arrival(flagged=flagged, trusted=trusted, muted=True)
            urgent = arrival(flagged=flagged, trusted=trusted, muted=True, urgent=True)
            assert (quiet.status, urgent.status) == (S.HIDDEN, S.FLAGGED)


@given(flagged=st.booleans(), trusted=st.booleans(), muted=st.booleans(), urgent=st.booleans())
def test_nothing_arrives_on_the_wall_but_what_is_trusted_unflagged_and_not_muted(
    *, flagged: bool, trusted: bool, muted: bool, urgent: bool
) -> None:
    stands = arrival(flagged=flagged, trusted=trusted, muted=muted, urgent=urgent)
    assert stands.on_wall is (trusted and not flagged and not muted)
    assert (stands.status is S.HIDDEN) is (muted and not urgent)


@pytest.mark.parametrize("verb", [V.TAG, V.UNTAG])
@pytest.mark.parametrize("status", [one for one in Status if one is not S.GONE])
def test_a_tag_counts_as_a_decision_and_moves_nothing(verb: Verb, status: Status) -> None:
    stands = Standing(status, 3, pin=status is S.SHOWN, starred=status is S.SHOWN)
    assert refusal(stands, verb) is None
    assert after(stands, verb) == replace(stands, revision=4)


def test_no_status_counts_that_somebody_keeps_back_or_took_away() -> None:
    assert {S.SHOWN, S.WAITING} == COUNTED
    assert {S.FLAGGED, S.HELD} == KEPT_BACK
    assert not (COUNTED | KEPT_BACK) & {S.HIDDEN, S.GONE}


def test_an_edit_sends_a_shown_post_back_to_a_person() -> None:
    assert after(Standing(S.SHOWN, pin=1), V.EDIT) == Standing(S.FLAGGED, 2)
    assert after(Standing(S.HIDDEN), V.EDIT).status is S.HIDDEN


def test_a_pin_does_not_outlive_its_time_on_the_wall() -> None:
    pinned = after(Standing(S.SHOWN), V.PIN, next_pin=3)
    assert pinned.pin == 3
    assert after(after(pinned, V.HOLD), V.APPROVE).pin == 0


def walked(verbs: list[Verb], start: Status) -> list[tuple[Verb, Standing, Standing]]:
    stands, steps = Standing(start), []
    for verb in verbs:
        if refusal(stands, verb) is None:
            now = after(stands, verb)
            steps.append((verb, stands, now))
            stands = now
    return steps


@given(
    st.lists(st.sampled_from(DECIDED), max_size=40),
    st.sampled_from([S.WAITING, S.FLAGGED, S.SHOWN]),
)
def test_every_walk_keeps_the_promises(verbs: list[Verb], start: Status) -> None:
    for verb, before, now in walked(verbs, start):
        assert now.revision == before.revision + 1
        assert now.on_wall <= (now.status is S.SHOWN and not now.escalated)
        assert not (now.pin or now.starred) or now.status is S.SHOWN
        assert not now.escalated or now.status is S.HELD
        assert before.status is not S.GONE or verb in (V.DELETE, V.UNRETWEET)
        if now.on_wall and not before.on_wall:
            assert verb in (V.APPROVE, V.DELAYED)
        assert restored(now, before).status is before.status
        assert restored(now, before).revision == now.revision + 1


ALREADY = {
    V.APPROVE: (S.SHOWN, "it is shown already"),
    V.HIDE: (S.HIDDEN, "it is hidden already"),
    V.HOLD: (S.HELD, "it is held already"),
    V.FLAG: (S.FLAGGED, "it is flagged already"),
}


@pytest.mark.parametrize("verb", ALREADY)
def test_what_is_so_already_is_said_to_be(verb: Verb) -> None:
    status, words = ALREADY[verb]
    assert refusal(Standing(status), verb) == words


@pytest.mark.parametrize("verb", [V.APPROVE, V.HOLD, V.FLAG])
def test_a_hidden_post_says_how_it_comes_back_and_does(verb: Verb) -> None:
    hidden = Standing(S.HIDDEN)
    assert "‹undo› by who hid it, or ‹escalate›, then" in str(refusal(hidden, verb))
    for step in (V.ESCALATE, V.RETURN, V.APPROVE):
        assert refusal(hidden, step) is None
        hidden = after(hidden, step)
    assert hidden.status is S.SHOWN


def test_every_refusal_has_words() -> None:
    for status in Status:
        for verb in DECIDED:
            why = refusal(Standing(status), verb)
            assert why is None or why.startswith(("it ", "approve it first"))
