"""What others are measured against: a Textual app that only moves a cursor over a full screen."""

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Lines(Widget):
    """A screen of lines, one with a bar in front."""

    DEFAULT_CSS = "Lines { height: 1fr; width: 1fr; }"
    at = 0

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        here = y == self.at
        words = f"{'▌' if here else ' '} line {y} of what there is to see "
        style = Style(bgcolor="blue" if here else None)
        return Strip([Segment(words.ljust(self.size.width), style)], self.size.width)

    def move(self, by: int) -> None:
        """Move the bar, and draw two lines again."""
        was, self.at = self.at, (self.at + by) % max(1, self.size.height)
        self.refresh(Region(0, was, self.size.width, 1), Region(0, self.at, self.size.width, 1))


class Cursor(App[None]):
    """The least a Textual app can do about a key."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("j", "move(1)"), ("k", "move(-1)"), ("q", "quit")]

    def compose(self) -> ComposeResult:
        """Fill the screen."""
        yield Lines()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(Lines).move(by)


if __name__ == "__main__":
    sys.exit(Cursor().run())
