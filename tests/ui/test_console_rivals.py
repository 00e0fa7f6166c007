"""What others do meanwhile: arrivals, deletions, rivals; and nothing moves under the cursor."""

from datetime import timedelta
from pathlib import Path

from standup_tui.model.entry import Changes
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import Changed
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.widgets.bars import Notice
from standup_tui.ui.widgets.ink import text_of
from ui.console_kit import by_raj, console, some
from ui.fake_hub import NOW
from ui.invented import entry, series

# Nothing moves under the cursor.


async def test_new_posts_wait_once_the_cursor_has_moved(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("j")
        await bench.put(entry(20, NOW), entry(21, NOW + timedelta(seconds=1)))

        assert bench.cursor == "7"
        assert "2 new ↑" in bench.frame().splitlines()[0]
        await bench.pilot.press(".")
        assert bench.cursor == "21"
        assert "new ↑" not in bench.frame()


async def test_a_late_console_begins_at_the_newest_post(tmp_path: Path) -> None:
    async with console(tmp_path, series(120, NOW)) as bench:
        assert bench.cursor == "120"
        assert bench.feed.timeline.waiting == 0

        await bench.put(*(entry(n, NOW + timedelta(seconds=n)) for n in range(121, 150)))
        assert bench.cursor == ""
        assert bench.feed.timeline.waiting == 0

        await bench.press("a")
        assert "j chooses the newest" in bench.said
        assert bench.decisions() == []

        await bench.press("j")
        await bench.put(entry(200, NOW + timedelta(seconds=200)))
        assert bench.cursor == "149"
        assert bench.feed.timeline.waiting == 1


async def test_a_stopped_source_says_why_in_full_and_gives_its_rows_back(tmp_path: Path) -> None:
    why = "There is no bearer token for X. " + "Put it into the environment of the hub. " * 4
    async with console(tmp_path, some()) as bench:
        height = bench.feed.size.height
        bench.hub.health = Health(Liveness.STOPPED, NOW, why=why)
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: bench.app.main.query_one(Notice).size.height > 1)

        assert bench.app.main.query_one(Notice).said.endswith(why)
        assert bench.feed.size.height < height

        bench.hub.health = Health(Liveness.LIVE, NOW)
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: bench.feed.size.height == height)


async def test_a_post_deleted_at_its_source_leaves_every_pane_and_its_text(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("j")
        post = bench.app.main.subject()
        assert post is not None
        words = post.post.text.split()[0]
        assert words in bench.frame()

        bench.hub.push(Changed(Changes(seq=post.seq + 1000, removed=(post.post.id,))))
        await bench.until(lambda: words not in bench.frame())

        assert post.post.id not in bench.feed.timeline
        assert bench.cursor != post.post.id
        assert bench.app.board.entries[post.post.id].post.text == ""


async def test_an_opened_post_that_is_deleted_loses_its_words(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("j", "enter")
        await bench.until(lambda: bench.hub.heard)
        screen = bench.app.screen
        assert isinstance(screen, PostScreen)
        post = screen.subject().post

        bench.hub.push(Changed(Changes(seq=9_999_999, removed=(post.id,))))
        await bench.until(lambda: screen.subject().post.text == "")

        said = " ".join(text_of(line) for line in screen._lines(100))
        assert "it was deleted at its source" in said
        assert post.text.split()[0] not in said


async def test_the_palette_acts_on_the_post_it_was_opened_over(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("j", ":")
        await bench.put(by_raj(bench.hub, 7, Verb.HIDE, Status.HIDDEN))
        bench.clock.at += 1
        await bench.pilot.press(*"hid", "enter")
        await bench.until(lambda: "another one now" in bench.said)

        assert bench.decisions() == []


async def test_an_opened_post_that_a_rival_changes_waits_too(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("enter")
        await bench.put(by_raj(bench.hub, 8, Verb.HIDE, Status.HIDDEN))
        assert "raj hid @" in bench.said

        await bench.press("w")
        assert bench.decisions() == []


async def test_acts_wait_a_moment_when_somebody_else_took_the_post_away(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("j")
        await bench.put(by_raj(bench.hub, 7, Verb.HIDE, Status.HIDDEN))
        assert "raj hid" in bench.said

        await bench.press("a", "j")
        assert bench.decisions() == []
        assert "changed just now" in bench.said
        assert bench.cursor == "5"

        bench.clock.at += 0.31
        await bench.press("a")
        assert bench.decisions() == [("approve", "5")]


async def test_a_post_that_another_moderator_changed_in_place_waits_too(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.put(by_raj(bench.hub, 8, Verb.APPROVE, Status.SHOWN))

        await bench.press("h")

        assert bench.decisions() == []


async def test_what_i_did_myself_does_not_make_me_wait(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("h")
        await bench.until(lambda: len(bench.feed.timeline) == 7)
        await bench.press("h")

        assert bench.decisions() == [("hide", "8"), ("hide", "7")]


async def test_a_change_elsewhere_does_not_make_me_wait(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.put(by_raj(bench.hub, 3, Verb.HIDE, Status.HIDDEN))

        await bench.press("a")

        assert bench.decisions() == [("approve", "8")]


async def test_the_loser_is_told_who_was_faster(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        theirs = by_raj(bench.hub, 8, Verb.HIDE, Status.HIDDEN)
        bench.hub.entries[theirs.post.id] = theirs  # the push has not come yet

        await bench.press("a")

        assert "raj hid it just now; hidden" in bench.said
        assert bench.app.board.mine.pending == {}
