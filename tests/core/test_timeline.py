from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from making import LOOK, post
from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Standing, Status

SERIOUS = Flag(Kind.PERSONAL, "postcode", Severity.STOP, "a full postcode")


def entry(number: int, status: Status = Status.WAITING, **more: object) -> Entry:
    stands = Standing(status, pin=int(more.pop("pin", 0)))  # type: ignore[call-overload]
    return Entry(number, post(number), stands, **more)  # type: ignore[arg-type]


def shown(timeline: Timeline) -> list[int]:
    return [int(timeline.at(place)[2:]) - 1_000_000 for place in range(len(timeline))]


def test_live_has_the_newest_on_top_and_neither_flagged_nor_hidden() -> None:
    live = Timeline(Pane.LIVE)
    live.take([entry(1), entry(3, Status.SHOWN), entry(2), entry(4, Status.FLAGGED)])
    live.take([entry(5, Status.HIDDEN), entry(6, Status.HELD)])
    assert shown(live) == [3, 2, 1]


def test_flagged_has_the_most_serious_first_then_the_oldest() -> None:
    flagged = Timeline(Pane.FLAGGED)
    flagged.take(
        [
            entry(1, Status.FLAGGED, flags=(LOOK,)),
            entry(3, Status.FLAGGED, flags=(SERIOUS,)),
            entry(2, Status.FLAGGED, flags=(LOOK, SERIOUS)),
        ]
    )
    assert shown(flagged) == [2, 3, 1]


def test_somebody_in_danger_comes_before_everything_else_that_is_flagged() -> None:
    flagged = Timeline(Pane.FLAGGED)
    grave = [Flag(kind, "any", Severity.STOP, "any") for kind in Kind]
    danger = next(flag for flag in grave if flag.kind is Kind.SAFEGUARDING)
    others = [flag for flag in grave if flag is not danger]
    flagged.take([entry(1, Status.FLAGGED, flags=tuple(others))])
    flagged.take(entry(n, Status.FLAGGED, flags=(flag,)) for n, flag in enumerate(others, 2))
    flagged.take([entry(50, Status.FLAGGED, flags=(danger,))])
    flagged.take([entry(60, Status.FLAGGED, flags=(others[-1], danger))])

    assert shown(flagged)[:2] == [50, 60]


def test_highlights_has_pins_in_order_then_the_roster() -> None:
    highlights = Timeline(Pane.HIGHLIGHTS)
    highlights.take(
        [
            entry(1, Status.SHOWN, pin=2),
            entry(2, Status.SHOWN, roster=True),
            entry(3, Status.SHOWN, pin=1),
            entry(4, Status.SHOWN),
            entry(5, Status.WAITING, roster=True),
        ]
    )
    assert shown(highlights) == [3, 1, 2]


def test_an_escalated_post_is_on_no_wall() -> None:
    wall = Timeline(Pane.WALL)
    one = entry(1, Status.SHOWN)
    wall.take([one])
    wall.take([replace(one, standing=replace(one.standing, escalated=True))])
    assert shown(wall) == []


def test_new_posts_wait_while_somebody_reads_and_come_in_together() -> None:
    live = Timeline(Pane.LIVE)
    live.take([entry(1)])
    live.holding = True
    live.take([entry(2), entry(3)])
    assert (shown(live), live.waiting) == ([1], 2)
    assert live.release() == 2
    assert (shown(live), live.waiting) == ([3, 2, 1], 0)


def test_a_post_that_must_go_goes_at_once_even_while_somebody_reads() -> None:
    live = Timeline(Pane.LIVE)
    live.take([entry(1)])
    live.holding = True
    live.take([entry(2)])
    live.take([entry(1, Status.HIDDEN), entry(2, Status.HIDDEN)])
    assert (shown(live), live.waiting) == ([], 0)


STATUSES = st.sampled_from(list(Status))


@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(1, 12), STATUSES, st.integers(0, 3)),
            st.booleans(),
            st.none(),
        ),
        max_size=60,
    ),
    st.sampled_from(list(Pane)),
)
def test_a_pane_is_always_the_sorted_set_of_what_belongs(steps: list[object], pane: Pane) -> None:
    timeline, known = Timeline(pane), {}
    for step in steps:
        if isinstance(step, bool):
            timeline.holding = step
        elif step is None:
            timeline.release()
        elif isinstance(step, tuple):
            number, status, pin = step
            one = entry(number, status, pin=pin if status is Status.SHOWN else 0)
            known[one.post.id] = one
            timeline.take([one])
    timeline.release()
    fresh = Timeline(pane)
    fresh.take(known.values())
    assert shown(timeline) == shown(fresh)
    assert all(timeline.place(timeline.at(n)) == n for n in range(len(timeline)))
