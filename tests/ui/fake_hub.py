"""A hub for tests: the real protocol on a real socket, a lifecycle in memory, a clock by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from standup_tui.model.action import Tally
from standup_tui.model.command import (
    Blank,
    Command,
    Done,
    Handover,
    Outcome,
    Steer,
)
from standup_tui.model.coverage import Coverage
from standup_tui.model.entry import Changes, Decision, Entry, Moderator, Stage
from standup_tui.model.health import Health, Liveness
from standup_tui.model.money import Account
from standup_tui.model.search import parse
from standup_tui.model.votes import Report
from standup_tui.model.wall import (
    Coming,
    Delay,
    Fix,
    Pause,
    Scene,
    Spotlight,
    Step,
    WallAct,
    WallState,
)
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
    Found,
    Hello,
    Log,
    LogLine,
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
from ui.fake_decisions import FakeDecisions

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
MOST_FOUND = 20
PAGE = 40
AT_ONCE = 25
"""Posts in one frame; the real hub sends a few hundred."""


class FakeHub:
    """Everything a console can see of a hub, scripted."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: NOW) -> None:
        self.path = path
        self.now = now
        self.about = ABOUT
        self.decisions = FakeDecisions(lambda: self.now(), self.put)  # noqa: PLW0108  # tests set another clock
        self.entries = self.decisions.entries
        self.wall = WallState()
        self.health = Health(Liveness.LIVE, NOW, last_post=NOW - timedelta(seconds=3))
        self.reading = Reading(Coverage(), Account())
        self.report = Report()
        self.counts = Counts(Tally(), NOW)
        self.coming: list[Coming] = []
        """What shows by itself, in delay mode."""
        self.own: tuple[Scene, ...] = ()
        """The scenes of walls that keep to one."""
        self.people = (Presence("asha", "A"), Presence("raj", "R"))
        self.seq = 0
        self.commands: list[Command] = []
        self.heard: list[Up] = []
        self.note: Decision | None = None
        self.deaf = False
        """Whether commands get no answer."""
        self.slow = 0.0
        """Seconds between a command and its effect."""
        self.waiting: list[Callable[[], None]] | None = None
        """Commands that nobody has done yet, for a test that lets them be done one by one."""
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
                self._take(writer, command)
            case Open(post) if post is not None:
                self._tell(writer, self._everything(self.entries[post]))
            case AskReading() if not self.deaf:
                self._tell(writer, self.reading)
            case AskRules() if not self.deaf:
                self._tell(writer, RulesReport(self.report))
            case AskCounts() if not self.deaf:
                self._tell(writer, self.counts)
            case Find() | AskLog():
                self._tell(writer, self._asked(message))
            case (
                StopHub()
                | Ask()
                | AskReading()
                | AskRules()
                | AskCounts()
                | ReadOn()
                | Open()
                | Alive()
                | Hello()
            ):
                pass

    def _asked(self, message: Find | AskLog) -> Down:
        if isinstance(message, Find):
            return self._find(message.words)
        return self._page(message.words, message.before)

    def _find(self, words: str) -> Found:
        query = parse(words)
        found = [one for one in self.entries.values() if query.matches(one)]
        found.sort(key=lambda one: one.post.at, reverse=True)
        return Found(words, tuple(found[:MOST_FOUND]), len(found), query.why)

    def _page(self, words: str, before: int) -> Log:
        lines = [
            LogLine(one, entry.post.author.handle, entry.post.text)
            for one, entry in reversed(self.decisions.log)
            if all(word in f"{one.by.name} {one.verb} {one.reason}" for word in words.split())
        ]
        left = [line for line in lines if not before or line.decision.seq < before]
        return Log(words, before, tuple(left[:PAGE]), more=len(left) > PAGE)

    def _take(self, writer: asyncio.StreamWriter, command: Command) -> None:
        """Do a command now, or when its time has come."""
        if all(command.op != one.op for one in self.commands):
            self.commands.append(command)

        def work() -> None:
            if command.op not in self._answers:
                self._answers[command.op] = self.do(command, ASHA)
            self._tell(writer, Answer(command.op, self._answers[command.op]))

        if self.waiting is not None:
            self.waiting.append(work)
        elif self.slow:
            asyncio.get_running_loop().call_later(self.slow, work)
        else:
            work()

    def _everything(self, entry: Entry) -> Opened:
        past = tuple(one for one, _ in self.decisions.log if one.post == entry.post.id)
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
        return Pulse(
            self.now(),
            health,
            self.wall,
            self.people,
            1,
            waiting,
            self.note,
            tuple(self.coming),
            self.own,
        )

    def put(self, entries: Sequence[Entry]) -> None:
        """Have posts arrive or change."""
        numbered = []
        for entry in entries:
            self.seq += 1
            numbered.append(replace(entry, seq=self.seq))
        self.decisions.seq = self.seq
        self.entries.update((entry.post.id, entry) for entry in numbered)
        self.push(Changed(Changes(self.seq, tuple(numbered))))

    def do(self, command: Command, by: Moderator) -> Outcome:
        """Do what a moderator asks for."""
        match command:
            case Blank(blank=blank):
                self.wall = WallState(self.seq, blank, by.name, self.now())
                self.push(Changed(Changes(self.seq, wall=self.wall)))
                return Done(self.seq, "the walls are blank" if blank else "the walls are back")
            case Handover(text=text):
                self.note = Decision(self.seq + 1, "handover", by, self.now(), "", "", reason=text)
                self.push(self.heartbeat())
                return Done(self.seq, "note left")
            case Steer(act=act):
                self.wall = steered(self.wall, act, by.name, self.now())
                self.push(self.heartbeat())
                return Done(self.seq, f"done: {type(act).__name__}")
            case _:
                return self.decisions.do(command, by)


def steered(wall: WallState, act: WallAct, by: str, now: datetime) -> WallState:
    """Return what the walls do after an act, as simply as a test can do with."""
    match act:
        case Pause(paused):
            return replace(wall, paused=now if paused else None)
        case Step(step):
            return replace(wall, fixed=None, turn=wall.turn + step, since=now)
        case Fix(scene):
            return replace(wall, fixed=scene)
        case Spotlight(post):
            return replace(wall, spotlight=post, fixed=Scene.SPOTLIGHT if post else None)
        case Delay(seconds):
            return replace(wall, delay=seconds, delayed=now, delayed_by=by, unattended="")


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
