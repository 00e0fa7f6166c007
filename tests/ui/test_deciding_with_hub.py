"""Deciding on a console with a real hub and a real store: what the keys do is on disk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from textual.pilot import Pilot

from halls import hall
from making import judged
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId
from standup_tui.ui.console.app import ConsoleApp
from standup_tui.ui.console.over.confirm import Question
from standup_tui.ui.console.screens.one_screen import OneScreen

POSTS = 14
REASON = "Identifies a person or a family"


@dataclass
class Seat:
    """A console on a real hub."""

    app: ConsoleApp
    pilot: Pilot[int]

    def entry(self, number: int) -> Entry:
        return self.app.board.entries[PostId(f"x:{1_000_000 + number}")]

    def at(self, status: Status) -> set[int]:
        """The numbers of the posts that stand so."""
        return {n for n in range(1, POSTS + 1) if self.entry(n).standing.status is status}

    async def press(self, *keys: str) -> None:
        """Press keys at once, and wait until the hub has answered them and it is drawn."""
        await self.pilot.press(*keys)
        board = self.app.board
        await self.until(lambda: not board.mine.unanswered)
        await self.until(lambda: not any(map(board.mine.unconfirmed, board.entries.values())))
        await self.until(lambda: not board.shaken)

    async def until(self, true: Callable[[], object]) -> None:
        deadline = monotonic() + 20
        while not true():
            assert monotonic() < deadline, f"it did not become true: {self.app.main.said!r}"
            await asyncio.sleep(0.01)


@asynccontextmanager
async def seat(folder: Path) -> AsyncIterator[Seat]:
    async with hall(folder) as here:
        await here.add([judged(n) for n in range(1, POSTS + 1)])
        app = ConsoleApp(folder)
        async with app.run_test(size=(120, 36)) as pilot:
            bench = Seat(app, pilot)
            await bench.until(lambda: len(app.board.entries) == POSTS and app.board.moderators)
            await bench.until(lambda: app.main.subject() is not None)
            yield bench


async def test_a_hiding_gets_its_reason_and_gives_it_back(tmp_path: Path) -> None:
    async with seat(tmp_path) as console:
        await console.press("h", "1")
        await console.until(lambda: console.entry(POSTS).hidden_for == REASON)

        await console.press("u")
        await console.until(lambda: console.entry(POSTS).hidden_for == "")
        assert console.at(Status.HIDDEN) == {POSTS}
        await console.press("u")
        await console.until(lambda: not console.at(Status.HIDDEN))


async def test_marked_posts_are_hidden_together_for_one_reason_and_come_back_together(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as console:
        await console.press("v", "v", "v", "h", "1")
        hidden = {POSTS, POSTS - 1, POSTS - 2}
        await console.until(lambda: console.at(Status.HIDDEN) == hidden)
        await console.until(lambda: {console.entry(n).hidden_for for n in hidden} == {REASON})

        await console.press("u")
        await console.until(lambda: {console.entry(n).hidden_for for n in hidden} == {""})
        await console.press("u")
        await console.until(lambda: not console.at(Status.HIDDEN))
        await console.press("U")
        await console.until(lambda: console.at(Status.HIDDEN) == hidden)


async def test_a_dozen_is_asked_about_and_approved(tmp_path: Path) -> None:
    async with seat(tmp_path) as console:
        await console.press("v", "G", "V", "a")
        assert isinstance(console.app.screen, Question)
        await console.press("y")

        await console.until(lambda: console.at(Status.SHOWN) == set(range(1, POSTS + 1)))


async def test_marked_posts_are_tagged_together(tmp_path: Path) -> None:
    async with seat(tmp_path) as console:
        await console.press("v", "v", "t", "1")
        await console.until(lambda: console.entry(POSTS).counts_for == ("Shared",))
        await console.until(lambda: console.entry(POSTS - 1).counts_for == ("Shared",))
        await console.press("escape", "u")
        await console.until(lambda: console.entry(POSTS).counts_for == ())


async def test_a_note_is_counted_on_its_post(tmp_path: Path) -> None:
    async with seat(tmp_path) as console:
        await console.press("c", *"rang", "enter")

        await console.until(lambda: console.entry(POSTS).notes == 1)
        assert not console.app.board.shaken


async def test_an_author_is_muted_and_unmuted(tmp_path: Path) -> None:
    async with seat(tmp_path) as console:
        await console.press("a")
        await console.press("k", "m")
        await console.until(lambda: isinstance(console.app.screen, Question))
        await console.press("y")
        await console.until(lambda: console.entry(POSTS).muted)
        await console.until(lambda: POSTS in console.at(Status.HIDDEN))

        await console.press("u")
        await console.until(lambda: not console.entry(POSTS).muted)
        await console.until(lambda: POSTS not in console.at(Status.HIDDEN))


async def test_one_at_a_time_goes_through_everything(tmp_path: Path) -> None:
    async with seat(tmp_path) as console:
        await console.press("z", *("a" * (POSTS - 1)), "w")

        assert isinstance(console.app.screen, OneScreen)
        assert console.app.screen.subject() is None
        await console.until(lambda: len(console.at(Status.SHOWN)) == POSTS - 1)
        assert console.at(Status.HELD) == {POSTS}
