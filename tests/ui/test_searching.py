"""Searching a pane as one types, and everything through the hub."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.search import parse
from standup_tui.protocol.messages import Find, Open, Presence
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.screens.search_line import SearchLine
from standup_tui.ui.widgets.searched_feed import SearchedFeed
from ui.console_kit import Bench, console, some
from ui.fake_hub import NOW
from ui.invented import entry, flagged


def feed(bench: Bench) -> SearchedFeed:
    assert isinstance(bench.feed, SearchedFeed)
    return bench.feed


def shown(bench: Bench) -> list[str]:
    return [post.removeprefix("x:") for post in bench.feed.timeline.posts()]


async def typed(bench: Bench, text: str) -> None:
    """Type something, and wait until every post was looked at."""
    await bench.pilot.press(*({" ": "space", "@": "at", ":": "colon"}.get(c, c) for c in text))
    await bench.pilot.pause()
    if isinstance(bench.feed, SearchedFeed):
        await bench.until(lambda: not feed(bench).looking)


async def test_a_pane_shows_what_matches_as_one_types_and_says_how_many(tmp_path: Path) -> None:
    async with console(tmp_path, some(18)) as bench:
        await bench.pilot.press("slash")
        await typed(bench, "caseload")

        assert shown(bench) == ["10", "1"]
        assert "1 Live · 2 of 18 · search: caseload" in bench.frame()
        assert bench.decisions() == []  # c, a, s, e, l, o and d are no acts while one types


async def test_enter_keeps_the_filter_and_gives_the_keys_back(tmp_path: Path) -> None:
    async with console(tmp_path, some(18)) as bench:
        await bench.pilot.press("slash")
        await typed(bench, "caseload")
        await bench.press("enter", "a")

        assert bench.decisions() == [("approve", "10")]
        assert shown(bench) == ["10", "1"]
        assert bench.cursor == "1"
        await bench.press("escape")
        assert len(shown(bench)) == 18
        assert bench.cursor == "1"


async def test_escape_while_typing_brings_back_what_one_saw(tmp_path: Path) -> None:
    async with console(tmp_path, some(18)) as bench:
        await bench.press("j", "j", "j")
        was, before = bench.cursor, bench.frame()
        await bench.pilot.press("slash")
        await typed(bench, "caseload")
        assert bench.cursor != was
        await bench.press("escape")

        await bench.until(lambda: bench.frame() == before)  # once the line has made room
        assert bench.cursor == was


async def test_the_cursor_keeps_its_post_where_that_matches(tmp_path: Path) -> None:
    async with console(tmp_path, some(18)) as bench:
        while bench.cursor != "10":
            await bench.press("j")
        await bench.pilot.press("slash")
        await typed(bench, "caseload")

        assert bench.cursor == "10"


async def test_new_posts_that_match_wait_and_others_do_not_show(tmp_path: Path) -> None:
    async with console(tmp_path, some(18)) as bench:
        await bench.press("j")
        await bench.pilot.press("slash")
        await typed(bench, "caseload")
        await bench.press("enter", "j")
        await bench.put(entry(30, NOW, "my caseload grows"), entry(31, NOW, "something else"))

        assert shown(bench) == ["10", "1"]
        assert "1 new" in bench.frame()
        await bench.press(".")
        assert shown(bench) == ["30", "10", "1"]
        await bench.press("escape")
        assert "30" in shown(bench)
        assert bench.cursor == "30"


async def test_a_filter_is_of_one_pane(tmp_path: Path) -> None:
    async with console(tmp_path, [*some(9), flagged(50, NOW)]) as bench:
        await bench.pilot.press("slash")
        await typed(bench, "caseload")
        await bench.press("enter", "2")

        assert shown(bench) == ["50"]
        await bench.press("1")
        assert shown(bench) == ["1"]


async def test_where_nothing_matches_the_whole_day_is_offered(tmp_path: Path) -> None:
    async with console(tmp_path, some(9)) as bench:
        await bench.pilot.press("slash")
        await typed(bench, "xylophone")
        assert "No post in this pane matches" in bench.frame()
        await bench.press("enter")
        assert "F searches everything" in bench.said

        await bench.pilot.press("F")
        await bench.until(lambda: Find("xylophone") in bench.hub.heard)


async def test_an_unknown_key_is_explained(tmp_path: Path) -> None:
    async with console(tmp_path, some(9)) as bench:
        await bench.pilot.press("slash")
        await typed(bench, "caseload colour:red")

        assert "is not known here" in bench.said
        await bench.pilot.press(*["backspace"] * len(" colour:red"))
        await bench.until(lambda: not feed(bench).looking)
        assert shown(bench) == ["1"]


@pytest.mark.fault("D9")
async def test_pasted_text_is_searched_for_and_never_a_key(tmp_path: Path) -> None:
    async with console(tmp_path, some(9)) as bench:
        await bench.pilot.press("slash")
        line = bench.app.screen.query_one(SearchLine)
        line.insert_text_at_cursor("hahaha\x1b[31m")
        await bench.pilot.pause()

        assert bench.decisions() == []
        assert "\x1b" not in bench.frame()


async def everything(bench: Bench, words: str) -> None:
    await bench.pilot.press("F")
    await typed(bench, words)
    await bench.until(lambda: bench.app.main.found.words == words)
    await bench.pilot.pause()


async def test_everything_is_found_hidden_and_held_posts_too_and_can_be_decided_on(
    tmp_path: Path,
) -> None:
    posts = [
        *some(9),
        entry(20, NOW, "a caseload", status=Status.HIDDEN),
        entry(21, NOW, "that caseload", status=Status.HELD),
    ]
    async with console(tmp_path, posts) as bench:
        await everything(bench, "caseload")

        assert sorted(shown(bench)) == ["1", "20", "21"]
        await bench.press("enter")
        bench.feed.window.select(posts[-1].post.id)
        await bench.press("a")
        assert bench.decisions() == [("approve", "21")]
        await bench.press("enter")
        await bench.until(lambda: isinstance(bench.app.screen, PostScreen))
        assert any(isinstance(one, Open) for one in bench.hub.heard)
        await bench.press("escape", "escape")
        assert isinstance(bench.app.screen, MainScreen)
        assert bench.feed is bench.app.main.feeds[0]


async def test_what_arrives_and_matches_waits_in_what_was_found(tmp_path: Path) -> None:
    async with console(tmp_path, some(9)) as bench:
        await everything(bench, "caseload")
        await bench.press("enter", "j")
        await bench.put(entry(30, NOW, "my caseload grows"), entry(31, NOW, "something else"))

        assert "1 new" in bench.frame()


async def test_more_than_come_along_are_counted(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(n, NOW, "day") for n in range(40)]) as bench:
        await everything(bench, "day")

        assert "the newest 20 of 40" in bench.frame()


async def test_an_answer_that_comes_too_late_is_not_shown(tmp_path: Path) -> None:
    async with console(tmp_path, some(9)) as bench:
        await everything(bench, "caseload")
        late = bench.hub._find("court")
        bench.hub.push(late)
        await bench.put(entry(40, NOW))

        assert bench.app.main.found.words == "caseload"


async def test_without_a_hub_that_is_said(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.hub.stop()
        await bench.until(lambda: bench.app.board.lost)
        await bench.pilot.press("F")
        await typed(bench, "caseload")
        await bench.pilot.press("enter")

        assert "there is no hub" in bench.said


async def test_held_posts_stand_alone_escalated_first_and_every_act_works(tmp_path: Path) -> None:
    posts = [
        *some(3),
        entry(20, NOW, "first", status=Status.HELD),
        entry(21, NOW, "second", standing=Standing(Status.HELD, escalated=True)),
    ]
    async with console(tmp_path, posts) as bench:
        await bench.press("4")

        assert shown(bench) == ["21", "20"]
        assert bench.feed.size.width > 110
        await bench.press("j", "a")
        assert bench.decisions() == [("approve", "20")]
        await bench.until(lambda: shown(bench) == ["21"])
        await bench.press("e")
        await bench.until(lambda: bench.decisions()[-1] == ("return", "21"))


@pytest.mark.parametrize("key", ["tab", "left", "escape", "q", "2"])
async def test_held_leads_back_to_the_panes(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.press("2", "4")
        assert "Nothing is held" in bench.frame()
        await bench.press(key)

        assert bench.feed is bench.app.main.feeds[1]
        assert bench.app.main.feeds[0].size.width > 10


async def test_what_is_held_elsewhere_shows_there_at_once(tmp_path: Path) -> None:
    async with console(tmp_path, some(3)) as bench:
        await bench.press("4")
        held = replace(bench.hub.entries[entry(2, NOW).post.id], standing=Standing(Status.HELD, 2))
        await bench.put(held)

        assert shown(bench) == ["2"]


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(120, 36), (80, 24), (200, 60), (50, 12), (20, 5)])
async def test_it_can_be_searched_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with console(tmp_path, some(18), size) as bench:
        await bench.pilot.press("slash")
        await typed(bench, "caseload")
        await bench.press("enter")
        assert shown(bench) == ["10", "1"]
        await bench.press("4", "5")
        await bench.pilot.pause()
        await bench.press("escape", "F", "escape", "escape")
        assert bench.app.is_running


async def test_no_key_waits_while_many_posts_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standup_tui.ui.widgets.searched_feed._SLICE", 0.0)
    async with console(tmp_path, some(3)) as bench:
        many = [entry(n, NOW, f"word{n} caseload") for n in range(100, 600)]
        bench.app.board.take(many)
        bench.app.board.timelines[bench.feed.timeline.pane].take(many)
        feed(bench).search("word500", parse("word500"))
        assert feed(bench).looking  # it gave way before it was through
        await bench.press("down")
        await bench.until(lambda: not feed(bench).looking)

        assert shown(bench) == ["500"]
        assert bench.cursor == "500"


async def test_who_has_a_found_post_open_is_seen_by_the_others(tmp_path: Path) -> None:
    async with console(tmp_path, some(9)) as bench:
        await everything(bench, "caseload")
        post = bench.feed.timeline.at(0)
        bench.hub.people = (Presence("asha", "A"), Presence("raj", "R", opened=post))
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: bench.app.board.readers(post) == "R")
        await bench.pilot.pause()

        assert " R " in bench.frame()
