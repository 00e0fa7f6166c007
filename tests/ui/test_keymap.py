"""A campaign's own keys on the console: pressed, offered and said."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from standup_tui.model.command import Blank, Undo
from standup_tui.ui.console.over.help_screen import HelpScreen
from standup_tui.ui.console.over.hidden import HiddenList
from standup_tui.ui.console.over.tagging import TagScreen
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.state.hidden_posts import hidden_posts
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import ABOUT


@asynccontextmanager
async def keyed(folder: Path, keys: Mapping[str, str], **about: object) -> AsyncIterator[Bench]:
    """Run a console whose campaign has other keys."""
    async with console(folder, some(), about=replace(ABOUT, keys=keys, **about)) as bench:
        yield bench


async def test_a_changed_key_does_its_act_and_the_old_one_nothing(tmp_path: Path) -> None:
    async with keyed(tmp_path, {"approve": "ctrl+e"}) as bench:
        await bench.press("a", "ctrl+e")

        assert bench.decisions() == [("approve", "8")]


async def test_swapped_keys_do_each_others_acts(tmp_path: Path) -> None:
    async with keyed(tmp_path, {"approve": "h", "hide": "a"}) as bench:
        await bench.press("a", "h")

        assert bench.decisions() == [("hide", "8"), ("approve", "7")]


async def test_footer_help_and_palette_name_the_keys_in_force(tmp_path: Path) -> None:
    async with keyed(
        tmp_path, {"approve": "ctrl+e", "help": "comma", "blank": "B", "hold": ""}
    ) as it:
        await it.until(lambda: " Ctrl-E Approve" in it.bar("keys"))
        assert " , Keys" in it.bar("keys")
        assert "Hold" not in it.bar("keys")

        await it.pilot.press("comma")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen))
        await it.until(lambda: it.app.screen.query(Sheet))
        await it.until(lambda: it.app.screen.query_one(Sheet).text)
        text = " ".join(it.app.screen.query_one(Sheet).text.split())
        assert "Ctrl-E Approve" in text
        assert "B then y brings them back" in text
        await it.pilot.press("comma")
        await it.until(lambda: isinstance(it.app.screen, MainScreen))


async def test_an_act_without_a_key_stays_in_the_palette(tmp_path: Path) -> None:
    async with keyed(tmp_path, {"blank": "B", "hold": ""}) as bench:
        await bench.press("w")
        assert bench.decisions() == []

        await bench.pilot.press("colon", *"hold")
        await bench.press("enter")
        await bench.until(lambda: bench.decisions() == [("hold", "8")])


async def test_what_is_said_names_the_keys_in_force(tmp_path: Path) -> None:
    async with keyed(tmp_path, {"undo": "Z", "blank": "B"}) as bench:
        await bench.pilot.press("B")
        await bench.until(lambda: "B then y brings them back" in bench.bar("state"))
        await bench.press("h")
        await bench.pilot.press("Z")
        await bench.until(lambda: "undid" in bench.said)

        assert [type(one) for one in bench.hub.commands if isinstance(one, Blank | Undo)] == [
            Blank,
            Undo,
        ]


async def test_lists_and_sheets_move_by_the_keys_of_the_panes(tmp_path: Path) -> None:
    async with keyed(tmp_path, {"down": "J,down", "hidden": "X", "back": "b,escape"}) as bench:
        await bench.press("h")
        await bench.until(lambda: hidden_posts(bench.app.board))
        await bench.pilot.press("X")
        await bench.until(lambda: isinstance(bench.app.screen, HiddenList))
        await bench.pilot.press("J", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.pilot.press("b")
        await bench.until(lambda: isinstance(bench.app.screen, HiddenList))
        await bench.pilot.press("b")
        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))


async def test_tags_lie_on_keys_that_nothing_else_has(tmp_path: Path) -> None:
    many = tuple(f"Action {number}" for number in range(1, 12))
    async with keyed(tmp_path, {"undo": "a", "approve": "u"}, actions=many) as bench:
        await bench.pilot.press("t")
        await bench.until(lambda: isinstance(bench.app.screen, TagScreen))
        await bench.until(lambda: bench.app.screen.query_one(Sheet).text)
        assert "b   Action 10" in bench.app.screen.query_one(Sheet).text

        await bench.press("b")
        await bench.until(lambda: bench.hub.commands)
        await bench.pilot.press("a")
        await bench.until(lambda: isinstance(bench.hub.commands[-1], Undo))
        assert bench.decisions() == [("tag", "8")]
