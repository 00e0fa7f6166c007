"""Even text that nobody cleaned cannot reach the terminal as a command."""

import re
from collections.abc import Iterator
from inspect import getsource

import pytest
import textual
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, InlineUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from hostile import HOSTILE, LEGITIMATE
from standup_tui.ui import guard

RAW_RENDER = guard._render
CONSOLE = Console(color_system="truecolor", force_terminal=True)
OURS = "\x1b[38;2;1;2;3m{}\x1b[0m"
COLOURS = re.compile("\x1b\\[[0-9;]*m")
STYLE = Style.parse("rgb(1,2,3)")


@pytest.fixture(autouse=True)
def guarded() -> Iterator[None]:
    before = Strip.render
    guard.install()
    yield
    Strip.render = before  # type: ignore[method-assign]  # what the guard itself replaces


def rendered(*segments: Segment) -> str:
    return Strip(segments).render(CONSOLE)


def test_textual_still_draws_the_way_the_guard_knows() -> None:
    assert textual.__version__.split(".")[:2] == ["8", "2"], "read Strip.render again, then this"
    assert {"_segments", "_render_cache"} <= set(Strip.__slots__)
    assert "_render_cache is None" in getsource(RAW_RENDER)
    assert "for text, style, _ in self._segments" in getsource(RAW_RENDER)


@pytest.mark.parametrize("update", [LayoutUpdate, ChopsUpdate, InlineUpdate])
def test_every_way_to_the_terminal_passes_the_guard(update: type[CompositorUpdate]) -> None:
    assert ".render(console)" in getsource(update.render_segments)


def test_a_textual_without_the_private_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Strip, "__slots__", ["_segments"])

    with pytest.raises(RuntimeError, match="_render_cache"):
        guard.install()


def test_installing_twice_changes_nothing() -> None:
    once = Strip.render
    guard.install()

    assert Strip.render is once
    assert rendered(Segment("\x1b[c  ")) == "\u241b[c "


@pytest.mark.fault("G12")
@pytest.mark.parametrize(("group", "text"), HOSTILE)
def test_no_hostile_text_reaches_the_output(group: str, text: str) -> None:
    bare = rendered(Segment(text))
    styled = (
        rendered(Segment(text, STYLE)).removeprefix("\x1b[38;2;1;2;3m").removesuffix("\x1b[0m")
    )

    for out in (bare, styled):
        assert guard._DANGEROUS.search(out) is None, group


@pytest.mark.fault("G6")
@pytest.mark.parametrize("text", [text for text in LEGITIMATE if "\n" not in text])
def test_ordinary_text_is_drawn_as_textual_would(text: str) -> None:
    strip = Strip([Segment(text, STYLE)])

    assert strip.render(CONSOLE) == OURS.format(text) == RAW_RENDER(Strip(strip), CONSOLE)


def test_a_row_does_not_grow_when_marks_replace_what_had_no_width() -> None:
    row = Strip([Segment("\x1b[2J" + "x" * 17), Segment("|")])

    assert len(rendered(*row)) == row.cell_length == 21


def test_a_mark_that_textual_cut_from_its_letter_stays_a_mark() -> None:
    assert rendered(Segment("e"), Segment("\u0301")) == "e\u0301"


@pytest.mark.fault("G7")
@pytest.mark.parametrize(
    "link",
    [
        "https://x.example/\x1b\\\x1b]0;X\x07",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://x.example/a b",
        "http://ex\u0430mple.org",
        "\x9d0;X",
        *(text for _, text in HOSTILE),
    ],
)
def test_a_doubtful_link_is_dropped_and_its_text_stays(link: str) -> None:
    assert rendered(Segment("council", Style(link=link))) == "council"


def test_an_ordinary_link_stays_a_link() -> None:
    assert "https://x.example/status/1?s=20" in rendered(
        Segment("council", Style(link="https://x.example/status/1?s=20"))
    )


def test_strips_put_together_from_drawn_ones_are_harmless_too() -> None:
    parts = [Strip([Segment("a\x1b[c")]), Strip([Segment("b\x9bc")])]
    for part in parts:
        part.render(CONSOLE)

    assert guard._DANGEROUS.search(Strip.join(parts).render(CONSOLE)) is None


class Sink(Widget):
    """Draws what it is given, unasked, as a careless widget would."""

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(HOSTILE[y % len(HOSTILE)][1], STYLE)])


class Careless(App[None]):
    """Shows strangers' text in ways that our code never should."""

    CSS = "Sink { height: 12; } Static { height: 2; }"

    def compose(self) -> ComposeResult:
        yield Sink()
        yield Static("nice post \x1b[>q\x9bc\u202e", markup=False)
        yield Static("[link='https://x.example/\x1b]0;X']council[/]")


@pytest.mark.fault("G12")
async def test_a_whole_screen_of_careless_widgets_stays_harmless() -> None:
    app = Careless()
    async with app.run_test(size=(80, 24)):
        update = app.screen._compositor.render_update(full=True)
        assert isinstance(update, LayoutUpdate)
        strips = [strip for line in update.strips for strip in line]
        drawn = "".join(strip.render(CONSOLE) for strip in strips)

        assert any(guard._DANGEROUS.search(strip.text) for strip in strips), "nothing to stop"
        assert guard._DANGEROUS.search(COLOURS.sub("", drawn)) is None
