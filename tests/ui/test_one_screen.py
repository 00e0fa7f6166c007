"""One undecided post at a time, and the way to the next one from the panes."""

from datetime import timedelta
from pathlib import Path

import pytest

from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId, Reference, ReferenceKind
from standup_tui.model.text import clean
from standup_tui.protocol.messages import Open, Presence
from standup_tui.ui.console.screens.one_screen import OneScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.sheets.one_sheet import nothing_waits, one_sheet
from standup_tui.ui.console.state.undecided import Undecided
from standup_tui.ui.widgets.ink import text_of, width_of
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, by_raj, console, some
from ui.fake_hub import NOW
from ui.invented import POSTCODE, entry, flagged


def shown(bench: Bench) -> str:
    """The number of the post that has the screen for itself."""
    screen = bench.app.screen
    assert isinstance(screen, OneScreen)
    subject = screen.subject()
    return subject.post.id.removeprefix("x:") if subject else ""


def text(bench: Bench) -> str:
    return bench.app.screen.query_one(Sheet).text


async def test_the_most_urgent_comes_first_and_a_decision_brings_the_next(tmp_path: Path) -> None:
    async with console(tmp_path, [*some(3), flagged(50, NOW)]) as bench:
        await bench.pilot.press("z")
        assert shown(bench) == "50"
        assert "4 left  1 flagged, 3 waiting" in text(bench)
        assert "a full postcode: WV9 4HX" in text(bench)
        await bench.press("h", "a", "a")

        assert bench.decisions() == [("hide", "50"), ("approve", "1"), ("approve", "2")]
        assert shown(bench) == "3"
        await bench.until(lambda: "1 left  0 flagged, 1 waiting" in text(bench))


async def test_what_is_skipped_comes_again_at_the_end_and_k_goes_back(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.pilot.press("z", "j")
        assert shown(bench) == "2"
        await bench.pilot.press("k")
        assert shown(bench) == "1"
        await bench.pilot.press("j", "j", "j")
        assert shown(bench) == "1"
        assert "That was the last" in bench.said
        await bench.press("j", "a", "a", "a")
        assert bench.decisions() == [("approve", "2"), ("approve", "3"), ("approve", "1")]
        await bench.until(lambda: "Nothing waits" in text(bench))
        await bench.pilot.press("k")
        assert "none before" in bench.said


async def test_a_more_urgent_arrival_does_not_take_the_place_of_the_post(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.pilot.press("z")
        await bench.put(flagged(50, NOW))
        assert shown(bench) == "1"
        assert "4 left  1 flagged" in text(bench)
        await bench.press("a")

        assert bench.decisions() == [("approve", "1")]
        assert shown(bench) == "50"


async def test_a_rivals_decision_stays_in_sight_until_a_key_and_acts_wait(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.pilot.press("z")
        await bench.put(by_raj(bench.hub, 1, Verb.HIDE, Status.HIDDEN))
        assert shown(bench) == "1"
        assert "raj hid @" in bench.said
        await bench.press("a")
        assert bench.decisions() == []
        assert "changed just now" in bench.said
        assert shown(bench) == "1"

        await bench.pilot.press("j")
        assert shown(bench) == "2"
        bench.clock.at += 0.31
        await bench.press("a")
        assert bench.decisions() == [("approve", "2")]


async def test_what_happens_to_the_row_under_the_panes_cursor_does_not_matter_here(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.pilot.press("z")
        await bench.put(by_raj(bench.hub, 3, Verb.HIDE, Status.HIDDEN))
        await bench.press("a")

        assert bench.decisions() == [("approve", "1")]


async def test_an_empty_queue_says_so_and_takes_what_comes(tmp_path: Path) -> None:
    async with console(tmp_path) as bench:
        await bench.pilot.press("z")
        assert "Nothing waits" in text(bench)
        await bench.press("a")
        assert "Nothing waits for a decision" in bench.said
        await bench.put(entry(5, NOW))
        assert shown(bench) == "5"

        await bench.press("a")
        assert bench.decisions() == []
        bench.clock.at += 0.31
        await bench.press("a")
        assert bench.decisions() == [("approve", "5")]


async def test_an_undo_brings_its_post_back_onto_the_screen(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.press("z", "w")
        assert shown(bench) == "2"
        await bench.pilot.press("u")
        await bench.until(lambda: shown(bench) == "1")

        bench.clock.at += 0.31
        await bench.press("a", "a")
        assert bench.decisions()[1:] == [("approve", "1"), ("approve", "2")]


async def test_an_undo_brings_nothing_under_the_fingers_of_who_went_on(tmp_path: Path) -> None:
    async with console(tmp_path, some(4)) as bench:
        await bench.press("z", "w")
        bench.hub.waiting = []
        await bench.pilot.press("u", "j")
        assert shown(bench) == "3"
        bench.hub.waiting.pop()()
        await bench.until(lambda: "undid" in bench.said)
        await bench.pilot.pause()

        assert shown(bench) == "3"


async def test_the_others_see_what_is_open_here(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.pilot.press("z", "j")
        await bench.until(lambda: Open(entry(2, NOW).post.id) in bench.hub.heard)
        await bench.pilot.press("enter", "escape", "escape")
        await bench.until(lambda: bench.hub.heard[-1] == Open(None))

        assert bench.app.board.opened is None


async def test_two_people_side_by_side_get_different_posts(tmp_path: Path) -> None:
    async with console(tmp_path, some(2)) as bench:
        raj = Presence("raj", "R", opened=entry(1, NOW).post.id)
        bench.hub.people = (Presence("asha", "A"), raj)
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: bench.app.board.readers(entry(1, NOW).post.id))
        await bench.pilot.press("z")
        assert shown(bench) == "2"
        await bench.press("a")

        assert shown(bench) == "1"
        assert "R reads it" in text(bench)


async def test_the_strip_of_reasons_is_offered_here_too(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.press("z", "h", "1")

        assert bench.decisions() == [("hide", "1"), ("give a reason", "1")]
        assert shown(bench) == "2"


async def test_the_post_can_be_opened_and_one_comes_back_to_it(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.pilot.press("z", "enter")
        assert isinstance(bench.app.screen, PostScreen)
        await bench.pilot.press("escape")
        assert shown(bench) == "1"
        await bench.pilot.press("z")
        assert len(bench.app.screen_stack) == 1


async def test_a_long_post_scrolls_to_its_end(tmp_path: Path) -> None:
    long = entry(9, NOW, "word " * 400 + "the end")
    async with console(tmp_path, [long], size=(40, 12)) as bench:
        await bench.pilot.press("z", *["pagedown"] * 12)
        sheet = bench.app.screen.query_one(Sheet)

        assert sheet.scroll_offset.y == sheet.max_scroll_y > 0
        await bench.pilot.press("pageup")
        assert sheet.scroll_offset.y < sheet.max_scroll_y


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (120, 36), (200, 60)])
async def test_it_fits_every_size_in_a_column_in_the_middle(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with console(tmp_path, [flagged(50, NOW)], size=size) as bench:
        await bench.pilot.press("z")
        await bench.pilot.pause()
        lines = text(bench).splitlines()

        assert "1 left" in "\n".join(lines)
        assert max(map(len, lines)) <= size[0]
        body = [line for line in lines if line.strip()]
        assert max(len(line.strip()) for line in body) <= 80
        said = "".join("".join(line.split()) for line in body)
        assert "".join(POSTCODE.split()) in said


@pytest.mark.uncounted
@pytest.mark.parametrize("width", range(16, 130, 7))
async def test_no_line_is_wider_than_its_screen(width: int, tmp_path: Path) -> None:
    async with console(tmp_path, [flagged(50, NOW)], size=(80, 12)) as bench:
        board = bench.app.board
        post = board.entries[flagged(50, NOW).post.id]
        lines = one_sheet(post, board, Undecided(3, 9), width, 20)

        assert max(map(width_of, [*lines, *nothing_waits(width, 20)])) <= width
        assert any("12 left" in text_of(line) for line in lines)


# From the panes: the next that waits.


async def test_n_offers_the_pane_that_has_undecided_posts_and_again_goes_there(
    tmp_path: Path,
) -> None:
    day = [entry(n, NOW + timedelta(seconds=n), status=Status.SHOWN) for n in range(1, 4)]
    async with console(tmp_path, [*day, flagged(50, NOW)]) as bench:
        await bench.pilot.press("n")
        assert "1 in Flagged, n goes there" in bench.said
        assert bench.feed.number == 1
        await bench.pilot.press("n")

        assert (bench.feed.number, bench.cursor) == (2, "50")
        await bench.press("a")
        await bench.until(lambda: not len(bench.feed.timeline))
        await bench.pilot.press("n")
        assert "No other post waits for a decision" in bench.said


async def test_n_says_that_new_posts_came(tmp_path: Path) -> None:
    day = [entry(n, NOW + timedelta(seconds=n), status=Status.SHOWN) for n in range(1, 4)]
    async with console(tmp_path, day) as bench:
        await bench.pilot.press("j")
        await bench.put(entry(9, NOW + timedelta(seconds=9)))
        await bench.pilot.press("n")

        assert "1 new: . takes them in" in bench.said


async def test_every_post_begins_in_the_same_row_unless_it_needs_nearly_all(
    tmp_path: Path,
) -> None:
    short, long = entry(1, NOW, "Short."), entry(2, NOW, "Words and more words. " * 30)
    async with console(tmp_path, [short, long, flagged(50, NOW)]) as bench:
        board = bench.app.board
        for height in (12, 20, 32, 56):
            sheets = [one_sheet(one, board, Undecided(1, 2), 100, height)
                      for one in (short, long, flagged(50, NOW))]  # fmt: skip
            begins = [next(at for at, line in enumerate(sheet) if "left" in text_of(line))
                      for sheet in sheets]  # fmt: skip
            room = height - max(map(len, sheets)) >= 0
            assert len(set(begins)) == 1 or not room, height


async def test_a_reply_is_told_as_one(tmp_path: Path) -> None:
    to = Reference(ReferenceKind.REPLY, PostId("x:9"), None, clean("the other one"))
    async with console(tmp_path, [entry(1, NOW, references=(to,))]) as bench:
        await bench.pilot.press("z")

        assert "Reply to another post" in text(bench)


async def test_large_j_and_k_go_on_and_back_too(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.pilot.press("z", "J")
        assert shown(bench) == "2"
        await bench.pilot.press("K")
        assert shown(bench) == "1"
