"""The screen for gaps and cost: it asks while it is open, and nothing jumps."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from standup_tui.model.coverage import Coverage
from standup_tui.model.health import Health, Liveness
from standup_tui.model.money import Account
from standup_tui.model.text import clean_line
from standup_tui.protocol.messages import AskReading, Reading, ReadOn
from standup_tui.ui.console.screens.reading_screen import ReadingScreen
from standup_tui.ui.widgets.bars import Notice
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import NOW, RAJ
from ui.invented import a_day
from ui.pictures import Svg, settled
from ui.readings import GOES_ON, LOST, REPAIRED, health, reading

AGAIN = "standup_tui.ui.console.screens.asking_screen.AGAIN"


def sheet(bench: Bench) -> Sheet:
    return bench.app.screen.query_one(Sheet)


def asked(bench: Bench) -> int:
    return bench.hub.heard.count(AskReading())


async def opened(bench: Bench, answer: Reading) -> None:
    """Open the screen and wait for the hub's answer on it."""
    bench.hub.reading = answer
    bench.hub.health = health()
    bench.hub.push(bench.hub.heartbeat())
    await bench.until(lambda: bench.app.board.health.gaps == bench.hub.health.gaps)
    await bench.pilot.press("i")
    await bench.until(lambda: "Money" in sheet(bench).text)
    await bench.pilot.pause()


async def test_it_shows_what_the_hub_answers(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, reading())

        assert "3 on record, 2 not repaired" in sheet(bench).text
        assert "2 gaps" in bench.bar("top")
        assert "Try again" in bench.bar("keys")


@pytest.mark.parametrize("key", ["escape", "q", "i"])
async def test_three_keys_lead_back_and_none_of_them_quits(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, reading())

        await bench.pilot.press(key)

        assert bench.app.screen is bench.app.main
        assert bench.app.is_running


async def test_it_asks_again_while_it_is_open_and_never_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AGAIN, 0.02)
    async with console(tmp_path, some()) as bench:
        assert asked(bench) == 0
        await opened(bench, Reading(Coverage(), Account()))
        bench.hub.reading = reading()
        await bench.until(lambda: "3 on record" in sheet(bench).text)

        screen = bench.app.screen
        await bench.pilot.press("escape")
        await bench.until(lambda: not screen.is_running)
        await bench.pilot.press("R")  # it arrives after all that was said before it
        await bench.until(lambda: ReadOn() in bench.hub.heard)
        await bench.pilot.pause(0.2)
        await bench.pilot.press("R")
        await bench.until(lambda: bench.hub.heard.count(ReadOn()) == 2)

        between = bench.hub.heard[bench.hub.heard.index(ReadOn()) :]
        assert AskReading() not in between


async def test_a_new_gap_does_not_move_what_is_being_read(tmp_path: Path) -> None:
    async with console(tmp_path, some(), size=(80, 24)) as bench:
        await opened(bench, reading())
        await bench.pilot.press("G")
        await bench.until(lambda: sheet(bench).scroll_offset.y == sheet(bench).max_scroll_y)
        top = sheet(bench).render_line(0).text

        one = replace(REPAIRED, id=4)
        coverage = replace(reading().coverage, gaps=(one, GOES_ON, REPAIRED, LOST))
        bench.hub.push(replace(reading(), coverage=coverage))
        await bench.until(lambda: "4 on record" in sheet(bench).text)
        await bench.pilot.pause()

        assert sheet(bench).render_line(0).text == top


async def test_at_its_beginning_it_stays_there(tmp_path: Path) -> None:
    async with console(tmp_path, some(), size=(80, 24)) as bench:
        await opened(bench, Reading(Coverage(gaps=(LOST,)), Account()))

        bench.hub.push(reading())
        await bench.until(lambda: "3 on record" in sheet(bench).text)

        assert sheet(bench).scroll_offset.y == 0


@pytest.mark.parametrize("keys", [("R",), ("i", "R"), (":", *"try again", "enter")])
async def test_the_hub_is_asked_to_try_again_from_everywhere(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press(*keys)
        await bench.until(lambda: ReadOn() in bench.hub.heard)

        await bench.until(lambda: bench.said.strip() == "Asked the hub to try again.")
        assert bench.hub.commands == []


async def test_a_time_that_x_named_is_not_hurried_and_that_is_said(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        later = NOW + timedelta(minutes=12)
        why = "X's rate limit is reached"
        bench.hub.health = Health(Liveness.RECONNECTING, NOW, why=why, again=later, held=True)
        await bench.until(lambda: bench.app.board.health.held)

        await bench.pilot.press("R")

        assert "X is not to be asked before 14:44:10" in bench.said
        assert ReadOn() not in bench.hub.heard
        bench.hub.health = Health(Liveness.RECONNECTING, NOW, why=why, again=later)
        await bench.until(lambda: not bench.app.board.health.held)
        await bench.pilot.press("R")
        await bench.until(lambda: ReadOn() in bench.hub.heard)


async def test_without_a_hub_nobody_is_asked_and_that_is_said(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, reading())
        await bench.hub.stop()
        await bench.until(lambda: bench.app.board.lost)

        await bench.pilot.press("R")

        assert "Not asked: there is no hub." in bench.said
        await bench.until(lambda: "what it last said" in sheet(bench).text)
        assert ReadOn() not in bench.hub.heard
        await bench.hub.start()


async def test_walls_are_blanked_from_here_too(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, reading())
        await bench.pilot.press("!")

        await bench.until(lambda: bench.hub.wall.blank)


async def test_keys_that_decide_on_posts_do_nothing_here(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, reading())
        await bench.pilot.press(*"ahpfwer", "enter")

        assert bench.hub.commands == []
        assert isinstance(bench.app.screen, ReadingScreen)


async def test_the_notice_says_why_it_stopped_and_which_key_tries_again(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.hub.health = health(why=clean_line("X refuses [b]the key"), mendable=True)
        bench.hub.health = replace(bench.hub.health, liveness=Liveness.STOPPED)
        bench.hub.push(bench.hub.heartbeat())
        notice = bench.app.main.query_one(Notice)

        await bench.until(lambda: notice.said)
        assert notice.said == "■ stopped: X refuses [b]the key. R tries again."


def at_its_end(shown: Sheet) -> bool:
    rows = (shown.render_line(y).text.rstrip() for y in range(shown.size.height))
    text = " ".join(" ".join(rows).split())
    return "UTC day" in text or "in a" in text


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (120, 36), (200, 60)])
async def test_it_works_at_every_size_and_scrolls_to_its_end(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, some(), size=size) as bench:
        await opened(bench, reading())
        await bench.pilot.press("G")
        await bench.until(lambda: at_its_end(sheet(bench)))
        await bench.pilot.resize_terminal(60, 20)
        await bench.pilot.pause()
        assert "3 on record" in sheet(bench).text


@pytest.mark.parametrize("size", [(120, 44), (80, 24)], ids=["wide", "small"])
async def test_picture(tmp_path: Path, snapshot: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with console(tmp_path, a_day(NOW, RAJ), size=size) as bench:
        await opened(bench, reading())

        assert await settled(bench.pilot) == snapshot.use_extension(Svg)
