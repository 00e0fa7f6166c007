"""A small app behind the driver that writes at once, in a process of its own, for its tests."""

import sys

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key
from textual.strip import Strip
from textual.widget import Widget

from standup_tui.ui.driver import PromptDriver
from standup_tui.ui.terminal import guarded


class Page(Widget):
    """The same letter all over."""

    DEFAULT_CSS = "Page { width: 1fr; height: 1fr; }"
    letter = "."

    def render_line(self, y: int) -> Strip:
        del y
        width = self.size.width
        return Strip([Segment(self.letter * width)], width)


class Pages(App[int]):
    """Shows the letter of the last key."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(driver_class=PromptDriver)

    def compose(self) -> ComposeResult:
        yield Page()

    def on_key(self, event: Key) -> None:
        if event.key == "q":
            self.exit(0)
            return
        page = self.query_one(Page)
        page.letter = event.character or "?"
        page.refresh()


if __name__ == "__main__":
    sys.exit(guarded(Pages()))
