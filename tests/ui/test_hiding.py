"""H on a console with a real hub and store: told first, then done, and what came of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot

from halls import Hall, hall
from making import judged
from standup_tui.errors import ActFailed, ActInDoubt
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import Post, PostId, Reference, ReferenceKind
from standup_tui.ui.console.app import ConsoleApp
from standup_tui.ui.console.over.confirm import Confirm
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.sheet import Sheet

REPLY = PostId("x:1000002")
SAID = "What a load of rubbish. #StandUp4SW"


@dataclass
class Network:
    """A network that notes what it is asked to do."""

    why_not: str = ""
    problem: Exception | None = None
    done: list[tuple[str, PostId]] = field(default_factory=list)

    async def retweet(self, post: PostId) -> None:
        self._note("retweet", post)

    async def unretweet(self, post: PostId) -> None:
        self._note("undo", post)

    async def hide_reply(self, post: PostId) -> None:
        self._note("hide", post)

    async def unhide_reply(self, post: PostId) -> None:
        self._note("unhide", post)

    def _note(self, act: str, post: PostId) -> None:
        self.done.append((act, post))
        if self.problem is not None:
            raise self.problem

    async def has_retweeted(self, post: PostId) -> bool | None:
        del post
        return None

    async def why_not_hide(self, post: Post) -> str:
        del post
        return self.why_not


@dataclass
class Desk:
    """A console with a reply open on it."""

    app: ConsoleApp
    pilot: Pilot[int]
    hall: Hall

    @property
    def said(self) -> str:
        return self.app.screen.query_one("#say", Bar).said

    @property
    def state(self) -> str:
        return self.app.main.query_one("#state", Bar).said

    @property
    def sheet(self) -> str:
        return self.app.screen.query_one(Sheet).text

    @property
    def asked(self) -> bool:
        """Whether a question stands there with its words."""
        screen = self.app.screen
        return isinstance(screen, Confirm) and any(sheet.text for sheet in screen.query(Sheet))

    def entry(self) -> Entry:
        return self.app.board.entries[REPLY]

    async def until(self, true: Callable[[], object]) -> None:
        deadline = monotonic() + 20
        while not true():
            assert monotonic() < deadline, f"it did not become true: {self.said!r}"
            await asyncio.sleep(0.01)

    async def press(self, *keys: str) -> None:
        """Press keys, each when the hub has answered the one before."""
        for key in keys:
            await self.until(lambda: not self.app.board.shaken)
            await self.pilot.press(key)
            await self.until(self._quiet)

    def _quiet(self) -> bool:
        known = self.app.board.entries.get(REPLY)
        return known is not None and not self.app.board.mine.unconfirmed(known)


@asynccontextmanager
async def desk(
    folder: Path, network: Network, *, retweets: bool = True, delay: float = 0.0
) -> AsyncIterator[Desk]:
    """A hub with a post of ours and a reply to it, which is open on a console and hidden here."""
    async with hall(folder, publisher=network, retweets=retweets, delay=delay) as here:
        answered = Reference(ReferenceKind.REPLY, PostId("x:1000001"))
        began = PostId("x:1000001")
        reply = judged(2, SAID, conversation=began, references=(answered,))
        await here.add([judged(1, "Tell us what you did.", conversation=began), reply])
        app = ConsoleApp(folder)
        async with app.run_test(size=(120, 36)) as pilot:
            bench = Desk(app, pilot, here)
            await bench.until(lambda: REPLY in app.board.entries and app.board.moderators)
            await bench.until(lambda: app.main.feed.cursor == REPLY)
            await pilot.press("enter")
            await bench.until(lambda: isinstance(app.screen, PostScreen))
            await bench.press("h")
            assert bench.entry().standing.status is Status.HIDDEN
            yield bench


async def test_what_x_will_not_hide_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    network = Network("X hides only replies to our own posts; this is hidden on our wall only")
    async with desk(tmp_path, network) as console:
        await console.press("H")
        await console.until(lambda: "our own posts" in console.said)
        assert not console.asked
        assert network.done == []


async def test_what_is_not_hidden_here_is_not_hidden_on_x(tmp_path: Path) -> None:
    network = Network()
    async with desk(tmp_path, network) as console:
        await console.press("u")
        await console.until(lambda: console.entry().standing.status is Status.WAITING)
        await console.until(
            lambda: not console.app.board.mine.unanswered
        )  # else its answer is said
        await console.press("H")
        await console.until(lambda: "hide it here first" in console.said)
        assert not console.asked


async def test_h_says_whose_reply_it_is_and_y_hides_it(tmp_path: Path) -> None:
    network = Network()
    async with desk(tmp_path, network) as console:
        await console.press("H")
        await console.until(lambda: console.asked)
        shown = " ".join(console.sheet.split())
        assert SAID in shown
        assert "@person_2" in shown
        assert "under @WensumValeSW's post of 09:30" in shown
        assert "open hidden replies" in shown
        assert network.done == []

        await console.press("y")
        await console.until(lambda: "hidden on X" in console.sheet)
        assert network.done == [("hide", REPLY)]

        await console.press("H")
        await console.until(lambda: console.asked)
        await console.press("y")
        await console.until(lambda: "shown again on X" in console.sheet)
        assert network.done == [("hide", REPLY), ("unhide", REPLY)]


async def test_any_other_key_leaves_the_reply_alone(tmp_path: Path) -> None:
    network = Network()
    async with desk(tmp_path, network) as console:
        await console.press("H")
        await console.until(lambda: console.asked)
        await console.press("a")
        await console.until(lambda: "Nothing was sent" in console.said)
        assert console.entry().standing.status is Status.HIDDEN
        assert console.entry().hiding is None


async def test_the_outbox_counts_down_and_u_stops_it(tmp_path: Path) -> None:
    network = Network()
    async with desk(tmp_path, network, delay=600) as console:
        await console.press("H")
        await console.until(lambda: console.asked)
        await console.press("y")
        await console.until(lambda: "1 reply to hide on X in" in console.state)
        assert "u stops" in console.state
        assert "hiding on X in" in console.sheet
        await console.press("u")
        await console.until(lambda: "stopped" in console.said)
        await console.until(lambda: "to hide on X" not in console.state)
        assert network.done == []


async def test_u_then_y_shows_a_hidden_reply_again(tmp_path: Path) -> None:
    network = Network()
    async with desk(tmp_path, network) as console:
        await console.press("H")
        await console.until(lambda: console.asked)
        await console.press("y")
        await console.until(lambda: "hidden on X" in console.sheet)
        await console.press("u")
        await console.until(lambda: not isinstance(console.app.screen, PostScreen))
        await console.press("y")
        await console.until(lambda: network.done == [("hide", REPLY), ("unhide", REPLY)])


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (ActFailed("X does not let us hide it."), ("failed", "does not let us")),
        (ActInDoubt("The answer was lost."), ("in doubt", "hidden replies")),
    ],
)
async def test_what_came_of_it_stands_at_the_post(
    tmp_path: Path, problem: Exception, words: tuple[str, str]
) -> None:
    async with desk(tmp_path, Network(problem=problem)) as console:
        await console.press("H")
        await console.until(lambda: console.asked)
        await console.press("y")
        await console.until(lambda: words[0] in console.sheet)
        assert words[1] in " ".join(console.sheet.split())
        if isinstance(problem, ActInDoubt):
            await console.until(lambda: "1 in doubt" in console.state)


async def test_a_dry_run_goes_the_whole_way_and_sends_nothing(tmp_path: Path) -> None:
    network = Network()
    async with desk(tmp_path, network, retweets=False) as console:
        await console.press("H")
        await console.until(lambda: console.asked)
        assert "dry run" in console.sheet
        await console.press("y")
        await console.until(lambda: "dry run: hiding on X not sent" in console.sheet)
        await console.press("u")
        await console.until(lambda: "nothing to take back" in console.said)
        assert network.done == []
