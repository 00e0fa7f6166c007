from datetime import UTC, datetime

import pytest

from standup_tui.model.post import Author, AuthorId, Media, Post, PostId
from standup_tui.model.text import Clean
from standup_tui.model.wall_card import WALL_COLUMNS, WALL_ROWS, clock_time, fits_wall


def post(
    text: str = "Hello", name: str = "Asha", handle: str = "asha", alts: tuple[str, ...] = ()
) -> Post:
    return Post(
        id=PostId("x:1"),
        author=Author(AuthorId("x:2"), Clean(handle), Clean(name)),
        text=Clean(text),
        at=datetime(2026, 2, 1, tzinfo=UTC),
        address=Clean("https://x.com/asha/status/1"),
        media=tuple(Media(Clean("photo"), Clean(alt)) for alt in alts),
    )


@pytest.mark.parametrize(
    "one",
    [
        post("x" * WALL_COLUMNS * (WALL_ROWS - 2)),
        post("\n" * (WALL_ROWS - 3)),
        post("x" * 280, name="n" * 50, handle="h" * 15, alts=("d" * 1_000,) * 4),
        post("\N{PILE OF POO}" * 280),
    ],
)
def test_what_x_allows_for_a_post_of_ordinary_length_fits_a_wall(one: Post) -> None:
    assert fits_wall(one)


@pytest.mark.parametrize(
    "one",
    [
        post("x" * (WALL_COLUMNS * (WALL_ROWS - 2) + 1)),
        post("\n" * (WALL_ROWS - 2)),
        post(name="n" * 501),
        post(handle="h" * 25_000),
        post("\N{ZERO WIDTH JOINER}" * 2_001),
        post("x" * 25_000),
    ],
)
def test_what_does_not_fit_eighty_columns_and_twenty_four_rows_is_refused(one: Post) -> None:
    assert not fits_wall(one)


def test_old_times_are_told_as_times_of_the_clock() -> None:
    now = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
    assert clock_time(now.replace(hour=9, minute=5), now) == "at 09:05"
    assert clock_time(now.replace(day=21), now) == "21 Nov, 14:32"
    assert clock_time(now.replace(year=2025), now) == "22 Nov 2025, 14:32"
