"""What a screen offers works there: its bottom line, its list of keys, the ways to the panes."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.binding import Binding

from standup_tui.model.keys import DEFAULT, Keys
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.ui.console.desk.desk_screen import DeskScreen
from standup_tui.ui.console.over.help_screen import HelpScreen
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.log_screen import LogScreen
from standup_tui.ui.console.screens.one_screen import OneScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.widgets.ink import text_of, width_of
from standup_tui.ui.widgets.key_bar import key_line
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import ABOUT, NOW
from ui.invented import entry, flagged

OPENERS = {
    "enter": "an opened post",
    "z": "one at a time",
    "5": "the log",
    "M": "the messages",
    "i": "the reading",
    "T": "the tally",
    "I": "the rules",
    "W": "the walls",
}


def on_top(bench: Bench) -> DeskScreen:
    screen = bench.app.screen
    assert isinstance(screen, DeskScreen)
    return screen


async def opened(bench: Bench, key: str) -> DeskScreen:
    """Press a key that opens a screen and wait until it is drawn."""
    await bench.pilot.press(key)
    await bench.until(lambda: not isinstance(bench.app.screen, MainScreen))
    screen = on_top(bench)
    await bench.until(lambda: bench.bar("keys"))
    return screen


def words(line: str) -> list[str]:
    return [part for part in line.split("  ") if part.strip()]


@pytest.mark.parametrize("width", range(29, 240, 9))
def test_acts_that_fit_are_offered_and_none_is_cut(width: int) -> None:
    offers = [one for one in DEFAULT.actions if one.footer]
    line = key_line(offers, some(1)[0], width)

    assert width_of(line) - 1 <= width
    titles = {one.title for one in offers} | {one.brief for one in offers}
    for said in words(text_of(line)):
        assert said.split(maxsplit=1)[1].strip() in titles


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (60, "a Approve h Hide u Undo ! Blank n Next z One ? Keys"),
        (80, "a Approve h Hide u Undo r Retweet ! Blank n Next / Search z One ? Keys"),
        (240, "n Next undecided / Search Enter Open z One at a time ? Keys q Quit"),
    ],
)
def test_a_narrow_bottom_line_still_tells_of_the_ways_on(width: int, offered: str) -> None:
    line = key_line([one for one in DEFAULT.actions if one.footer], some(1)[0], width)

    assert " ".join(text_of(line).split()).endswith(offered)


async def test_an_opened_post_offers_its_note_the_next_one_and_the_way_back(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, "enter")

        for said in ("c Note", "J Next", "Esc Back"):
            assert said in bench.bar("keys")
        assert "Quit" not in bench.bar("keys")


async def test_a_post_that_was_opened_elsewhere_offers_no_next_one(tmp_path: Path) -> None:
    hidden = entry(1, NOW, standing=Standing(Status.HIDDEN))
    async with console(tmp_path, [hidden]) as bench:
        await bench.pilot.press("x", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.until(lambda: bench.bar("keys"))

        assert "J Next" not in bench.bar("keys")


async def test_one_at_a_time_offers_to_skip_and_nothing_that_cannot_be_done(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, "z")

        for said in ("j Skip", "Enter Open", "Esc Back"):
            assert said in bench.bar("keys")
        for said in ("Pin", "Retweet", "Quit"):
            assert said not in bench.bar("keys")


@pytest.mark.parametrize("key", OPENERS, ids=OPENERS.values())
async def test_the_key_of_a_pane_leads_there_from_every_screen(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, [*some(), flagged(50, NOW)]) as bench:
        await opened(bench, key)
        await bench.pilot.press("2")
        await bench.until(lambda: bench.app.screen is bench.app.main)

        assert bench.cursor == "50"


async def test_it_leads_there_through_several_screens_at_once(tmp_path: Path) -> None:
    async with console(tmp_path, [*some(), flagged(50, NOW)]) as bench:
        await opened(bench, "z")
        await bench.pilot.press("enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.pilot.press("2")
        await bench.until(lambda: bench.app.screen is bench.app.main)

        assert bench.cursor == "50"
        await bench.press("a")
        assert bench.decisions() == [("approve", "50")]


@pytest.mark.parametrize("key", OPENERS, ids=OPENERS.values())
async def test_the_list_of_keys_is_that_of_the_screen(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, some()) as bench:
        screen = await opened(bench, key)
        named = {one.name for one in screen.explained()}
        taken = [*screen.BINDINGS, *Sheet.BINDINGS]
        bound = {one.id for one in taken if isinstance(one, Binding)}

        assert named <= bound
        await bench.pilot.press("?")
        await bench.until(lambda: isinstance(bench.app.screen, HelpScreen))
        await bench.until(lambda: bench.app.screen.query(Sheet))
        await bench.until(lambda: bench.app.screen.query_one(Sheet).text)
        said = bench.app.screen.query_one(Sheet).text
        assert "Mark up to here" not in said
        assert "Back" in said


async def test_the_same_key_is_explained_as_what_it_does_there(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        for key, kind, title in (("z", OneScreen, "Skip"), ("5", LogScreen, "Next decision")):
            screen = await opened(bench, key)
            assert isinstance(screen, kind)
            down = next(one for one in screen.explained() if one.name == "down")
            assert down.title == title
            await bench.pilot.press("escape")
            await bench.until(lambda: bench.app.screen is bench.app.main)


@pytest.mark.parametrize(("opener", "here"), [("slash", True), ("F", False)])
async def test_while_one_types_the_bottom_line_offers_no_act(
    tmp_path: Path, opener: str, *, here: bool
) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press(opener)
        await bench.until(lambda: "Go to them" in bench.bar("keys"))

        assert "Approve" not in bench.bar("keys")
        assert ("Search everything" in bench.bar("keys")) is here
        await bench.pilot.press("escape")
        await bench.until(lambda: "Approve" in bench.bar("keys"))


async def test_the_log_too_offers_no_act_while_one_types(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, "5")
        await bench.pilot.press("slash")

        await bench.until(lambda: "Go to them" in bench.bar("keys"))
        assert "Blank" not in bench.bar("keys")


async def test_where_nothing_matches_the_key_in_force_is_said(tmp_path: Path) -> None:
    about = replace(ABOUT, keys={"find": "ctrl+f"})
    async with console(tmp_path, some(), about=about) as bench:
        await bench.until(lambda: Keys(about.keys).of("find") in "Ctrl-F")
        await bench.pilot.press("slash", *"zzz")
        await bench.until(lambda: "Ctrl-F searches all" in bench.frame())
        await bench.pilot.press("enter")

        await bench.until(lambda: "Ctrl-F searches everything" in bench.said)


async def test_what_is_too_long_for_the_status_line_ends_in_an_ellipsis(tmp_path: Path) -> None:
    async with console(tmp_path, some(), size=(80, 24)) as bench:
        bench.app.say("A sentence that is as long as sentences get. " * 3)
        await bench.pilot.pause()

        assert bench.bar("say").endswith("…")
        assert len(bench.bar("say")) <= 80


@pytest.mark.parametrize("size", [(60, 12), (80, 24), (40, 10)])
@pytest.mark.parametrize("key", ["?", "N"])
async def test_what_is_simulated_says_so_behind_every_dialog(
    tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    async with console(tmp_path, some(), size=size) as bench:
        await bench.pilot.press(key)
        await bench.until(lambda: isinstance(bench.app.screen, Over))
        await bench.until(lambda: bench.app.screen.query_one("Vertical").region)

        assert bench.app.screen.query_one("Vertical").region.y >= 1
