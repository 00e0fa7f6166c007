from datetime import UTC, datetime

import pytest

from standup_tui.model.post import Author, AuthorId, Media, Post, PostId, fits_wall
from standup_tui.model.text import Clean


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
        post("x" * 2_000),
        post("\n" * 23),
        post(name="n" * 50, handle="h" * 15, alts=("d" * 1_000,) * 4),
    ],
)
def test_what_x_allows_for_a_post_of_some_length_fits_a_wall(one: Post) -> None:
    assert fits_wall(one)


@pytest.mark.parametrize(
    "one",
    [
        post("x" * 2_001),
        post("\n" * 24),
        post(name="n" * 5_001),
        post(handle="h" * 25_000),
        post(alts=("d" * 2_000,) * 3),
    ],
)
def test_a_wall_is_spared_what_would_take_it_long_only_to_find_no_room(one: Post) -> None:
    assert not fits_wall(one)
