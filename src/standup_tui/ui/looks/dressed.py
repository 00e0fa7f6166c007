"""An app in somebody's colours, letters and motion."""

from collections.abc import Sequence

from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.theme import Theme

from standup_tui.ui.looks import colourless
from standup_tui.ui.looks.ascii_filter import InAscii
from standup_tui.ui.looks.colourless import Colourless
from standup_tui.ui.looks.themes import begin_in
from standup_tui.ui.looks.wished import Looks


class Dressed(App[int], inherit_bindings=False):
    """An app that draws in the letters and colours that its terminal and its person want."""

    DEFAULT_CSS = colourless.CSS

    def __init__(self, looks: Looks, theme: Theme, driver: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver)
        begin_in(self, theme)
        self.looks = looks
        """What was wished for this run."""
        if not looks.motion:
            self.animation_level = "none"
        self._colourless = [Colourless()] if self.no_color else None
        self._ascii = [InAscii()] if looks.spelling.ascii else []

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line goes through on its way out.

        Under NO_COLOR Textual's own would send greys.
        """
        kept = super().get_line_filters() if self._colourless is None else self._colourless
        return [*kept, *self._ascii]
