"""The rotation of the walls: where it stands at any moment, by the hub's clock alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from standup_tui.model.post import PostId
from standup_tui.model.wall import Scene, Slot, WallState, rotation

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SLOTS = (Slot(Scene.STREAM, 60.0), Slot(Scene.SPOTLIGHT, 20.0), Slot(Scene.TALLY, 10.0))

slots = st.lists(
    st.builds(Slot, st.sampled_from(Scene), st.floats(5, 3600)), min_size=1, max_size=6
).map(tuple)


def scenes(state: WallState, seconds: int) -> list[Scene]:
    return [
        state.place(SLOTS, NOW + timedelta(seconds=second)).slot.scene for second in range(seconds)
    ]


def test_each_scene_stays_for_its_time_and_they_come_in_order() -> None:
    seen = scenes(WallState(since=NOW), 180)
    round_ = [Scene.STREAM] * 60 + [Scene.SPOTLIGHT] * 20 + [Scene.TALLY] * 10
    assert seen == round_ * 2


@given(slots, st.integers(-50, 50), st.floats(0, 1e6))
def test_a_rotation_always_stands_within_a_scene(
    plan: tuple[Slot, ...], turn: int, seconds: float
) -> None:
    place = rotation(plan, turn, seconds)
    assert 0 <= place.elapsed <= place.slot.seconds
    assert place.slot == plan[place.turn % len(plan)]
    assert place.turn >= turn


@given(slots, st.floats(0, 1e5), st.floats(0, 600))
def test_a_rotation_never_goes_back(plan: tuple[Slot, ...], seconds: float, more: float) -> None:
    assert rotation(plan, 0, seconds + more).turn >= rotation(plan, 0, seconds).turn


def test_a_pause_stops_the_rotation_where_it_is() -> None:
    paused = WallState(since=NOW, paused=NOW + timedelta(seconds=65))
    assert set(scenes(paused, 500)) == {Scene.SPOTLIGHT}


def test_a_fixed_scene_stays_even_where_the_plan_has_none_of_it() -> None:
    assert set(scenes(WallState(since=NOW, fixed=Scene.TALLY), 300)) == {Scene.TALLY}
    assert set(scenes(WallState(since=NOW, fixed=Scene.SLIDES), 300)) == {Scene.SLIDES}


def test_walls_are_not_told_who_steers_them_nor_how_posts_come() -> None:
    state = WallState(
        7, blank=True, by="Asha", at=NOW, fixed=Scene.SPOTLIGHT, spotlight=PostId("x:1"),
        turn=3, since=NOW, delay=20, delayed=NOW, delayed_by="Raj", unattended="nobody",
    )  # fmt: skip
    told = state.for_walls
    assert (told.by, told.at, told.delay, told.delayed, told.delayed_by) == ("", None, 0, None, "")
    assert told.unattended == ""
    assert (told.seq, told.blank, told.spotlight, told.turn) == (7, True, "x:1", 3)
