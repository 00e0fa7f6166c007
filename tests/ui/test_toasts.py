"""Messages over the panes: where they stand, how they go, and that none takes a key or a row."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.geometry import Region

from standup_tui.model.entry import Entry
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Status
from standup_tui.model.wall import WallState
from standup_tui.ui.console.screens.log_screen import LogScreen
from standup_tui.ui.console.screens.messages_screen import MessagesScreen
from standup_tui.ui.widgets.ink import Role
from standup_tui.ui.widgets.sheet import Sheet
from standup_tui.ui.widgets.toasts import Toasts
from ui.console_kit import Bench, console, some
from ui.fake_hub import NOW
from ui.invented import entry

DANGER = Flag(Kind.SAFEGUARDING, "a.rule", Severity.STOP, "somebody is in danger")


def urgent(number: int) -> Entry:
    at = NOW + timedelta(seconds=number)
    return entry(number, at, status=Status.FLAGGED, flags=(DANGER,))


def toasts(bench: Bench) -> Toasts:
    return bench.app.screen.query_one(Toasts)


async def come_up(bench: Bench, number: int = 20) -> None:
    await bench.put(urgent(number))
    await bench.until(lambda: "Safeguarding" in toasts(bench).said)
    await bench.pilot.pause()


async def test_a_message_comes_up_beside_the_cursor_and_esc_clears_it(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        cursor = bench.cursor
        await come_up(bench)
        assert toasts(bench).display
        assert bench.cursor == cursor

        await bench.press("escape")
        assert not toasts(bench).display
        assert toasts(bench).said == ""


async def test_keys_do_what_they_do_while_it_stands(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await come_up(bench)
        await bench.press("a", "h")

        assert bench.decisions() == [("approve", "8"), ("hide", "7")]


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(60, 14), (80, 24), (120, 36), (200, 60)])
async def test_it_never_covers_the_card_under_the_cursor(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, some(30), size=size) as bench:
        await come_up(bench, 40)
        for key in (*["j"] * 12, "G", "g", "tab", "j"):
            await bench.press(key)
            await bench.pilot.pause()
            card = bench.app.main.under_cursor()
            shown = toasts(bench)
            assert card is None or not shown.display or not shown.region.overlaps(card), key


async def test_without_room_it_is_said_in_the_status_line(tmp_path: Path) -> None:
    async with console(tmp_path, some(), size=(40, 9)) as bench:
        await bench.put(urgent(20))
        bench.clock.at += 9  # what was said before has gone
        bench.hub.push(bench.hub.heartbeat())

        await bench.until(lambda: "Safeguarding" in bench.said)
        assert not toasts(bench).display


async def test_what_went_by_is_kept_in_the_list_of_messages(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await come_up(bench)
        bench.hub.wall = WallState(1, blank=True, by="raj")
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: "raj blanked" in toasts(bench).said)
        await bench.press("escape", "M")
        await bench.until(lambda: isinstance(bench.app.screen, MessagesScreen))
        await bench.until(lambda: bench.app.screen.query_one(Sheet).text)

        lines = [line.strip() for line in bench.app.screen.query_one(Sheet).text.splitlines()]
        assert "raj blanked the walls" in lines[1]
        assert "Safeguarding: a post by" in lines[2]
        await bench.press("M")
        await bench.until(lambda: bench.app.screen is bench.app.main)


async def test_posts_of_the_time_before_bring_nothing_up(tmp_path: Path) -> None:
    async with console(tmp_path, [*some(), urgent(20)]) as bench:
        await bench.put(entry(21, NOW))

        assert not toasts(bench).display


async def test_the_bell_rings_for_what_is_urgent_and_not_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(tmp_path, some()) as bench:
        rung: list[float] = []
        monkeypatch.setattr(bench.app, "bell", lambda: rung.append(bench.clock.at))
        await bench.put(urgent(20))
        assert rung == []  # nobody asked for it

        bench.app.looks = replace(bench.app.looks, bell=True)
        await bench.put(entry(21, NOW))
        assert rung == []
        for number in range(22, 25):
            await bench.put(urgent(number))
        assert len(rung) == 1
        bench.clock.at += 10
        await bench.put(urgent(25))
        assert len(rung) == 2


def test_messages_that_do_not_fit_are_left_out_from_the_end() -> None:
    widget = Toasts()
    said = [("first", Role.BAD), ("second", Role.WARN), ("third", Role.GOOD)]
    room, cursor = Region(0, 2, 40, 4), Region(0, 4, 40, 2)

    assert not widget.show(said, room, cursor)
    assert "second" in widget.said
    assert "third" not in widget.said
    assert not widget.show(said, room, room)
    assert widget.said == ""


def test_strangers_text_is_no_markup() -> None:
    widget = Toasts()
    widget.show([("[b]bold[/b] @[red]", Role.WARN)], Region(0, 2, 80, 20), None)

    assert "[b]bold[/b] @[red]" in widget.said


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(60, 14), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("key", ["z", "enter", "I"])
async def test_it_never_covers_what_is_read_on_another_screen(
    tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    long = entry(9, NOW, "Words and more words of one post. " * 8)
    async with console(tmp_path, [*some(), long], size=size) as bench:
        await bench.pilot.press(key)
        await bench.until(lambda: bench.app.screen is not bench.app.main)
        await bench.until(lambda: bench.app.screen.query_one(Sheet).text)
        await bench.put(urgent(40))
        await bench.pilot.pause()
        sheet, shown = bench.app.screen.query_one(Sheet), toasts(bench)

        assert not shown.display or not shown.region.overlaps(sheet.written())
        assert not shown.display or shown.region.right < size[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_in_the_log_it_leaves_the_decision_under_the_cursor_in_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, some(), size=size) as bench:
        await bench.pilot.press("5")
        await bench.until(lambda: isinstance(bench.app.screen, LogScreen))
        await bench.pilot.pause()
        await come_up(bench)
        detail = bench.app.screen.query_one("#detail-0").region

        assert toasts(bench).display
        assert toasts(bench).region.bottom < detail.y  # the border is between them


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_it_leaves_the_border_of_its_pane_whole(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, some(30), size=size) as bench:
        await come_up(bench, 40)
        panes = bench.app.main.query_one("#panes")

        def inside() -> bool:
            shown = toasts(bench)
            return shown.display and panes.region.shrink((1, 1, 1, 0)).contains_region(
                shown.region
            )

        await bench.until(inside)
        await bench.pilot.press("slash")  # another row below the panes
        await bench.until(lambda: panes.region.bottom < size[1] - 3)
        await bench.until(inside)
