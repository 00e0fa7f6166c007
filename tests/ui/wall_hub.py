"""A small hub for the wall: the real protocol on a real socket, and it does as it is told."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from standup_tui.model.entry import Changes, Entry, Moderator
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import Author, AuthorId, Media, Post, PostId, Reference, ReferenceKind
from standup_tui.model.text import Clean, clean, clean_line
from standup_tui.model.wall import Said, WallState
from standup_tui.protocol.address import socket_of
from standup_tui.protocol.messages import (
    BEAT,
    VERSION,
    About,
    Changed,
    Down,
    Goodbye,
    Hello,
    Pulse,
    Welcome,
    frame,
    up,
)

NOW = datetime(2026, 11, 22, 14, 32, 20, tzinfo=UTC)
ABOUT = About(
    name="stand-up-day",
    tags=("#StandUp4SW",),
    title="Stand up for social work",
    holding="We will be back in a moment.",
    zone="Europe/London",
    label="SIMULATED",
    account="WensumValeSW",
    reasons=(),
    actions=(),
    contact=(),
    retweets=False,
    folder="/srv/stand-up-day",
)


def entry(  # noqa: PLR0913, a post has many sides
    number: int,
    text: str,
    *,
    name: str = "Asha Rowe",
    handle: str = "asha_rowe_sw",
    minutes: float | None = None,
    standing: Standing | None = None,
    media: tuple[Media, ...] = (),
    references: tuple[Reference, ...] = (),
) -> Entry:
    """A shown post; a higher number is newer."""
    at = NOW - timedelta(minutes=60 - number if minutes is None else minutes)
    author = Author(AuthorId(f"x:{handle}"), clean_line(handle), clean_line(name))
    post = Post(
        id=PostId(f"x:{number}"),
        author=author,
        text=clean(text),
        at=at,
        address=Clean(f"https://x.com/{handle}/status/{number}"),
        media=media,
        references=references,
    )
    return Entry(number, post, standing or Standing(Status.SHOWN))


def reply_to(handle: str) -> Reference:
    """A mark that a post answers this account."""
    return Reference(
        ReferenceKind.REPLY,
        PostId("x:0"),
        Author(AuthorId("x:0"), Clean(handle), Clean(handle)),
    )


class WallHub:
    """Keeps posts, pushes them to walls, and beats until it is told to be silent."""

    def __init__(self, place: Path, posts: Iterable[Entry] = (), about: About = ABOUT) -> None:
        self.path = socket_of(place)
        self.about = about
        self.posts = {one.post.id: one for one in posts}
        self.wall = WallState(seq=1)
        self.seq = 100
        self.beating = True
        self.refusing = ""
        self.said: tuple[Said, ...] | None = None
        self.hellos: list[Hello] = []
        self._sessions: set[asyncio.Task[None]] = set()
        self._walls: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._heart: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen and beat."""
        self._server = await asyncio.start_unix_server(self._joined, self.path)
        self._heart = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Be gone, as after a kill."""
        if self._heart:
            self._heart.cancel()
        if self._server:
            self._server.close()
        for session in self._sessions:
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)
        self.path.unlink(missing_ok=True)

    def push(
        self, *entries: Entry, removed: tuple[PostId, ...] = (), wall: WallState | None = None
    ) -> None:
        """Tell every wall what changed."""
        self.seq += 1
        self.posts.update({one.post.id: one for one in entries})
        for post in removed:
            self.posts.pop(post, None)
        if wall:
            self.wall = wall
        self.send(Changed(Changes(self.seq, entries, wall, removed)))

    def blank(self, *, on: bool) -> None:
        """Blank every wall, or bring it back."""
        self.push(wall=WallState(seq=self.seq + 1, blank=on))

    def pulse(self) -> Pulse:
        """The heartbeat as it would be now."""
        return Pulse(NOW, Health(Liveness.LIVE), self.wall, said=self.said)

    def send(self, message: Down) -> None:
        """Say something to every wall."""
        for wall in self._walls:
            wall.write(frame(message))

    async def _beat(self) -> None:
        while True:
            if self.beating:
                self.send(self.pulse())
            await asyncio.sleep(BEAT)

    def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = asyncio.create_task(self._serve(reader, writer))
        self._sessions.add(session)
        session.add_done_callback(self._sessions.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = up(await reader.readline())
        assert isinstance(hello, Hello)
        self.hellos.append(hello)
        if self.refusing:
            writer.write(frame(Goodbye(self.refusing, refused=True)))
            writer.close()
            return
        you = Moderator(hello.name or "wall")
        welcome = Welcome(
            VERSION, "test", self.about, you, owner=False, now=NOW, seq=self.seq, wall=self.wall
        )
        writer.write(frame(welcome))
        news = tuple(self.posts.values()) if hello.after < self.seq else ()
        writer.write(frame(Changed(Changes(self.seq, news))))
        if self.beating:
            writer.write(frame(self.pulse()))
        self._walls.add(writer)
        try:
            with suppress(OSError):
                while await reader.readline():
                    pass
        finally:
            self._walls.discard(writer)
            writer.transport.abort()


@asynccontextmanager
async def hub_at(place: Path, *posts: Entry, about: About = ABOUT) -> AsyncIterator[WallHub]:
    """A hub that listens while the block runs."""
    hub = WallHub(place, posts, about)
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()


def pinned(one: Entry, place: int = 1) -> Entry:
    """The same post, pinned."""
    return replace(one, standing=replace(one.standing, pin=place))


def hidden(one: Entry) -> Entry:
    """The same post, taken off the wall by a person."""
    return replace(one, standing=Standing(Status.HIDDEN, one.standing.revision + 1))
