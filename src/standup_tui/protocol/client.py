"""The one client of the hub's socket: it connects, asks, follows and comes back by itself."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from standup_tui.errors import HubAbsent, HubRefused
from standup_tui.model.command import Command, Outcome, Refused
from standup_tui.model.wall import Scene, WallState
from standup_tui.protocol.address import reachable, socket_of
from standup_tui.protocol.messages import (
    BEAT,
    LARGEST,
    LARGEST_UP,
    VERSION,
    Alive,
    Answer,
    Ask,
    BadFrame,
    Changed,
    Down,
    Goodbye,
    Hello,
    Pulse,
    Role,
    Up,
    Welcome,
    down,
    frame,
)

_PAUSES = (0.1, 0.2, 0.5, 1.0)
"""Seconds between attempts to come back; the last one repeats, so that a wall is back by
itself within two seconds of its hub."""

_SILENCE = 10 * BEAT
"""Seconds without a word after which a connection is made anew: a tunnel may hang for hours."""

WELCOME = 20.0
"""Seconds a hub gets to welcome us: with much to do it listens long before it talks."""


class Lost(Struct, frozen=True):
    """The hub is gone; the client keeps trying."""

    why: str
    final: bool = False
    """Whether trying again is pointless: the hub refused us."""


class Session:
    """One connection to a hub that has welcomed us."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, welcome: Welcome
    ) -> None:
        self._reader = reader
        self._writer = writer
        self.welcome = welcome

    def send(self, message: Up) -> None:
        """Put a message on its way; a connection that is gone shows in `messages`."""
        if not self._writer.is_closing():
            self._writer.write(frame(message))

    async def messages(self) -> AsyncIterator[Down]:
        """Yield what the hub says until the connection ends.

        Raises:
            HubAbsent: The connection ended without a goodbye.
        """
        while True:
            yield await _read(self._reader, _SILENCE)

    async def close(self) -> None:
        """End the session."""
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()


async def _read(reader: asyncio.StreamReader, patience: float) -> Down:
    try:
        async with asyncio.timeout(patience):
            line = await reader.readuntil(b"\n")
    except TimeoutError as error:
        raise HubAbsent(f"the hub has said nothing for {patience:.0f} seconds") from error
    except asyncio.LimitOverrunError as error:
        raise BadFrame("the hub sent a frame that is too long") from error
    except (OSError, asyncio.IncompleteReadError) as error:
        raise HubAbsent("the hub closed the connection") from error
    return down(line)


async def join(place: Path, hello: Hello) -> Session:
    """Connect to the hub of a campaign folder, or to a socket, and be welcomed.

    Raises:
        HubAbsent: Nobody listens there.
        HubRefused: The hub does not let us in, and why.
    """
    path = socket_of(place)
    try:
        with reachable(path) as address:
            reader, writer = await asyncio.open_unix_connection(address, limit=LARGEST)
    except PermissionError:
        raise HubRefused(
            f"{path} may not be opened by this account: ask the campaign's owner to add you to "
            "its group."
        ) from None
    except OSError as error:
        raise HubAbsent(f"no hub answers at {path} ({error.strerror or error}).") from None
    try:
        writer.write(frame(hello))
        answer = await _read(reader, WELCOME)
        return Session(reader, writer, _welcomed(answer, path))
    except BadFrame as error:
        writer.close()
        raise HubAbsent(f"the hub at {path} does not answer: {error}.") from None
    except BaseException:
        writer.close()
        raise


def _welcomed(answer: Down, path: Path) -> Welcome:
    """Return the hub's welcome, or raise for what it said instead."""
    if isinstance(answer, Goodbye):
        raise (HubRefused if answer.refused else HubAbsent)(answer.why)
    if not isinstance(answer, Welcome):
        raise HubRefused(f"the hub at {path} did not say welcome; is it of this version?")
    return answer


class Client:
    """A terminal's link to its hub across reconnections.

    A push may be lost with its connection: the sequence number is the truth, so coming
    back asks for everything after the last one seen. A command whose answer was lost is
    asked again under the same op id, which the hub answers without doing it twice.
    """

    def __init__(
        self, place: Path, role: Role, name: str = "", scene: Scene | None = None
    ) -> None:
        self._place = place
        self._role = role
        self._name = name
        self._scene = scene
        self._session: Session | None = None
        self._asked: dict[str, tuple[Command, asyncio.Future[Outcome]]] = {}
        self._wall = WallState()
        self.seq = 0
        """The last sequence number received."""

    async def events(self) -> AsyncIterator[Down | Lost]:
        """Yield all that the hub says, for ever: a `Welcome` after each time of being `Lost`."""
        attempt = 0
        while True:
            hello = Hello(VERSION, self._role, self._name, self.seq, self._scene)
            try:
                self._session = await join(self._place, hello)
                attempt = 0
                self._wall = self._session.welcome.wall
                yield self._session.welcome
                async with aclosing(self._attended(self._session)) as messages:
                    async for message in messages:
                        yield self._newer(message)
            except HubRefused as refusal:
                yield Lost(str(refusal), final=True)
                attempt = len(_PAUSES)
            except HubAbsent as absence:
                yield Lost(str(absence))
            except BadFrame as nonsense:
                yield Lost(f"the hub and this terminal do not understand each other: {nonsense}")
            finally:
                await self._leave()
            await asyncio.sleep(_PAUSES[min(attempt, len(_PAUSES) - 1)])
            attempt += 1

    def _newer(self, message: Down) -> Down:
        """Let no heartbeat that was overtaken bring back what the walls did before."""
        match message:
            case Changed(changes) if changes.wall is not None:
                self._wall = changes.wall
            case Pulse(wall=wall) if wall.seq >= self._wall.seq:
                self._wall = wall
            case Pulse():
                return replace(message, wall=self._wall)
            case _:
                pass
        return message

    async def _attended(self, session: Session) -> AsyncGenerator[Down, None]:
        """Pass a session's messages on, with a heartbeat and the unanswered commands."""
        for command, _ in self._asked.values():
            session.send(Ask(command))
        beating = asyncio.create_task(self._beat(session))
        try:
            async for message in session.messages():
                if isinstance(message, Changed):
                    self.seq = message.changes.seq
                elif isinstance(message, Answer):
                    self._answered(message)
                elif isinstance(message, Goodbye):
                    yield message
                    raise HubAbsent(message.why)
                yield message
        finally:
            beating.cancel()

    async def _beat(self, session: Session) -> None:
        while True:
            session.send(Alive(self.seq))
            await asyncio.sleep(BEAT)

    async def _leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _answered(self, answer: Answer) -> None:
        _, future = self._asked.pop(answer.op, (None, None))
        if future is not None and not future.done():
            future.set_result(answer.outcome)

    def send(self, message: Up) -> bool:
        """Send something that needs no answer; return whether anybody is there."""
        if self._session is None:
            return False
        self._session.send(message)
        return True

    async def ask(self, command: Command) -> Outcome:
        """Have the hub do something and return what came of it, however often it takes."""
        if len(frame(Ask(command))) > LARGEST_UP:
            return Refused("too long: nothing was sent")
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._asked[command.op] = (command, future)
        if self._session is not None:
            self._session.send(Ask(command))
        try:
            return await future
        finally:
            self._asked.pop(command.op, None)
