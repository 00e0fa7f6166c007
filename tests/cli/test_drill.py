"""A drill: the real processes, a moderator by script, and a score that is known exactly."""

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cli.commands import STANDUP, clean_environment, standup
from halls import Seat, seat
from standup_tui.cli.drill_page import Part, Table, as_markdown, as_text
from standup_tui.model.command import Blank, Command, Decide, Done, OpId, Undo
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.simulator.day.plan import campaign_day
from ui.ptys import Terminal

SEED = 21
"""A day on which nothing planted after 14:00 is deleted by its author."""
BEGINS = 14 * 3600
"""14:00, from when on a day has the planted incidents that are needed here."""
SHORT = ("court", "hijack", "lookalike")
"""Kinds whose posts fit on a wall."""


def processes(home: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                environment = (entry / "environ").read_bytes()
            except OSError:
                continue
            if f"HOME={home}\0".encode() in environment:
                found.append(int(entry.name))
    return found


def eventually(holds: Callable[[], object], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.05)


async def over_time(holds: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait as `eventually` does, and let others go on."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come true"
        await asyncio.sleep(0.1)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own; what still runs there at the end is killed, and fails the test."""
    yield tmp_path
    try:
        eventually(lambda: not processes(tmp_path), 20)
    finally:
        for process in processes(tmp_path):
            os.kill(process, signal.SIGKILL)


def drill(home: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*STANDUP, "drill", "--unattended", "--page", "page.md", *options],
        cwd=home,
        env=clean_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ledger(folder: Path) -> list[dict[str, str]]:
    path = folder / "ledger.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def planted_by_the_seed() -> tuple[int, int]:
    """How many incidents and how many critical posts come until the end of the day."""
    kinds = [
        it.incident
        for it in campaign_day(SEED).planned
        if it.incident and (it.opening is not None or it.at >= BEGINS)
    ]
    critical = kinds.count("criticism")
    return len(kinds) - critical, critical


class Moderator:
    """Decides as the script says, over the hub's protocol."""

    def __init__(self, at: Seat) -> None:
        self.seat = at

    async def ask(self, command: Command) -> None:
        outcome = await self.seat.ask(command)
        assert isinstance(outcome, Done), outcome

    async def decide(self, verb: Verb, post: PostId) -> None:
        revision = self.seat.posts[post].standing.revision
        await self.ask(Decide(OpId(uuid4().hex), verb, post, revision))
        await self.seat.until(lambda: self.seat.posts[post].standing.revision > revision)


def times(folder: Path) -> list[int]:
    """Return when a person decided what, in milliseconds, the earliest first."""
    db = sqlite3.connect(folder / "standup.db")
    try:
        rows = db.execute("SELECT at FROM decision WHERE login <> '' ORDER BY seq")
        return [at for (at,) in rows]
    finally:
        db.close()


@pytest.mark.soak
async def test_a_drills_score_is_what_was_done_and_left_undone(home: Path) -> None:
    options = ("--minutes", "60", "--speed", "3600", "--start", "14:00", "--seed", str(SEED))
    running = drill(home, *options)
    folder = home / "run" / "standup-demo"
    with running:
        try:
            assert running.stderr is not None
            begun = next((it for it in running.stderr if it.startswith("The drill takes")), "")
            assert begun, "it ended before it began"
            shown_for = await moderate(folder)
            running.send_signal(signal.SIGINT)
            said, complaints = running.communicate(timeout=60)
        finally:
            running.kill()

    assert running.returncode == 1, complaints
    incidents, critical = planted_by_the_seed()
    assert f"2 of {incidents} incidents dealt with" in said
    assert f"; {incidents - 2} missed." in said
    assert f"Something wrong could be on the walls for {shown_for:.1f} s." in said
    assert f"2 of {critical} critical posts hidden: criticism is no reason" in said
    assert "Decisions: Scripted (says so) 7." in said
    assert said.count("criticism: ") == 2
    assert re.search(r"criticism: .*, then taken back", said)
    page = home / "page.md"
    assert page.read_text().count("on the walls at the end") == 1
    assert page.stat().st_mode & 0o777 == 0o600
    assert f"2 of {incidents} incidents dealt with" in page.read_text()
    assert f"Kept in {page}." in said
    assert not folder.exists()


async def moderate(folder: Path) -> float:
    """Hide one at once and one after it was shown, leave a third shown under blank walls.

    Two critical posts are hidden, one of them for a moment. Returns for how many seconds
    something wrong might be seen.
    """
    async with seat(folder, name="Scripted") as at:
        by = Moderator(at)
        began = datetime.now(UTC)
        everything = sum(planted_by_the_seed())

        def all_planted() -> bool:
            return sum(bool(it["incident"]) for it in ledger(folder)) == everything

        await over_time(all_planted)
        told = ledger(folder)
        wanted = {f"x:{it['id']}" for it in told if it["incident"]}
        await at.until(lambda: wanted <= set(at.posts), 60)
        short = [PostId(f"x:{it['id']}") for it in told if it["incident"] in SHORT]
        critical = [PostId(f"x:{it['id']}") for it in told if it["incident"] == "criticism"]
        first, second, third = short[:3]

        await by.decide(Verb.HIDE, first)
        for post in (second, third):
            await by.decide(Verb.APPROVE, post)
        await by.decide(Verb.HIDE, second)
        await by.ask(Blank(OpId(uuid4().hex), blank=True))
        await by.decide(Verb.HIDE, critical[0])
        await by.decide(Verb.HIDE, critical[1])
        await by.ask(Undo(OpId(uuid4().hex)))
        last = max(datetime.fromisoformat(it["at"]) for it in told)
        # From then on nothing counts as having come too shortly before the end.
        await over_time(
            lambda: 9 * (datetime.now(UTC) - last) > last - began + timedelta(minutes=1)
        )
        at_ = times(folder)
    return (at_[4] - at_[1]) / 1000


@pytest.mark.soak
def test_when_the_time_is_up_it_ends_by_itself_and_nobody_let_anything_out(home: Path) -> None:
    running = drill(home, "--minutes", "0.05")
    said, complaints = running.communicate(timeout=60)

    assert running.returncode == 0, complaints
    assert said.startswith("What was planted\n")
    assert "\nDrill of " in said
    assert "Nothing wrong was on the walls." in said
    assert "Nobody decided anything" in said
    assert (home / "page.md").read_text().startswith("# Drill of ")


def at_a_terminal(home: Path, minutes: str, *words: str) -> Terminal:
    return Terminal(
        "-P", "-m", "standup_tui", "drill", "--minutes", minutes, "--page", str(home / "a.txt"),
        *words, env={**clean_environment(home), "TERM": "xterm-256color"}, size=(100, 30),
        counted=False,
    )  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("words", [(), ("--plain",)])
def test_at_a_terminal_the_console_ends_with_the_time_and_the_page_follows(
    words: tuple[str, ...], home: Path
) -> None:
    terminal = at_a_terminal(home, "0.1", *words)
    try:
        assert terminal.read_until(b"Kept in ", 100), terminal.seen[-2000:]
        assert terminal.process.wait(60) in (0, 1)
    finally:
        terminal.process.kill()
        terminal.close()
    assert (home / "a.txt").read_text().startswith("Drill of ")


@pytest.mark.soak
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_takes_the_console_along_and_keeps_the_page(
    number: signal.Signals, home: Path
) -> None:
    terminal = at_a_terminal(home, "60")
    try:
        assert terminal.read_until(b"StandUp4SW", 100), terminal.seen[-2000:]
        terminal.process.send_signal(number)
        assert terminal.read_until(b"Kept in ", 100), terminal.seen[-2000:]
        assert terminal.process.wait(60) in (0, 1)
    finally:
        terminal.process.kill()
        terminal.close()
    assert (home / "a.txt").exists()


@pytest.mark.soak
def test_with_its_window_closed_the_page_is_kept_all_the_same(home: Path) -> None:
    terminal = at_a_terminal(home, "60")
    try:
        assert terminal.read_until(b"StandUp4SW", 100), terminal.seen[-2000:]
        terminal.close()
        eventually((home / "a.txt").exists)
        assert terminal.process.wait(60) in (0, 1)
    finally:
        terminal.process.kill()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "a drill needs a terminal to moderate in; --unattended runs one"),
        (("--wall",), "no demo is running"),
        (("--unattended", "--page", "."), "is a folder: name a file with --page."),
        (("--unattended", "--page", "nowhere/a.md"), "no file can be made in "),
        (("--minutes", "0"), "expected a number from 0.05 to 600"),
    ],
)
def test_what_cannot_be_is_one_sentence(words: tuple[str, ...], said: str, home: Path) -> None:
    ran = standup("drill", *words, home=home)

    assert ran.returncode == 2 if said != "no demo is running" else 1
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_nobodys_words_are_markup_on_the_page() -> None:
    row = ("a | b", "<script>", "[x](y) *z* `q`")
    part = Part("What # was", ("1 < 2",), Table(("a", "b", "c"), (row,)))

    assert as_markdown([part]).splitlines() == [
        "# What \\# was", "", "1 \\< 2", "", "| a | b | c |", "| --- | --- | --- |",
        r"| a \| b | \<script\> | \[x\](y) \*z\* \`q\` |",
    ]  # fmt: skip
    assert "a | b  <script>  [x](y) *z* `q`" in as_text([part])


@pytest.mark.parametrize("width", [10, 60, 80, 96, 400])
def test_the_page_fits_the_terminal_it_is_printed_on_and_leaves_nothing_out(width: int) -> None:
    long = "a family in court: The mum from the Thornbeck case is in court…"
    rows = ((long, "@tillypettwvale", "missed"), ("short", "@x", "shown for 12.0 s"))
    part = Part("Missed", ("words " * 40,), Table(("what", "who", "how it ended"), rows))
    lines = as_text([part], width).splitlines()

    assert max(map(len, lines)) <= max(60, min(width, 96))
    said = " ".join(" ".join(lines).split())
    for word in (*long.split(), "@tillypettwvale", "missed", "shown"):
        assert word in said
