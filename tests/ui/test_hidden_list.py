"""What is hidden can be found again, opened, and brought back by a person."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.containers import Vertical
from textual.widgets import OptionList

from standup_tui.model.entry import RULES, Decision, Entry
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.ui.console.over.hidden import HiddenList
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import NOW, RAJ
from ui.invented import entry

WHY = "muted author, campaign.toml"


def hidden(number: int, *, by_raj: bool = False) -> Entry:
    arrived = Decision(1, Verb.ARRIVE, RULES, NOW, "hidden", "hidden", reason=WHY)
    decided = Decision(1, Verb.HIDE, RAJ, NOW, "waiting", "hidden")
    one = entry(number, NOW, status=Status.HIDDEN, text="[b]Deals[/b] here")
    return replace(one, last=decided if by_raj else arrived)


async def listed(bench: Bench) -> list[str]:
    await bench.pilot.press("x")
    await bench.until(lambda: isinstance(bench.app.screen, HiddenList))
    options = bench.app.screen.query_one(OptionList).options
    return [" ".join(str(option.prompt).split()) for option in options]


async def test_it_lists_what_is_hidden_and_why_or_by_whom(tmp_path: Path) -> None:
    async with console(tmp_path, [*some(3), hidden(10), hidden(11, by_raj=True)]) as bench:
        rows = await listed(bench)

        assert len(rows) == 2
        assert any(WHY in row and "[b]Deals[/b] here" in row for row in rows)
        assert any("by raj" in row for row in rows)


async def test_a_muted_authors_post_is_opened_says_why_and_can_be_approved(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, [hidden(10)]) as bench:
        await listed(bench)
        await bench.pilot.press("enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.pilot.pause()
        assert f"hidden: {WHY}" in bench.app.screen.query_one(Sheet).text

        def now() -> Standing:
            return bench.app.board.entries[hidden(10).post.id].standing

        await bench.press("e")
        await bench.until(lambda: now().escalated)
        await bench.press("escape", "e")
        await bench.until(lambda: now().revision == 3)
        await bench.press("a")
        await bench.until(lambda: now().on_wall)
        assert [verb for verb, _ in bench.decisions()] == ["escalate", "return", "approve"]


@pytest.mark.parametrize("key", ["escape", "q", "x"])
async def test_three_keys_lead_back(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, [hidden(1)]) as bench:
        assert len(await listed(bench)) == 1
        await bench.pilot.press(key)

        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))
        assert bench.app.is_running


async def test_where_nothing_is_hidden_that_is_said(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("x")

        assert bench.said.strip() == "Nothing is hidden."
        assert isinstance(bench.app.screen, MainScreen)


async def test_who_opens_one_comes_back_to_the_list_as_it_is_now(tmp_path: Path) -> None:
    async with console(tmp_path, [hidden(10), hidden(11), hidden(12)]) as bench:
        await listed(bench)
        await bench.pilot.press("j", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.press("e")
        await bench.until(lambda: bench.app.board.entries[hidden(11).post.id].standing.escalated)
        await bench.pilot.press("escape", "escape")  # the card of whom to call, then the post
        await bench.until(lambda: isinstance(bench.app.screen, HiddenList))
        options = bench.app.screen.query_one(OptionList)

        await bench.until(lambda: options.option_count == 2)
        assert options.highlighted == 1
        assert bench.app.screen.query_one(Vertical).border_title == "2 hidden posts"


async def test_the_list_goes_when_nothing_is_left_to_list(tmp_path: Path) -> None:
    async with console(tmp_path, [hidden(10)]) as bench:
        await listed(bench)
        await bench.pilot.press("enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.press("e")
        await bench.until(lambda: bench.app.board.entries[hidden(10).post.id].standing.escalated)
        await bench.pilot.press("escape", "escape")  # the card of whom to call, then the post

        await bench.until(lambda: bench.app.screen is bench.app.main)
