"""The log of all decisions: read, followed, searched, opened."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from standup_tui.model.entry import Changes, Decision, Entry, Moderator, gone
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import AskLog
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.log_screen import LogScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from ui.console_kit import Bench, by_raj, console, some
from ui.fake_hub import ASHA, NOW, PAGE, RAJ
from ui.invented import entry


def past(posts: list[Entry], by: Moderator = RAJ) -> list[tuple[Decision, Entry]]:
    return [
        (Decision(n, Verb.APPROVE, by, NOW, "waiting", "shown", one.post.id, f"because {n}"), one)
        for n, one in enumerate(posts, 1)
    ]


async def opened(bench: Bench) -> LogScreen:
    await bench.pilot.press("5")
    await bench.until(lambda: isinstance(bench.app.screen, LogScreen))
    screen = bench.app.screen
    assert isinstance(screen, LogScreen)
    await bench.until(lambda: screen.book.answered)
    await bench.pilot.pause()
    return screen


def rows(screen: LogScreen) -> list[str]:
    return [
        screen.list.render_line(y).text.rstrip()
        for y in range(screen.list.size.height)
        if screen.list.render_line(y).text.strip()
    ]


async def test_it_says_who_did_what_to_whom_and_why_the_newest_first(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        declared = Moderator("kim", "desk", declared=True)
        bench.hub.decisions.log = [*past(some(2)), *past(some(1), declared)]
        bench.hub.decisions.log[2] = (
            replace(bench.hub.decisions.log[2][0], seq=3),
            bench.hub.decisions.log[2][1],
        )
        screen = await opened(bench)

        assert len(screen.book) == 3
        assert "kim (says so)" in rows(screen)[0]
        assert "approved" in rows(screen)[1]
        assert "@rajsw" in rows(screen)[2]
        assert "because 1" in rows(screen)[2]
        assert "waiting → shown" in bench.bar("detail-0")


async def test_what_is_decided_meanwhile_comes_on_top_and_moves_nothing(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.hub.decisions.log = past(some(5))
        screen = await opened(bench)
        await bench.pilot.press("j", "j")
        reading = screen.book.lines[screen.list.at]
        at = screen.list.at - screen.list.first
        one = by_raj(bench.hub, 8, Verb.HIDE, Status.HIDDEN)
        assert one.last is not None
        bench.hub.decisions.log.append((replace(one.last, seq=100), one))
        await bench.put(replace(one, last=replace(one.last, seq=100)))
        await bench.until(lambda: len(screen.book) == 6)

        assert screen.book.lines[screen.list.at] == reading
        assert screen.list.at - screen.list.first in (at, at + 1)  # all of it is in sight
        await bench.pilot.press("g")
        assert screen.list.at == 0


async def test_older_decisions_are_asked_for_as_one_goes_down(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.hub.decisions.log = past(some(8) * 15)
        screen = await opened(bench)
        assert len(screen.book) == PAGE
        await bench.pilot.press("G")
        await bench.until(lambda: len(screen.book) == 2 * PAGE)
        await bench.pilot.press("G")
        await bench.until(lambda: len(screen.book) == 120)

        assert [it.decision.seq for it in screen.book.lines] == list(range(120, 0, -1))
        assert not screen.book.more


async def test_it_is_searched_through_the_hub(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.hub.decisions.log = [*past(some(3)), *past(some(2), ASHA)]
        screen = await opened(bench)
        await bench.pilot.press("slash", *"asha")
        await bench.until(lambda: screen.book.words == "asha" and screen.book.answered)
        assert AskLog("asha") in bench.hub.heard
        assert len(screen.book) == 2
        await bench.pilot.press("enter", "j", "escape")
        await bench.until(lambda: len(screen.book) == 5)
        await bench.pilot.press("escape")
        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))


async def test_enter_opens_the_post_hidden_ones_too(tmp_path: Path) -> None:
    hidden = entry(20, NOW, "hidden one", status=Status.HIDDEN)
    async with console(tmp_path, [*some(), hidden]) as bench:
        bench.hub.decisions.log = past([hidden])
        await opened(bench)
        await bench.pilot.press("enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        await bench.pilot.press("escape")
        await bench.until(lambda: isinstance(bench.app.screen, LogScreen))


async def test_of_a_post_that_is_gone_nothing_is_said_any_more(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        one = entry(3, NOW, "an awful address")
        bench.hub.decisions.log = past([one])
        screen = await opened(bench)
        assert "an awful address" in rows(screen)[0]
        board = bench.app.board
        board.entries.put(gone(board.entries[one.post.id], Changes(99)))
        screen.renew()

        assert "awful" not in "".join(rows(screen))
        assert one.post.author.handle not in "".join(rows(screen))
        assert "a post that is gone" in bench.bar("detail-0")


async def test_where_nothing_was_decided_that_is_said(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        screen = await opened(bench)

        assert "Nothing was decided yet." in "".join(rows(screen))
        await bench.pilot.press("enter")
        assert "about no post" in bench.said


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(200, 60), (80, 24), (60, 12), (20, 5)])
async def test_it_stands_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with console(tmp_path, some(), size) as bench:
        bench.hub.decisions.log = past(some(8) * 5)
        screen = await opened(bench)
        for _ in range(50):
            await bench.pilot.press("j")

        assert any("▌" in row for row in rows(screen))
        await bench.pilot.press("q")
        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))


async def test_a_muting_is_told_as_one_and_its_posts_as_hidden(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        one = some(1)[0]
        about = [
            Decision(1, Verb.MUTE, RAJ, NOW, "", "", reason="@asha_rowe_sw"),
            Decision(2, Verb.MUTE, RAJ, NOW, "waiting", "hidden", one.post.id),
            Decision(3, Verb.UNDO, RAJ, NOW, "", "", reason="@asha_rowe_sw"),
        ]
        bench.hub.decisions.log = [(decision, one) for decision in about]
        screen = await opened(bench)
        said = "\n".join(rows(screen))

        for words in ("muted an author", "hid  ", "took back a muting"):
            assert said.count(words) == 1
