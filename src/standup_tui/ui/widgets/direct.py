"""Widgets whose rows go to the compositor as they are, so that a key costs what it changes."""

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip

from standup_tui.ui.widgets.ink import Painted


class Direct(Painted):
    """A widget that keeps its rows ready; CSS gives it a place and colours, and nothing round it.

    Whatever row changes, Textual asks every widget between the first and the last of them for
    all its rows, looks up all their styles, and puts borders and padding round them (8.2). That
    cost more than everything else a key did together.
    """

    def rows(self) -> Sequence[Strip]:
        """Return all rows from the top, of one width, passed through `filtered`."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows that are asked for, without looking at any style."""
        rows = list(self.rows()[crop.y : crop.bottom])
        if rows and (crop.x, crop.right) != (0, rows[0].cell_length):
            # Its new size has not reached it, or a part of it is out of sight.
            rows = [row.adjust_cell_length(crop.right).crop(crop.x, crop.right) for row in rows]
        if len(rows) < crop.height:
            rows += [Strip.blank(crop.width, self.rich_style)] * (crop.height - len(rows))
        return rows

    def filtered(self, strip: Strip) -> Strip:
        """Return a row as the app's filters want it: without colours, for example."""
        filters = self.get_line_filters()
        if filters:
            _, background = self.background_colors
            for one in filters:
                strip = strip.apply_filter(one, background)
        return strip
