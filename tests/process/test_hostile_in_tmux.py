"""Hostile posts in a terminal that answers: nothing is typed, and nothing of it is changed."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from uuid import uuid4

import pytest

from process.chair import chair, decided, posted
from process.hostile_posts import TEXTS, attacks, roster
from process.theatre import STANDUP, Troupe, troupe, until

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux"),
]

TMUX = shutil.which("tmux") or ""
HELP = "Esc back"
STATE = (
    "title=#{pane_title} window=#{window_name} alternate=#{alternate_on} cursor=#{cursor_flag} "
    "insert=#{insert_flag} origin=#{origin_flag} wrap=#{wrap_flag} keypad=#{keypad_flag} "
    "mouse=#{mouse_any_flag}#{mouse_sgr_flag}#{mouse_all_flag} dead=#{pane_dead} "
    "region=#{scroll_region_upper}-#{scroll_region_lower} size=#{pane_width}x#{pane_height}"
)


CARELESS = Path(__file__).with_name("careless.py")


class Tmux:
    """A server of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._name = f"standup-test-{os.getpid()}-{uuid4().hex[:6]}"

    def __call__(self, *words: str) -> str:
        environment = {**os.environ, "TMUX": "", "TMUX_TMPDIR": str(self._home)}
        ran = subprocess.run(
            [TMUX, "-L", self._name, "-f", "/dev/null", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return ran.stdout

    def run(self, here: Troupe, window: str, *words: str | Path) -> None:
        """Run Python with these words in a window of 120 by 36."""
        given = [f"{name}={value}" for name, value in here.env.items() if wanted(name)]
        command = [quote(str(word)) for word in ("env", *given, sys.executable, *words)]
        start = ["new-session", "-d", "-s", window, "-n", window, "-x", "120", "-y", "36"]
        self(*start, " ".join(command))
        self("set-option", "-g", "set-clipboard", "on")
        self("set-option", "-g", "allow-passthrough", "on")
        self("set-option", "-g", "remain-on-exit", "on")
        self("set-window-option", "-g", "automatic-rename", "off")

    def screen(self, window: str) -> str:
        return self("capture-pane", "-p", "-t", window)

    def state(self, window: str) -> str:
        return self("display-message", "-p", "-t", window, STATE)


def wanted(name: str) -> bool:
    return name.startswith(("STANDUP_", "HOME", "XDG_", "PATH", "COLORTERM", "LANG", "LC_"))


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path)
    yield server
    server("kill-server")


async def harm(tmux: Tmux, here: Troupe, *program: str | Path) -> tuple[str, str, set[str]]:
    """Return the state of two terminals before and after, and the decisions nobody made."""
    posts = attacks(TEXTS, at_once=3)
    async with chair(here.folder, "chair") as by:
        tmux.run(here, "console", *program, here.folder)
        tmux.run(here, "wall", *program, "wall", here.folder)
        await until(lambda: "1 Live" in tmux.screen("console"))
        await until(lambda: "appear here" in tmux.screen("wall"))
        before = tmux.state("console") + tmux.state("wall") + tmux("list-buffers")
        ids = await posted(posts, here, by)
        for post in ids:
            await by.show(post)
        for pane in "1", "3":
            tmux("send-keys", "-t", "console", pane, "g")
            for _ in range(len(posts)):
                tmux("send-keys", "-t", "console", "NPage")
        await asyncio.to_thread(tmux.screen, "console")
        tmux("send-keys", "-t", "console", "?")
        await until(lambda: HELP in tmux.screen("console"))
        tmux("send-keys", "-t", "console", "q", "3", "g")
        await until(lambda: HELP not in tmux.screen("console"))
        await asyncio.sleep(1)  # for an answer that the terminal types
        after = tmux.state("console") + tmux.state("wall") + tmux("list-buffers")
        return before, after, decided(here.folder) - by.asked


@pytest.mark.fault("G2")
async def test_a_terminal_that_answers_is_asked_nothing(tmp_path: Path, tmux: Tmux) -> None:
    async with troupe(tmp_path, roster=roster(attacks(TEXTS, at_once=3))) as here:
        before, after, unasked = await harm(tmux, here, *STANDUP)
        footer = tmux.screen("console").splitlines()[-1]

    assert before == after
    assert unasked == set()
    assert footer.startswith(" a Approve")


@pytest.mark.fault("G2", control=True)
async def test_a_mutant_harms_the_same_terminal(tmp_path: Path, tmux: Tmux) -> None:
    encodable = [text for text in TEXTS if text.isascii()]
    assert encodable
    async with troupe(tmp_path, hub=(CARELESS, "open", "hub")) as here:
        try:
            before, after, _ = await harm(tmux, here, CARELESS, "open")
        except AssertionError:
            return  # so much so that it could not be used any more
    assert before != after
