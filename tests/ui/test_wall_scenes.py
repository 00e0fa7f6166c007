"""The wall's scenes over time: which is shown, that posts are whole, and that frames are calm."""

import random
import re
from datetime import timedelta

import pytest
import segno
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hostile import HOSTILE, LEGITIMATE
from standup_tui.model.entry import Changes, Entry, Moderator
from standup_tui.model.health import Health
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import Media, PostId
from standup_tui.model.text import Clean, clean
from standup_tui.model.wall import Plan, Said, Scene, Slide, Slot, WallState
from standup_tui.model.wall_card import fits_wall
from standup_tui.protocol.messages import VERSION, Changed, Pulse, Welcome
from standup_tui.ui.wall.board import STEP, Board
from standup_tui.ui.wall.code import QUIET, code, matrix
from standup_tui.ui.wall.glyphs import GLYPHS
from standup_tui.ui.wall.layout import Density, layout
from standup_tui.ui.wall.lettering import can_set, typeset, wrapped
from standup_tui.ui.wall.spotlight import alone
from standup_tui.ui.wall.stage import frame
from standup_tui.ui.wall.wishes import MOST_COLUMNS, Wishes
from standup_tui.ui.widgets.ink import Role, text_of, width_of
from ui.wall_hub import ABOUT, NOW, entry, hidden, pinned, reply_to

START = 1000.0
LINK = "https://www.example.org/write"
PLAN = Plan(
    slots=(
        Slot(Scene.STREAM, 60.0),
        Slot(Scene.SPOTLIGHT, 20.0),
        Slot(Scene.TALLY, 20.0),
        Slot(Scene.SLIDES, 15.0),
    ),
    slides=(Slide("Write to your MP", clean("Five minutes, your own words."), LINK),),
)
SAID = (Said("One action", 43), Said("Picture", 1_240))
SIZES = [(80, 24), (120, 36), (200, 60), (400, 120), (100, 24), (80, 60), (160, 24)]


class Foyer:
    """A wall without a screen, and a hub that says what a test wants, on a clock by hand."""

    def __init__(self, *entries: Entry, wishes: Wishes | None = None, plan: Plan = PLAN) -> None:
        self.about = replace(ABOUT, plan=plan)
        self.at = START
        self.wall = WallState(1, since=NOW)
        self.seq = 9
        self.board = Board(START, wishes)
        you = Moderator("wall")
        self.board.take(
            Welcome(VERSION, "test", self.about, you, owner=False, now=NOW, seq=9, wall=self.wall),
            START,
        )
        self.tell(*entries)
        self.beat()

    def beat(self) -> None:
        now = NOW + timedelta(seconds=self.at - START)
        self.board.stale(self.at)
        self.board.take(Pulse(now, Health(), self.wall, said=SAID), self.at)
        self.board.step(self.at)

    def tell(self, *entries: Entry, removed: tuple[PostId, ...] = ()) -> None:
        self.board.take(Changed(Changes(self.seq, entries, removed=removed)), self.at)
        self.seq += 1

    def steer(self, **more: object) -> None:
        self.wall = replace(self.wall, seq=self.wall.seq + 1, **more)
        self.beat()

    def wait(self, seconds: float) -> None:
        """Let time pass, with a heartbeat each second."""
        end = self.at + seconds
        while self.at < end:
            self.at = min(end, self.at + 1)
            self.beat()

    def seen(self, size: tuple[int, int] = (120, 36)) -> str:
        lines = frame(self.board, *size, self.at)
        assert len(lines) <= size[1]
        assert all(width_of(line) <= size[0] for line in lines)
        return "\n".join(map(text_of, lines))

    @property
    def scene(self) -> Scene:
        return self.board.place(self.at).slot.scene


FRESH = (
    entry(1, "First visit of the day.", minutes=4),
    entry(2, "Written to my MP.", minutes=3, name="Raj Patel", handle="rajsw"),
    replace(entry(3, "Our teams are out.", minutes=2, handle="vale"), roster=True),
)


# Which scene, and when.


def test_scenes_take_turns_for_their_times() -> None:
    foyer = Foyer(*FRESH)
    seen = []
    for _ in range(230):
        seen.append(foyer.scene)
        foyer.wait(1)
    round_ = (
        [Scene.STREAM] * 60 + [Scene.SPOTLIGHT] * 20 + [Scene.TALLY] * 20 + [Scene.SLIDES] * 15
    )
    assert seen == round_ * 2


def test_a_wall_that_is_started_later_shows_the_same() -> None:
    early = Foyer(*FRESH)
    for seconds in (10, 60, 25, 15, 40, 70, 90):
        early.wait(seconds)
        late = Foyer(*FRESH)
        late.at, late.wall = early.at, early.wall
        late.board = Board(early.at)
        late.board.born = START  # when it began, everything moves by a cell
        now = NOW + timedelta(seconds=early.at - START)
        you = Moderator("wall")
        late.board.take(
            Welcome(VERSION, "t", early.about, you, owner=False, now=now, seq=9, wall=late.wall),
            late.at,
        )
        late.tell(*FRESH)
        late.beat()
        assert late.seen() == early.seen()


def test_a_clock_that_is_told_late_turns_no_scene_back() -> None:
    foyer = Foyer(*FRESH)
    foyer.wait(60)
    assert foyer.scene is Scene.SPOTLIGHT
    late = NOW + timedelta(seconds=59.8)
    foyer.board.take(Pulse(late, Health(), foyer.wall, said=SAID), foyer.at)
    assert foyer.scene is Scene.SPOTLIGHT


def test_a_fixed_scene_stays_and_a_pause_freezes() -> None:
    foyer = Foyer(*FRESH)
    foyer.steer(fixed=Scene.TALLY)
    foyer.wait(500)
    assert foyer.scene is Scene.TALLY
    foyer.steer(fixed=None, since=NOW + timedelta(seconds=500))
    foyer.wait(65)
    foyer.steer(paused=NOW + timedelta(seconds=565))
    seen = {foyer.scene}
    foyer.wait(500)
    assert seen | {foyer.scene} == {Scene.SPOTLIGHT}


def test_nothing_new_comes_while_the_walls_stand_still_but_what_is_hidden_leaves() -> None:
    foyer = Foyer(*FRESH)
    foyer.steer(paused=NOW)
    foyer.tell(entry(9, "brand new", minutes=0))
    foyer.wait(30)
    assert "brand new" not in foyer.seen()
    foyer.tell(hidden(FRESH[0]))
    assert "First visit" not in foyer.seen()
    foyer.steer(paused=None, since=NOW + timedelta(seconds=30))
    foyer.wait(2)
    assert "brand new" in foyer.seen()


def test_without_motion_new_posts_come_with_the_next_scene() -> None:
    plan = replace(PLAN, slots=(Slot(Scene.STREAM, 30.0),), motion=False)
    foyer = Foyer(*FRESH, plan=plan)
    foyer.wait(5)
    foyer.tell(entry(9, "brand new", minutes=0))
    foyer.wait(20)
    assert "brand new" not in foyer.seen()
    foyer.wait(6)
    assert "brand new" in foyer.seen()


@pytest.mark.parametrize("scene", Scene)
def test_a_wall_may_have_one_scene_of_its_own(scene: Scene) -> None:
    foyer = Foyer(*FRESH, wishes=Wishes(scene=scene))
    foyer.steer(fixed=Scene.TALLY)
    for _ in range(5):
        assert foyer.scene is scene
        foyer.wait(40)


# The spotlight.


def test_the_spotlight_is_on_pinned_starred_or_our_own_people() -> None:
    foyer = Foyer(*FRESH, pinned(entry(4, "A pin.", minutes=9, handle="pin")))
    seen = set()
    for _ in range(4):
        foyer.wait(65)
        assert foyer.scene is Scene.SPOTLIGHT
        seen |= set(re.findall(r"@\w+", foyer.seen()))
        foyer.wait(50)
    assert seen == {"@pin", "@vale"}


def test_the_post_somebody_chose_has_the_spotlight() -> None:
    foyer = Foyer(*FRESH)
    foyer.steer(fixed=Scene.SPOTLIGHT, spotlight=PostId("x:1"))
    foyer.wait(300)
    assert "@asha_rowe_sw" in foyer.seen()
    assert "@rajsw" not in foyer.seen()


@pytest.mark.parametrize("chosen", [None, PostId("x:3")])
def test_a_post_that_may_not_be_shown_leaves_the_spotlight_at_once(chosen: PostId | None) -> None:
    foyer = Foyer(*FRESH)
    fixed = Scene.SPOTLIGHT if chosen else None
    foyer.steer(fixed=fixed, spotlight=chosen)
    foyer.wait(65)
    assert "@vale" in foyer.seen()
    foyer.tell(removed=(PostId("x:3"),))
    assert "@vale" not in foyer.seen()
    assert chosen is None or foyer.scene is not Scene.SPOTLIGHT or foyer.wall.fixed is fixed


def test_a_post_in_the_spotlight_stays_while_others_arrive() -> None:
    foyer = Foyer(*FRESH)
    foyer.wait(62)
    before = re.findall(r"@\w+", foyer.seen())
    foyer.tell(replace(entry(8, "Newer.", minutes=0, handle="newer"), roster=True))
    foyer.wait(10)
    assert re.findall(r"@\w+", foyer.seen()) == before


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


# Nothing that may not be shown.


@pytest.mark.uncounted
@pytest.mark.parametrize("seed", range(8))
def test_with_random_decisions_no_scene_ever_holds_what_may_not_be_shown(seed: int) -> None:
    chance = random.Random(seed)
    foyer = Foyer()
    stands: dict[int, Standing] = {}
    for _ in range(250):
        number = chance.randint(1, 14)
        status = chance.choice([Status.SHOWN, Status.SHOWN, *Status])
        stands[number] = Standing(
            status, pin=chance.randint(0, 2), starred=chance.random() < 0.3,
            escalated=chance.random() < 0.1,
        )  # fmt: skip
        one = entry(number, "words", standing=stands[number], minutes=1, handle=f"n{number}n")
        if stands[number].on_wall:
            foyer.tell(one)
        else:
            foyer.tell(one) if chance.random() < 0.5 else foyer.tell(removed=(one.post.id,))
        if chance.random() < 0.2:
            foyer.steer(
                fixed=chance.choice([None, *Scene]),
                spotlight=PostId(f"x:{chance.randint(1, 14)}"),
                paused=NOW if chance.random() < 0.2 else None,
            )
        allowed = {f"@n{n}n" for n, stand in stands.items() if stand.on_wall}
        for size in ((120, 36), (200, 60)):
            assert set(re.findall(r"@n\d+n", foyer.seen(size))) <= allowed
        foyer.wait(chance.choice([0, 1, 7, 30]))


# The quiet hour.


def quiet_foyer() -> Foyer:
    many = (entry(n, f"post {n}", minutes=60 + n, handle=f"h{n}_") for n in range(1, 31))
    return Foyer(*many, wishes=Wishes(scene=Scene.STREAM))


def test_a_quiet_hour_shows_earlier_posts_one_page_after_the_other_with_their_times() -> None:
    foyer = quiet_foyer()
    seen: set[str] = set()
    for _ in range(12):
        drawn = foyer.seen()
        assert "Earlier" in drawn
        assert re.search(r"at \d\d:\d\d · X", drawn)
        assert " h · X" not in drawn
        seen |= set(re.findall(r"@h\d+_", drawn))
        foyer.wait(20)
    assert len(seen) == 30


def test_a_new_post_ends_the_quiet_hour() -> None:
    foyer = quiet_foyer()
    foyer.tell(entry(99, "at last", minutes=0))
    foyer.wait(STEP)
    drawn = foyer.seen()
    assert "Earlier" not in drawn
    assert "at last" in drawn


def test_where_all_posts_are_there_anyway_nothing_comes_round() -> None:
    foyer = Foyer(*FRESH, wishes=Wishes(scene=Scene.STREAM))
    before = foyer.seen()
    foyer.wait(3600)
    assert "Earlier" not in foyer.seen()
    assert set(re.findall(r"@\w+", before)) == set(re.findall(r"@\w+", foyer.seen()))


# Tally and slides.


def said_in(drawn: str, words: str) -> bool:
    """Whether words can be read, in ordinary letters or in large ones."""
    large = (text_of(typeset(words, scale)[0]).strip() for scale in (1, 2, 3, 4))
    return words in drawn or any(row in drawn for row in large)


def test_a_day_has_the_hours_before_its_first_post_as_well() -> None:
    drawn = Foyer(*FRESH, wishes=Wishes(scene=Scene.TALLY)).seen((200, 60))
    hours = next(line for line in drawn.split("\n") if re.search(r" 14 *$", line))
    assert hours.split()[-6:] == ["09", "10", "11", "12", "13", "14"]


@pytest.mark.parametrize("size", SIZES)
def test_the_tally_names_every_action_with_its_public_number(size: tuple[int, int]) -> None:
    drawn = Foyer(*FRESH, wishes=Wishes(scene=Scene.TALLY)).seen(size)
    for one in SAID:
        assert said_in(drawn, one.action)
        assert said_in(drawn, f"{one.number:,}")
    assert "posts by the hour" in drawn


def test_hours_are_counted_as_the_clock_of_the_campaign_has_them() -> None:
    foyer = Foyer(*(entry(n, "x", minutes=minutes) for n, minutes in enumerate((1, 2, 40, 200))))
    hours = foyer.board.crowd.hours(foyer.board.now(START), 24)
    assert [(f"{hour:%H}", count) for hour, count in hours] == [
        ("11", 1), ("12", 0), ("13", 1), ("14", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_a_slide_says_everything_and_has_its_code(size: tuple[int, int]) -> None:
    foyer = Foyer(wishes=Wishes(scene=Scene.SLIDES))
    drawn = foyer.seen(size)
    assert LINK in drawn
    assert "Five minutes, your own words." in re.sub(r"\s+", " ", drawn)
    ink = [line for line in frame(foyer.board, *size, START) if line and line[-1][1] is Role.PRINT]
    assert len(ink) >= 15


def test_where_blocks_or_colours_are_missing_a_slide_has_its_link_in_words() -> None:
    foyer = Foyer(wishes=Wishes(scene=Scene.SLIDES, codes=False))
    drawn = foyer.seen()
    assert LINK in drawn
    lines = frame(foyer.board, 120, 36, START)
    assert not any(role is Role.PRINT for line in lines for _, role in line)


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
