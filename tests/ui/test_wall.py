"""The wall on a screen, joined to a hub over a real socket."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.geometry import Region
from textual.pilot import Pilot

from standup_tui.errors import HubRefused
from standup_tui.model.post import Media, PostId
from standup_tui.model.text import Clean, clean
from standup_tui.model.wall import Plan, Said, Scene, Slide
from standup_tui.protocol.messages import BEAT, SILENT
from standup_tui.ui.wall import stage as stage_module
from standup_tui.ui.wall.app import OVER_SSH, Wall
from standup_tui.ui.wall.board import steady
from standup_tui.ui.wall.stage import Stage
from standup_tui.ui.wall.wishes import Wishes
from standup_tui.ui.widgets.ink import text_of
from timing import turns_until
from ui.pictures import Svg, svg_of
from ui.ptys import terminal
from ui.wall_hub import ABOUT, WallHub, entry, hidden, hub_at, pinned, reply_to

LINK = "https://www.example.org/write"

RUN = (
    "import sys, pathlib, standup_tui.ui.wall.app as a; sys.exit(a.run(pathlib.Path(sys.argv[1])))"
)


def seen(wall: Wall) -> str:
    """Return what would be drawn now."""
    stage = wall.query_one(Stage)
    now = vars(stage_module)["steady"]()  # which a test may have set on
    return "\n".join(map(text_of, stage._lines(now)))


SOON = 2.0
"""Seconds; it takes a tenth of that."""


async def until(wall: Wall, what: Callable[[str], bool], seconds: float = 20) -> float:
    """Wait until the wall looks like this and return how long it took."""
    return await turns_until(lambda: what(seen(wall)), seconds)


def shows(text: str) -> Callable[[str], bool]:
    return lambda drawn: text in drawn


def shows_no(text: str) -> Callable[[str], bool]:
    return lambda drawn: text not in drawn


@asynccontextmanager
async def wall_at(
    place: Path,
    size: tuple[int, int] = (120, 36),
    note: str = "",
    wishes: Wishes | None = None,
) -> AsyncIterator[tuple[Wall, Pilot[int]]]:
    wall = Wall(place, "foyer", note, wishes=wishes)
    async with wall.run_test(size=size) as pilot:
        yield wall, pilot


FOUR = (
    entry(1, "Our teams are tweeting all day. Ask us anything. #StandUp4SW", name="Wensum Vale"),
    entry(2, "First visit of the day. Helped a family ask for what they are entitled to."),
    entry(
        3,
        "Written to my MP today about caseloads. #StandUp4SW",
        name="Raj Patel",
        handle="rajsw",
        references=(reply_to("WensumValeSW"),),
    ),
    entry(
        4,
        "社会工作者日快乐！ Thank you, everybody. #StandUp4SW",
        name="Mina Holt",
        handle="minaholt",
        media=(Media(Clean("photo"), Clean("a cake with nine candles")),),
    ),
)


async def test_a_hub_that_comes_late_is_found(tmp_path: Path) -> None:
    async with wall_at(tmp_path) as (wall, _):
        assert "Connecting to the hub" in seen(wall)
        async with hub_at(tmp_path, *FOUR):
            assert await until(wall, shows("First visit of the day")) < SOON


async def test_a_silent_hub_is_holding_within_two_heartbeats_and_back_by_itself(
    tmp_path: Path,
) -> None:
    async with hub_at(tmp_path, *FOUR) as hub, wall_at(tmp_path) as (wall, _):
        await until(wall, shows("First visit"))
        hub.beating = False
        took = await until(wall, shows(ABOUT.holding), SILENT + 1)
        assert took <= 2 * BEAT + 0.2
        assert "First visit" not in seen(wall)
        hub.posts.pop(PostId("x:2"))  # what changed meanwhile nobody told us
        hub.beating = True
        await until(wall, shows("Written to my MP"))
        assert "First visit" not in seen(wall)
        assert [hello.after for hello in hub.hellos] == [0] * len(hub.hellos)


async def test_a_killed_hub_is_holding_at_once_and_back_within_two_seconds(tmp_path: Path) -> None:
    async with wall_at(tmp_path) as (wall, _):
        async with hub_at(tmp_path, *FOUR):
            await until(wall, shows("First visit"))
        assert await until(wall, shows(ABOUT.holding)) < SOON
        await asyncio.sleep(0.3)
        async with hub_at(tmp_path, *FOUR):
            assert await until(wall, shows("First visit")) < SOON


async def test_a_wall_that_slept_through_heartbeats_starts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hub_at(tmp_path, *FOUR) as hub, wall_at(tmp_path) as (wall, _):
        await until(wall, shows("First visit"))
        for module in ("app", "stage"):  # the machine slept for a minute
            name = f"standup_tui.ui.wall.{module}.steady"
            monkeypatch.setattr(name, lambda: steady() + 60)
        assert ABOUT.holding in seen(wall)
        await until(wall, shows("First visit"))
        assert len(hub.hellos) == 2


async def test_a_blank_is_dark_at_once_and_after_a_restart(tmp_path: Path) -> None:
    async with wall_at(tmp_path) as (wall, _):
        async with hub_at(tmp_path, *FOUR) as hub:
            await until(wall, shows("First visit"))
            hub.blank(on=True)
            assert await until(wall, shows_no("First visit")) < SOON
            assert seen(wall).split() == ["SIMULATED", "POSTS"]
        await asyncio.sleep(0.2)
        assert seen(wall).split() == ["SIMULATED", "POSTS"]
        again = WallHub(tmp_path, FOUR)
        again.wall = hub.wall
        await again.start()
        await asyncio.sleep(0.8)
        assert again.hellos
        assert seen(wall).split() == ["SIMULATED", "POSTS"]
        again.blank(on=False)
        await until(wall, shows("First visit"))
        await again.stop()


async def test_hiding_takes_a_post_off_in_the_next_frame(tmp_path: Path) -> None:
    async with hub_at(tmp_path, *FOUR) as hub, wall_at(tmp_path) as (wall, _):
        await until(wall, shows("First visit"))
        hub.push(removed=(PostId("x:2"),))
        assert await until(wall, shows_no("First visit")) < SOON
        hub.push(hidden(FOUR[2]))  # a real hub would not even send it
        assert await until(wall, shows_no("Written to my MP")) < SOON


async def test_an_approved_post_and_a_pin_are_there_within_a_second(tmp_path: Path) -> None:
    async with hub_at(tmp_path, *FOUR) as hub, wall_at(tmp_path) as (wall, _):
        await until(wall, shows("First visit"))
        await asyncio.sleep(1)
        hub.push(entry(50, "Just approved."))
        assert await until(wall, shows("Just approved.")) < SOON
        hub.push(pinned(FOUR[0]))
        assert await until(wall, shows("┃ Our teams")) < SOON


async def test_nothing_is_drawn_while_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hub_at(tmp_path, *FOUR), wall_at(tmp_path) as (wall, _):
        await until(wall, shows("First visit"))
        stage = wall.query_one(Stage)
        await turns_until(lambda: stage._asked == stage._sight(steady()), 20)
        frames: list[Region] = []
        refresh = stage.refresh

        def counted(*regions: Region) -> Stage:
            frames.extend(regions)
            return refresh(*regions)

        monkeypatch.setattr(stage, "refresh", counted)
        await asyncio.sleep(1.5)
        assert len(frames) <= 2  # the hour may strike


async def test_q_ends_it_and_no_other_key_does_anything(tmp_path: Path) -> None:
    async with hub_at(tmp_path, *FOUR), wall_at(tmp_path) as (wall, pilot):
        await until(wall, shows("First visit"))
        before = seen(wall)
        await pilot.press("a", "x", "escape", "tab", "ctrl+q", "ctrl+c", "ctrl+p", "question_mark")
        assert wall.is_running
        assert seen(wall) == before
        await pilot.press("q")
        await turns_until(lambda: wall.return_code == 0, 20)


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (20, 5), (1, 1)])
async def test_every_size_is_survived(tmp_path: Path, size: tuple[int, int]) -> None:
    async with hub_at(tmp_path, *FOUR) as hub, wall_at(tmp_path, size) as (wall, pilot):
        await until(wall, shows("#StandUp4SW" if size[0] > 1 else ""))
        await pilot.resize_terminal(200, 60)
        await until(wall, shows("First visit"))
        await pilot.resize_terminal(3, 2)
        hub.blank(on=True)
        await pilot.pause(0.1)
        await pilot.resize_terminal(*size)


async def test_a_wall_over_ssh_says_so_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standup_tui.ui.wall.app._NOTE", 0.5)
    async with hub_at(tmp_path, *FOUR), wall_at(tmp_path, note=OVER_SSH) as (wall, _):
        await until(wall, shows("This wall is drawn over SSH"))
        await until(wall, shows_no("This wall is drawn over SSH"))


async def test_a_refusal_ends_it_with_the_hubs_reason(tmp_path: Path) -> None:
    async with hub_at(tmp_path) as hub:
        hub.refusing = "ask the campaign's owner to add you"
        with pytest.raises(Exception, match="ask the campaign's owner") as caught:
            async with wall_at(tmp_path) as (_, pilot):
                await pilot.pause(1)
        assert isinstance(getattr(caught.value, "error", caught.value), HubRefused)


async def test_the_real_program_warns_over_ssh_and_ends_well(tmp_path: Path) -> None:
    async with hub_at(tmp_path, *FOUR):
        env = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}
        with terminal("-c", RUN, str(tmp_path), env=env, size=(120, 36)) as running:
            assert await asyncio.to_thread(running.read_until, b"First visit")
            await asyncio.to_thread(running.read, 0.2)
            assert running.seen.startswith(b"This wall is drawn over SSH")
            assert b"\x1b[?1003h" not in running.seen
            running.process.terminate()
            assert await asyncio.to_thread(running.wait, 3) == 143
            assert running.seen.rfind(b"\x1b[?1049l") > running.seen.rfind(b"\x1b[?1049h")


@pytest.mark.parametrize("scene", ["stream", "pins", "blank", "holding"])
async def test_pictures(tmp_path: Path, scene: str, snapshot: SnapshotAssertion) -> None:
    posts = (pinned(FOUR[0]), pinned(FOUR[2], 2), *FOUR[1::2]) if scene == "pins" else FOUR
    async with hub_at(tmp_path, *posts) as hub, wall_at(tmp_path) as (wall, pilot):
        await until(wall, shows("First visit"))
        if scene == "blank":
            hub.blank(on=True)
            await until(wall, shows_no("First visit"))
        elif scene == "holding":
            await hub.stop()
            await until(wall, shows(ABOUT.holding))
        await pilot.pause(0.1)
        assert snapshot(extension_class=Svg) == re.sub(r"\s+\n", "\n", svg_of(wall))


PLAN = Plan(
    slides=(Slide("Write to your MP", clean("Five minutes, your own words."), LINK),),
)
SAID = (Said("One action", 43), Said("Made a difference", 88), Said("Picture", 12))


@pytest.mark.parametrize(
    ("scene", "theme", "size"),
    [
        (Scene.SPOTLIGHT, "dark", (120, 36)),
        (Scene.TALLY, "light", (200, 60)),
        (Scene.SLIDES, "dark", (80, 24)),
        (Scene.STREAM, "light", (200, 60)),
    ],
)
async def test_pictures_of_scenes(
    tmp_path: Path, scene: Scene, theme: str, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    about = replace(ABOUT, plan=PLAN)
    async with (
        hub_at(tmp_path, pinned(FOUR[0]), *FOUR[1:], about=about) as hub,
        wall_at(tmp_path, size, wishes=Wishes(scene=scene, theme=theme)) as (wall, pilot),
    ):
        hub.said = SAID
        await turns_until(lambda: wall._board.said == SAID, 20)
        await pilot.pause(0.1)
        assert snapshot(extension_class=Svg) == re.sub(r"\s+\n", "\n", svg_of(wall))


async def test_only_what_changed_is_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hub_at(tmp_path, *FOUR) as hub, wall_at(tmp_path) as (wall, _):
        await until(wall, shows("First visit"))
        stage = wall.query_one(Stage)
        await turns_until(lambda: stage._asked == stage._sight(steady()), 20)
        drawn: set[int] = set()
        refresh = stage.refresh

        def noted(*regions: Region) -> Stage:
            drawn.update(region.y for region in regions)
            return refresh(*regions)

        monkeypatch.setattr(stage, "refresh", noted)
        before = seen(wall).split("\n")
        hub.push(replace(FOUR[1], post=replace(FOUR[1].post, text=clean("Second visit."))))
        await until(wall, shows("Second visit"))
        after = seen(wall).split("\n")
        rows = range(len(after))
        changed = {row for row in rows if before[row] != after[row]}
        await turns_until(lambda: changed <= drawn, 20)
        assert drawn == changed


async def test_what_changed_between_asking_and_drawing_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hub_at(tmp_path, *FOUR), wall_at(tmp_path) as (wall, _):
        await until(wall, shows("First visit"))
        stage = wall.query_one(Stage)
        await turns_until(lambda: stage._asked == stage._sight(steady()), 20)
        shown = dict(stage._rows)
        with monkeypatch.context() as later:  # trust ends after the question, before the drawing
            later.setattr(stage_module, "steady", lambda: steady() + 60)
            stage.render_lines(stage.region)
        assert stage._asked is None
        assert not any("First visit" in text_of(line) for line in stage._rows.values())
        await turns_until(lambda: stage._rows == shown, 20)
