"""The widget that draws lines in roles, in the colours of a theme."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from standup_tui.ui.widgets.ink import Line, Role, width_of


class Painted(Widget):
    """A widget that draws its own lines, in roles that the theme colours."""

    DEFAULT_CSS = """
    Painted {
        & > .ink--text { color: $foreground; }
        & > .ink--strong { color: $foreground; text-style: bold; }
        & > .ink--muted { color: $text-muted; }
        & > .ink--key { color: $accent; text-style: bold; }
        & > .ink--good { color: $success; }
        & > .ink--warn { color: $warning; text-style: bold; }
        & > .ink--bad { color: $error; text-style: bold; }
        & > .ink--accent { color: $accent; }
        & > .ink--found { color: $warning; text-style: bold underline; }
        & > .ink--done { color: $accent; text-style: underline; }
        & > .ink--label { color: $background; background: $warning; text-style: bold; }
        & > .ink--off { color: $text-disabled; }
        & > .ink--line { color: $border-blurred; }
        & > .ink--focus { color: $primary; text-style: bold; }
        & > .ink--here { color: $primary; text-style: bold; }
        & > .ink--print { color: #000000; background: #ffffff; }
        & > .ink--cursor { background: $panel; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{role}" for role in Role}

    _styles: dict[tuple[Role, Role | None], Style]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._styles = {}

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, self._wear)

    def _wear(self, theme: Theme) -> None:
        """Draw in another theme's colours.

        Its signal is the first moment at which all of them are in place: a widget is told of
        its own new style before its roles have theirs.
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
                    style += self.get_component_rich_style(f"ink--{layer}", partial=True)
            self._styles[role, ground] = style
        return style

    def paint(self, line: Line, width: int, ground: Role | None = None) -> Strip:
        """Return a line as a strip of exactly this width.

        Widths are ours, grapheme by grapheme, not Rich's: a name in joined emoji must not
        push the border of its row.
        """
        segments = [Segment(text, self.ink(role, ground)) for text, role in line if text]
        missing = width - width_of(line)
        if missing > 0:
            segments.append(Segment(" " * missing, self.ink(Role.TEXT, ground)))
        strip = Strip(segments, max(width, width - missing))
        return strip if missing >= 0 else strip.crop(0, width)
