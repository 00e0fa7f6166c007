"""Where a console keeps its posts: what goes in comes out equal, and little of it is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId
from standup_tui.ui.console.state.shelf import Shelf
from ui import invented

entry = partial(invented.entry, at=datetime(2026, 11, 24, 14, 0, tzinfo=UTC))


def filled(entries: Sequence[Entry]) -> Shelf:
    shelf = Shelf()
    for one in entries:
        shelf.put(one)
    return shelf


def post(number: int) -> PostId:
    return entry(number).post.id


@given(st.text(), st.sampled_from(list(Status)), st.booleans())
def test_what_is_put_there_comes_back_equal(text: str, status: Status, ours: bool) -> None:  # noqa: FBT001
    one = entry(1, text=text, status=status, roster=ours)
    assert filled([one])[one.post.id] == one


def test_a_post_that_changed_comes_back_as_it_is_now_also_if_it_was_just_looked_at() -> None:
    shelf = filled([entry(1, text="before")])
    assert shelf[post(1)].post.text == "before"
    shelf.put(entry(1, text="after"))
    assert shelf[post(1)].post.text == "after"
    assert len(shelf) == 1


def test_far_more_posts_than_fit_at_hand_are_all_there_in_the_order_of_their_coming() -> None:
    entries = [entry(number, text=f"visit {number}") for number in range(1_000)]
    shelf = filled(entries)
    assert list(shelf) == [one.post.id for one in entries]
    assert [shelf[one.post.id] for one in reversed(entries)] == entries[::-1]
    assert [shelf[one.post.id] for one in entries] == entries


def test_the_posts_that_stand_so_are_those_that_do_now() -> None:
    shelf = filled([entry(number, status=Status.WAITING) for number in range(6)])
    shelf.put(entry(2, status=Status.HELD))
    shelf.put(entry(4, status=Status.HELD))
    assert [one.post.id for one in shelf.standing_as(Status.HELD)] == [post(2), post(4)]
    shelf.put(entry(2, status=Status.SHOWN))
    assert [one.post.id for one in shelf.standing_as(Status.HELD)] == [post(4)]
    assert len(shelf.standing_as(Status.WAITING)) == 4


def test_a_post_that_was_never_there_is_missed_and_changes_nothing() -> None:
    shelf = filled([entry(1)])
    assert shelf.get(post(2)) is None
    assert post(2) not in shelf
    assert list(shelf) == [post(1)]
