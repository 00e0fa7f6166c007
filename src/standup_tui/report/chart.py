"""Where the lines of the page's chart go; the template draws them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from standup_tui.report.contents import Course, Stretch

WIDTH, HEIGHT = 720, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 12, 24
_LABELS = 12
"""Names below the chart at most."""
_DOTTED = 48
"""So many stretches at most have a dot each."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over time, in the units of its own picture."""

    line: str
    """The points of the line, for SVG."""
    area: str
    """The same with what lies under it."""
    dots: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    """Heights and their numbers."""
    labels: tuple[tuple[float, str], ...]
    bands: tuple[tuple[float, float], ...]
    """Where reading was interrupted: from where, and how wide."""
    described: str
    """All of it in words."""


def chart_of(course: Course) -> Chart:
    """Return how a course is drawn."""
    stretches = course.stretches
    top = _round_up(max((it.posts for it in stretches), default=0))
    wide = (WIDTH - _LEFT - _RIGHT) / max(1, len(stretches))
    floor = HEIGHT - _BOTTOM

    def height(posts: float) -> float:
        return round(floor - posts / top * (floor - _TOP), 1)

    def middle(place: int) -> float:
        return round(_LEFT + (place + 0.5) * wide, 1)

    points = [(middle(place), height(it.posts)) for place, it in enumerate(stretches)]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    ends = [f"{x:g},{floor:g}" for x, _ in (points[0], points[-1])] if points else ["", ""]
    return Chart(
        line=line,
        area=f"{ends[0]} {line} {ends[1]}".strip(),
        dots=tuple(points) if len(points) <= _DOTTED else (),
        ticks=tuple((height(number), f"{number:,}") for number in sorted({0, top // 2, top})),
        labels=tuple(_labels(stretches, middle)),
        bands=tuple(
            (round(_LEFT + place * wide, 1), round(wide, 1))
            for place, it in enumerate(stretches)
            if it.in_gap
        ),
        described=_described(course),
    )


def _round_up(most: int) -> int:
    """Return the next number that a scale may end with: 2, 4, 6, 10, 20, 40 ..."""
    if most <= 2:  # noqa: PLR2004  # the least that has a middle
        return 2
    unit = int(10 ** (len(str(most)) - 1))
    return next(step * unit for step in (1, 2, 4, 6, 8, 10) if step * unit >= most)


def _labels(
    stretches: Sequence[Stretch], middle: Callable[[int], float]
) -> Iterator[tuple[float, str]]:
    every = -(-len(stretches) // _LABELS)
    for place in range(0, len(stretches), max(1, every)):
        yield middle(place), stretches[place].label


def _described(course: Course) -> str:
    each = ", ".join(
        f"{it.label} {it.posts:,}{' (not all read)' if it.in_gap else ''}"
        for it in course.stretches
    )
    return f"Posts by {course.unit}: {each}." if each else course.said
