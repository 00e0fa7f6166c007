"""How posts came, by the campaign's local time: also on the nights that change the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standup_tui.model.facts import Slot
from standup_tui.report import course
from standup_tui.report.chart import chart_of
from standup_tui.report.course import course_of
from standup_tui.report.times import moment, stretch

LONDON = ZoneInfo("Europe/London")
QUARTER = timedelta(minutes=15)


def slots(start: datetime, *posts: int, step: timedelta = QUARTER) -> tuple[Slot, ...]:
    return tuple(Slot(start + place * step, n) for place, n in enumerate(posts) if n)


def told(*found: Slot, zone: ZoneInfo = LONDON) -> list[tuple[str, int]]:
    return [(it.label, it.posts) for it in course_of(found, zone).stretches]


def test_quarters_add_up_to_local_hours_and_hours_without_a_post_are_there() -> None:
    start = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
    day = slots(start, 1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 5)

    assert told(*day) == [("08:00", 6), ("09:00", 4), ("10:00", 0), ("11:00", 5)]
    assert course_of(day, LONDON).said == (
        "The busiest hour was the one from 08:00, with 6 posts."
    )


@pytest.mark.fault("C8")
@pytest.mark.parametrize(
    ("zone", "labels"),
    [
        ("Europe/London", ["08:00", "09:00"]),
        ("Asia/Kolkata", ["13:00", "14:00", "15:00"]),
        ("Asia/Kathmandu", ["13:00", "14:00", "15:00"]),
        ("America/St_Johns", ["04:00", "05:00", "06:00"]),
    ],
)
def test_hours_are_those_of_the_wall_clock_wherever_that_is(zone: str, labels: list[str]) -> None:
    start = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
    found = told(*slots(start, 1, 1, 1, 1, 1, 1, 1, 1), zone=ZoneInfo(zone))

    assert [label for label, _ in found] == labels
    assert sum(posts for _, posts in found) == 8


@pytest.mark.fault("C8")
def test_the_hour_that_the_clocks_repeat_is_there_twice_and_says_which() -> None:
    start = datetime(2027, 10, 30, 23, 0, tzinfo=UTC)  # midnight in London, summer time
    night = slots(start, 1, 2, 4, 8, step=timedelta(hours=1))

    assert [(label.rpartition("Oct ")[2], posts) for label, posts in told(*night)] == [
        ("00:00", 1),
        ("01:00 BST", 2),
        ("01:00 GMT", 4),
        ("02:00", 8),
    ]


@pytest.mark.fault("C8", control=True)
def test_hours_by_the_wall_clock_alone_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def hour(moment: datetime, zone: ZoneInfo) -> datetime:
        local = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0, fold=0)
        return local.astimezone(UTC)

    monkeypatch.setattr(course, "_hour", hour)
    with pytest.raises(AssertionError):
        test_the_hour_that_the_clocks_repeat_is_there_twice_and_says_which()


@pytest.mark.fault("C8")
def test_the_hour_that_the_clocks_leave_out_is_not_there() -> None:
    start = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    night = slots(start, 1, 2, 4, step=timedelta(hours=1))

    assert told(*night) == [("00:00", 1), ("02:00", 2), ("03:00", 4)]


@pytest.mark.parametrize(
    ("days", "unit", "stretches"), [(2, "hour", 49), (10, "day", 11), (200, "month", 7)]
)
def test_a_longer_campaign_is_told_by_the_day_or_by_the_month(
    days: int, unit: str, stretches: int
) -> None:
    start = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
    course = course_of((Slot(start, 3), Slot(start + timedelta(days=days), 4)), LONDON)

    assert (course.unit, len(course.stretches)) == (unit, stretches)
    assert [it.posts for it in course.stretches if it.posts] == [3, 4]


@pytest.mark.fault("C8")
@given(
    st.lists(st.tuples(st.integers(0, 40 * 96), st.integers(1, 50)), min_size=1, max_size=30),
    st.sampled_from(["Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.integers(0, 400),
)
def test_no_post_is_lost_or_counted_twice_on_any_day_of_any_zone(
    found: list[tuple[int, int]], zone: str, day: int
) -> None:
    start = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=day)
    counts = dict(found)
    course = course_of(
        [Slot(start + at * QUARTER, n) for at, n in sorted(counts.items())], ZoneInfo(zone)
    )
    starts = [it.start for it in course.stretches]

    assert sum(it.posts for it in course.stretches) == sum(counts.values())
    assert starts == sorted(set(starts))


def test_hours_that_were_not_read_are_marked_and_said() -> None:
    start = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
    gap = (start + timedelta(minutes=70), start + timedelta(minutes=75))
    course = course_of(slots(start, 1, 2, 3, step=timedelta(hours=1)), LONDON, [gap])

    assert [it.in_gap for it in course.stretches] == [False, True, False]
    assert course.said.endswith("In 1 hour not everything was read: there may have been more.")
    chart = chart_of(course)
    assert len(chart.bands) == 1
    assert "09:00 2 (not all read)" in chart.described


def test_a_chart_of_nothing_and_of_one_hour_can_be_drawn() -> None:
    assert chart_of(course_of((), LONDON)).line == ""
    assert chart_of(course_of(slots(datetime(2027, 2, 1, tzinfo=UTC), 3), LONDON)).dots


def test_the_line_stays_in_its_picture_and_ends_at_its_numbers() -> None:
    chart = chart_of(course_of(slots(datetime(2027, 2, 1, tzinfo=UTC), *range(1, 90)), LONDON))
    heights = [float(point.partition(",")[2]) for point in chart.line.split()]

    assert min(heights) >= min(height for height, _ in chart.ticks)
    assert max(heights) <= max(height for height, _ in chart.ticks)
    assert [number for _, number in chart.ticks] == ["400", "200", "0"][::-1]


def test_times_say_which_of_two_equal_ones_they_are() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert moment(first, LONDON) == "31 Oct 2027, 01:30 BST"
    assert moment(first + timedelta(hours=1), LONDON) == "31 Oct 2027, 01:30 GMT"
    assert moment(first + timedelta(hours=2), LONDON) == "31 Oct 2027, 02:30"
    assert stretch(first, None, LONDON).endswith(" to now")
    assert stretch(first, first + timedelta(hours=1), LONDON) == (
        "31 Oct 2027, 01:30 BST to 01:30 GMT"
    )
    assert stretch(first, first + timedelta(days=1), LONDON) == (
        "31 Oct 2027, 01:30 BST to 1 Nov 2027, 00:30"
    )
