"""Another size while something is open: what there is to read and to press stays in sight."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from standup_tui.model.lifecycle import Status
from standup_tui.ui.console.over.confirm import Confirm, Question
from standup_tui.ui.console.over.note_screen import NoteScreen
from standup_tui.ui.console.over.palette import Palette
from standup_tui.ui.console.over.tagging import TagScreen
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import ABOUT, NOW
from ui.invented import entry, flagged, series

SIZES = [(120, 36), (60, 12), (200, 60), (40, 12), (80, 24)]


def in_sight(bench: Bench, bar: Bar) -> bool:
    """Tell whether a line is drawn whole, with something in it."""
    screen = bench.app.screen
    return bool(bar.said.strip()) and screen.region.contains_region(bar.region) and (
        bar.region.height == 1
    )  # fmt: skip


async def test_the_answers_of_a_question_with_its_evidence_stay_in_sight(tmp_path: Path) -> None:
    long = entry(1, NOW, "Words and more words. " * 9, status=Status.SHOWN)
    async with console(tmp_path, [long]) as bench:
        await bench.pilot.press("r")
        await bench.until(lambda: isinstance(bench.app.screen, Confirm))
        for size in SIZES:
            await bench.pilot.resize_terminal(*size)
            await bench.pilot.pause()
            box = bench.app.screen.query_one("Vertical")
            answers = bench.app.screen.query_one("#answers", Bar)

            assert in_sight(bench, answers), size
            assert box.region.contains_region(answers.region), size


async def test_a_question_on_the_bottom_line_is_asked_in_as_many_rows_as_it_takes(
    tmp_path: Path,
) -> None:
    asked = "Mute? " + "many words about what happens then " * 5
    async with console(tmp_path, some()) as bench:
        bench.app.push_screen(Question(asked, {"y": "mutes"}))
        await bench.until(lambda: isinstance(bench.app.screen, Question))
        for width, height in SIZES:
            await bench.pilot.resize_terminal(width, height)
            await bench.pilot.pause()
            *rows, answers = [bar for bar in bench.app.screen.query(Bar) if bar.display]

            assert " ".join(" ".join(bar.said for bar in rows).split()) == asked.strip()
            assert all(in_sight(bench, bar) for bar in (*rows, answers))
            assert answers.region.y == height - 1


async def test_a_note_keeps_its_keys_in_sight(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("c")
        await bench.until(lambda: isinstance(bench.app.screen, NoteScreen))
        for width, height in SIZES:
            await bench.pilot.resize_terminal(width, height)
            await bench.pilot.pause()
            said = bench.bar("about")

            assert "Esc leaves" in said
            assert len(said) <= width


async def test_actions_show_as_far_as_there_is_room(tmp_path: Path) -> None:
    about = replace(ABOUT, actions=("Shared", "MP", "Picture", "Difference", "One action"))
    async with console(tmp_path, some(), size=(60, 12), about=about) as bench:
        await bench.pilot.press("t")
        await bench.until(lambda: isinstance(bench.app.screen, TagScreen))
        await bench.pilot.resize_terminal(120, 36)
        await bench.pilot.pause()
        sheet = bench.app.screen.query_one(Sheet)

        await bench.until(lambda: sheet.size.height == sheet.virtual_size.height)


async def test_the_palette_keeps_keys_and_titles_apart(tmp_path: Path) -> None:
    about = replace(ABOUT, keys={"tally": "ctrl+t,ctrl+y,ctrl+r"})
    async with console(tmp_path, some(), about=about) as bench:
        await bench.until(lambda: bench.app.board.keys.changed)
        await bench.pilot.press("colon")
        await bench.until(lambda: isinstance(bench.app.screen, Palette))
        await bench.until(lambda: bench.app.screen.query_one(OptionList).options)
        options = bench.app.screen.query_one(OptionList).options

        for one in options:
            key, title = str(one.prompt)[:11], str(one.prompt)[11:]
            assert key.endswith(" "), key
            assert title[0].isupper(), title


@pytest.mark.parametrize("width", range(60, 100, 5))
async def test_the_tab_of_what_is_flagged_goes_last(tmp_path: Path, width: int) -> None:
    posts = [*some(400), *(flagged(90_000 + n, NOW) for n in range(120))]
    async with console(tmp_path, posts, size=(width, 24)) as bench:
        for key in "1", "3", "4":
            await bench.pilot.press(key)
            await bench.put(*series(2, NOW, first=int(key) * 1_000, step=0))
            await bench.pilot.pause()
            top = bench.app.main.query_one(f"#feed-{key}", PostFeed).render_line(0).text

            assert "2 Flagged · 120" in top
            assert top.endswith("╮")
            assert len(top) == width
