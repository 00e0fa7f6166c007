"""One terminal at the hub's socket."""

import asyncio
import logging
import os
from contextlib import suppress
from typing import Protocol

from standup_tui.errors import StoreError
from standup_tui.hub.feed import Feed, wall_welcome
from standup_tui.hub.identity import Peer
from standup_tui.hub.outbound import Outbound
from standup_tui.model.command import Command, Decide, Outcome, Refused
from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import Request
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
    Keep,
    Kept,
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

    async def keep(self, request: Request, by: Moderator) -> Kept:
        """Erase or give out records, to the end, whether or not somebody still waits for it."""
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
        self.outbound = Outbound(writer)
        self._asking: set[asyncio.Task[None]] = set()
        """Commands that wait for the network."""

    @property
    def owner(self) -> bool:
        """Whether this account may stop the hub."""
        return self.peer.uid in (os.geteuid(), 0)

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
        self.role = hello.role
        self.scene = hello.scene if hello.role is Role.WALL else None
        await self._serve(hello.role, hello.after)

    async def _serve(self, role: Role, after: int) -> None:
        going = self.outbound.send_all(self._desk.feed, role, after)
        sending = asyncio.create_task(going, name="sending")
        sending.add_done_callback(self._sent_all)
        try:
            while True:
                async with asyncio.timeout(_PATIENCE):
                    await self.outbound.room()
                    line = await self._line()
                await self._heed(up(line))
                await _others_first()
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
                self.outbound.tell(found)
        elif isinstance(message, _Question):
            with suppress(StoreError):  # every status line says so already
                self.outbound.say(await self._asked(message))
        elif isinstance(message, ReadOn):
            _log.info("%s asks to read on", self.moderator.name)
            self._desk.read_on()
        elif isinstance(message, StopHub | Keep):
            await self._heed_owner(message)
        else:
            raise BadFrame("a second hello")

    async def _heed_owner(self, message: StopHub | Keep) -> None:
        """Do what only the campaign's owner may ask for."""
        if not self.owner:
            what = "stop its hub" if isinstance(message, StopHub) else "erase or export records"
            raise BadFrame(f"only the campaign's owner may {what}")
        if isinstance(message, StopHub):
            self._desk.stop(f"{self.moderator.name} stopped the hub")
            return
        task = asyncio.create_task(self._keep(message.request), name="keeping")
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _keep(self, request: Request) -> None:
        self.outbound.say(await self._desk.keep(request, self.moderator))

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
            self.outbound.say(Answer(command.op, Refused(_TOO_MANY)))
        else:
            task = asyncio.create_task(self._do(command), name="asking")
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _do(self, command: Command) -> None:
        outcome = await self._desk.do(command, self.moderator, may_act=self.may_act)
        self.outbound.say(Answer(command.op, outcome))

    async def leave(self, why: str, *, refused: bool = False) -> None:
        """Say goodbye and hang up."""
        with suppress(OSError):
            self._writer.write(frame(Goodbye(why, refused)))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._writer.drain(), 0.5)
        self._writer.close()


async def _others_first() -> None:
    """Let everybody else have their turn: frames that are here already are read without one."""
    await asyncio.sleep(0)


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
