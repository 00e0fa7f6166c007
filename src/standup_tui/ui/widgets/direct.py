"""Widgets whose rows go to the compositor as they are, so that a key costs what it changes."""

from collections.abc import Sequence
from functools import lru_cache

from rich.style import Style
from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from standup_tui.ui.widgets.painted import Painted


class Direct(Painted):
    """A widget that keeps its rows ready; CSS gives it a place and colours, and nothing round it.

    Whatever row changes, Textual asks every widget between the first and the last of them for
    all its rows, looks up all their styles, and puts borders and padding round them (8.2). That
    cost more than everything else a key did together.
    """

    def rows(self, width: int) -> Sequence[Strip]:
        """Return all rows from the top, of this width, passed through `filtered`.

        Rows of another width do too, until the widget has heard of its new size.
        """
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows that are asked for, without looking at any style."""
        rows = list(self.rows(crop.right)[crop.y : crop.bottom])
        if rows and (crop.x, crop.right) != (0, rows[0].cell_length):
            rows = [row.adjust_cell_length(crop.right).crop(crop.x, crop.right) for row in rows]
        if len(rows) < crop.height:
            rows += covered(self, Region(0, 0, crop.width, crop.height - len(rows)))
        return rows

    def filtered(self, strip: Strip) -> Strip:
        """Return a row as the app's filters want it: without colours, for example."""
        return _filtered(self, strip)


def _filtered(widget: Widget, strip: Strip) -> Strip:
    filters = widget.get_line_filters()
    if filters:
        _, background = widget.background_colors
        for one in filters:
            strip = strip.apply_filter(one, background)
    return strip


@lru_cache(16)
def _blank(width: int, style: Style) -> Strip:
    """Return an empty row, the same one each time: it remembers how it was cut and drawn."""
    return Strip.blank(width, style)


def covered(widget: Widget, crop: Region) -> list[Strip]:
    """Return rows for a widget that others cover: nobody sees them, and Textual asks each time."""
    return [_filtered(widget, _blank(crop.width, widget.rich_style))] * crop.height


class Covered(Horizontal):
    """Widgets side by side that leave nothing of what is under them in sight."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return empty rows."""
        return covered(self, crop)
