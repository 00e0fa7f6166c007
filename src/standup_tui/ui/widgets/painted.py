"""The widget that draws lines in roles, in the colours of a theme."""

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from standup_tui.ui.widgets.ink import Line, Role, width_of

_BOLD: Final = Style(bold=True)
_UNDERLINED: Final = Style(underline=True)

Look = tuple[str, str, Style]
"""The theme's names of the colours of letters and ground, or colours that are the same in every
theme, empty for what they stand on; and how letters are cut."""

LOOKS: Final[Mapping[Role, Look]] = {
    Role.TEXT: ("foreground", "", Style()),
    Role.STRONG: ("foreground", "", _BOLD),
    Role.MUTED: ("text-muted", "", Style()),
    Role.KEY: ("accent", "", _BOLD),
    Role.GOOD: ("success", "", Style()),
    Role.WARN: ("warning", "", _BOLD),
    Role.BAD: ("error", "", _BOLD),
    Role.ACCENT: ("accent", "", Style()),
    Role.FOUND: ("warning", "", _BOLD + _UNDERLINED),
    Role.DONE: ("accent", "", _UNDERLINED),
    Role.LABEL: ("background", "warning", _BOLD),
    Role.OFF: ("text-disabled", "", Style()),
    Role.LINE: ("border-blurred", "", Style()),
    Role.FOCUS: ("primary", "", _BOLD),
    Role.HERE: ("primary", "", _BOLD),
    Role.PRINT: ("#000000", "#ffffff", Style()),
    Role.CURSOR: ("", "panel", Style()),
}
"""What each role looks like. Not component classes: Textual goes through all the rules of CSS for
each of them and each widget, which took a third of the time to the first frame (8.2)."""

COLOURLESS: Final[Mapping[Role, Style]] = {
    Role.LABEL: Style(bold=True, reverse=True),
    Role.OFF: Style(dim=True),
    Role.HERE: Style(bold=True, reverse=True),
}
"""How letters are cut instead where there is no colour, and colour alone said something."""


class Painted(Widget):
    """A widget that draws its own lines, in roles that the theme colours."""

    LOOKS: ClassVar[Mapping[Role, Look]] = LOOKS

    _styles: dict[tuple[Role, Role | None], Style]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._styles = {}

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, self._wear)

    def _wear(self, theme: Theme) -> None:
        """Draw in another theme's colours.

        Its signal is the first moment at which all of them are in place, also for a widget
        whose own style is the same in both.
        """
        del theme
        self.notify_style_update()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget how roles looked in another theme."""
        super().notify_style_update()
        self._styles.clear()

    def ink(self, role: Role, ground: Role | None = None) -> Style:
        """Return how a role looks here, on the ground of another role if one is given.

        Remembered, for Textual puts a widget's style together anew at every question.
        """
        style = self._styles.get((role, ground))
        if style is None:
            style = self.rich_style
            for layer in (ground, role):
                if layer is not None:
                    style += self._look(layer)
            self._styles[role, ground] = style
        return style

    def _look(self, role: Role) -> Style:
        """Return what a role adds to the style of what it stands on."""
        letters, ground, cut = self.LOOKS[role]
        if self.app.no_color:
            cut = COLOURLESS.get(role, cut)
        return self._colour(letters, ground) + cut

    def _colour(self, letters: str, ground: str) -> Style:
        named = self.app.theme_variables
        front, back = (
            Color.parse(named.get(name, name)).rich_color if name else None
            for name in (letters, ground)
        )
        return Style(color=front, bgcolor=back)

    def paint(self, line: Line, width: int, ground: Role | None = None) -> Strip:
        """Return a line as a strip of exactly this width.

        Widths are ours, grapheme by grapheme, not Rich's: a name in joined emoji must not
        push the border of its row. What looks alike is one segment: each begins with forty
        bytes of colours on its way to the terminal, more than most of them have letters.
        """
        missing = width - width_of(line)
        if missing > 0:
            line = (*line, (" " * missing, Role.TEXT))
        inked = ((text, self.ink(role, ground)) for text, role in line)
        alike = groupby(inked, lambda span: span[1])
        segments = [Segment("".join(text for text, _ in spans), it) for it, spans in alike]
        strip = Strip(segments, max(width, width - missing))
        return strip if missing >= 0 else strip.crop(0, width)
