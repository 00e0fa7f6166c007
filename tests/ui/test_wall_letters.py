"""What the wall draws with: codes, large letters, columns, and frames that are calm."""

import re

import pytest
import segno
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from standup_tui.model.text import clean
from standup_tui.model.wall import Plan, Scene, Slide, Slot
from standup_tui.ui.wall.code import QUIET, code, matrix
from standup_tui.ui.wall.glyphs import GLYPHS
from standup_tui.ui.wall.layout import Density, layout
from standup_tui.ui.wall.lettering import can_set, typeset, wrapped
from standup_tui.ui.wall.stage import frame
from standup_tui.ui.wall.wishes import MOST_COLUMNS, Wishes
from standup_tui.ui.widgets.ink import Role, text_of
from ui.foyer import FRESH, LINK, PLAN, SIZES, Foyer, said_in
from ui.wall_hub import entry

# Codes.


def read_back(lines: list[str]) -> list[list[int]]:
    """Return the modules that half blocks draw; blocks of two columns count once."""
    if all(set(line) <= {"█", " "} for line in lines) and len(lines[0]) == 2 * len(lines):
        return [[int(line[at] == "█") for at in range(0, len(line), 2)] for line in lines]
    rows = []
    for line in lines:
        rows.append([int(char in "▀█") for char in line])
        rows.append([int(char in "▄█") for char in line])
    return rows


@settings(max_examples=40)  # each is read back module by module
@given(st.integers(1, 180), st.sampled_from([(50, 22), (80, 40), (150, 80)]))
def test_a_code_is_drawn_as_the_library_makes_it_with_paper_around(
    length: int, room: tuple[int, int]
) -> None:
    link = ("https://www.example.org/" + "a9-" * 60)[: 12 + length]
    lines = code(link, *room)
    assume(lines)
    assert all(role is Role.PRINT for line in lines for _, role in line)
    modules = read_back([text_of(line) for line in lines])
    size = len(modules[0])
    expected = {
        tuple(tuple(row) for row in segno.make_qr(link, error=level).matrix_iter(border=4))
        for level in "ml"
    }
    assert tuple(map(tuple, modules[:size])) in expected
    assert all(not any(row) for row in modules[size:])
    for edge in (modules[:QUIET], modules[size - QUIET :]):
        assert not any(map(any, edge))
    assert all(not any(row[:QUIET] + row[-QUIET:]) for row in modules)


def test_a_code_that_does_not_fit_is_not_drawn() -> None:
    assert code("https://www.example.org/" + "x" * 150, 40, 20) == []
    assert len(matrix(LINK, "m")) > 29


# Large letters.


def test_every_letter_has_its_rows() -> None:
    for char in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#.,:;!?'\"-()&@/":
        lines = typeset(char, 1)
        assert can_set(char)
        assert any(text_of(line).strip() for line in lines)
    assert len({tuple(map(text_of, typeset(c, 1))) for c in "abcdefghijklmnopqrstuvwxyz"}) == 26
    assert not any(map(can_set, "ÉЖ今👍\t"))  # capitals leave no room for a mark


def test_the_letters_of_other_languages_have_their_marks() -> None:
    letters = "aàáâãäåąāăcçćčeèéêëęiìíîïnñńoòóôõöőuùúûüůűwŵyýÿŷzźżžsśšşlłßøæœđ"
    assert can_set(letters)
    drawn = {letter: tuple(map(text_of, typeset(letter, 1))) for letter in letters}
    alike = {*"ăǎ", *"ėē"}  # marks that are one at this size
    told = [drawn[letter] for letter in letters if letter not in alike]
    assert len(set(told)) == len(told)
    for letter in letters:
        assert len({len(row) for row in GLYPHS[letter]}) == 1


@given(st.text("abc XYZ#.\n", max_size=120), st.integers(30, 200), st.integers(1, 4))
def test_large_type_leaves_no_word_out(text: str, columns: int, scale: int) -> None:
    lines = wrapped(text, columns, scale)
    assert (
        lines is None
        or "".join(lines).split()
        == "".join(
            f"{part} " if part.isspace() else part for part in re.split(r"(\s+)", text)
        ).split()
        or re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    )


# Layouts.


@pytest.mark.parametrize(
    ("width", "columns"), [(80, 1), (120, 1), (160, 2), (200, 2), (240, 3), (320, 4), (400, 4)]
)
def test_wider_walls_have_more_columns(width: int, columns: int) -> None:
    assert layout(width, 60).columns == columns


@given(st.integers(1, 400), st.integers(1, 120), st.integers(0, MOST_COLUMNS))
def test_a_layout_stays_on_the_screen(width: int, height: int, columns: int) -> None:
    place = layout(width, height, columns)
    assert place.left + place.width <= width
    assert 1 <= place.columns <= MOST_COLUMNS
    assert place.column >= 1


def test_columns_may_be_asked_for() -> None:
    assert layout(200, 60, 4).columns == 4
    assert layout(80, 24, 4).columns == 2  # narrower would be no lines to read


@pytest.mark.parametrize("size", [(120, 36), (200, 60)])
def test_the_hashtag_is_large_where_there_is_room(size: tuple[int, int]) -> None:
    drawn = Foyer(*FRESH).seen(size)
    large = text_of(typeset("#StandUp4SW", 1)[0]).strip()
    assert large in drawn
    assert large not in Foyer(*FRESH).seen((80, 24))


@pytest.mark.parametrize("scene", Scene)
def test_frames_do_not_change_while_nothing_does(scene: Scene) -> None:
    plan = replace(PLAN, slots=tuple(replace(slot, seconds=3600.0) for slot in PLAN.slots))
    foyer = Foyer(*FRESH, wishes=Wishes(scene=scene), plan=plan)
    before = frame(foyer.board, 120, 36, foyer.at)
    for _ in range(20):
        foyer.wait(1)
        assert frame(foyer.board, 120, 36, foyer.at) == before


@pytest.mark.parametrize("size", SIZES)
def test_a_calm_wall_has_two_posts_and_a_full_one_as_many_as_fit(size: tuple[int, int]) -> None:
    posts = [
        entry(number, "First visit of the day.", handle=f"p{number}_") for number in range(24)
    ]

    def shown(density: Density) -> int:
        foyer = Foyer(*posts, wishes=Wishes(scene=Scene.STREAM, density=density))
        seen = foyer.seen(size)
        return sum(f"@{one.post.author.handle}" in seen for one in posts)

    assert 1 <= shown(Density.CALM) <= 2
    assert shown(Density.CALM) < shown(Density.AUTO) <= shown(Density.FULL)


def test_a_calm_wall_sets_its_posts_in_large_letters_if_it_can_all_of_them() -> None:
    plain = [entry(1, "Home visit done."), entry(2, "Tea, then court.")]
    seen = Foyer(*plain, wishes=Wishes(density=Density.CALM)).seen((200, 60))
    assert "@asha_rowe_sw" in seen
    assert not any(one.post.text in seen for one in plain)
    assert all(said_in(seen, word) for one in plain for word in one.post.text.split())
    one_is_not = [*plain[:1], entry(3, "今日も")]
    seen = Foyer(*one_is_not, wishes=Wishes(density=Density.CALM)).seen((200, 60))
    assert all(one.post.text in seen for one in one_is_not)


def test_a_name_in_the_spotlight_is_as_large_as_there_is_room() -> None:
    seen = Foyer(entry(1, "Tea."), wishes=Wishes(scene=Scene.SPOTLIGHT)).seen((200, 60))
    assert said_in(seen, "Asha Rowe")
    assert "Asha Rowe" not in seen
    assert "@asha_rowe_sw" in seen
    other = entry(1, "Tea.", name="Жанна")
    assert "Жанна" in Foyer(other, wishes=Wishes(scene=Scene.SPOTLIGHT)).seen((200, 60))


def test_posts_beside_each_other_are_level() -> None:
    posts = [entry(number, "word " * (5 + 40 * (number % 2))) for number in range(8)]
    lines = Foyer(*posts).seen((200, 60)).split("\n")
    names = [line.count("@asha_rowe_sw") for line in lines if "@" in line]
    assert set(names) == {2}


def test_a_slide_that_has_no_room_for_all_of_it_leaves_the_scene_to_the_stream() -> None:
    words = Slide("Write to your MP", clean("Five minutes, your own words. " * 12))
    foyer = Foyer(entry(1, "First visit"), plan=Plan((Slot(Scene.SLIDES, 60.0),), (words,)))

    assert " ".join(foyer.seen((80, 24)).split()).count("Five minutes, your own words.") == 12
    assert "Five minutes" not in foyer.seen((40, 8))
    assert "First visit" in foyer.seen((40, 8))
