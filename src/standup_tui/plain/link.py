"""The link to the hub: what it says goes into board and news, what is asked is answered."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct

from standup_tui.errors import HubRefused
from standup_tui.model.command import Blank, Command, Outcome
from standup_tui.model.entry import Changes, Decision, Entry, gone
from standup_tui.model.wall import WallState
from standup_tui.plain.lists import Lists
from standup_tui.plain.news import News
from standup_tui.plain.post_words import spoken
from standup_tui.plain.reports import liveness, trouble
from standup_tui.protocol.client import Client, Lost
from standup_tui.protocol.messages import (
    Changed,
    Counts,
    Down,
    Goodbye,
    Pulse,
    Reading,
    RulesReport,
    Up,
    Welcome,
)
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.wall_words import alone, chosen
from standup_tui.ui.widgets.wording import sentence

ANSWERS_IN = 5.0
"""Seconds that a question to the hub waits for its answer."""

_Said = TypeVar("_Said", bound=Struct)


class Link:
    """Keeps a board as the hub says, and passes on what is asked.

    Args:
        client: The connection.
        board: Is filled.
        lists: Are filled.
        news: Is told what happened after the beginning.
        told: Called whenever something may have to be said.
    """

    def __init__(  # everything that hears the hub
        self, client: Client, board: Board, lists: Lists, news: News, told: Callable[[], None]
    ) -> None:
        self.loaded = asyncio.Event()
        """Set when everything of the time before is there."""
        self._client = client
        self._board = board
        self._lists = lists
        self._news = news
        self._told = told
        self._welcomed_at = -1
        self._pulsed = False
        self._said_lost = False
        self._blanking = False
        self._handover: Decision | None = None
        self._asked: list[tuple[type[Struct], asyncio.Future[Down]]] = []

    async def listen(self) -> None:
        """Hear the hub for ever.

        Raises:
            HubRefused: It does not let us in.
        """
        async for said in self._client.events():
            self._hear(said)
            self._told()

    def _hear(self, said: Down | Lost) -> None:
        match said:
            case Changed(changes):
                self._take(changes)
            case Pulse() as pulse:
                self._pulse(pulse)
            case Welcome() as welcome:
                if self.loaded.is_set():
                    self._news.note("The hub is back.")
                self._board.welcome(welcome)
                self._said_lost = False
                self._welcomed_at = welcome.seq
            case Lost(why, final=True):
                raise HubRefused(why)
            case Lost(why):
                self._lose(why)
            case Goodbye(why):
                self._news.note(sentence(why))
            case answer:
                self._answer(answer)
        if self._pulsed and self._client.seq >= self._welcomed_at >= 0:
            self.loaded.set()

    def _lose(self, why: str) -> None:
        if not self._said_lost:
            self._news.note(f"{sentence(f'No hub: {why}')} Trying again.")
        self._board.lost, self._said_lost = why, True

    def _take(self, changes: Changes) -> None:
        entries = [*changes.entries, *self._erased(changes)]
        new = {entry.post.id for entry in entries if entry.post.id not in self._board.entries}
        own = self._board.take(entries)
        self._lists.take(entries)
        for entry in entries:
            if not self.loaded.is_set():
                self._news.known(entry)
            elif entry.post.id in new:
                self._news.known(entry)
                self._news.arrived(entry)
            else:
                self._news.changed(entry, own=entry.post.id in own)
        if changes.wall is not None:
            was, self._board.wall = self._board.wall, changes.wall
            self._tell_of_walls(was)

    def _erased(self, changes: Changes) -> Iterator[Entry]:
        for post in changes.removed:
            if (known := self._board.entries.get(post)) is not None:
                yield gone(known, changes)

    def _pulse(self, pulse: Pulse) -> None:
        board, first = self._board, not self._pulsed
        was, wall, wrong = board.health.liveness, board.wall, trouble(board.health)
        board.pulse(pulse)
        self._pulsed = True
        now = trouble(board.health)
        if not first and (board.health.liveness is not was or (now and now != wrong)):
            said = sentence(liveness(board.health, "", board.now))
            self._news.note(f"{said} {now}".strip())
        if not first:
            self._tell_of_walls(wall)
        if pulse.handover is not None and pulse.handover != self._handover:
            note = pulse.handover
            self._news.note(f"Note for whoever comes next, by {note.by.name}, "
                            f"{board.moment(note.at)}: {note.reason}")  # fmt: skip
        self._handover = pulse.handover

    @property
    def handover(self) -> Decision | None:
        """The newest note for whoever comes next."""
        return self._handover

    def _tell_of_walls(self, was: WallState) -> None:
        """Say what others did to the walls, and what the product did because nobody was there."""
        wall = self._board.wall
        if wall.blank is not was.blank and not self._blanking:
            by, did = wall.by or "Somebody", "brought the walls back"
            self._news.note(f"{by} {'blanked every wall' if wall.blank else did}.")
        if wall.delayed != was.delayed and wall.delayed_by != self._board.you.name:
            self._news.note(spoken(alone(wall) if wall.unattended else chosen(wall)))

    def _answer(self, answer: Down) -> None:
        if isinstance(answer, Reading | RulesReport | Counts):
            self._board.answer(answer)
        for kind, waiting in self._asked:
            if isinstance(answer, kind) and not waiting.done():
                waiting.set_result(answer)

    # What is asked.

    def tell(self, message: Up) -> bool:
        """Send something that needs no answer; return whether anybody is there."""
        return not self._board.lost and self._client.send(message)

    async def inquire(self, question: Up, kind: type[_Said]) -> _Said | None:
        """Ask the hub something and return its answer; None if none comes in time."""
        waiting: asyncio.Future[Down] = asyncio.get_running_loop().create_future()
        entry: tuple[type[Struct], asyncio.Future[Down]] = (kind, waiting)
        self._asked.append(entry)
        try:
            if not self.tell(question):
                return None
            async with asyncio.timeout(ANSWERS_IN):
                answer = await waiting
        except TimeoutError:
            return None
        finally:
            self._asked.remove(entry)
        return answer if isinstance(answer, kind) else None

    async def ask(self, command: Command) -> Outcome:
        """Have the hub do something and return what came of it, however long that takes."""
        self._board.mine.sent(command)
        self._blanking = self._blanking or isinstance(command, Blank)
        outcome: Outcome | None = None
        try:
            outcome = await self._client.ask(command)
        finally:
            self._board.mine.settled(command, outcome)
            if isinstance(command, Blank):
                self._blanking = False
        return outcome
