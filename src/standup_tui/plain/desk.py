"""What every command needs: the posts and their numbers, a way to the hub, a way to speak."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from standup_tui.model.command import Command, Outcome
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.plain.link import Link
from standup_tui.plain.lists import Lists
from standup_tui.plain.news import News
from standup_tui.plain.pointing import pointed
from standup_tui.plain.post_words import post_line, spoken
from standup_tui.plain.register import Register
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.wording import count, sentence

LATE = 1.0
"""Seconds after which a command without an answer is called not yet confirmed."""

ASKS_X = 12.0
"""Seconds that X gets to say whether it lets us hide something."""

PATIENCE = 30.0
"""Seconds after which a script gives up on an answer."""

Settle = Callable[[Outcome], None]
"""Says what came of a command."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the next line answers."""

    asks: str
    """The prompt."""
    answers: Mapping[str, Callable[[], Awaitable[None]]]
    """What each answer does."""
    otherwise: str
    """What is said if it is answered in any other way."""


class Desk:
    """One moderator's desk.

    Args:
        link: To the hub.
        board: The posts.
        lists: Them in order.
        news: What happened meanwhile.
        register: Their numbers.
        say: Writes lines.
        waits: Whether somebody waits at a prompt, who is not to be kept from it.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # everything that commands need
        self,
        link: Link,
        board: Board,
        lists: Lists,
        news: News,
        register: Register,
        say: Callable[..., None],
        *,
        waits: bool,
    ) -> None:
        self.link = link
        self.board = board
        self.lists = lists
        self.news = news
        self.register = register
        self.say = say
        self.waits = waits
        self.in_hand: PostId | None = None
        """The post that a command without a number is about."""
        self.question: Question | None = None
        self.failures = 0
        """How many commands were not done."""
        self._late: set[asyncio.Task[Outcome]] = set()

    def fail(self, sentence: str) -> None:
        """Say why something was not done."""
        self.failures += 1
        self.say(sentence)

    def refuse(self, post: PostId, why: str) -> None:
        """Say why something was not done to a post."""
        self.fail(sentence(f"{self.label(post)} not done: {spoken(why)}"))

    # Posts.

    def entry(self, post: PostId) -> Entry:
        """Return a post as it is now."""
        return self.board.entries[post]

    def line(self, post: PostId) -> str:
        """Return a post in a line; from now on it counts as shown as it is."""
        entry = self.entry(post)
        return post_line(self.register.show(entry), entry, self.board, dated=not self.waits)

    def label(self, post: PostId) -> str:
        """Return a post's number and handle."""
        return f"{self.register.number(post)} @{self.entry(post).post.author.handle}"

    def named(self, text: str, what: str) -> tuple[list[PostId], str] | None:
        """Return the posts that a command is about and what follows them; None, and why, else.

        Args:
            text: What was typed after the command.
            what: The command, as it is written in an example.
        """
        found = pointed(text, self.register, self.board)
        if isinstance(found, str):
            self.fail(found)
            return None
        posts, rest = found
        if not posts and self.in_hand is not None:
            posts = [self.in_hand]
        if not posts:
            self.fail(f"Which post? Say its number, as in {what} 12; next and list say some.")
            return None
        self.hold(posts[-1])
        return posts, rest

    def single(self, text: str, what: str) -> tuple[PostId, str] | None:
        """Return the only post that a command is about, and what follows it."""
        found = self.named(text, what)
        if found is None:
            return None
        posts, rest = found
        if len(posts) > 1:
            self.fail(f"One post at a time: {what} is about {count(len(posts), 'post')} here.")
            return None
        return posts[0], rest

    def hold(self, post: PostId) -> None:
        """Take a post in hand: the next command may do without its number."""
        self.in_hand = post

    # Questions and commands.

    def ask(self, asks: str, otherwise: str, **answers: Callable[[], Awaitable[None]]) -> None:
        """Have the next line answer a question."""
        self.question = Question(asks, answers, otherwise)

    async def send(self, command: Command, what: str, settle: Settle, wait: float = LATE) -> None:
        """Have the hub do something, and say what came of it.

        Args:
            command: What.
            what: The same in words.
            settle: Says what came of it.
            wait: Seconds after which it is called not yet confirmed. A prompt comes back then, and
                the answer is said whenever it comes; a script waits for it.
        """
        asking = asyncio.create_task(self.link.ask(command))
        await asyncio.wait({asking}, timeout=wait)
        if not asking.done():
            self.say(f"Not yet confirmed: {what}.")
            if self.waits:
                self._late.add(asking)
                asking.add_done_callback(lambda task: self._settle_late(task, settle))
                return
            await asyncio.wait({asking}, timeout=PATIENCE)
        if not asking.done():
            asking.cancel()
            self.fail(f"Not done: the hub gave no answer within {PATIENCE:.0f} s.")
            return
        settle(asking.result())

    def _settle_late(self, task: asyncio.Task[Outcome], settle: Settle) -> None:
        """Say what came of a command whose answer was late, as soon as it is in nobody's way."""
        self._late.discard(task)
        if not task.cancelled():
            self.news.later(lambda: settle(task.result()))
