"""A pane beside what Textual has for lists, in one run: adding a post, moving on, resizing."""

import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import DataTable, OptionList, RichLog

from benchmarks.conftest import Figure
from benchmarks.test_feed import OLD, Kept, posted
from ui.test_post_feed import FeedApp

SIZES = {100: 20, 1_000: 20, 10_000: 10, 100_000: 10}
"""Posts that are kept, and how often each thing is then done."""

RIVALS: Final = ("OptionList", "DataTable", "RichLog")
_FILLED_AT_MOST: Final = {"OptionList": 10_000, "DataTable": 10_000, "RichLog": 10_000}
"""Posts above which filling alone takes too long to wait for."""

_SCREEN, _OTHER = (120, 40), (100, 40)


def words(number: int) -> str:
    """Return a post as four lines of plain text, as a list would show it."""
    one = posted(number, OLD + timedelta(seconds=number))
    author = one.post.author
    return f"{author.name} @{author.handle}\n{one.post.text}"


class Rival(App[None]):
    """One of Textual's lists, with so many posts in it."""

    def __init__(self, kind: str, many: int) -> None:
        super().__init__()
        self.kind = kind
        self.many = many
        self.list: Any = None

    def compose(self) -> ComposeResult:
        """Make the list."""
        made: dict[str, Callable[[], Any]] = {
            "OptionList": lambda: OptionList(*(words(number) for number in range(self.many))),
            "DataTable": lambda: DataTable(cursor_type="row"),
            "RichLog": lambda: RichLog(wrap=True),
        }
        self.list = made[self.kind]()
        yield self.list

    def on_mount(self) -> None:
        """Fill it, where that was not done yet, and give it the keys."""
        if self.kind == "DataTable":
            self.list.add_column("post", width=110)
            for number in range(self.many):
                self.list.add_row(Text(words(number)), height=5)
        elif self.kind == "RichLog":
            for number in range(self.many):
                self.list.write(words(number))
        self.list.focus()

    def append(self, number: int) -> None:
        """Add a post."""
        match self.kind:
            case "OptionList":
                self.list.add_option(words(number))
            case "DataTable":
                self.list.add_row(Text(words(number)), height=5)
            case _:
                self.list.write(words(number))


async def cost(work: Callable[[], Awaitable[object]], times: int) -> float:
    """Return the milliseconds of processor time that something takes, at the median."""
    spent = []
    for _ in range(times):
        before = time.process_time()
        await work()
        spent.append(time.process_time() - before)
    return statistics.median(spent) * 1000


async def costs(
    pilot: Pilot[None], append: Callable[[int], object], key: str, many: int
) -> dict[str, float]:
    """Return what each thing costs with its paint."""
    numbers = iter(range(many, 2 * many + 100))
    width = iter([_OTHER, _SCREEN] * 100)

    async def add() -> None:
        append(next(numbers))
        await pilot.pause()

    async def move() -> None:
        await pilot.press(key)
        await pilot.pause()

    async def resize() -> None:
        await pilot.resize_terminal(*next(width))
        await pilot.pause()

    times = SIZES[many]
    return {
        "append": await cost(add, times),
        "move": await cost(move, times),
        "resize": await cost(resize, 4),
    }


async def ours(many: int) -> dict[str, float]:
    """Return what things cost in a pane of ours."""
    app = FeedApp()
    async with app.run_test(size=_SCREEN) as pilot:
        kept = Kept(app, many)

        def append(_: int) -> None:
            kept.take([kept.next()])
            kept.feed.redraw()

        async def move() -> None:
            kept.feed.window.move(1)
            kept.feed.redraw_moved()
            await pilot.pause()

        found = await costs(pilot, append, "f12", many)
        found["move"] = await cost(move, SIZES[many])
    return found


async def theirs(kind: str, many: int) -> dict[str, float]:
    """Return what the same costs in one of Textual's lists."""
    app = Rival(kind, many)
    async with app.run_test(size=_SCREEN) as pilot:
        await pilot.pause()
        return await costs(pilot, app.append, "down", many)


@pytest.mark.bench
async def test_a_pane_beside_textual_s_lists(figures: list[Figure]) -> None:
    mine = {many: await ours(many) for many in SIZES}
    for kind in RIVALS:
        what = f"processor time with its paint, beside {kind}"
        for many, found in mine.items():
            there = await theirs(kind, many) if many <= _FILLED_AT_MOST[kind] else {}
            figures += [
                Figure(what, f"{name}, {many:,} posts", took, "ms",
                       most=1.0 if there else None, against=there.get(name))
                for name, took in found.items()
            ]  # fmt: skip
