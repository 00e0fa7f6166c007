"""A wall shows all of a post or nothing, whatever the post and however large the wall."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from hostile import HOSTILE, LEGITIMATE
from standup_tui.model.entry import Entry
from standup_tui.model.post import Media
from standup_tui.model.text import Clean
from standup_tui.model.wall import Scene
from standup_tui.model.wall_card import fits_wall
from standup_tui.ui.wall.layout import layout
from standup_tui.ui.wall.lettering import can_set
from standup_tui.ui.wall.spotlight import alone
from standup_tui.ui.wall.wishes import MOST_COLUMNS, Wishes
from standup_tui.ui.widgets.ink import text_of
from ui.foyer import FRESH, SIZES, Foyer
from ui.wall_hub import entry, pinned, reply_to

# Whole posts only.

texts = st.one_of(
    st.sampled_from([*(text for _, text in HOSTILE), *LEGITIMATE]),
    st.text(max_size=600),
    st.lists(st.sampled_from(["word", "#StandUp4SW", "\n", "https://example.org/x", "社会工作"]),
             max_size=150).map(" ".join),
)  # fmt: skip
sizes = st.sampled_from(SIZES) | st.tuples(st.integers(80, 400), st.integers(24, 120))


def shows_all_of(one: Entry, drawn: str) -> bool:
    """Tell whether every mark of a post's text stands there in order, on however many lines."""
    return re.sub(r"[\s┃─]", "", one.post.text) in re.sub(r"[\s┃─]", "", drawn)


@pytest.mark.uncounted
@given(
    text=texts,
    name=st.text(min_size=1, max_size=50),
    pictures=st.integers(0, 4),
    size=sizes,
    pin=st.booleans(),
    label=st.booleans(),
)
def test_no_admitted_post_is_ever_cut_or_left_out_at_any_size(  # noqa: PLR0913
    text: str, name: str, pictures: int, size: tuple[int, int], *, pin: bool, label: bool
) -> None:
    media = tuple(Media(Clean("photo"), Clean("d" * 900)) for _ in range(pictures))
    one = entry(
        1, text, name=name, handle="a" * 15, minutes=100_000, media=media,
        references=(reply_to("b" * 15),),
    )  # fmt: skip
    assume(fits_wall(one.post))
    one = pinned(one) if pin else one
    foyer = Foyer(one, wishes=Wishes(scene=Scene.STREAM))
    foyer.board.about = replace(foyer.about, label="SIMULATED" if label else "")
    drawn = foyer.seen(size)
    assert shows_all_of(one, drawn)
    assert "@" + "a" * 15 in drawn
    assert " · X · reply to @" + "b" * 15 in re.sub(r"\s+┃?\s*", " ", drawn)
    lines = alone(foyer.board, foyer.about, one, (size[0] - 1, size[1] - 2), foyer.at)
    assert lines is not None
    if not can_set(one.post.text) or pictures:  # large letters are pixels
        assert shows_all_of(one, "\n".join(map(text_of, lines)))


@pytest.mark.uncounted
@given(st.lists(texts, min_size=1, max_size=12), sizes, st.integers(0, MOST_COLUMNS))
def test_many_posts_are_each_whole_or_not_there(
    many: list[str], size: tuple[int, int], columns: int
) -> None:
    shown = [entry(n, text, handle=f"h{n}_", minutes=n) for n, text in enumerate(many, 1)]
    foyer = Foyer(*shown, wishes=Wishes(scene=Scene.STREAM, columns=columns))
    drawn = foyer.seen(size)
    if layout(size[0] - 1, size[1] - 2, columns).columns == 1:  # else posts lie between each other
        for one in shown:
            if f"@{one.post.author.handle}" in drawn:
                assert shows_all_of(one, drawn)


def test_a_post_too_tall_for_the_others_gets_the_scene_alone_for_a_while() -> None:
    tall = entry(2, "\n".join(f"line {n}" for n in range(16)), minutes=1, handle="tall")
    foyer = Foyer(entry(1, "small", minutes=2, handle="small"), tall)
    seen = []
    for _ in range(60):
        drawn = foyer.seen((80, 24))
        seen.append(("line 15" in drawn, "@small" in drawn))
        foyer.wait(1)
    assert seen.count((True, False)) == 15
    assert seen.count((False, True)) == 45


def test_below_eighty_columns_a_post_without_room_stays_away_whole() -> None:
    foyer = Foyer(entry(1, "word " * 250, minutes=1, handle="tall"), FRESH[1])
    drawn = foyer.seen((40, 12))
    assert "@tall" not in drawn
    assert "word" not in drawn
