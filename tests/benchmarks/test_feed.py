"""What a pane costs with a hundred posts and with a hundred thousand, and what it keeps."""

import statistics
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from time import thread_time

import pytest
from msgspec.structs import replace
from textual.geometry import Region

from benchmarks.conftest import Figure
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.ui.console.state.board import PANES, Board
from standup_tui.ui.widgets.post_feed import PostFeed
from ui.invented import TEXTS, entry
from ui.test_post_feed import FeedApp

FEW, MANY = 100, 100_000
ROUNDS = 300
SIZE = (40, 40)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OLD = NOON - timedelta(hours=30)


def posted(number: int, at: datetime) -> Entry:
    """Return a post of two hundred characters that no other has."""
    text = f"{TEXTS[number % len(TEXTS)]} {TEXTS[number * 7 % len(TEXTS)]} {number}"
    return entry(number, at, text)


class Kept:
    """A pane that keeps so many posts, and what is done to it."""

    def __init__(self, app: FeedApp, many: int) -> None:
        self.board = Board()
        self.feed: PostFeed = app.feed
        self.feed._entries = self.board.entries
        self.numbers = count(1)
        self._at = OLD
        for _ in range(0, many, 1_000):
            self.take([self.next() for _ in range(min(many, 1_000))])
        self.feed.window.move(1)
        self.feed.redraw()

    def next(self) -> Entry:
        """Return a post that is newer than all."""
        self._at += timedelta(seconds=1)
        return posted(next(self.numbers), self._at)

    def take(self, entries: list[Entry]) -> None:
        self.board.take(entries)
        self.feed.take(entries)

    def append(self) -> None:
        """Take in a post at the top, where the reader is."""
        self.feed.window.following = True
        self.take([self.next()])
        self.feed.redraw()
        self.draw()

    def remove(self) -> None:
        """Lose the post under the cursor to somebody else's decision."""
        cursor = self.feed.cursor
        assert cursor is not None
        before = self.board.entries[cursor]
        self.take([replace(before, standing=Standing(Status.HELD, 2))])
        self.feed.redraw()
        self.draw()

    def select(self) -> None:
        """Move the cursor."""
        self.feed.window.move(1)
        self.feed.redraw_moved()
        self.draw()

    def draw(self) -> None:
        """Draw all rows, as a frame in which all of them changed does."""
        self.feed.render_lines(Region(0, 0, *self.feed.size))


def cost(one: Callable[[], None]) -> float:
    """Return the milliseconds of processor time that something takes."""
    before = thread_time()
    one()
    return (thread_time() - before) * 1000


@pytest.mark.bench
async def test_a_pane_costs_the_same_however_many_posts_it_keeps(figures: list[Figure]) -> None:
    few, many = FeedApp(), FeedApp()
    async with few.run_test(size=SIZE), many.run_test(size=SIZE):
        small, large = Kept(few, FEW), Kept(many, MANY)
        assert (len(small.feed.timeline), len(large.feed.timeline)) == (FEW, MANY)
        for name in ("append", "remove", "select"):
            here: list[float] = []
            there: list[float] = []
            for _ in range(ROUNDS // 4 if name == "remove" else ROUNDS):
                there.append(cost(getattr(small, name)))
                here.append(cost(getattr(large, name)))
            figures.append(
                Figure(
                    f"a pane with {MANY:,} posts, beside one with {FEW}",
                    f"{name}, median",
                    statistics.median(here),
                    "ms",
                    2.0,
                    statistics.median(there),
                )
            )


@contextmanager
def traced() -> Iterator[Callable[[], int]]:
    """Give a way to ask for the bytes that are kept since now."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    try:
        yield lambda: tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


@pytest.mark.bench
def test_what_is_kept_of_a_post(figures: list[Figure]) -> None:
    posts = 20_000
    board = Board()
    with traced() as kept:
        for first in range(0, posts, 500):
            some = [posted(number, OLD + timedelta(seconds=number))
                    for number in range(first, first + 500)]  # fmt: skip
            board.take(some)
            for pane in PANES:
                board.timelines[pane].take(some)
            del some
        size = kept() / posts
    figures.append(Figure("what a console keeps", "a post, in all panes", size, "bytes", 1024))
