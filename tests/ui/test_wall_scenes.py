"""The wall's scenes over time: which is shown, and what it shows."""

import random
import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from standup_tui.model.entry import Moderator
from standup_tui.model.health import Health
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import PostId
from standup_tui.model.wall import Scene, Slot
from standup_tui.protocol.messages import VERSION, Pulse, Welcome
from standup_tui.ui.wall.board import STEP, Board
from standup_tui.ui.wall.stage import frame
from standup_tui.ui.wall.wishes import Wishes
from standup_tui.ui.widgets.ink import Role
from ui.foyer import FRESH, LINK, PLAN, SAID, SIZES, START, Foyer, said_in
from ui.wall_hub import NOW, entry, hidden, pinned

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
