"""The console's link to its hub, its ends and its edges: leaving, palette, sizes."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import StopHub
from standup_tui.ui.console.over.confirm import Confirm
from standup_tui.ui.console.screens.log_screen import LogScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import console, some
from ui.fake_hub import NOW, RAJ
from ui.invented import a_day, entry, series

# The link to the hub.


async def test_without_a_hub_acts_are_kept_and_confirmed_when_it_is_back(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.hub.stop()
        await bench.until(lambda: bench.app.board.lost)
        assert "NO HUB" in bench.bar("state")
        assert "Trying again" in bench.bar("state")

        await bench.pilot.press("a")
        await bench.until(lambda: "1 act not yet confirmed" in bench.bar("state"))
        await bench.hub.start()
        await bench.until(lambda: not bench.app.board.mine.pending)

        assert bench.decisions() == [("approve", "8")]
        assert not bench.app.board.lost


async def test_nothing_goes_out_in_public_without_a_hub(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        await bench.hub.stop()
        await bench.until(lambda: bench.app.board.lost)

        await bench.pilot.press("r", "y")

        assert "nothing is sent" in bench.said
        assert bench.app.board.mine.pending == {}
        await bench.hub.start()


@pytest.mark.parametrize("refused", ["a", "escape"])
async def test_nothing_goes_out_in_public_when_the_hub_goes_while_it_is_asked(
    tmp_path: Path, refused: str
) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        for answer in ("y", refused):
            await bench.pilot.press("r")
            await bench.until(lambda: isinstance(bench.app.screen, Confirm))
            await bench.hub.stop()
            await bench.until(lambda: bench.app.board.lost)
            await bench.pilot.press(answer)
            await bench.until(lambda: bench.app.screen is bench.app.main)

            assert bench.app.board.mine.pending == {}
            await bench.hub.start()
            await bench.until(lambda: not bench.app.board.lost)
        assert bench.decisions() == []


async def test_a_narrow_line_says_first_what_is_not_confirmed(tmp_path: Path) -> None:
    async with console(tmp_path, some(), size=(60, 24)) as bench:
        await bench.hub.stop()
        await bench.until(lambda: bench.app.board.lost)
        await bench.pilot.press("a")
        await bench.until(lambda: "1 act not yet confirmed. Trying" in bench.bar("state"))

        assert bench.bar("state").endswith("…")
        assert len(bench.bar("state")) <= 60
        await bench.hub.start()
        await bench.until(lambda: not bench.app.board.mine.pending)


async def test_the_log_says_that_nobody_can_be_asked(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.hub.stop()
        await bench.until(lambda: bench.app.board.lost)
        await bench.pilot.press("5")
        await bench.until(lambda: isinstance(bench.app.screen, LogScreen))
        screen = bench.app.screen
        assert isinstance(screen, LogScreen)

        await bench.until(lambda: screen.list.empty == "There is no hub to ask.")
        assert screen.list.border_title == "5 Log"
        await bench.hub.start()
        await bench.until(lambda: screen.list.empty == "Nothing was decided yet.")


async def test_a_late_answer_is_called_not_yet_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standup_tui.ui.console.app.LATE", 0.02)
    async with console(tmp_path, some()) as bench:
        bench.hub.deaf = True

        await bench.pilot.press("h")

        await bench.until(lambda: "Not yet confirmed: hide @" in bench.said)


async def test_quitting_asks_once(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("q", "n")
        assert bench.app.screen is bench.app.main
        assert bench.app.is_running
        await bench.pilot.press("q")
        assert "stops the hub" not in bench.bar("answers")
        await bench.pilot.press("y")
        assert bench.app.return_value == 0


async def test_a_console_that_started_the_hub_offers_to_stop_it(tmp_path: Path) -> None:
    async with console(tmp_path, some(), background=True) as bench:
        await bench.pilot.press("q")
        assert "stops the hub" in bench.bar("answers")
        await bench.pilot.press("s")
        await bench.until(lambda: StopHub() in bench.hub.heard)
        assert bench.app.return_value == 0


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c", "ctrl+s", "ctrl+z"])
async def test_keys_of_the_terminal_do_nothing(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press(key)

        assert bench.app.is_running
        assert bench.hub.commands == []


# Help, palette, people.


async def test_the_palette_does_what_is_chosen_by_name(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press(":", *"hid", "enter")
        await bench.until(bench.decisions)

        assert bench.decisions() == [("hide", "8")]


async def test_the_palette_greys_what_is_impossible_and_steps_over_it(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press(":", "down", "up", "down", "enter")
        await bench.until(bench.decisions)

        assert bench.decisions() == [("hide", "8")]


async def test_moving_by_pages_and_to_the_ends(tmp_path: Path) -> None:
    async with console(tmp_path, series(60, NOW)) as bench:
        await bench.pilot.press("pagedown")
        assert int(bench.cursor) < 58
        await bench.pilot.press("G")
        assert bench.cursor == "1"
        await bench.pilot.press("pageup", "g")
        assert bench.cursor == "60"


async def test_a_click_selects_and_a_double_click_opens(tmp_path: Path) -> None:
    async with console(tmp_path, a_day(NOW, RAJ)) as bench:
        flagged_pane = bench.app.main.feeds[1]
        await bench.pilot.click(flagged_pane, offset=(5, 2))
        assert bench.feed is flagged_pane
        await bench.pilot.click(flagged_pane, offset=(5, 2), times=2)
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))


async def test_the_help_names_every_key(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("?")
        text = bench.app.screen.query_one(Sheet).text

        assert "r then y" in text
        assert "waiting for a decision" in text
        await bench.pilot.press("?")
        assert bench.app.screen is bench.app.main


async def test_a_post_that_somebody_has_open_carries_their_initials(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        you, raj = bench.hub.people
        bench.hub.people = (you, replace(raj, opened=entry(7, NOW).post.id))
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: "R reads it" in bench.frame())

        assert "asha (you), raj" in bench.bar("state")


async def test_the_countdown_of_a_retweet_runs(tmp_path: Path) -> None:
    act = PublicAct(1, Verb.RETWEET, entry(1, NOW).post.id, Stage.DUE, NOW + timedelta(seconds=8),
                    "asha")  # fmt: skip
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN, act=act)]) as bench:
        assert "retweet in 8 s" in bench.frame()
        assert "1 retweet in 8 s (u stops)" in bench.bar("state")
        bench.hub.now = lambda: NOW + timedelta(seconds=3)
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: "retweet in 5 s" in bench.frame())


# Sizes.


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(20, 5), (59, 11), (80, 24), (120, 36), (200, 60), (3, 2)])
async def test_every_size_shows_posts_and_takes_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, a_day(NOW, RAJ), size=size) as bench:
        await bench.press("j", "a", "enter")
        await bench.pilot.press("escape", "?", "escape", ":", "escape")
        await bench.pilot.resize_terminal(120, 36)
        await bench.pilot.pause()

        assert len(bench.decisions()) == 1
        assert "SIMULATED" in bench.bar("top")


@pytest.mark.parametrize("size", [(20, 5), (59, 11), (80, 24)])
async def test_what_is_simulated_says_so_at_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, some(), size=size) as bench:
        top = bench.app.screen.query_one("#top").render_line(0).text

        assert "SIMULATED" in top[: size[0]]
