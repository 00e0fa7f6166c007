"""The cursor belongs to a post, and its row is moved by nobody but its moderator."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import PostId
from standup_tui.ui.widgets.window import Window
from ui.invented import entry

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
HEIGHT = 20


def post(number: int) -> Entry:
    return entry(number, NOW + timedelta(seconds=number))


def hidden(one: Entry) -> Entry:
    return replace(one, standing=Standing(Status.HIDDEN, 2))


def tall(name: PostId) -> int:
    """Cards of two to five rows."""
    return 2 + int(name.removeprefix("x:")) % 4


def window_on(
    *numbers: int, attended: bool = True, heights: Callable[[PostId], int] = tall
) -> Window:
    window = Window(Timeline(Pane.LIVE), heights)
    window.resize(HEIGHT)
    window.take([post(number) for number in numbers])
    window.attended = attended
    return window


def screen(window: Window) -> list[str]:
    return [slot.post for slot in window.slots()]


def test_an_unattended_pane_follows_the_newest_post() -> None:
    window = window_on(1, 2, attended=False)

    window.take([post(3)])

    assert window.cursor == "x:3"
    assert screen(window) == ["x:3", "x:2", "x:1"]


def test_an_untouched_cursor_rides_its_post_down_while_it_stays_in_sight() -> None:
    window = window_on(1)

    window.take([post(2)])

    assert (window.cursor, window.row) == ("x:1", tall(PostId("x:2")))
    assert window.timeline.waiting == 0


def test_an_idle_pane_gives_its_cursor_up_rather_than_move_it_to_another_post() -> None:
    window = window_on(1)

    for number in range(2, 40):
        window.take([post(number)])
        assert window.cursor in ("x:1", None)

    assert (window.cursor, screen(window)[0]) == (None, "x:39")
    assert window.timeline.waiting == 0


def test_without_a_cursor_the_first_move_chooses_the_newest_post() -> None:
    window = window_on(*range(1, 4))
    window.take([post(number) for number in range(4, 40)])

    window.move(1)

    assert window.cursor == "x:39"
    window.take([post(40)])
    assert (window.cursor, window.timeline.waiting) == ("x:39", 1)


def test_one_move_is_enough_to_have_arrivals_wait() -> None:
    window = window_on(1, 2, 3)
    window.move(1)

    window.take([post(4)])

    assert (window.cursor, window.timeline.waiting) == ("x:2", 1)


def test_taking_in_the_new_posts_goes_to_the_newest() -> None:
    window = window_on(1, 2, 3)
    window.move(1)
    window.take([post(4), post(5)])

    came = window.newest()

    assert (came, window.cursor, window.row) == (2, "x:5", 0)
    assert window.following


def test_the_neighbour_below_takes_over_from_a_post_that_leaves() -> None:
    window = window_on(1, 2, 3, 4)
    window.move(1)
    row = window.row

    lost = window.take([hidden(post(3))])

    assert (lost, window.cursor, window.row) == (True, "x:2", row)


def test_the_neighbour_above_takes_over_at_the_end() -> None:
    window = window_on(1, 2, 3)
    window.last()

    assert window.take([hidden(post(1))])
    assert window.cursor == "x:2"


def test_a_pane_that_empties_and_fills_again_has_a_cursor_again() -> None:
    window = window_on(1)
    window.move(1)
    window.take([hidden(post(1))])
    assert window.cursor is None

    window.take([post(2)])

    assert window.cursor == "x:2"


def test_posts_that_wait_show_up_by_themselves_in_an_empty_pane() -> None:
    window = window_on(1, 2)
    window.move(1)
    window.take([post(3)])

    window.take([hidden(post(1)), hidden(post(2))])

    assert (window.cursor, window.timeline.waiting) == ("x:3", 0)


def test_a_gap_that_my_own_act_leaves_at_the_top_is_closed() -> None:
    window = window_on(1, 2, 3, 4)
    window.step_off()

    window.take([hidden(post(4))], own={PostId("x:4")})

    assert (window.cursor, window.row) == ("x:3", 0)


def test_a_page_down_shows_other_posts() -> None:
    window = window_on(*range(1, 60))
    before = set(screen(window))

    window.page(1)
    window.page(1)

    assert not before & set(screen(window))


def test_there_and_back_again_is_the_same_screen() -> None:
    window = window_on(*range(1, 60))
    window.move(1)
    before = window.slots()

    for step in (1, 1, -1, -1):
        window.move(step)

    assert before == window.slots()


def test_a_size_that_comes_back_brings_the_same_screen_back() -> None:
    window = window_on(*range(1, 40))
    window.move(6)
    before = window.slots()

    window.resize(HEIGHT - 7)
    assert window.slots() != before
    window.resize(HEIGHT)

    assert window.slots() == before


def test_what_was_moved_to_on_a_smaller_screen_stays_where_it_is_on_a_larger_one() -> None:
    window = window_on(*range(1, 40))
    window.move(6)
    window.resize(HEIGHT - 7)
    window.move(-1)
    row = window.row
    window.resize(HEIGHT)

    assert window.row == row


def test_finding_goes_round_once_and_says_when_there_is_nothing() -> None:
    window = window_on(1, 2, 3)
    window.last()

    assert window.find(lambda name: name == "x:3")
    assert window.cursor == "x:3"
    assert not window.find(lambda name: name == "x:9")


STEPS = st.one_of(
    st.tuples(st.just("arrive"), st.lists(st.integers(1, 80), min_size=1, max_size=5)),
    st.tuples(st.just("leave"), st.lists(st.integers(1, 80), min_size=1, max_size=5)),
    st.tuples(st.just("move"), st.sampled_from([-3, -1, 1, 3])),
    st.tuples(st.just("page"), st.sampled_from([-1, 1])),
    st.tuples(st.just("newest"), st.none()),
    st.tuples(st.just("height"), st.integers(3, 30)),
)


def check_frame(window: Window) -> None:
    """Cards follow each other without overlap, in the timeline's order."""
    slots = window.slots()
    for upper, lower in pairwise(slots):
        assert upper.row + tall(upper.post) == lower.row
    places = [window.timeline.place(slot.post) for slot in slots]
    assert places == sorted(places, key=lambda place: -1 if place is None else place)
    assert (window.anchor in [slot.post for slot in slots]) == (window.anchor is not None)
    assert window.cursor in (window.anchor, None)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_whatever_happens_only_my_key_moves_the_cursor_or_its_row(
    steps: list[tuple[str, object]],
) -> None:
    window = window_on(*range(30, 40))
    for name, what in steps:
        cursor, row, rode = window.cursor, window.row, window.following
        match name, what:
            case "arrive", list(numbers):
                window.take([post(number) for number in numbers])
            case "leave", list(numbers):
                window.take([hidden(post(number)) for number in numbers])
            case "move", int(by):
                window.move(by)
            case "page", int(by):
                window.page(by)
            case "height", int(height):
                window.resize(height)
            case _:
                window.newest()
        if name in ("arrive", "leave") and cursor is not None:
            if cursor in window.timeline:
                assert window.cursor == cursor or (rode and window.cursor is None)
                assert window.row == row or rode
            else:
                assert window.cursor != cursor
        check_frame(window)
