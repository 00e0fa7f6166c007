"""A tmux of a test's own: a terminal that answers, and that can be left and entered again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from shlex import quote
from uuid import uuid4

from process.theatre import Troupe

TMUX = shutil.which("tmux") or ""
STATE = (
    "title=#{pane_title} window=#{window_name} alternate=#{alternate_on} cursor=#{cursor_flag} "
    "insert=#{insert_flag} origin=#{origin_flag} wrap=#{wrap_flag} keypad=#{keypad_flag} "
    "mouse=#{mouse_any_flag}#{mouse_sgr_flag}#{mouse_all_flag} dead=#{pane_dead} "
    "region=#{scroll_region_upper}-#{scroll_region_lower} size=#{pane_width}x#{pane_height}"
)


class Tmux:
    """A server of its own."""

    def __init__(self, home: Path) -> None:
        name = f"standup-test-{os.getpid()}-{uuid4().hex[:6]}"
        self.command = [TMUX, "-L", name, "-f", "/dev/null"]
        self.environment = {**os.environ, "TMUX": "", "TMUX_TMPDIR": str(home)}

    def __call__(self, *words: str) -> str:
        ran = subprocess.run(
            [*self.command, *words],
            env=self.environment,
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
