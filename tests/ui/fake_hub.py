"""A hub for tests: the real protocol on a real socket, a lifecycle in memory, a clock by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from standup_tui.model.action import Tag, Tally
from standup_tui.model.command import (
    Blank,
    Command,
    Decide,
    Done,
    Handover,
    Many,
    Mute,
    Outcome,
    Redo,
    Refused,
    Steer,
    Superseded,
    Undo,
)
from standup_tui.model.coverage import Coverage
from standup_tui.model.entry import Changes, Decision, Entry, Moderator, PublicAct, Stage
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import TAGGINGS, Verb, after, refusal, restored
from standup_tui.model.money import Account
from standup_tui.model.post import PostId
from standup_tui.model.votes import Report
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import (
    VERSION,
    About,
    Alive,
    Answer,
    Ask,
    AskCounts,
    AskLog,
    AskReading,
    AskRules,
    Changed,
    Counts,
    Down,
    Find,
    Hello,
    Open,
    Opened,
    Presence,
    Pulse,
    Reading,
    ReadOn,
    RulesReport,
    StopHub,
    Up,
    Welcome,
    frame,
    up,
)

NOW = datetime(2026, 11, 24, 14, 32, 10, tzinfo=UTC)
ASHA = Moderator("asha", "asha")
RAJ = Moderator("raj", "raj")
ABOUT = About(
    name="Stand up for social work",
    tags=("#StandUp4SW",),
    title="",
    holding="",
    zone="Europe/London",
    label="SIMULATED",
    account="@WensumValeSW",
    reasons=("personal data",),
    actions=("One action",),
    contact=("Who to call", "Duty manager: extension 4100"),
    retweets=True,
    folder="",
)
AT_ONCE = 25
"""Posts in one frame; the real hub sends a few hundred."""


class FakeHub:
    """Everything a console can see of a hub, scripted."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: NOW) -> None:
        self.path = path
        self.now = now
        self.about = ABOUT
        self.entries: dict[PostId, Entry] = {}
        self.wall = WallState()
        self.health = Health(Liveness.LIVE, NOW, last_post=NOW - timedelta(seconds=3))
        self.reading = Reading(Coverage(), Account())
        self.report = Report()
        self.counts = Counts(Tally(), NOW)
        self.people = (Presence("asha", "A"), Presence("raj", "R"))
        self.seq = 0
        self.commands: list[Command] = []
        self.heard: list[Up] = []
        self.deaf = False
        """Whether commands get no answer."""
        self.log: list[tuple[Decision, Entry]] = []
        self._answers: dict[str, Outcome] = {}
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self.path)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.close()
        self.path.unlink(missing_ok=True)
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = up(await reader.readline())
        assert isinstance(hello, Hello)
        self._tell(writer, Welcome(VERSION, "test", self.about, ASHA, owner=True,
                                   now=self.now(), seq=self.seq, wall=self.wall))  # fmt: skip
        fresh = [entry for entry in self.entries.values() if entry.seq > hello.after]
        for first in range(0, len(fresh), AT_ONCE):
            some = tuple(fresh[first : first + AT_ONCE])
            more = first + AT_ONCE < len(fresh)
            self._tell(writer, Changed(Changes(some[-1].seq, some, more=more)))
        self._tell(writer, self.heartbeat())
        self._writers.add(writer)
        with suppress(ConnectionError):
            while line := await reader.readline():
                self._hear(writer, up(line))
        self._writers.discard(writer)
        writer.close()

    def _hear(self, writer: asyncio.StreamWriter, message: Up) -> None:
        if not isinstance(message, Alive):
            self.heard.append(message)
        match message:
            case Ask(command) if not self.deaf:
                if command.op not in self._answers:
                    self.commands.append(command)
                    self._answers[command.op] = self.do(command, ASHA)
                self._tell(writer, Answer(command.op, self._answers[command.op]))
            case Open(post) if post is not None:
                self._tell(writer, self._everything(self.entries[post]))
            case AskReading() if not self.deaf:
                self._tell(writer, self.reading)
            case AskRules() if not self.deaf:
                self._tell(writer, RulesReport(self.report))
            case AskCounts() if not self.deaf:
                self._tell(writer, self.counts)
            case (
                StopHub()
                | Ask()
                | AskReading()
                | AskRules()
                | AskCounts()
                | ReadOn()
                | AskLog()
                | Find()
                | Open()
                | Alive()
                | Hello()
            ):
                pass

    def _everything(self, entry: Entry) -> Opened:
        past = tuple(one for one, _ in self.log if one.post == entry.post.id)
        author = entry.post.author.id
        same = tuple(one for one in self.entries.values() if one.post.author.id == author)
        return Opened(entry, past, same[:5])

    def _tell(self, writer: asyncio.StreamWriter, message: Down) -> None:
        if not writer.is_closing():
            writer.write(frame(message))

    def push(self, message: Down) -> None:
        """Tell every console."""
        for writer in self._writers:
            self._tell(writer, message)

    def heartbeat(self) -> Pulse:
        waiting = tuple(e for e in self.entries.values() if e.act and e.act.stage is Stage.DUE)
        health = replace(self.health, posts=len(self.entries))
        return Pulse(self.now(), health, self.wall, self.people, 1, waiting)

    def put(self, entries: Sequence[Entry]) -> None:
        """Have posts arrive or change."""
        numbered = []
        for entry in entries:
            self.seq += 1
            numbered.append(replace(entry, seq=self.seq))
        self.entries.update((entry.post.id, entry) for entry in numbered)
        self.push(Changed(Changes(self.seq, tuple(numbered))))

    def do(self, command: Command, by: Moderator) -> Outcome:
        """Do what a moderator asks for."""
        match command:
            case Decide():
                return self._decide(command, by)
            case Undo(confirmed=confirmed):
                return self._undo(by, confirmed=confirmed)
            case Blank(blank=blank):
                self.wall = WallState(self.seq, blank, by.name, self.now())
                self.push(Changed(Changes(self.seq, wall=self.wall)))
                return Done(self.seq, "the walls are blank" if blank else "the walls are back")
            case Many() | Redo() | Mute() | Handover() | Steer():
                return Refused("this fake does not do that")

    def _decide(self, command: Decide, by: Moderator) -> Outcome:
        entry = self.entries[command.post]
        if entry.standing.revision != command.revision and entry.last is not None:
            last = entry.last
            return Superseded(command.post, last.by, last.at, last.verb, entry.standing)
        if why := refusal(entry.standing, command.verb):
            return Refused(why)
        standing = after(entry.standing, command.verb)
        before = str(entry.standing.status)
        one = Decision(self.seq + 1, command.verb, by, self.now(), before,
                       str(standing.status), command.post)  # fmt: skip
        self.log.append((one, entry))
        act = entry.act
        if command.verb is Verb.RETWEET:
            due = self.now() + timedelta(seconds=10)
            act = PublicAct(1, Verb.RETWEET, command.post, Stage.DUE, due, by.name)
        tags = entry.tags
        if command.verb in TAGGINGS:
            counts = command.verb is Verb.TAG
            others = tuple(it for it in tags if it.action != command.action)
            tags = (*others, Tag(command.action, counts=counts, by=by.name))
        self.put([replace(entry, standing=standing, last=one, act=act, tags=tags)])
        handle = entry.post.author.handle
        return Done(self.seq, f"{command.verb}: @{handle}", command.post, standing)

    def _undo(self, by: Moderator, *, confirmed: bool) -> Outcome:
        if not self.log:
            return Refused("there is nothing to undo")
        last, entry = self.log[-1]
        now = self.entries[entry.post.id]
        if now.act and now.act.stage is Stage.DONE and not confirmed:
            return Refused("the retweet was sent already; undoing it is public too", confirm=True)
        self.log.pop()
        standing = restored(now.standing, entry.standing)
        one = Decision(self.seq + 1, Verb.UNDO, by, self.now(), last.after, last.before,
                       entry.post.id, undoes=last.seq)  # fmt: skip
        self.put([replace(entry, standing=standing, last=one)])
        said = f"undid: {last.verb} @{entry.post.author.handle}"
        return Done(self.seq, said, entry.post.id, standing)


@asynccontextmanager
async def serving(path: Path, entries: Sequence[Entry] = ()) -> AsyncIterator[FakeHub]:
    """Run a fake hub while the block runs."""
    hub = FakeHub(path)
    hub.put(entries)
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()
