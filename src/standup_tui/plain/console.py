"""The console in lines: listens to its hub, obeys what is typed, and says what happens."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from standup_tui.errors import HubAbsent
from standup_tui.model.text import clean_line
from standup_tui.plain.acting import Acting
from standup_tui.plain.deciding import Deciding
from standup_tui.plain.desk import PATIENCE, Desk
from standup_tui.plain.keyboard import Keyboard
from standup_tui.plain.link import Link
from standup_tui.plain.lists import Lists
from standup_tui.plain.looking import Looking
from standup_tui.plain.news import News
from standup_tui.plain.paper import Paper
from standup_tui.plain.pointing import pointed
from standup_tui.plain.publishing import Publishing
from standup_tui.plain.register import Register
from standup_tui.plain.steering import Steering
from standup_tui.plain.vocabulary import Typed, Vocabulary
from standup_tui.protocol.client import Client
from standup_tui.protocol.messages import Role, StopHub
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.wording import count

EVERY = 1.0
"""Seconds between two sayings of what happened, so that a burst is one."""

_ABOUT_POSTS = (
    "POST is a number, POSTS are several: 12, 3 4 7-9. Without one, an act is about the post that "
    "next, open, a number or the last act was about; the prompt says which. A post's address or "
    "its id on X will do, too. The letter or sign behind a command is the same in short."
)

Obey = Callable[[Typed], Awaitable[None]]


class Console:
    """One moderator at a prompt, or a script.

    Args:
        place: The campaign's folder, or a hub's socket.
        name: The moderator's; empty takes the account's.
        paper: Where to write.
        background: Whether the caller started the hub.
        waits: Whether somebody waits at a prompt; else every command is said before its answer.
    """

    def __init__(
        self, place: Path, name: str, paper: Paper, *, background: bool, waits: bool
    ) -> None:
        self.board = Board()
        self._paper = paper
        self._background = background
        self._waits = waits
        register, lists = Register(), Lists()
        self._news = News(self.board, register, whole=not waits)
        client = Client(place, Role.CONSOLE, name)
        self._link = Link(client, self.board, lists, self._news, self.flush)
        self._desk = Desk(
            self._link, self.board, lists, self._news, register, paper.say, waits=waits
        )
        self._looking = Looking(self._desk)
        self._vocabulary = Vocabulary()
        self._obeys = self._commands()
        self._keyboard: Keyboard | None = None
        self._resting = True
        self._leaving = False
        self._said_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def _commands(self) -> Mapping[str, Obey]:
        """Return what does each command of the vocabulary."""
        looking, deciding = self._looking, Deciding(self._desk)
        acting = Acting(self._desk, deciding)
        public = Publishing(self._desk, deciding)
        walls = Steering(self._desk, deciding)
        return {
            **dict.fromkeys(
                ("approve", "hide", "hold", "flag", "clear", "pin", "unpin", "star", "unstar",
                 "escalate", "return"), deciding.decide),
            "reason": deciding.give_reason, "note": deciding.note,
            "retweet": public.retweet, "hide-reply": public.hide_there,
            "show-reply": public.hide_there,
            "tag": acting.tag, "untag": acting.tag, "undo": acting.undo, "redo": acting.redo,
            "mute": acting.mute, "unmute": acting.mute, "blank": walls.blank,
            "pause": walls.pause, "wall-on": walls.step, "wall-back": walls.step,
            "spotlight": walls.spotlight, "walls": walls.walls, "delay": walls.delay,
            "read-on": acting.read_on, "handover": acting.handover,
            "undecided": looking.next, "open": looking.open, "back": looking.back,
            "show": looking.show, "list": looking.listed, "hidden": looking.hidden,
            "more": looking.more, "find": looking.find, "log": looking.log, "new": looking.new,
            "follow": looking.follow, "quiet": looking.quiet, "status": looking.status,
            "reading": looking.reading, "rules": looking.rules, "tally": looking.tally,
            "copy": looking.address, "reasons": looking.reasons,
            "help": self._help, "quit": self._quit,
        }  # fmt: skip

    async def run(self, keyboard: Keyboard) -> int:
        """Listen and obey until the moderator leaves or the script ends; return the exit code.

        Raises:
            HubRefused: The hub does not let us in.
            HubAbsent: A script found none.
        """
        self._keyboard = keyboard
        keyboard.start()
        listening = asyncio.create_task(self._link.listen())
        talking = asyncio.create_task(self._talk(keyboard))
        try:
            await asyncio.wait({listening, talking}, return_when=asyncio.FIRST_COMPLETED)
            if not talking.done():
                listening.result()  # raises: the hub has refused us
            talking.result()
        finally:
            self._resting = False
            for task in (listening, talking):
                task.cancel()
            await asyncio.gather(listening, talking, return_exceptions=True)
        return 1 if self._desk.failures and not self._waits else 0

    async def _talk(self, keyboard: Keyboard) -> None:
        if not await self._begun(keyboard):
            return
        self._vocabulary = Vocabulary(self.board.about.keys)
        await self._greet()
        while not self._leaving:
            self._rest()
            line = await keyboard.line()
            self._resting = False
            if line is None:
                break
            if not self._waits:
                self._paper.say(f"> {line}")
            await self.obey(line)
        if self._waits and (left := self.board.mine.unanswered):
            self._paper.say(f"No answer yet to {count(left, 'act')} of yours.")

    async def _begun(self, keyboard: Keyboard) -> bool:
        """Wait for everything of the time before; return whether it came before the end."""
        loaded = asyncio.create_task(self._link.loaded.wait())
        ended = asyncio.create_task(keyboard.ended.wait())
        try:
            wanted = {loaded, ended} if self._waits else {loaded}
            await asyncio.wait(
                wanted,
                timeout=None if self._waits else PATIENCE,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            loaded.cancel()
            ended.cancel()
        if not self._link.loaded.is_set() and not self._waits:
            raise HubAbsent(f"no hub answered within {PATIENCE:.0f} s: {self.board.lost}")
        return self._link.loaded.is_set()

    async def _greet(self) -> None:
        self._paper.say(f"Standup. You are {self.board.you.name}.")
        await self.obey("status")
        if self._waits:
            self._paper.say("next says the first post that waits; help says all commands.")

    # Saying what happens.

    def _rest(self) -> None:
        """Wait for somebody: say what happened meanwhile, then prompt."""
        self._resting = True
        self._say_news()
        self._prompt()

    def flush(self) -> None:
        """Say what happened, if that is in nobody's way; else later, or with the prompt."""
        if not self._is_free() or not self._news.pressing:
            return
        loop = asyncio.get_running_loop()
        wait = self._said_at + EVERY - loop.time() if self._waits else 0.0
        if wait <= 0:
            self._say_news()
            self._prompt()
        elif self._timer is None:
            self._timer = loop.call_later(wait, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        self.flush()

    def _is_free(self) -> bool:
        busy = self._keyboard is not None and not self._keyboard.idle
        return self._resting and not busy and self._desk.question is None

    def _say_news(self) -> None:
        if not self._is_free() or not self._news.pressing:
            return
        desk, post = self._desk, self._desk.in_hand
        stale = post is not None and desk.register.is_stale(desk.entry(post))
        self._paper.say(*self._news.take())
        if stale and post is not None and not desk.register.is_stale(desk.entry(post)):
            self.board.shake()
        self._said_at = asyncio.get_running_loop().time()

    def _prompt(self) -> None:
        if not self._waits or not self._link.loaded.is_set():
            return
        desk = self._desk
        if desk.question is not None:
            self._paper.prompt(desk.question.asks)
            return
        new = f"{self._news.unsaid:,} new" if self._news.unsaid else ""
        number = str(desk.register.number(desk.in_hand)) if desk.in_hand is not None else ""
        self._paper.prompt(f"{', '.join(filter(None, (new, number)))}> ")

    # Obeying.

    async def obey(self, line: str) -> None:
        """Do what one line asks for."""
        text = clean_line(line).strip()
        if self._desk.question is not None and await self._answered(text):
            return
        if not text or text.startswith("#"):  # a script may have comments
            if self._waits and not text and self._news.unsaid:
                await self._obeys["new"](Typed(self._vocabulary.word("new"), ""))
            return
        if text[0].isdecimal() or text.startswith(("x:", "http")):
            await self._numbered(text)
            return
        found = self._vocabulary.found(text)
        if isinstance(found, str):
            self._desk.fail(found)
        else:
            await self._obeys[found.word.name](found)

    async def _numbered(self, text: str) -> None:
        """Say the posts whose numbers stand alone."""
        found = pointed(text, self._desk.register, self.board)
        if not isinstance(found, str) and (not found[0] or found[1]):
            self._desk.fail("The command comes first, the numbers behind it: approve 12.")
        else:
            await self._obeys["show"](Typed(self._vocabulary.word("show"), text))

    async def _answered(self, text: str) -> bool:
        """Answer the question; return whether the line was nothing but an answer."""
        question, self._desk.question = self._desk.question, None
        assert question is not None  # noqa: S101  # the caller has looked
        letter = {"yes": "y", "no": ""}.get(text.lower(), text)
        if letter in question.answers:
            await question.answers[letter]()
            return True
        self._paper.say(question.otherwise)
        return letter in ("", "n")

    # Commands about the console itself.

    async def _help(self, typed: Typed) -> None:
        if typed.rest:
            found = self._vocabulary.found(typed.rest)
            if isinstance(found, str):
                self._desk.fail(found)
            else:
                self._paper.say(found.word.help)
            return
        self._paper.say(_ABOUT_POSTS, *(word.help for word in self._vocabulary.words))

    async def _quit(self, typed: Typed) -> None:
        del typed
        ours = self._background and self.board.owner
        if not self._waits or not (ours or self.board.mine.unanswered):
            self._leaving = True
            return

        async def leaves() -> None:
            self._leaving = True

        async def stops() -> None:
            self._link.tell(StopHub())
            self._leaving = True

        if ours:
            asks = "Quit? The hub goes on reading. y quits, s quits and stops the hub too: "
            self._desk.ask(asks, "You stay.", y=leaves, s=stops)
        else:
            left = count(self.board.mine.unanswered, "act")
            asks = f"Quit? No answer yet to {left} of yours. y quits: "
            self._desk.ask(asks, "You stay.", y=leaves)
