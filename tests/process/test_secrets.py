"""No credential gets out: into no file, onto no screen, into no message, onto no command line."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest

from canaries import CANARIES, CanarySimulator, document, sung, sung_in_files, variables
from cli.commands import STANDUP, clean_environment
from faults.table import Row
from process.grumbling import Grumbler, grumbling
from process.killing import quiet
from standup_tui.model.command import Decide, Done, OpId
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.protocol.address import LOG, SOCKET
from standup_tui.protocol.client import Client
from standup_tui.protocol.messages import Changed, Role
from standup_tui.simulator.server import Simulator
from ui.ptys import Terminal

pytestmark = pytest.mark.soak

HERE = Path(__file__).parent
TALKATIVE = ("-P", HERE / "talkative.py")
OVERHEARD = ("-P", HERE / "overheard.py")


AFTERWARDS = (
    ["check"],
    ["report"],
    ["report", "--format", "json"],
    ["handover"],
    ["export", "decisions"],
    ["export", "posts"],
    ["backup"],
    ["audit", "show"],
    ["purge", "--dry-run"],
)
"""What is made of a campaign's records when the day is over."""


@dataclass
class Stage:
    """One account on one machine, with its tokens in a file, and what it has seen."""

    home: Path
    x: Simulator
    way: Grumbler
    heard: list[bytes] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    """Command lines, as everybody on the machine can read them."""
    screens: list[Terminal] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The campaign's."""
        return self.home / "day"

    @property
    def tokens(self) -> Path:
        """The one file that is meant to have them."""
        return self.home / ".config" / "standup" / "credentials.toml"

    @property
    def log(self) -> str:
        """What the hub has logged."""
        return (self.folder / LOG).read_text()

    @property
    def env(self) -> dict[str, str]:
        """Without a credential: the hub has the file."""
        python = {"PYTHONPATH": str(HERE.parent), "XDG_STATE_HOME": str(self.home / "state")}
        return clean_environment(self.home) | python | {"COLORTERM": "truecolor"}

    @asynccontextmanager
    async def hub(self, *words: str | Path) -> AsyncIterator["asyncio.subprocess.Process"]:
        """Run a hub in the foreground, until the block ends."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *map(str, words), "hub", str(self.folder)),
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        ended = asyncio.create_task(process.communicate())
        try:
            await until(lambda: (self.folder / SOCKET).exists() or ended.done())
            yield process
        finally:
            self.look_at_processes()
            if not ended.done():
                process.terminate()
            self.heard.append((await ended)[0])

    def screen(self, *words: str | Path, **env: str) -> Terminal:
        """Run Python on a terminal that is read all the time."""
        screen = Terminal(*map(str, words), env=self.env | env, size=(120, 36))
        self.screens.append(screen)
        loop = asyncio.get_running_loop()

        def read() -> None:
            if not screen.read(0):
                loop.remove_reader(screen.master)

        loop.add_reader(screen.master, read)
        return screen

    async def run(self, *words: str | Path, typed: str = "", **env: str) -> str:
        """Run a command of ours to its end and return what it said."""
        ran = await asyncio.to_thread(
            subprocess.run,
            [*STANDUP, *map(str, words)],
            env=self.env | env,
            input=typed.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        self.heard.append(ran.stdout)
        return str(ran.stdout.decode())

    def look_at_processes(self) -> None:
        """Read the command line of every process that has to do with the campaign."""
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has just ended
                line = (process / "cmdline").read_bytes()
                if bytes(self.folder) in line:
                    self.lines.append(line)

    def end_screens(self) -> None:
        """End every screen and keep what it showed."""
        for screen in self.screens:
            if screen.master >= 0:
                asyncio.get_running_loop().remove_reader(screen.master)
            if screen.process.poll() is None:
                screen.process.terminate()
            screen.wait(10)
            screen.close()
            self.heard.append(screen.seen)
        self.screens.clear()

    def sung(self) -> list[str]:
        """Return where any canary can be heard."""
        told = [one for text in (*self.heard, *self.lines) for one in sung(text, "what was said")]
        return told + sung_in_files(self.home, self.tokens)[1]


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something to become true."""
    start = monotonic()
    while not true():
        assert monotonic() - start < seconds, "it did not come true"
        await asyncio.sleep(0.02)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with CanarySimulator(quiet()) as x, grumbling(x.base_url) as way:
        stage = Stage(tmp_path, x, way)
        stage.folder.mkdir(mode=0o700)
        (stage.folder / "campaign.toml").write_text(
            'name = "Day"\nhashtags = ["StandUp4SW"]\n'
            f'[source]\nbase_url = "{way.base_url}"\n[retweet]\nenabled = true\ndelay = 0\n'
        )
        stage.tokens.parent.mkdir(parents=True, mode=0o700)
        stage.tokens.write_text(document(x))
        stage.tokens.chmod(0o600)
        try:
            yield stage
        finally:
            stage.end_screens()


async def crashed(stage: Stage) -> None:
    """Publish until the hub has logged its crash, which it notices with the next post."""
    start = monotonic()
    while "LookupError" not in stage.log:
        assert monotonic() - start < 20, "it did not crash"
        stage.x.publish("Another visit. #StandUp4SW")
        await asyncio.sleep(0.2)


async def retweeted(stage: Stage, text: str) -> None:
    """Publish a post, approve it, retweet it."""
    post = f"x:{stage.x.publish(text)}"
    client = Client(stage.folder, Role.CONSOLE, "")
    entries: dict[str, Entry] = {}
    came = asyncio.Event()

    async def listen() -> None:
        async for event in client.events():
            if isinstance(event, Changed):
                entries.update({it.post.id: it for it in event.changes.entries})
                if post in entries:
                    came.set()

    listening = asyncio.create_task(listen())
    try:
        await asyncio.wait_for(came.wait(), 20)
        for verb in (Verb.APPROVE, Verb.RETWEET):
            standing = entries[post].standing
            op = OpId(f"{verb}-{post}")
            done = await client.ask(Decide(op, verb, entries[post].post.id, standing.revision))
            assert isinstance(done, Done), done
            await until(lambda: verb is Verb.RETWEET or entries[post].standing.on_wall)  # noqa: B023, waited for here
    finally:
        listening.cancel()


@pytest.mark.fault("F6")
async def test_only_the_hub_opens_credentials_and_it_starts_nothing(stage: Stage) -> None:
    heard = {name: stage.home / f"{name}.heard" for name in ("hub", "console", "wall")}
    async with stage.hub(*OVERHEARD, heard["hub"]):
        console = stage.screen(*OVERHEARD, heard["console"], stage.folder)
        wall = stage.screen(*OVERHEARD, heard["wall"], "wall", stage.folder)
        await until(lambda: b"StandUp4SW" in console.seen and b"StandUp4SW" in wall.seen)
    stage.end_screens()

    records = {name: path.read_text() for name, path in heard.items()}
    assert str(stage.tokens) in records["hub"]
    assert "subprocess.Popen" not in records["hub"]
    assert "os.fork" not in records["hub"]
    for name in ("console", "wall"):
        assert "import ('textual" in records[name], name  # so it does listen
        assert "credentials" not in records[name], name
        assert "standup_tui.networks" not in records[name], name
        assert "subprocess.Popen" not in records[name], name


async def test_a_console_that_starts_the_hub_does_not_read_for_it(stage: Stage) -> None:
    record = stage.home / "console.heard"
    console = stage.screen(*OVERHEARD, record, stage.folder)
    try:
        await until(lambda: b"StandUp4SW" in console.seen)
        stage.look_at_processes()
    finally:
        said = await stage.run("hub", "--stop", stage.folder)
    stage.end_screens()

    assert "has stopped" in said
    assert record.read_text().count("subprocess.Popen") == 1
    assert "credentials" not in record.read_text()
    assert stage.sung() == []


async def test_sources_ask_beside_a_running_hub_and_leave_its_stream_alone(stage: Stage) -> None:
    async with stage.hub(*STANDUP[1:]):
        await retweeted(stage, "Visit one. #StandUp4SW")
        before = list(stage.x.ledger.calls)
        said = await stage.run("sources", stage.folder)
        asked = [(it.method, it.path) for it in stage.x.ledger.calls[len(before) :]]
        again = await stage.run("sources", stage.folder)

    assert "✓ ok    hub" in said
    assert "live since" in said
    assert "#StandUp4SW -is:retweet (standup:day-" in said
    # The hub may retweet meanwhile; whoever asks changes nothing.
    assert not [it for it in asked if it[0] != "GET" and "/retweets" not in it[1]]
    assert not [path for _, path in asked if path.endswith("search/stream")]
    assert "live since" in again
    assert stage.sung() == []


@pytest.mark.fault("F1")
@pytest.mark.parametrize("words", ["crash", "pinned,crash"])
async def test_a_crash_inside_tweepy_is_logged_without_what_it_quotes(
    words: str, stage: Stage
) -> None:
    async with stage.hub(*TALKATIVE, words):
        await crashed(stage)

    assert "<bearer_token>" in stage.log
    assert "<access_token_secret>" in stage.log
    assert "Traceback" in stage.log
    assert stage.sung() == []


async def test_the_talkative_libraries_stay_silent_at_debug(stage: Stage) -> None:
    async with stage.hub(*TALKATIVE, "pinned"):
        await retweeted(stage, "Visit one. #StandUp4SW")
        await until(lambda: stage.x.ledger.retweets)

    assert " DEBUG asyncio: " in stage.log
    for name in ("tweepy", "oauthlib", "aiohttp"):
        assert f" {name}" not in stage.log
    assert stage.sung() == []


@pytest.mark.fault("F1", control=True)
async def test_without_the_redactor_the_log_would_give_them_away(stage: Stage) -> None:
    """The negative control: the same crash, the same look."""
    async with stage.hub(*TALKATIVE, "crash,leaky"):
        await crashed(stage)

    given_away = {one.partition(" in ")[0] for one in stage.sung()}
    assert given_away >= {"bearer_token", "consumer_secret", "access_token_secret"}


@pytest.mark.parametrize(
    "leaky",
    [
        pytest.param(False, marks=pytest.mark.fault("F1")),
        pytest.param(True, marks=pytest.mark.fault("F1", control=True)),
    ],
)
async def test_a_widget_that_breaks_quotes_no_credential_of_the_environment(
    stage: Stage, *, leaky: bool
) -> None:
    async with stage.hub(*STANDUP[1:]):
        words = "widget,leaky" if leaky else "widget"
        screen = stage.screen(*TALKATIVE, words, stage.folder, **variables(stage.x))
        await until(lambda: screen.process.poll() is not None)
    stage.end_screens()

    crash = (stage.home / "state" / "standup" / "crash.log").read_text()
    assert "LookupError" in crash
    assert bool(stage.sung()) is leaky
    assert ("<STANDUP_X_BEARER_TOKEN>" in crash) is not leaky


@pytest.mark.soak
@pytest.mark.fault("F1")
@pytest.mark.timeout(120)
async def test_a_day_with_every_fault_gives_no_canary_away(stage: Stage, row: Row) -> None:
    """Everything is logged, nothing is pinned, and each refusal quotes the request."""
    stage.way.mood = lambda _: 503
    async with stage.hub(*TALKATIVE, "all"):
        stage.screen(*STANDUP[1:], stage.folder)
        stage.screen(*STANDUP[1:], "wall", stage.folder)
        await until(lambda: len(stage.way.refused) > 1)
        stage.way.mood = lambda _: None
        await retweeted(stage, "Visit one. #StandUp4SW")
        await until(lambda: stage.x.ledger.retweets)
        stage.way.mood = lambda request: 403 if request.method == "POST" else None
        await retweeted(stage, "Visit two. #StandUp4SW")
        await until(lambda: 403 in stage.way.refused)
        stage.way.mood = lambda _: 401
        for words in (["sources"], ["sources", "--json"], ["doctor"], ["doctor", "--json"]):
            await stage.run(*words, stage.folder)
        await stage.run("login", stage.folder, typed="\n".join(variables(stage.x).values()))
        await stage.run("doctor", stage.folder, **variables(stage.x))
    async with stage.hub(*TALKATIVE, "all"):
        await until(lambda: any(b"does not accept" in it.seen for it in stage.screens))
    stage.way.mood = lambda _: None
    async with stage.hub(*TALKATIVE, "crash"):
        await crashed(stage)
    for words in AFTERWARDS:
        await stage.run(*words, stage.folder, **variables(stage.x))
    stage.end_screens()

    files, _ = sung_in_files(stage.home, stage.tokens)
    assert files >= 9
    assert len(stage.heard) >= 11
    assert len(stage.lines) >= 9
    assert sum(len(one) for one in stage.heard) > 10_000
    row.measured(1, f"{files} files, {len(stage.heard)} outputs, {len(stage.lines)} command lines")
    assert stage.sung() == []
    for name in CANARIES:
        if name not in ("consumer_secret", "access_token_secret"):  # sign, and are never sent
            assert f"<{name}>" in stage.log, name


def test_the_canaries_are_heard_where_they_sing(tmp_path: Path) -> None:
    """The look itself: each spelling is found, in a file and in a command line."""
    (tmp_path / "log").write_text(f"Bearer {CANARIES['bearer_token']}")
    quiet_file = tmp_path / "quiet"
    quiet_file.write_text("AAAA canary")

    assert sung_in_files(tmp_path)[0] == 2
    assert [one for one in sung_in_files(tmp_path)[1] if str(quiet_file) in one] == []
    assert set(sung(CANARIES["consumer_key"].encode(), "it")) == {
        "consumer_key in it",
        "first 12 of consumer_key in it",
    }
