"""A pane lays out and draws what is on the screen, however many posts it keeps."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message

from hostile import HOSTILE
from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.ui.guard import install
from standup_tui.ui.looks.themes import STANDUP_DARK, begin_in
from standup_tui.ui.widgets.card import Aside
from standup_tui.ui.widgets.post_feed import PostFeed
from ui.invented import entry

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


class FeedApp(App[None]):
    """One pane and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        begin_in(self, STANDUP_DARK)
        self.entries: dict[PostId, Entry] = {}
        self.age = "now"
        self.feed = PostFeed(1, Timeline(Pane.LIVE), self.entries, lambda _: Aside(age=self.age))

    def compose(self) -> ComposeResult:
        yield self.feed

    def put(self, *entries: Entry) -> None:
        self.entries.update((one.post.id, one) for one in entries)
        self.feed.take(entries)
        self.feed.redraw()


class Drawn(PostFeed):
    """A pane that remembers which of its rows were drawn again."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they came
        self.regions: list[Region] = []

    def refresh(self, *regions: Region, **how: bool) -> "Drawn":
        self.regions += regions or (Region(0, 0, 999, 999),)
        super().refresh(*regions, **how)
        return self


@asynccontextmanager
async def feed_of(count: int) -> AsyncIterator[FeedApp]:
    app = FeedApp()
    app.feed = Drawn(1, app.feed.timeline, app.entries, lambda _: Aside(age=app.age))
    async with app.run_test(size=(60, 30)) as pilot:
        app.put(*(entry(n, NOW + timedelta(seconds=n)) for n in range(count)))
        app.feed.active = app.feed.window.attended = True
        await pilot.pause()
        yield app


def work(app: FeedApp) -> int:
    """Append, select and remove, and return how many cards that took."""
    before = app.feed.laid_out
    newest = len(app.entries) + 10
    app.put(entry(newest, NOW + timedelta(seconds=newest)))
    for _ in range(5):
        app.feed.window.move(1)
        app.feed.redraw()
    app.feed.timeline.remove([app.feed.timeline.at(0)])
    app.put()
    return app.feed.laid_out - before


async def test_what_a_change_costs_does_not_depend_on_how_many_posts_are_kept() -> None:
    async with feed_of(100) as app:
        few = work(app)
    async with feed_of(10_000) as app:
        many = work(app)

    assert few == many
    assert many < 40


async def test_moving_the_cursor_draws_two_cards_and_not_the_pane() -> None:
    async with feed_of(50) as app:
        app.feed.window.move(1)
        app.feed.redraw()
        assert isinstance(app.feed, Drawn)
        app.feed.regions.clear()

        app.feed.window.move(1)
        app.feed.redraw()

        assert sum(region.height for region in app.feed.regions) <= 8


async def test_a_clock_tick_that_changes_no_age_draws_nothing() -> None:
    async with feed_of(50) as app:
        assert isinstance(app.feed, Drawn)
        app.feed.regions.clear()

        app.feed.redraw()
        assert app.feed.regions == []

        app.age = "1 min"
        app.feed.redraw()
        assert {region.height for region in app.feed.regions} == {1}


async def test_arrivals_that_wait_draw_the_border_alone() -> None:
    async with feed_of(50) as app:
        app.feed.window.move(1)
        app.feed.redraw()
        assert isinstance(app.feed, Drawn)
        app.feed.regions.clear()

        app.put(entry(70, NOW + timedelta(seconds=70)))

        assert [(region.y, region.height) for region in app.feed.regions] == [(0, 1)]
        assert "1 new ↑" in app.feed.render_line(0).text


async def test_a_click_points_at_the_post_it_hit() -> None:
    seen: list[Message] = []
    app = FeedApp()
    async with app.run_test(size=(60, 30), message_hook=seen.append) as pilot:
        app.put(*(entry(n, NOW + timedelta(seconds=n)) for n in range(3)))
        row = next(y for y in range(30) if "@rajsw" in app.feed.render_line(y).text)

        await pilot.click(app.feed, offset=(5, row + 1))
        await pilot.pause()

    assert [one.post for one in seen if isinstance(one, PostFeed.Pointed)][:1] == ["x:1"]


@pytest.mark.uncounted
@pytest.mark.parametrize("field", ["text", "name", "handle"])
async def test_hostile_text_in_every_field_is_drawn_harmless(field: str) -> None:
    install()
    async with feed_of(0) as app:
        for number, (_, text) in enumerate(HOSTILE):
            who = (text if field == "name" else "Sam", text if field == "handle" else "sam")
            said = text if field == "text" else "hello"
            app.put(entry(number, NOW + timedelta(seconds=number), said, who=who))
        seen = set()
        app.feed.window.newest()
        for _ in range(len(HOSTILE)):
            seen.add(app.feed.cursor)
            shown = "".join(app.feed.render_line(y).text for y in range(30))
            assert shown.isprintable() or all(char >= " " for char in shown)
            app.feed.window.move(1)
            app.feed.redraw()

        assert len(seen) == len(HOSTILE)
