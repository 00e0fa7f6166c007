"""How much waits, and since when: the same as looking through everything, without doing so."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import PostId
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.shelf import Shelf
from ui.invented import entry

BEGAN = datetime(2026, 11, 26, 9, tzinfo=UTC)
UNDECIDED = (Status.WAITING, Status.FLAGGED)
changes = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 90), st.sampled_from(Status)), max_size=60
)


def changed(number: int, minutes: int, status: Status, known: dict[int, Entry]) -> Entry:
    """Return a post as it is now; when it was published stays as it was."""
    if number in known:
        before = known[number]
        revision = before.standing.revision + 1
        return replace(before, standing=Standing(status, revision), seq=before.seq + 1)
    return entry(number, BEGAN + timedelta(minutes=minutes), standing=Standing(status))


@given(changes)
def test_the_oldest_is_the_one_that_looking_through_all_would_find(
    done: list[tuple[int, int, Status]],
) -> None:
    board, known = Board(), dict[int, Entry]()
    for number, minutes, status in done:
        known[number] = changed(number, minutes, status, known)
        board.take([known[number]])
        waiting = [one for one in known.values() if one.standing.status in UNDECIDED]
        oldest = board.work.oldest
        assert len(board.work) == len(waiting)
        assert (oldest and oldest.post.at) == min((one.post.at for one in waiting), default=None)


def test_a_burst_of_flagged_posts_is_not_looked_through_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = Board()
    for number in range(1, 400):
        at = BEGAN + timedelta(seconds=number)
        board.take([entry(number, at, standing=Standing(Status.FLAGGED))])
    looked: list[PostId] = []
    look = Shelf.__getitem__

    def noted(shelf: Shelf, post: PostId) -> Entry:
        looked.append(post)
        return look(shelf, post)

    monkeypatch.setattr(Shelf, "__getitem__", noted)
    for number in range(400, 410):
        at = BEGAN + timedelta(seconds=number)
        board.take([entry(number, at, standing=Standing(Status.FLAGGED))])
        assert board.work.waited(BEGAN) == 0
    assert len(looked) <= 10 * 3
