"""A long text that scrolls, drawn line by line: 24,000 lines cost what the visible ones cost."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from standup_tui.ui.actions import also
from standup_tui.ui.widgets.ink import EMPTY, Line, text_of
from standup_tui.ui.widgets.painted import Painted

SCROLLING = {
    "down": ("Scroll down", "One line down."),
    "up": ("Scroll up", "One line up."),
    "top": ("To the beginning", "The first line."),
    "bottom": ("To the end", "The last line."),
    "page-down": ("Page down", "One screen down."),
    "page-up": ("Page up", "One screen up."),
}
"""What the keys that move do on a sheet: titles and sentences for the acts they belong to."""


class Sheet(Painted, ScrollView, can_focus=True, inherit_bindings=False):
    """Lines that scroll; they are asked for again whenever the width changes."""

    DEFAULT_CSS = """
    Sheet { height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *also("by(1)", "down"),
        *also("by(-1)", "up"),
        *also("to_start", "top"),
        *also("to_end", "bottom"),
        *also("page(1)", "page-down"),
        *also("page(-1)", "page-up"),
        Binding("home", "to_start", show=False),
        Binding("end", "to_end", show=False),
    ]

    def __init__(self, lines: Callable[[int], Sequence[Line]], id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._ask = lines
        self._lines: Sequence[Line] = ()

    def on_resize(self, event: Resize) -> None:
        """Lay out for another width."""
        del event
        self.renew()

    # Without the animation that Textual's own actions have: it draws every row many times over.

    def action_by(self, lines: int) -> None:
        """Scroll by some lines."""
        self.show_from(self.scroll_offset.y + lines)

    def action_page(self, pages: int) -> None:
        """Scroll by screenfuls, with a line of the last one in sight."""
        self.action_by(pages * max(1, self.size.height - 1))

    def action_to_start(self) -> None:
        """Scroll to the first line."""
        self.show_from(0)

    def action_to_end(self) -> None:
        """Scroll to the last line."""
        self.show_from(len(self._lines))

    def show_from(self, line: int) -> None:
        """Have a line stand on top, as far as there are enough below it."""
        self.scroll_to(y=line, animate=False, immediate=True)

    def written(self) -> Region:
        """Return which of the screen's rows have lines now."""
        rows = min(self.size.height, len(self._lines) - self.scroll_offset.y)
        place = self.content_region
        return Region(self.region.x, place.y, self.region.width, max(0, rows))

    def renew(self) -> None:
        """Ask for the lines again."""
        width = self.scrollable_content_region.width
        if width > 0:
            self._lines = self._ask(width)
            self.virtual_size = Size(width, len(self._lines))
            self.refresh()

    def renew_in_place(self) -> None:
        """Ask for the lines again, draw what differs, and let what stands on top stay there.

        Lines that come in above push down the offset, not what somebody is reading.
        """
        old, top = self._lines, self.scroll_offset.y
        new = self._ask(self.scrollable_content_region.width)
        if len(new) == len(old):
            self._lines = new
            for at, (line, was) in enumerate(zip(new, old, strict=True)):
                if line != was:
                    self.refresh_line(at)
            return
        self.renew()
        place = _place(old[top : top + self.size.height], self._lines, top) if top else top
        if place != top:
            self.show_from(place)

    @property
    def text(self) -> str:
        """What stands on it, for those who cannot look."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def render_line(self, y: int) -> Strip:
        """Return one visible line."""
        at = y + self.scroll_offset.y
        line = self._lines[at] if at < len(self._lines) else EMPTY
        return self.paint(line, self.size.width)


def _place(seen: Sequence[Line], lines: Sequence[Line], top: int) -> int:
    """Return where lines that stood at the top stand now: by the first that is still there."""
    now = [text_of(line).strip() for line in lines]
    for past, text in enumerate(text_of(line).strip() for line in seen):
        if text in now and text:
            places = (at - past for at, other in enumerate(now) if other == text)
            return min(places, key=lambda at: abs(at - top))
    return top
