"""What is really on the screens: readable in every theme, plain without colours, ASCII at need."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from time import monotonic

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.input import Selection
from textual.widgets.option_list import Option

from standup_tui.ui.console.over.theme_screen import ThemeScreen
from standup_tui.ui.looks.dressed import Dressed
from standup_tui.ui.looks.spelling import Emoji, Spelling
from standup_tui.ui.looks.themes import THEMES, wear
from standup_tui.ui.looks.wished import Looks
from standup_tui.ui.widgets.ink import EMPTY, Role
from standup_tui.ui.widgets.painted import LOOKS
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console
from ui.fake_hub import NOW, RAJ
from ui.invented import a_day
from ui.test_theme import contrast

FRAMES = frozenset("╭╮╰╯─│▏▌┃━╍▁▂▃▄▅▆▇█▒ ")
"""Lines, which carry no words; bars stand beside their number."""

SIGHTS = {
    "panes": ("j", "j"),
    "opened": ("2", "enter"),
    "palette": (":",),
    "palette with letters": (":", "u", "n"),
    "help": ("?",),
    "tags": ("t",),
    "retweet": ("3", "r"),
    "question": ("q",),
    "hidden": ("x",),
    "reading": ("i",),
    "rules": ("I",),
    "tally": ("T",),
    "themes": ("C",),
}
FEWER = ("panes", "opened", "palette", "help", "reading")


def segments(app: App[int]) -> Iterator[Segment]:
    """All that is on the screen now, as it goes to the terminal.

    What a question dims behind itself is not there to be read.
    """
    screen = app.screen
    region = screen.region
    if isinstance(screen, ModalScreen) and screen.styles.background.a > 0:
        region = screen.query_one(Vertical).region
    for strip in screen._compositor.render_strips()[region.y : region.bottom]:
        yield from strip.crop(region.x, region.right)


def unreadable(app: App[int], least: float) -> list[tuple[str, float]]:
    found = []
    for text, style, _ in segments(app):
        if set(text) <= FRAMES:
            continue
        assert style is not None, text
        assert style.color is not None, text
        assert style.bgcolor is not None, text
        ratio = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
        if ratio < least:
            found.append((text, round(ratio, 2)))
    return found


def least(theme: str) -> float:
    return 7.0 if theme == "high-contrast" else 4.5


@pytest.mark.uncounted
@pytest.mark.parametrize("sight", SIGHTS)
async def test_everything_on_every_screen_can_be_read(sight: str, tmp_path: Path) -> None:
    async with console(tmp_path, a_day(NOW, RAJ)) as bench:
        await bench.pilot.press(*SIGHTS[sight])
        if sight == "themes":
            await bench.until(lambda: isinstance(bench.app.screen, ThemeScreen))
        for name, theme in THEMES.items():
            if sight != "themes":
                wear(bench.app, theme)
            elif bench.app.theme != theme.name:
                await bench.pilot.press("j")
                await bench.until(partial(wears, bench.app, theme.name))
            await drawn_well(bench, name)


def wears(app: App[int], theme: str) -> bool:
    return app.theme == theme


async def drawn_well(bench: Bench, theme: str) -> None:
    """Wait until everything is drawn in a theme's colours: Textual changes them bit by bit."""
    deadline = monotonic() + 20
    while (poor := unreadable(bench.app, least(theme))) and monotonic() < deadline:
        await bench.pilot.pause(0.05)
    assert poor == [], theme


class Widgets(Dressed):
    """Every widget of Textual's that the screens use, in each of its states."""

    CSS = "Input, Input:focus, OptionList, OptionList:focus { border: none; }"

    def compose(self) -> ComposeResult:
        yield Input("selected text", id="selected")
        yield Input("not focused")
        yield Input(placeholder="what to type")
        options = OptionList(
            Option("highlighted"), Option("plain"), Option("impossible", disabled=True)
        )
        options.highlighted = 0
        yield options
        yield Sheet(lambda _: [EMPTY] * 200, id="sheet")


@pytest.mark.parametrize("focused", ["#selected", "OptionList"])
@pytest.mark.parametrize("name", THEMES)
async def test_every_widget_can_be_read(name: str, focused: str) -> None:
    app = Widgets(Looks(), THEMES["dark"])
    async with app.run_test(size=(60, 30)) as pilot:
        wear(app, THEMES[name])
        field = app.query_one("#selected", Input)
        field.selection = Selection(0, 8)
        field.cursor_blink = False
        app.query_one(focused).focus()
        await pilot.pause()
        assert unreadable(app, least(name)) == []


@pytest.mark.parametrize("name", THEMES)
def test_the_thumb_of_a_scrollbar_is_seen(name: str) -> None:
    colours = THEMES[name].to_color_system().generate()
    thumb, track = (Color.parse(colours[it]) for it in ("scrollbar", "scrollbar-background"))
    assert contrast(thumb, track) >= (3 if name in ("high-contrast", "colour-safe") else 2)


async def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *pressed: str) -> list[Segment]:
    monkeypatch.setenv("NO_COLOR", "1")
    async with console(tmp_path, a_day(NOW, RAJ)) as bench:
        await bench.pilot.press(*pressed)
        await bench.pilot.pause()
        return list(segments(bench.app))


@pytest.mark.uncounted
@pytest.mark.parametrize("sight", FEWER)
async def test_no_color_means_none(
    sight: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, style, _ in await plain(tmp_path, monkeypatch, *SIGHTS[sight]):
        assert style is None or (style.color is None and style.bgcolor is None), text


def reversed_text(drawn: list[Segment]) -> str:
    return "".join(text for text, style, _ in drawn if style is not None and style.reverse)


async def test_without_colour_cursor_and_pane_are_reversed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = reversed_text(await plain(tmp_path, monkeypatch, "2"))
    assert " 2 Flagged · " in said
    assert "1 Live" not in said
    assert "▌▲" in said, "the post under the cursor"
    assert "▏" not in said, "the one in a pane without the keys"


async def test_without_colour_the_chosen_act_is_reversed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Approve" in reversed_text(await plain(tmp_path, monkeypatch, ":", *"approve"))


async def test_without_colour_what_is_impossible_is_faint_and_the_rest_bold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = await plain(tmp_path, monkeypatch, "j")
    weights = {
        text.strip(): (bool(style.bold), bool(style.dim))
        for text, style, _ in drawn
        if style is not None
    }
    assert weights["a"] == (True, False)  # a waiting post can be approved
    faint = [text.split() for text, weight in weights.items() if weight == (False, True)]
    assert "r" in chain.from_iterable(faint)  # and not be retweeted


IN_ASCII = Looks(spelling=Spelling(Emoji.TEXT, ascii=True))


@pytest.mark.uncounted
@pytest.mark.parametrize("sight", FEWER)
async def test_ascii_means_ascii(sight: str, tmp_path: Path) -> None:
    async with console(tmp_path, a_day(NOW, RAJ), looks=IN_ASCII) as bench:
        await bench.pilot.press(*SIGHTS[sight])
        await bench.pilot.pause()
        strips = bench.app.screen._compositor.render_strips()
        drawn = ["".join(text for text, _, _ in strip) for strip in strips]
        assert [line for line in drawn if not line.isascii()] == []
        assert {len(line) for line in drawn} == {120}


async def test_without_motion_nothing_is_animated(tmp_path: Path) -> None:
    async with console(tmp_path, a_day(NOW, RAJ), looks=Looks(motion=False)) as bench:
        await bench.pilot.press("?")
        await bench.pilot.pause()
        sheet = bench.app.screen.query_one(Sheet)
        sheet.action_scroll_end()
        await bench.pilot.pause()
        assert bench.app.animation_level == "none"
        assert sheet.scroll_offset.y == sheet.max_scroll_y > 0
        assert not bench.app.animator.is_being_animated(sheet, "scroll_y")


def test_every_role_has_its_look() -> None:
    assert set(LOOKS) == set(Role)
