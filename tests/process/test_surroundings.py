"""Terminals, pipes and locales as they come: a screen, a snapshot, or one sentence."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.commands import clean_environment
from process.chair import leave
from process.output import words
from process.theatre import STANDUP, troupe
from standup_tui.cli.stopping import is_locked
from ui.ptys import terminal

pytestmark = pytest.mark.soak

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10[0-7])(?:;\d+)*m")
"""Whatever asks a terminal for a colour."""
REVERSED = re.compile(rb"\x1b\[(?:\d+;)*7(?:;\d+)*m([^\x1b]+)")


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    folder = tmp_path / "campaign"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "K"\nhashtags = ["StandUp4SW"]\n')
    return folder


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``standup`` from a shell that opens and closes streams as it is told."""
    command = f"exec {sys.executable} {' '.join(STANDUP)} {script}"
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env=clean_environment(folder.parent),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def refused(folder: Path, which: str, env: dict[str, str]) -> Iterator[str]:
    """Give what is said on a terminal on which no screen can be."""
    folders = {**clean_environment(folder.parent), **env}
    with terminal(*STANDUP, which, str(folder), env=folders, size=(300, 24)) as running:
        assert running.wait(20) == 2
        yield running.seen.decode()


@pytest.mark.fault("D4")
def test_a_wall_on_a_dumb_terminal_is_told_the_way_out(campaign: Path) -> None:
    with refused(campaign, "wall", {"TERM": "dumb"}) as said:
        assert said.startswith("standup: This terminal cannot show a full screen (TERM is 'dumb')")
        assert "set TERM=xterm-256color" in said
        assert said.count("\n") == 1
        assert "\x1b" not in said


def test_a_wall_on_a_terminal_without_a_name_is_told_the_way_out(campaign: Path) -> None:
    with refused(campaign, "wall", {"TERM": ""}) as said:
        assert "(TERM is not set)" in said
        assert said.count("\n") == 1
        assert "\x1b" not in said


@pytest.mark.fault("D8")
@pytest.mark.parametrize("streams", ["<&-", pytest.param("<&- 2>&-", marks=pytest.mark.soak)])
def test_a_console_without_a_terminal_prints_a_snapshot(campaign: Path, streams: str) -> None:
    ran = shell(f"{campaign} {streams}", campaign)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("Standup  K  #StandUp4SW")
    assert "\x1b" not in ran.stdout
    assert not is_locked(campaign / "hub.lock"), "its hub was left behind"


@pytest.mark.fault("D8")
@pytest.mark.parametrize(
    "streams", ["<&- >&- 2>&-", pytest.param(">&- 2>&-", marks=pytest.mark.soak)]
)
def test_closed_streams_mislead_no_hub(campaign: Path, streams: str) -> None:
    assert shell(f"{campaign} {streams}", campaign).returncode == 0
    assert (campaign / "standup.db").exists()
    assert not is_locked(campaign / "hub.lock"), "its hub was left behind"


@pytest.mark.fault("D8")
@pytest.mark.parametrize("streams", ["<&-", "| cat", "2>&1"])
def test_a_wall_without_a_terminal_is_told_the_way_out(campaign: Path, streams: str) -> None:
    ran = shell(f"wall {campaign} {streams}", campaign)
    said = ran.stdout + ran.stderr

    assert ran.returncode == (0 if "|" in streams else 2)  # that of the last in a pipe
    assert said.startswith("standup: This needs a terminal")
    assert "ssh -t" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "letter"),
    [("--ascii", None), ("--theme=light", "48;2;251;250;247"), ("--theme=dark", "48;2;17;21;29")],
)
async def test_a_run_may_look_as_it_is_told(
    tmp_path: Path, option: str, letter: str | None
) -> None:
    async with troupe(tmp_path) as here:
        console = here.screen(*STANDUP, here.folder, option, env={"COLORTERM": "truecolor"})
        await console.until("1 Live")
        seen = console.terminal.seen
        assert seen.isascii() is (letter is None)
        assert letter is None or letter.encode() in seen


COLOURLESS = {"NO_COLOR": "1"}
BARE = {"LC_ALL": "C", "LANG": "en_GB.UTF-8"}
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
NOT_UTF8 = (ASCII, {"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "en_GB.ISO-8859-1"})
RARER = (
    *NOT_UTF8,
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    {"COLORTERM": ""},
    {"TERM": "linux", "COLORTERM": ""},
    {"TERM": "vt100", "COLORTERM": ""},
    {"TERM": "screen", "LANG": ""},
    {"TERM": "screen-256color", "COLORTERM": ""},
    {"TERM": "tmux-256color", "COLORTERM": ""},
    {"TERM": "xterm-kitty"},
)


@pytest.mark.fault("D4")
@pytest.mark.fault("D5")
@pytest.mark.fault("D6")
@pytest.mark.parametrize(
    "env",
    [COLOURLESS, BARE, *(pytest.param(env, marks=pytest.mark.soak) for env in RARER)],
    ids=str,
)
async def test_screens_work_with_few_letters_and_few_colours(
    tmp_path: Path, env: dict[str, str]
) -> None:
    async with troupe(tmp_path) as here:
        author = here.x.roster[1]
        here.x.publish("Małgorzata’s visit, 12:30 🎉. Привет! #StandUp4SW", author=author)
        console, wall = here.console((80, 24), env=env), here.wall(env=env)
        await console.until("1 Live", "s visit, 12:30")
        await wall.until("appear here")
        console.go_on(b"j")
        await console.until(author.handle)
        assert await leave(console) == 0
        wall.press(b"q")
        assert await wall.code() == 0
        for screen in console, wall:
            drawn = words(screen.terminal.seen)
            assert "Traceback" not in drawn
            assert "\\u" not in drawn
            if env == COLOURLESS:
                assert COLOUR.search(screen.terminal.seen) is None
        if env == COLOURLESS:
            chosen = b"".join(REVERSED.findall(console.terminal.seen)).decode()
            assert " 1 Live · " in chosen, "the pane with the keys"
            assert "▌" in chosen, "the post under the cursor"
        if env in (BARE, *NOT_UTF8):
            assert console.terminal.seen.isascii()
            assert wall.terminal.seen.isascii()
            drawn = words(console.terminal.seen)
            assert "Malgorzata's visit, 12:30 [party popper]. [Cyrillic, 6 letters]!" in drawn
