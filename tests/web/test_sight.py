"""What the page is told: the same as the terminal's wall shows at the same moment, and no more."""

import json
import random
import re
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from hostile import HOSTILE, LEGITIMATE
from standup_tui.model.entry import Changes, Entry, Moderator
from standup_tui.model.health import Health
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import Media, PostId
from standup_tui.model.text import Clean, clean
from standup_tui.model.wall import Plan, Said, Scene, Slide, Slot, WallState
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import SILENT, VERSION, About, Changed, Pulse, Welcome
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.code import matrix
from standup_tui.ui.wall.stage import frame
from standup_tui.ui.wall.wishes import Wishes
from standup_tui.ui.widgets.ink import text_of
from standup_tui.web.code import code
from standup_tui.web.sight import Announcement, Sight, Spotlight, Stream, Tally, sight, sign
from ui.wall_hub import ABOUT, NOW, entry, hidden, pinned, reply_to

START = 1000.0
SLIDE = Slide("Write to your MP", "Five minutes.", "https://www.example.org/write")
PLAN = Plan(
    slots=(
        Slot(Scene.STREAM, 20),
        Slot(Scene.SPOTLIGHT, 10),
        Slot(Scene.TALLY, 10),
        Slot(Scene.SLIDES, 10),
    ),
    slides=(SLIDE,),
)
ROTATING = replace(ABOUT, plan=PLAN)


def welcome(about: About = ABOUT, wall: WallState | None = None) -> Welcome:
    you = Moderator("wall")
    told = wall or WallState(seq=1)
    return Welcome(VERSION, "test", about, you, owner=False, now=NOW, seq=9, wall=told)


def pulse(wall: WallState | None = None, at: float = START) -> Pulse:
    said = (Said("MP", 7), Said("Shared", 0))
    now = NOW + timedelta(seconds=at - START)
    return Pulse(now, Health(), wall or WallState(seq=1), said=said)


def board(*entries: Entry, about: About = ABOUT, wishes: Wishes | None = None) -> Board:
    made = Board(START, wishes)
    for event in (welcome(about), Changed(Changes(9, entries)), pulse()):
        made.take(event, START)
    return made


def seen(made: Board, at: float = START) -> str:
    """Return all that is sent, as a browser gets it."""
    return msgspec.json.encode(sight(made, at)).decode()


def stream(made: Board, at: float = START) -> Stream:
    scene = sight(made, at).scene
    assert isinstance(scene, Stream)
    return scene


def text(made: Board) -> str:
    (post,) = stream(made).posts
    return "".join(part for part, _ in post.text)


def test_a_post_is_told_with_all_that_x_asks_for() -> None:
    picture = Media(Clean("photo"), Clean("a full hall"))
    one = entry(57, "Done. #StandUp4SW now", media=(picture,), references=(reply_to("raj"),))
    (post,) = stream(board(one)).posts
    assert (post.name, post.handle) == ("Asha Rowe", "@asha_rowe_sw")
    assert post.text == (("Done. ", False), ("#StandUp4SW", True), (" now", False))
    assert post.pictures == ("▣ picture: a full hall",)
    assert post.foot == "3 min · X · reply to @raj"
    assert post.at == one.post.at.isoformat()


@pytest.mark.uncounted
@pytest.mark.parametrize("said", [said for _, said in HOSTILE] + LEGITIMATE)
def test_the_text_is_whole_and_as_it_was_cleaned(said: str) -> None:
    assert text(board(entry(1, said))) == clean(said)
    assert json.loads(seen(board(entry(1, said, name=said))))


def test_pins_come_first_then_the_newest() -> None:
    made = board(entry(1, "old"), entry(3, "new"), pinned(entry(2, "pin")))
    assert [post.id for post in stream(made).posts] == ["x:2", "x:3", "x:1"]
    assert [post.pin for post in stream(made).posts] == [True, False, False]


def test_a_post_that_may_not_be_shown_is_not_told() -> None:
    made = board(entry(1, "stays"), entry(2, "leaves"))
    waiting = replace(entry(3, "never was"), standing=Standing(Status.WAITING))
    made.take(Changed(Changes(10, (hidden(entry(2, "leaves")), waiting))), START)
    assert "stays" in seen(made)
    assert "leaves" not in seen(made)
    assert "never was" not in seen(made)
    made.take(Changed(Changes(11, removed=(PostId("x:1"),))), START)
    assert "stays" not in seen(made)


def test_simulated_posts_say_so_in_every_phase_that_knows_it() -> None:
    made = board(entry(1, "a post"))
    assert sight(made, START).label == "SIMULATED POSTS"
    assert sight(made, START + SILENT + 1).label == "SIMULATED POSTS"
    made.take(pulse(WallState(seq=2, blank=True)), START)
    assert sight(made, START).label == "SIMULATED POSTS"
    assert sight(board(about=replace(ABOUT, label="")), START).label == ""


def test_a_blank_wall_is_told_nothing_but_that() -> None:
    made = board(entry(1, "a post"))
    made.take(pulse(WallState(seq=2, blank=True)), START)
    assert sight(made, START) == Sight("blank", "dark", "SIMULATED POSTS")


def test_a_silent_hub_leaves_the_holding_slide_and_no_post() -> None:
    made = board(entry(1, "a post"))
    late = START + SILENT + 0.1
    assert sight(made, late) == Sight(
        "holding", "dark", "SIMULATED POSTS", "#StandUp4SW", words=ABOUT.holding
    )


def test_before_any_hub_the_page_says_nothing_of_the_machine() -> None:
    made = Board(START)
    made.take(Lost("no hub answers at /srv/secret/hub.sock."), START)
    assert sight(made, START).phase == "connecting"
    assert "secret" not in seen(made)


def scene_of_terminal(made: Board, at: float) -> str:
    """Return which scene the terminal's wall shows, by what only that scene says."""
    drawn = "\n".join(map(text_of, frame(made, 100, 30, at)))
    signs = {"Five minutes.": "slides", "posts by the hour": "tally", "second post": "stream"}
    return next((scene for sign, scene in signs.items() if sign in drawn), "spotlight")


def test_page_and_terminal_show_the_same_scene_all_the_time() -> None:
    posts = pinned(entry(1, "the first post")), entry(2, "the second post")
    made, scenes = board(*posts, about=ROTATING), set()
    for step in range(240):
        at = START + step / 2
        made.stale(at)
        made.take(pulse(at=at), at)
        scene = sight(made, at).scene
        assert scene is not None
        named = type(scene).__struct_config__.tag
        assert named == scene_of_terminal(made, at), at
        scenes.add(named)
    assert scenes == {"stream", "spotlight", "tally", "slides"}


@pytest.mark.parametrize("scene", list(Scene))
def test_a_scene_that_has_nothing_to_show_leaves_room_for_the_stream(scene: Scene) -> None:
    told = sight(board(wishes=Wishes(scene=scene)), START).scene
    assert isinstance(told, Tally if scene is Scene.TALLY else Stream)


def test_the_spotlight_is_the_terminals() -> None:
    made = board(
        pinned(entry(1, "first")), pinned(entry(2, "second")), wishes=Wishes(scene=Scene.SPOTLIGHT)
    )
    told = sight(made, START).scene
    lit = made.spotlight(START)
    assert isinstance(told, Spotlight)
    assert lit is not None
    assert told.post.id == lit.post.id


def test_the_tally_says_what_the_public_may_know() -> None:
    told = sight(board(entry(1, "one"), wishes=Wishes(scene=Scene.TALLY)), START).scene
    assert isinstance(told, Tally)
    assert told.said == (Said("MP", 7), Said("Shared", 0))
    assert told.numbers == (("1", "post"), ("1", "person"))
    assert sum(hour.posts for hour in told.hours) == 1


def test_an_announcement_comes_with_its_code() -> None:
    told = sight(board(about=ROTATING, wishes=Wishes(scene=Scene.SLIDES)), START).scene
    assert isinstance(told, Announcement)
    assert (told.title, told.text, told.link) == (SLIDE.title, SLIDE.text, SLIDE.link)
    assert told.code == code(SLIDE.link)


def test_a_code_has_the_modules_of_its_link_with_the_paper_around() -> None:
    drawn = code(SLIDE.link)
    assert drawn is not None
    grid = [[0] * drawn.size for _ in range(drawn.size)]
    for start, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path):
        for column in range(int(start), int(start) + int(length)):
            grid[int(row)][column] = 1
    assert tuple(map(tuple, grid)) == matrix(SLIDE.link, "m")
    assert code("") is None
    assert code("https://example.org/" + "x" * 5000) is None


def test_quiet_hours_bring_earlier_posts_with_their_times() -> None:
    about = replace(ABOUT, plan=replace(Plan(), quiet=60.0))
    told = stream(board(*(entry(n, f"post {n}") for n in range(40)), about=about))
    assert told.page is not None
    assert len(told.posts) == 40
    assert all(post.again.startswith("at ") for post in told.posts)


def test_a_wall_of_its_own_theme_columns_and_spelling_is_told_so() -> None:
    made = board(entry(1, "one"), wishes=Wishes(theme="light", columns=3))
    assert (sight(made, START).theme, sight(made, START).columns) == ("light", 3)


def test_whenever_the_sign_stays_the_same_so_does_the_sight() -> None:
    dice = random.Random(5)
    made, at, before = board(about=ROTATING), START, None
    about = replace(ROTATING, plan=replace(PLAN, quiet=60.0))
    for number in range(2_000):
        at += dice.choice([0.0, 0.1, 0.5, 1.0, 30.0] if number % 5 else [0.05])
        walls = WallState(seq=number, blank=dice.random() < 0.1, paused=None)
        some = entry(dice.randrange(30), f"post {dice.randrange(3)}", minutes=dice.randrange(90))
        events = (
            pulse(walls, at),
            Changed(Changes(number, (some,))),
            Changed(Changes(number, (hidden(some),))),
            Changed(Changes(number, (pinned(some),))),
            Lost("gone"),
            welcome(about, walls),
        )
        made.stale(at)
        made.take(dice.choices(events, (20, 8, 4, 2, 1, 2))[0], at)
        made.step(at)
        now = sign(made, at), sight(made, at)
        if before is not None and before[0] == now[0]:
            assert before[1] == now[1], at
        before = now
