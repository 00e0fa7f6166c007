"""The theme is tried while the cursor moves, kept with Enter, taken back with Esc."""

from pathlib import Path

import pytest

from standup_tui.personal import Personal, keep, read
from standup_tui.ui.console.over.theme_screen import ThemeScreen
from standup_tui.ui.looks.themes import THEMES
from standup_tui.ui.looks.wished import looks
from ui.console_kit import Bench, console, some


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def worn(bench: Bench) -> str:
    return next(name for name, theme in THEMES.items() if theme.name == bench.app.theme)


async def chosen(bench: Bench, *keys: str) -> None:
    await bench.pilot.press("C")
    await bench.until(lambda: isinstance(bench.app.screen, ThemeScreen))
    await bench.pilot.press(*keys)
    await bench.pilot.pause()


async def test_moving_tries_each_and_escape_takes_it_back(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await chosen(bench, "j")
        assert worn(bench) == "light"
        await bench.pilot.press("down")
        await bench.pilot.pause()
        assert worn(bench) == "high-contrast"

        await bench.pilot.press("escape")
        await bench.until(lambda: not isinstance(bench.app.screen, ThemeScreen))
        assert worn(bench) == "dark"
        assert read() == (Personal(), "")


async def test_enter_keeps_it_for_the_next_time(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await chosen(bench, "j", "j", "j", "enter")
        await bench.until(lambda: "kept for you" in bench.said)
        assert worn(bench) == "colour-safe"
        assert read()[0].theme == "colour-safe"

        await chosen(bench, "k", "escape")
        assert worn(bench) == "colour-safe"


async def test_it_is_in_the_palette(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press(":", *"theme", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, ThemeScreen))


@pytest.fixture
def no_home(home: Path) -> None:
    home.write_text("a file where a folder should be")


@pytest.fixture
def broken(home: Path) -> None:
    (home / "standup").mkdir(parents=True)
    (home / "standup" / "personal.toml").write_text("theme = ")


@pytest.mark.usefixtures("no_home")
async def test_a_theme_that_cannot_be_kept_is_worn_and_said(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await chosen(bench, "j", "enter")
        await bench.until(lambda: "Not kept for next time" in bench.said)
        assert worn(bench) == "light"


async def test_the_rows_change_their_colours_at_once(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        before = bench.feed.render_line(1)
        await chosen(bench, "j")
        after = bench.feed.render_line(1)
        assert before.text == after.text
        assert [it.style for it in before] != [it.style for it in after]


def test_what_is_kept_is_worn_the_next_time() -> None:
    keep(Personal(theme="light", motion=False))
    assert looks().theme == "light"
    assert not looks().motion
    assert looks(Personal(theme="dark")).theme == "dark"


@pytest.mark.usefixtures("broken")
async def test_broken_settings_are_said_and_stop_nothing(tmp_path: Path) -> None:
    async with console(tmp_path, some(), looks=looks()) as bench:
        assert "Your own settings could not be read" in bench.said
        assert worn(bench) == "dark"
