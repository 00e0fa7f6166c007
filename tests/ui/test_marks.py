"""Marked posts: what a mark is, and decisions that apply to all of them."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.containers import Vertical

from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.command import MOST_AT_ONCE, Decide, Many, Undo
from standup_tui.model.entry import Decision
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.ui.console.over.confirm import Confirm, Question
from standup_tui.ui.console.over.tagging_many import TagManyScreen
from standup_tui.ui.console.panes.marks import Marks, left_in_words, lost_in_words, plan
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, by_raj, console, some
from ui.fake_hub import NOW, RAJ
from ui.invented import entry, flagged, series


def many(bench: Bench) -> list[tuple[str, list[str]]]:
    """What the hub was asked to do to several posts."""
    return [
        (one.verb, [target.post.removeprefix("x:") for target in one.posts])
        for one in bench.hub.commands
        if isinstance(one, Many)
    ]


def marked(bench: Bench) -> list[str]:
    return [post.removeprefix("x:") for post in bench.app.main.marks]


async def answered(bench: Bench) -> None:
    """Wait until the hub has answered everything and its effects are drawn."""
    known, there = bench.app.board.entries, bench.hub.entries
    await bench.until(lambda: not bench.app.board.mine.unanswered)
    await bench.until(lambda: all(known[post].seq == one.seq for post, one in there.items()))
    await bench.pilot.pause()


# Marking.


async def test_v_marks_and_goes_on_and_a_row_says_so_without_colour(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "j", "v")

        assert marked(bench) == ["8", "6"]
        assert bench.cursor == "5"
        assert "○+" in bench.frame()
        assert "+ 2 marked" in bench.frame().splitlines()[0]
        assert "+ 2 marked" in bench.bar("state")
        await bench.pilot.press("k", "v")
        assert marked(bench) == ["8"]


async def test_a_range_goes_from_the_last_mark_to_the_cursor_in_either_direction(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("V")
        assert "Nothing is marked here yet" in bench.said
        await bench.pilot.press("j", "j", "v", "j", "V")
        assert sorted(marked(bench)) == ["4", "5", "6"]
        await bench.pilot.press("g", "V")
        assert sorted(marked(bench)) == ["4", "5", "6", "7", "8"]


async def test_escape_takes_all_marks_off(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "escape")

        assert marked(bench) == []
        assert "2 marks taken off" in bench.said
        assert "+" not in bench.frame().splitlines()[0]


async def test_marks_survive_arrivals_and_belong_to_their_pane(tmp_path: Path) -> None:
    async with console(tmp_path, [*some(), flagged(50, NOW)]) as bench:
        await bench.pilot.press("v", "v")
        await bench.put(entry(20, NOW), entry(21, NOW))
        assert marked(bench) == ["8", "7"]
        await bench.pilot.press("2")
        assert marked(bench) == []
        await bench.press("a")

        assert bench.decisions() == [("approve", "50")]
        await bench.pilot.press("1")
        assert marked(bench) == ["8", "7"]


async def test_a_marked_post_that_somebody_else_decides_on_is_unmarked_and_told(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "v")
        await bench.put(by_raj(bench.hub, 7, Verb.HIDE, Status.HIDDEN))

        assert marked(bench) == ["8", "6"]
        assert "raj hid @" in bench.said
        assert "no longer marked" in bench.said
        await bench.pilot.press("a")
        assert many(bench) == []
        assert "changed just now" in bench.said
        bench.clock.at += 0.31
        await bench.pilot.press("a")
        await answered(bench)
        assert many(bench) == [("approve", ["8", "6"])]


async def test_a_mark_goes_too_where_the_post_stays_in_the_pane(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v")
        await bench.put(by_raj(bench.hub, 8, Verb.APPROVE, Status.SHOWN))

        assert marked(bench) == ["7"]
        assert "raj approved @asha_rowe_sw: no longer marked" in bench.said


async def test_what_changes_without_a_decision_keeps_its_mark_and_its_new_revision(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v")
        old = bench.hub.entries[entry(8, NOW).post.id]
        last = Decision(99, Verb.TAG, RAJ, NOW, "waiting", "waiting")
        await bench.put(replace(old, standing=Standing(Status.WAITING, 2), last=last))
        await bench.pilot.press("a")
        await answered(bench)

        (command,) = [one for one in bench.hub.commands if isinstance(one, Many)]
        assert command.posts[0].revision == 2


async def test_while_a_pane_is_searched_only_marked_posts_that_match_are_decided_on(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "/", *"@rajsw", "enter")
        await bench.until(lambda: len(bench.feed.timeline) == 1)
        assert marked(bench) == []
        await bench.pilot.press("v")
        assert marked(bench) == ["1"]
        await bench.pilot.press("a")
        await answered(bench)
        assert many(bench) == [("approve", ["1"])]

        await bench.pilot.press("escape")
        await bench.until(lambda: marked(bench) == ["8", "7"])
        await bench.pilot.press("escape")
        assert marked(bench) == []


async def test_posts_that_are_held_are_marked_and_approved_in_their_own_pane(
    tmp_path: Path,
) -> None:
    held = [entry(n, NOW, status=Status.HELD) for n in (21, 22, 23)]
    async with console(tmp_path, [*some(), *held]) as bench:
        await bench.pilot.press("4", "v", "v", "a")
        await answered(bench)

        assert [len(posts) for _, posts in many(bench)] == [2]


# Deciding on all of them.


async def test_a_decision_applies_to_all_marked_and_the_cursor_goes_on(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "v", "k", "a")
        await answered(bench)

        assert many(bench) == [("approve", ["8", "7", "6"])]
        assert bench.decisions() == []
        assert bench.cursor == "5"
        assert marked(bench) == []
        assert "✓ approve: 3 posts" in bench.said


async def test_above_ten_it_asks_once(tmp_path: Path) -> None:
    async with console(tmp_path, series(14, NOW)) as bench:
        await bench.pilot.press("v", "G", "V", "h")
        assert isinstance(bench.app.screen, Question)
        assert "Hide 14 posts?" in bench.bar("question")
        await bench.pilot.press("n")
        assert many(bench) == []
        assert len(marked(bench)) == 14

        await bench.pilot.press("h", "y")
        await answered(bench)
        assert [len(posts) for _, posts in many(bench)] == [14]


async def test_hiding_several_gives_one_reason_for_all(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "h")
        assert "2 posts hidden" in bench.bar("say")
        await bench.pilot.press("1")
        await answered(bench)

        assert many(bench) == [("hide", ["8", "7"]), ("give a reason", ["8", "7"])]


async def test_one_undo_takes_all_of_it_back(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "w")
        await answered(bench)
        assert len(bench.feed.timeline) == 6
        await bench.pilot.press("u")
        await bench.until(lambda: len(bench.feed.timeline) == 8)

        assert isinstance(bench.hub.commands[-1], Undo)
        assert not bench.app.board.shaken


async def test_what_could_not_be_done_is_told_and_stays_marked(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("a")
        await bench.until(lambda: "●" in bench.frame())
        await bench.pilot.press("g", "v", "v", "a")
        await answered(bench)

        assert many(bench) == [("approve", ["7"])]
        assert marked(bench) == ["8"]
        assert "Not @asha_rowe_sw: it is shown already" in bench.said


async def test_a_post_that_a_rival_took_meanwhile_is_told_and_not_marked_again(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v")
        theirs = by_raj(bench.hub, 7, Verb.FLAG, Status.FLAGGED)
        bench.hub.entries[theirs.post.id] = theirs  # the push has not come yet
        await bench.pilot.press("a")
        await answered(bench)
        assert "raj was faster" in bench.said

        await bench.put(theirs)
        assert marked(bench) == []


def test_a_key_that_also_takes_back_does_so_only_where_all_have_it() -> None:
    shown = [entry(n, NOW, status=Status.SHOWN) for n in (1, 2)]
    pinned = entry(3, NOW, standing=Standing(Status.SHOWN, 2, pin=1))

    assert plan("pin", [pinned, *shown]).verb is Verb.PIN
    assert len(plan("pin", [pinned, *shown]).targets) == 2
    assert plan("pin", [pinned]).verb is Verb.UNPIN


async def test_escalating_several_shows_whom_to_call(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "e")
        await bench.until(lambda: isinstance(bench.app.screen, Confirm))

        assert "extension 4100" in bench.app.screen.query_one(Sheet).text
        await bench.pilot.press("escape")
        await answered(bench)
        assert many(bench) == [("escalate", ["8", "7"])]


async def test_all_marked_are_tagged_with_one_digit_and_again_takes_it_off(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("v", "v", "t")
        screen = bench.app.screen
        assert isinstance(screen, TagManyScreen)
        assert "2 marked posts count for" in str(screen.query_one(Vertical).border_title)
        await bench.pilot.press("1")
        await answered(bench)
        assert "all" in screen.query_one(Sheet).text
        await bench.pilot.press("1")
        await answered(bench)
        await bench.pilot.press("escape")

        assert many(bench) == [("tag", ["8", "7"]), ("untag", ["8", "7"])]
        assert marked(bench) == []


async def test_the_footer_greys_what_is_possible_for_none_of_the_marked(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        before = bench.bar("keys")
        await bench.pilot.press("v")
        assert bench.bar("keys") == before

        assert [one for one in bench.hub.commands if isinstance(one, Decide)] == []
        await bench.pilot.press("p")
        assert "approve it first" in bench.said


def test_no_more_are_marked_than_go_together() -> None:
    timeline = Timeline(Pane.LIVE)
    posts = series(MOST_AT_ONCE + 10, NOW)
    timeline.take(posts)
    marks = Marks(lambda: timeline)

    assert marks.add(posts) == MOST_AT_ONCE
    marks.switch(posts[-1])
    assert len(marks) == MOST_AT_ONCE
    assert posts[-1].post.id not in marks


def test_the_losses_of_several_marks_are_one_sentence() -> None:
    posts = [replace(one, last=Decision(1, Verb.HIDE, RAJ, NOW, "", "")) for one in some(3)]
    left = [(one.post.id, "it is gone") for one in posts]

    assert lost_in_words(posts).startswith("3 marks taken off, others changed the posts: raj hid")
    known = {one.post.id: one for one in posts}
    assert left_in_words(left, known).startswith("Not 3 of them: @rajsw: it is gone; and 2 more")


@pytest.mark.parametrize("size", [(60, 14), (80, 24), (100, 30), (120, 36), (200, 60)])
async def test_the_border_has_its_corners_whatever_it_has_to_say(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with console(tmp_path, some(8), size=size) as bench:
        await bench.pilot.press("v", "v", "j")
        await bench.put(*series(1_200, NOW, first=100, step=0))
        await bench.until(lambda: "1,200 new" in bench.frame())
        await bench.pilot.pause()
        top = bench.frame().splitlines()[0]

        assert top.startswith("╭")
        assert top.endswith("1,200 new ↑ ╮")
        assert "+1,200" not in top  # it is said once
        assert len(top) == bench.feed.size.width
