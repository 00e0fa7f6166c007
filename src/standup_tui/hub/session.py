"""One terminal at the hub's socket."""

import asyncio
import logging
import os
from collections import deque
from contextlib import suppress
from typing import Protocol

from standup_tui.errors import StoreError
from standup_tui.hub.feed import Feed, wall_welcome
from standup_tui.hub.identity import Peer
from standup_tui.model.command import Command, Decide, Outcome, Refused
from standup_tui.model.entry import Moderator
from standup_tui.model.lifecycle import HIDINGS
from standup_tui.model.post import PostId
from standup_tui.model.wall import Scene
from standup_tui.protocol.messages import (
    VERSION,
    Alive,
    Answer,
    Ask,
    AskCounts,
    AskLog,
    AskReading,
    AskRules,
    BadFrame,
    Counts,
    Down,
    Find,
    Found,
    Goodbye,
    Hello,
    Log,
    Open,
    Reading,
    ReadOn,
    Role,
    RulesReport,
    StopHub,
    Welcome,
    frame,
    up,
)

_log = logging.getLogger(__name__)

_PATIENCE = 60.0
"""Seconds a terminal may say nothing; it has a heartbeat, so a longer silence is its end."""

_INTRODUCTION = 5.0
"""Seconds a terminal may take to say hello."""

_REPLACED = (
    "this terminal has seen more than the hub's store knows, so the store was replaced: quit and "
    "start again"
)

_MOST_AT_ONCE = 10
"""Commands of one terminal that may wait for the network at a time."""

_TOO_MANY = (
    f"{_MOST_AT_ONCE} others still wait for X to say whether it lets us hide them: try later"
)

_UNSENT = 200
"""Answers that may wait for a terminal; it is heard again when some have gone out."""


_Question = AskReading | AskRules | AskCounts | AskLog | Find


class Desk(Protocol):
    """What a session needs of the hub."""

    feed: Feed

    async def welcome(self, session: "Session") -> Welcome:
        """Return the first frame."""
        ...

    async def do(self, command: Command, by: Moderator, *, may_act: bool) -> Outcome:
        """Do what a moderator asks, who may ask for what the public sees or not."""
        ...

    async def story(self, post: PostId) -> bytes | None:
        """Return a frame with a post and its past."""
        ...

    async def reading(self) -> Reading:
        """Return how the reading goes."""
        ...

    async def rules(self) -> RulesReport:
        """Return how the rules fare."""
        ...

    async def counts(self) -> Counts:
        """Return how often the campaign's actions were done."""
        ...

    async def find(self, asked: Find) -> Found:
        """Return the posts that a search finds."""
        ...

    async def log(self, asked: AskLog) -> Log:
        """Return a page of the log."""
        ...

    def read_on(self) -> None:
        """Try to read again now."""
        ...

    def stop(self, why: str) -> None:
        """Stop the hub."""
        ...


class Session:
    """Reads one terminal's frames and sends it what it needs."""

    def __init__(
        self, desk: Desk, peer: Peer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._desk = desk
        self._reader = reader
        self._writer = writer
        self.peer = peer
        self.role: Role | None = None
        """What is at the other end; None until it has said so."""
        self.moderator = peer.moderator("")
        self.scene: Scene | None = None
        """The only scene of a wall that was started with one of its own."""
        self.since = 0.0
        """When it began, by the hub's clock of seconds."""
        self.may_act = True
        """Whether this account may ask for what the public sees."""
        self.opened: PostId | None = None
        self._sent = 0
        self._direct: deque[Down] = deque()
        self._pulse: bytes | None = None
        self._story: bytes | None = None
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        """Set while there is room for another answer: a terminal that asks for more than it
        reads waits for itself, and loses its session when it reads nothing at all."""
        self._room.set()
        self._asking: set[asyncio.Task[None]] = set()
        """Commands that wait for the network."""

    @property
    def owner(self) -> bool:
        """Whether this account may stop the hub."""
        return self.peer.uid in (os.geteuid(), 0)

    def say(self, message: Down) -> None:
        """Put a message on its way."""
        self._direct.append(message)
        if len(self._direct) >= _UNSENT:
            self._room.clear()
        self._wake.set()

    def beat(self, pulse: bytes) -> None:
        """Put the newest heartbeat on its way; older ones that wait are worth nothing."""
        self._pulse = pulse
        self._wake.set()

    def poke(self) -> None:
        """Something changed."""
        self._wake.set()

    async def run(self) -> None:
        """Serve the terminal until it leaves; raises nothing a terminal can cause."""
        try:
            async with asyncio.timeout(_INTRODUCTION):
                hello = _hello(await self._line())
            self.moderator = self.peer.moderator(hello.name)
            welcome = await self._desk.welcome(self)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            return
        except (BadFrame, StoreError) as error:
            await self.leave(str(error), refused=isinstance(error, BadFrame))
            return
        if hello.after > welcome.seq:
            await self.leave(_REPLACED, refused=True)
            return
        if hello.role is Role.WALL:
            welcome = wall_welcome(welcome)
        self._writer.write(frame(welcome))
        self.role, self._sent = hello.role, hello.after
        self.scene = hello.scene if hello.role is Role.WALL else None
        await self._serve(hello.role)

    async def _serve(self, role: Role) -> None:
        sending = asyncio.create_task(self._send_all(role), name="sending")
        sending.add_done_callback(self._sent_all)
        try:
            while True:
                async with asyncio.timeout(_PATIENCE):
                    await self._room.wait()
                    line = await self._line()
                await self._heed(up(line))
        except BadFrame as error:
            await self.leave(str(error), refused=True)
        except (OSError, asyncio.IncompleteReadError) as error:
            _log.debug("%s left: %r", self.moderator.name, error)
        finally:
            tasks = (sending, *self._asking)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _sent_all(self, sending: asyncio.Task[None]) -> None:
        """End a session that is sent nothing any more: its terminal comes back and is."""
        if not sending.cancelled():
            if (error := sending.exception()) is not None:
                _log.error("a session's sender failed", exc_info=error)
            self._writer.transport.abort()

    async def _line(self) -> bytes:
        try:
            return await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError:
            raise BadFrame("the frame is too long") from None

    async def _heed(self, message: object) -> None:
        """Do what a frame says."""
        if isinstance(message, Alive):
            return
        if self.role is not Role.CONSOLE:
            raise BadFrame("a wall only watches")
        if isinstance(message, Ask):
            await self._take(message.command)
        elif isinstance(message, Open):
            self.opened = message.post
            if message.post is not None and (found := await self._desk.story(message.post)):
                self._story = found  # an older one that waits is not looked at any more
                self._wake.set()
        elif isinstance(message, _Question):
            with suppress(StoreError):  # every status line says so already
                self.say(await self._asked(message))
        elif isinstance(message, ReadOn):
            _log.info("%s asks to read on", self.moderator.name)
            self._desk.read_on()
        elif isinstance(message, StopHub):
            if not self.owner:
                raise BadFrame("only the campaign's owner may stop its hub")
            self._desk.stop(f"{self.moderator.name} stopped the hub")
        else:
            raise BadFrame("a second hello")

    async def _asked(self, message: _Question) -> Down:
        """Return what is known; raises `StoreError`."""
        match message:
            case AskReading():
                return await self._desk.reading()
            case AskRules():
                return await self._desk.rules()
            case AskCounts():
                return await self._desk.counts()
            case Find():
                return await self._desk.find(message)
            case AskLog():
                return await self._desk.log(message)

    async def _take(self, command: Command) -> None:
        """Do a command, or begin to where the network is asked first: `!` must not wait for it."""
        if not (isinstance(command, Decide) and command.verb in HIDINGS):
            await self._do(command)
        elif len(self._asking) >= _MOST_AT_ONCE:
            self.say(Answer(command.op, Refused(_TOO_MANY)))
        else:
            task = asyncio.create_task(self._do(command), name="asking")
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _do(self, command: Command) -> None:
        outcome = await self._desk.do(command, self.moderator, may_act=self.may_act)
        self.say(Answer(command.op, outcome))

    async def _send_all(self, role: Role) -> None:
        """Send what waits: the heartbeat, then what changed, then the answers.

        An answer comes after its effect, so that the next key meets the post as the last
        one left it: only what waited before the changes were asked for goes out behind them.
        """
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                answers, more = len(self._direct), True
                while more:
                    self._send_pulse()
                    encoded, seq, more = await self._desk.feed.after(self._sent, role)
                    if seq != self._sent:
                        self._writer.write(encoded)
                        self._sent = seq
                    await self._writer.drain()
                for _ in range(answers):
                    self._writer.write(frame(self._direct.popleft()))
                self._room.set()
                if self._story is not None:
                    self._writer.write(self._story)
                    self._story = None
                await self._writer.drain()
        except OSError:
            return
        except StoreError as error:
            _log.error("changes cannot be read: %s", error)  # known, no traceback
            await asyncio.sleep(1)

    def _send_pulse(self) -> None:
        if self._pulse is not None:
            self._writer.write(self._pulse)
            self._pulse = None

    async def leave(self, why: str, *, refused: bool = False) -> None:
        """Say goodbye and hang up."""
        with suppress(OSError):
            self._writer.write(frame(Goodbye(why, refused)))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._writer.drain(), 0.5)
        self._writer.close()


def _hello(line: bytes) -> Hello:
    """Read the first frame of a session, or raise `BadFrame`."""
    hello = up(line)
    if not isinstance(hello, Hello):
        raise BadFrame("the first frame is not a hello")
    if hello.version != VERSION:
        raise BadFrame(
            f"this terminal speaks protocol version {hello.version}, the hub {VERSION}: "
            "restart the older one"
        )
    return hello
