"""Rows with one of them under the cursor, drawn line by line: no widget per row."""

from collections.abc import Callable

from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip

from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.painted import Painted


class LogList(Painted):
    """Numbered rows, the highest number on top; what is asked for is only what is in sight.

    Rows that come in above push nothing: the row under the cursor stays where it is on the
    screen, until somebody goes to the top.
    """

    DEFAULT_CSS = """
    LogList {
        height: 1fr; border: round $primary; border-title-color: $primary;
        border-title-style: bold; border-subtitle-color: $text-muted;
        &.-low { border: none; }
    }
    """

    def __init__(self, line: Callable[[int, int], Line], size: Callable[[], int]) -> None:
        super().__init__()
        self._line = line
        self._count = size
        self.at = 0
        """The row under the cursor, 0 on top."""
        self.first = 0
        """The first row in sight."""
        self.empty = ""
        """What to say while there is no row."""

    @property
    def height(self) -> int:
        """How many rows are in sight."""
        return self.content_size.height

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in sight."""
        del event
        self.go(self.at)

    def under_cursor(self) -> Region | None:
        """Return where the row under the cursor stands on the screen; None while there is none."""
        place = self.content_region
        if not self._count():
            return None
        return Region(place.x, place.y + self.at - self.first, place.width, 1)

    def go(self, at: int) -> None:
        """Put the cursor on a row and bring it into sight."""
        self.at = max(0, min(at, self._count() - 1))
        height = max(1, self.height)
        self.first = max(self.at - height + 1, min(self.first, self.at))
        self.first = max(0, min(self.first, self._count() - height))
        self.refresh()

    def pushed(self, rows: int) -> None:
        """Stay where one reads, though so many rows came in above."""
        self.at += rows
        self.first += rows
        self.go(self.at)

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        width, at = self.content_size.width, self.first + y
        if at < self._count():
            here = at == self.at
            line = self._line(at, width)
            bar: Line = (("▌", Role.FOCUS),) if here else ((" ", Role.TEXT),)
            return self.paint((*bar, *line), width, Role.CURSOR if here else None)
        if y == 1 and not self._count():
            return self.paint(((f"  {self.empty}", Role.MUTED),), width)
        return self.paint(EMPTY, width)
