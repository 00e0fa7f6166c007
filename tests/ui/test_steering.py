"""The walls are steered from a console, and it says what they do."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from standup_tui.model.command import Blank, Steer
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.wall import (
    Coming,
    Delay,
    Fix,
    Pause,
    Plan,
    Scene,
    Slide,
    Slot,
    Spotlight,
    Step,
    WallAct,
    WallState,
)
from standup_tui.protocol.messages import Pulse
from standup_tui.ui.console.desk.messages import HubSaid
from standup_tui.ui.console.desk.steering import BackQuestion
from standup_tui.ui.console.screens.reading_screen import ReadingScreen
from standup_tui.ui.console.screens.walls_screen import WallsScreen
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import ABOUT, NOW
from ui.invented import entry

SHOWN = Standing(Status.SHOWN)
PLAN = Plan(
    (Slot(Scene.STREAM, 60), Slot(Scene.TALLY, 20), Slot(Scene.SLIDES, 15)),
    (Slide("Write to your MP"),),
)
PLANNED = replace(ABOUT, plan=PLAN)


def acts(bench: Bench) -> list[WallAct]:
    """What the hub was asked to do with the walls."""
    return [one.act for one in bench.hub.commands if isinstance(one, Steer)]


async def beat(bench: Bench, seconds: int = 0) -> None:
    """Have the hub's heart beat, so many seconds after all began, and wait until it is drawn."""

    def beats() -> int:
        said = [message.said for message in bench.seen if isinstance(message, HubSaid)]
        return sum(isinstance(one, Pulse) for one in said)

    before = beats()
    bench.hub.now = lambda: NOW + timedelta(seconds=seconds)
    bench.hub.push(bench.hub.heartbeat())
    await bench.until(lambda: beats() > before)
    await bench.pilot.pause()


async def ask(bench: Bench, *keys: str) -> None:
    """Press keys and wait until the hub has answered."""
    asked = len(bench.settled())
    await bench.pilot.press(*keys)
    await bench.until(lambda: len(bench.settled()) > asked)
    await bench.pilot.pause()


async def walls(bench: Bench) -> str:
    await bench.pilot.press("W")
    await bench.until(lambda: isinstance(bench.app.screen, WallsScreen))
    return sheet(bench)


def sheet(bench: Bench) -> str:
    return " ".join(bench.app.screen.query_one(Sheet).text.split())


async def test_the_walls_are_paused_and_let_go_on_and_the_console_says_so(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        assert (" wall: stream · approve first · 1 wall on") in bench.bar("state")
        await ask(bench, "P")
        await bench.until(lambda: " wall: stream · paused · approve" in bench.bar("state"))
        await ask(bench, "P")
        await bench.until(lambda: "paused" not in bench.bar("state"))

        assert acts(bench) == [Pause(paused=True), Pause(paused=False)]


async def test_the_key_that_blanks_is_called_what_it_does_now(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        assert "! Blank" in bench.bar("keys")
        await ask(bench, "!")
        await bench.until(lambda: "! Walls back" in bench.bar("keys"))
        await bench.pilot.press("i")
        await bench.until(lambda: isinstance(bench.app.screen, ReadingScreen))
        assert "! Bring walls back" in bench.bar("keys")
        await bench.pilot.press("escape", "!", "y")
        await bench.until(lambda: "! Blank" in bench.bar("keys"))


async def test_the_key_that_blanks_pressed_again_blanks_walls_whatever_is_known_of_them(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await ask(bench, "!", "!", "!")
        await bench.until(lambda: len(bench.settled()) == 2)

        asked = [one.blank for one in bench.hub.commands if isinstance(one, Blank)]
        assert asked == [True, True]


async def test_a_question_about_blank_walls_ends_when_somebody_else_brings_them_back(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await ask(bench, "!")
        await bench.until(lambda: bench.app.board.wall.blank)
        await bench.pilot.press("!")
        await bench.until(lambda: isinstance(bench.app.screen, BackQuestion))
        bench.hub.wall = WallState(bench.hub.seq + 1, blank=False, by="raj")
        await beat(bench)
        await bench.until(lambda: not isinstance(bench.app.screen, BackQuestion))
        await bench.until(lambda: "The walls are on again" in bench.said)


async def test_the_walls_are_stepped_either_way(tmp_path: Path) -> None:
    async with console(tmp_path, some(), about=PLANNED) as bench:
        await ask(bench, "]")
        await bench.until(lambda: " wall: tally ·" in bench.bar("state"))
        await ask(bench, "[")
        await bench.until(lambda: " wall: stream ·" in bench.bar("state"))

        assert acts(bench) == [Step(1), Step(-1)]


async def test_a_shown_post_goes_into_the_spotlight_and_leaves_it_with_the_same_key(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, [entry(1, NOW, standing=SHOWN)]) as bench:
        await ask(bench, "S")
        handle = bench.hub.entries[entry(1, NOW).post.id].post.author.handle
        await bench.until(lambda: f" wall: spotlight @{handle}" in bench.bar("state"))
        await ask(bench, "S")

        assert acts(bench) == [Spotlight(entry(1, NOW).post.id), Spotlight(None)]


async def test_a_post_that_nobody_approved_is_kept_from_the_spotlight(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW)]) as bench:
        await bench.pilot.press("S")
        await bench.until(lambda: "approve it first" in bench.said)

        assert acts(bench) == []


async def test_posts_show_by_themselves_only_after_a_question(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("D", "n")
        await bench.until(lambda: bench.said.strip() == "Approve first, as before.")
        assert acts(bench) == []

        await ask(bench, "D", "y")
        await bench.until(lambda: "delay 20 s" in bench.bar("state"))
        await ask(bench, "D")  # at once: it is the safe way
        await bench.until(lambda: "approve first ·" in bench.bar("state"))
        await ask(bench, "D", "3")

        assert acts(bench) == [Delay(20), Delay(0), Delay(30)]


async def test_the_screen_about_the_walls_says_what_is_and_what_comes(tmp_path: Path) -> None:
    async with console(tmp_path, some(), about=PLANNED) as bench:
        bench.hub.wall = WallState(1, since=NOW - timedelta(seconds=26))
        bench.hub.own = (Scene.TALLY,)
        await beat(bench)

        said = await walls(bench)
        assert "The walls show the stream. In 34 s the tally." in said
        assert "1 wall attached, 1 with the tally only." in said
        assert "Approve first: nothing shows without a person." in said
        assert "o spotlight not in turn" in said
        assert "l slides 15 s announcements" in said


async def test_a_letter_there_has_the_walls_stay_with_a_scene_until_0(tmp_path: Path) -> None:
    async with console(tmp_path, some(), about=PLANNED) as bench:
        await walls(bench)
        await ask(bench, "t")
        await bench.until(lambda: "The walls show the tally, fixed." in sheet(bench))
        await ask(bench, "0")
        await bench.until(lambda: "The walls show the stream." in sheet(bench))

        assert acts(bench) == [Fix(Scene.TALLY), Fix(None)]


async def test_everything_about_the_walls_can_be_done_from_there(tmp_path: Path) -> None:
    async with console(tmp_path, some(), about=PLANNED) as bench:
        await walls(bench)
        await ask(bench, "P")
        await bench.until(lambda: "Paused since 14:32" in sheet(bench))
        await ask(bench, "]")
        await ask(bench, "D", "y")
        await bench.until(lambda: "after 20 s, unless somebody acts. asha chose" in sheet(bench))
        await ask(bench, "!")
        await bench.until(lambda: "BLANK by asha" in sheet(bench))

        assert acts(bench) == [Pause(paused=True), Step(1), Delay(20)]
        assert isinstance(bench.hub.commands[-1], Blank)


async def test_without_a_hub_nothing_is_promised(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.hub.stop()
        await bench.until(lambda: bench.app.board.lost)
        await bench.pilot.press("P")
        await bench.until(lambda: "without one walls show nothing" in bench.said)

        assert not bench.app.board.mine.unanswered


async def test_what_shows_by_itself_is_counted_down_on_its_row_and_nothing_else_changes(
    tmp_path: Path,
) -> None:
    posts = some(6)
    async with console(tmp_path, posts, size=(80, 30)) as bench:
        bench.hub.wall = WallState(1, delay=20, delayed=NOW)
        for number in (5, 2):
            due = NOW + timedelta(seconds=number + 9)
            bench.hub.coming.append(Coming(posts[number].post.id, due))
        await beat(bench)
        first = bench.frame().splitlines()
        drawn = bench.feed.laid_out
        await beat(bench, 1)
        then = bench.frame().splitlines()

        others = [(was, now) for was, now in zip(first, then, strict=True) if was != now]
        assert [(was.split("shows in ")[1][:4], now.split("shows in ")[1][:4])
                for was, now in others] == [("14 s", "13 s"), ("11 s", "10 s")]  # fmt: skip
        assert [was.split("shows")[0] for was, _ in others] == [
            now.split("shows")[0] for _, now in others
        ]
        assert bench.feed.laid_out - drawn <= 2
        await beat(bench, 2)  # a figure less moves nothing
        assert "shows in  9 s" in bench.frame()


@pytest.mark.parametrize("key", ["enter", "z"])
async def test_a_post_alone_on_the_screen_says_when_it_shows_by_itself(
    key: str, tmp_path: Path
) -> None:
    async with console(tmp_path, [entry(1, NOW)]) as bench:
        bench.hub.wall = WallState(1, delay=20, delayed=NOW)
        bench.hub.coming = [Coming(entry(1, NOW).post.id, NOW + timedelta(seconds=12))]
        await beat(bench)
        await bench.pilot.press(key)
        await bench.until(lambda: bench.app.screen is not bench.app.main)

        await bench.until(lambda: "waiting, shows in 12 s" in sheet(bench))
