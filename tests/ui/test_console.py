"""What a moderator presses, what the hub hears, and what the screen then says."""

import asyncio
import gc
from datetime import timedelta
from pathlib import Path
from time import process_time

import pytest
from msgspec.structs import replace
from textual.events import Paste, Resize

from standup_tui.model.command import Blank, Decide, Undo
from standup_tui.model.entry import Stage
from standup_tui.model.lifecycle import Status
from standup_tui.protocol.messages import Open
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import console, some
from ui.fake_hub import NOW, RAJ
from ui.invented import a_day, entry, flagged

# Acts.


async def test_approving_asks_the_hub_and_moves_on_to_the_next_post(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("a")

        assert bench.decisions() == [("approve", "8")]
        assert [Decide] == [type(command) for command in bench.settled()]
        assert bench.cursor == "7"
        assert bench.said == " ✓ approve: @asha_rowe_sw"
        await bench.until(lambda: "● " in bench.frame().splitlines()[1])


@pytest.mark.parametrize(
    ("key", "verb"), [("a", "approve"), ("h", "hide"), ("w", "hold"), ("f", "flag")]
)
async def test_every_decision_moves_on_at_once(tmp_path: Path, key: str, verb: str) -> None:
    async with console(tmp_path, some()) as bench:
        bench.hub.deaf = True

        await bench.pilot.press(key)

        assert bench.cursor == "7"
        bench.hub.deaf = False
        bench.app.board.mine.pending.clear()
    assert verb


async def test_a_row_is_dim_until_the_hub_has_answered(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.hub.deaf = True

        await bench.pilot.press("a")

        assert "…" in bench.frame().splitlines()[1]
        assert "○" not in bench.frame().splitlines()[1]


async def test_a_burst_of_keys_acts_on_each_post_in_turn(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("a", "a", "h", "a")

        assert bench.decisions() == [
            ("approve", "8"), ("approve", "7"), ("hide", "6"), ("approve", "5"),
        ]  # fmt: skip
        assert bench.cursor == "4"


async def test_a_pin_stays_on_its_post_and_the_key_takes_it_back(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        await bench.press("p")
        await bench.until(lambda: "◆" in bench.frame())
        await bench.press("p")

        assert bench.decisions() == [("pin", "1"), ("unpin", "1")]


async def test_an_impossible_act_says_why_and_sends_nothing(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("p")

        assert "approve it first" in bench.said
        assert bench.hub.commands == []


async def test_an_act_on_nothing_says_so(tmp_path: Path) -> None:
    async with console(tmp_path) as bench:
        await bench.press("a")

        assert "no post under the cursor" in bench.said
        assert "Waiting for the first post" in bench.frame()


async def test_undo_brings_the_post_back_and_does_not_wait(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("h")
        await bench.press("u")
        await bench.until(lambda: len(bench.feed.timeline) == 8)

        assert isinstance(bench.hub.commands[-1], Undo)
        assert (bench.cursor, bench.feed.timeline.waiting) == ("7", 0)
        assert "undid: hide" in bench.said


async def test_escalating_shows_whom_to_call_and_the_key_returns_it(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("e")

        assert "Duty manager: extension 4100" in bench.app.screen.query_one(Sheet).text
        await bench.pilot.press("escape")
        assert bench.decisions() == [("escalate", "8")]


# In public: two steps.


async def test_a_retweet_shows_what_goes_out_and_y_sends_it(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, "Well done all.", status=Status.SHOWN)]) as bench:
        await bench.press("r")
        shown = bench.app.screen.query_one(Sheet).text

        assert "Well done all." in shown
        assert "1,204 followers" in shown
        assert bench.hub.commands == []
        await bench.press("y")
        assert bench.decisions() == [("retweet", "1")]
        await bench.until(lambda: "retweet in 10 s" in bench.frame())


async def test_a_question_has_its_size_from_the_first_frame_on(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        await bench.press("r")
        sheet = bench.app.screen.query_one(Sheet)
        await bench.until(lambda: sheet.text)
        sizes = [it.size for it in bench.seen if isinstance(it, Resize)]

        # Nothing but the question's own parts is so wide.
        tallest = max(size.height for size in sizes if size.width == sheet.size.width)
        assert tallest == sheet.size.height


async def test_any_other_key_leaves_the_retweet_and_does_nothing_else(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        await bench.press("r", "h")

        assert bench.hub.commands == []
        assert bench.app.screen is bench.app.main
        assert "Nothing was sent" in bench.said


async def test_a_waiting_post_cannot_be_retweeted(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("r", "y")

        assert bench.hub.commands == []
        assert "only a shown post can be retweeted" in bench.said


async def test_switched_off_retweets_explain_themselves_and_can_be_tried(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        bench.app.board.about = replace(bench.app.board.about, retweets=False)

        await bench.press("r")

        shown = bench.app.screen.query_one(Sheet).text
        assert "switched off" in shown
        assert "dry run" in shown
        await bench.press("y")
        assert bench.decisions() == [("retweet", "1")]


async def test_undoing_a_sent_retweet_takes_a_second_key(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        await bench.press("r", "y")
        sent = bench.hub.entries[entry(1, NOW).post.id]
        assert sent.act is not None
        await bench.put(replace(sent, act=replace(sent.act, stage=Stage.DONE)))

        await bench.press("u")
        await bench.until(lambda: bench.app.screen is not bench.app.main)
        assert "public too" in bench.bar("question")
        await bench.press("y")
        await bench.until(lambda: len(bench.hub.commands) == 3)

        assert [one.confirmed for one in bench.hub.commands if isinstance(one, Undo)] == [
            False,
            True,
        ]


async def test_blanking_asks_nothing_and_bringing_back_asks_once(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("!")
        await bench.until(lambda: bench.app.board.wall.blank)
        assert "WALLS BLANK" in bench.bar("state")

        await bench.pilot.press("!", "x")
        assert len(bench.hub.commands) == 1
        await bench.pilot.press("!", "y")
        await bench.until(lambda: not bench.app.board.wall.blank)

        assert [one.blank for one in bench.hub.commands if isinstance(one, Blank)] == [True, False]


@pytest.mark.fault("D9")
async def test_pasted_text_is_never_a_key(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.app.post_message(Paste("aaaahhhh!rry"))
        await bench.until(lambda: "Pasted text" in bench.said)

        assert bench.hub.commands == []
        assert bench.cursor == "8"


async def test_losing_the_terminal_windows_focus_moves_nothing(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.app.app_focus = False
        await bench.put(entry(20, NOW))

        assert bench.cursor == "8"


async def test_the_next_undecided_post_is_found(tmp_path: Path) -> None:
    day = [entry(n, NOW + timedelta(seconds=n), status=Status.SHOWN) for n in range(1, 9)]
    day[2] = entry(3, NOW + timedelta(seconds=3))
    async with console(tmp_path, day) as bench:
        await bench.pilot.press("n")
        assert bench.cursor == "3"
        await bench.press("a", "n")
        assert "No other post" in bench.said


async def test_panes_are_reached_by_number_and_by_tab(tmp_path: Path) -> None:
    async with console(tmp_path, a_day(NOW, RAJ)) as bench:
        for keys, pane in ((["2"], "Flagged"), (["tab"], "Highlights"), (["right"], "Live"),
                           (["left"], "Highlights"), (["shift+tab", "1"], "Live")):  # fmt: skip
            await bench.pilot.press(*keys)
            assert bench.feed.timeline.pane == pane


# The opened post.


async def test_an_opened_post_shows_its_reasons_and_its_past(tmp_path: Path) -> None:
    async with console(tmp_path, [*some(), flagged(50, NOW)]) as bench:
        await bench.pilot.press("2", "enter")
        text = bench.app.screen.query_one(Sheet)
        await bench.until(lambda: "Decisions" in text.text)

        assert "personal data: a full postcode: WV9 4HX" in text.text
        assert "https://x.com/" in text.text
        assert Open(entry(50, NOW).post.id) in bench.hub.heard
        await bench.press("a")
        await bench.until(lambda: "asha approved it, flagged → shown" in text.text)
        await bench.pilot.press("q")
        assert bench.app.screen is bench.app.main
        await bench.until(lambda: Open(None) in bench.hub.heard)


async def test_a_post_of_24_000_lines_blocks_nothing_and_scrolls_to_its_end(
    tmp_path: Path,
) -> None:
    long = entry(9, NOW, "line\n" * 23_999 + "the end")
    async with console(tmp_path, some()) as bench:
        stalls = asyncio.create_task(longest_stall())
        await bench.put(long)
        await bench.pilot.press("1", "g", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.pilot.press("G")
        await bench.pilot.pause(0.2)
        sheet = bench.app.screen.query_one(Sheet)
        stalls.cancel()

        assert sheet.virtual_size.height > 24_000
        assert await stalls < 0.1


async def longest_stall() -> float:
    """Return the most the loop computed between two chances for others, until cancelled.

    In seconds of this process, so that a busy machine does not count; and without what the
    tests before left for the garbage collector to look at.
    """
    gc.collect()
    gc.freeze()
    longest, before = 0.0, process_time()
    try:
        while True:
            await asyncio.sleep(0.001)
            now = process_time()
            longest, before = max(longest, now - before), now
    except asyncio.CancelledError:
        return longest
    finally:
        gc.unfreeze()


async def test_the_pane_that_has_the_keys_has_the_thick_bar_whichever_was_in_sight_before(
    tmp_path: Path,
) -> None:
    held = entry(60, NOW, status=Status.HELD)
    async with console(tmp_path, [*some(), held, flagged(50, NOW)], size=(80, 24)) as bench:
        for keys in ("2", "4", "escape", "1", "tab", "4", "1"):
            await bench.press(keys)
            await bench.pilot.pause()
            assert "▌" in bench.frame(), keys
            assert "▏" not in bench.frame(), keys
