"""The screen for the rules: it asks while it is open, nothing jumps, nothing is decided there."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.lifecycle import Status
from standup_tui.model.votes import Report, Votes
from standup_tui.protocol.messages import AskRules, ReadOn, RulesReport
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.screens.rules_screen import RulesScreen
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import NOW, RAJ
from ui.invented import a_day, entry
from ui.pictures import Svg, settled
from ui.reports import both, report

AGAIN = "standup_tui.ui.console.screens.asking_screen.AGAIN"


def sheet(bench: Bench) -> Sheet:
    return bench.app.screen.query_one(Sheet)


def seen(bench: Bench) -> str:
    """Return what is on the terminal, not what would be drawn."""
    return "\n".join(sheet(bench).render_line(y).text for y in range(sheet(bench).size.height))


def laid_out(lines: Sheet) -> bool:
    """Tell whether a long one has come to rest: the bar that appears takes a column."""
    drawn = lines._ask(lines.scrollable_content_region.width)
    return lines.show_vertical_scrollbar and list(lines._lines) == list(drawn)


async def opened(bench: Bench, answer: Report) -> None:
    """Open the screen and wait for the hub's answer on it."""
    bench.hub.report = answer
    await bench.pilot.press("I")
    await bench.until(lambda: "Beside the rules" in sheet(bench).text)
    await bench.pilot.pause()


async def test_it_shows_what_the_hub_answers(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, report())

        assert "28 posts flagged today, 5 not decided." in seen(bench)
        assert "Scroll" in bench.bar("keys")


async def test_a_day_without_flags_says_so(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, Report())

        assert "No rule has fired today." in seen(bench)


@pytest.mark.parametrize("key", ["escape", "q", "I"])
async def test_three_keys_lead_back_and_none_of_them_quits(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, report())

        await bench.pilot.press(key)

        assert bench.app.screen is bench.app.main
        assert bench.app.is_running


async def test_figures_follow_while_it_is_open_and_nobody_is_asked_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AGAIN, 0.02)
    async with console(tmp_path, some()) as bench:
        await opened(bench, report())
        bench.hub.report = replace(report(), posts=both(Votes(29, 7, 17, 5)))
        await bench.until(lambda: "29 posts flagged today" in seen(bench))

        screen = bench.app.screen
        await bench.pilot.press("escape")
        await bench.until(lambda: not screen.is_running)
        await bench.pilot.press("R")  # it arrives after all that was said before it
        await bench.until(lambda: ReadOn() in bench.hub.heard)
        await bench.pilot.pause(0.2)
        await bench.pilot.press("R")
        await bench.until(lambda: bench.hub.heard.count(ReadOn()) == 2)

        between = bench.hub.heard[bench.hub.heard.index(ReadOn()) :]
        assert AskRules() not in between


async def test_a_rule_that_fires_does_not_move_what_is_being_read(tmp_path: Path) -> None:
    full = report()
    async with console(tmp_path, some(), size=(80, 24)) as bench:
        await opened(bench, replace(full, rules=full.rules[1:]))
        await bench.until(lambda: laid_out(sheet(bench)))
        await bench.pilot.press("G")
        await bench.until(lambda: sheet(bench).scroll_offset.y == sheet(bench).max_scroll_y)
        top = sheet(bench).render_line(0).text

        bench.hub.push(RulesReport(full))
        await bench.until(lambda: "reads like somebody" in sheet(bench).text)
        await bench.pilot.pause()

        assert sheet(bench).render_line(0).text == top


async def test_keys_that_decide_on_posts_do_nothing_here(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, report())
        await bench.pilot.press(*"ahpfwer", "enter")

        assert bench.hub.commands == []
        assert isinstance(bench.app.screen, RulesScreen)


async def test_without_a_hub_old_figures_are_not_passed_off_as_new(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, report())
        await bench.hub.stop()

        await bench.until(lambda: "what the hub last said" in sheet(bench).text)
        await bench.hub.start()


async def test_an_opened_post_says_that_its_rule_is_overruled_again_and_again(
    tmp_path: Path,
) -> None:
    flag = Flag(Kind.SPAM, "spam.signs", Severity.LOOK, "looks like spam: a bait", (Span(0, 4),))
    word = Flag(Kind.ABUSE, "abuse.fine", Severity.LOOK, "abusive word: Damn", (Span(0, 4),))
    quiet = Flag(Kind.ABUSE, "abuse.tone", Severity.LOOK, "reads like abuse")
    one = entry(1, NOW, "Damn good cake", status=Status.FLAGGED, flags=(flag, word, quiet))
    async with console(tmp_path, [one]) as bench:
        bench.hub.report = report()
        await bench.pilot.press("2", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))

        await bench.until(lambda: "overruled 9 of 10 times today" in seen(bench))
        assert "“damn” was overruled 6 of 6 times today" in seen(bench)
        assert seen(bench).count("this rule was") == 1


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (120, 36), (200, 60)])
async def test_it_works_at_every_size_and_scrolls_to_its_end(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, some(), size=size) as bench:
        await opened(bench, report())
        await bench.pilot.press("G")
        await bench.until(lambda: "again." in seen(bench))


@pytest.mark.parametrize("size", [(120, 44), (80, 24)], ids=["wide", "small"])
async def test_picture(tmp_path: Path, snapshot: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with console(tmp_path, a_day(NOW, RAJ), size=size) as bench:
        await opened(bench, report())

        assert await settled(bench.pilot) == snapshot.use_extension(Svg)
