"""A small app in a process of its own, for the tests of how screens end."""

import fcntl
import signal
import sys
import termios

from textual.app import App, ComposeResult
from textual.widgets import Static
from textual.worker import Worker

from standup_tui.errors import HubRefused
from standup_tui.ui.driver import PromptDriver
from standup_tui.ui.terminal import fit_for_screen, guarded


class Tiny(App[int]):
    """Draws, and does what its name for the day says."""

    def __init__(self, mood: str, *, prompt: bool = False) -> None:
        super().__init__(driver_class=PromptDriver if prompt else None)
        self.mood = mood

    def compose(self) -> ComposeResult:
        yield Static("tiny")

    def on_mount(self) -> None:
        if self.mood == "busy":
            self.set_interval(0.01, self.draw)
        elif self.mood == "result":
            self.exit(7)
        elif self.mood in ("crash", "refused"):
            self.set_timer(0.1, self.fail)
        elif self.mood == "worker":
            self.work()

    def draw(self) -> None:
        """Change every cell, to fill a terminal that does not read."""
        self.count = getattr(self, "count", 0) + 1
        letter = chr(ord("a") + self.count % 26)
        self.query_one(Static).update(letter * self.size.width * self.size.height)

    def fail(self) -> None:
        access_token = "hunter" + "2"
        if self.mood == "refused":
            raise HubRefused("ask the campaign's owner")
        raise RuntimeError(f"\x1b]0;owned\x07 {len(access_token)}")

    def work(self) -> Worker[None]:
        async def broken() -> None:
            self.fail()

        return self.run_worker(broken())


if __name__ == "__main__":
    mood = sys.argv[1]
    if "ctty" in sys.argv:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if "nohup" in sys.argv:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if problem := fit_for_screen():
        sys.exit(problem)
    try:
        sys.exit(guarded(Tiny(mood, prompt="prompt" in sys.argv)))
    except HubRefused as refusal:
        sys.exit(str(refusal))
