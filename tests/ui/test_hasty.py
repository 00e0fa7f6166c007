"""Screens that are dismissed before they stand: a fast pair of hands ends no console."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.screen import Screen

from making import NOW
from standup_tui.model.acts import ACTIONS
from standup_tui.model.keys import DEFAULT
from standup_tui.ui.console.over.confirm import Question, contact_card
from standup_tui.ui.console.over.help_screen import HelpScreen
from standup_tui.ui.console.over.palette import Palette
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.screens.reading_screen import ReadingScreen
from ui.console_kit import Bench, console
from ui.invented import entry

SCREENS: dict[str, Callable[[Bench], Screen[Any]]] = {
    "palette": lambda _: Palette(ACTIONS, None),
    "question": lambda _: Question("Quit?", {"y": "quits"}),
    "card": lambda bench: contact_card(bench.app.board),
    "help": lambda _: HelpScreen(DEFAULT, DEFAULT.actions),
    "reading": lambda bench: ReadingScreen(bench.app),
    "post": lambda bench: PostScreen(bench.app, entry(1, NOW, "A good day's work.")),
}


async def test_the_key_after_the_palettes_already_goes_to_it(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, "A good day's work.")]) as bench:
        for _ in range(5):
            for key in (":", "escape"):
                bench.app.post_message(Key(key, None))
            await bench.until(lambda: bench.app.screen is bench.app.main)
            await bench.pilot.pause()
            assert bench.app.screen is bench.app.main


async def test_a_key_too_many_closes_nothing_beneath(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, "A good day's work.")]) as bench:
        bench.app.push_screen(SCREENS["palette"](bench))
        await bench.pilot.pause()
        screen = bench.app.screen
        for key in ("enter", "escape", "escape"):
            screen.post_message(Key(key, None))
        await bench.until(lambda: bench.app.screen is not screen)
        await bench.pilot.pause()
        screen.dismiss(None)  # as a key does that was still on its way to it
        await bench.pilot.pause()
        assert bench.app.screen_stack == [bench.app.main]
        assert bench.app.is_running


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_that_is_left_before_it_stands_ends_nothing(
    name: str, tmp_path: Path
) -> None:
    async with console(tmp_path, [entry(1, NOW, "A good day's work.")]) as bench:
        for _ in range(20):
            bench.app.push_screen(SCREENS[name](bench))
            bench.app.pop_screen()
            await bench.pilot.pause()
        assert bench.app.screen is bench.app.main
