"""Lines in roles, and the widget that draws them: what a line says is apart from how it looks."""

from enum import StrEnum
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from standup_tui.model.wrapping import cells


class Role(StrEnum):
    """What a stretch of a line is; a theme decides what that looks like."""

    TEXT = "text"
    STRONG = "strong"
    MUTED = "muted"
    KEY = "key"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    ACCENT = "accent"
    FOUND = "found"
    """Words that caused a flag."""
    DONE = "done"
    """Words that report one of the campaign's actions."""
    LABEL = "label"
    """SIMULATED, BLANK: may not be overlooked."""
    OFF = "off"
    """What cannot be done now, and a row that waits for the hub."""
    LINE = "line"
    """Borders."""
    FOCUS = "focus"
    """The border of the pane that has the keys."""
    HERE = "here"
    """Its title."""
    PRINT = "print"
    """Ink on paper, whatever the theme: a code for telephones."""
    CURSOR = "cursor"
    """The ground of the post under the cursor."""


Span = tuple[str, Role]
Line = tuple[Span, ...]

EMPTY: Line = ()


def text_of(line: Line) -> str:
    """Return a line without its roles."""
    return "".join(text for text, _ in line)


def width_of(line: Line) -> int:
    """Return how many columns a line takes."""
    return sum(cells(text) for text, _ in line)


def both_ends(left: Line, right: Line, width: int) -> Line:
    """Return a line of full width with something at either end; the right end wins."""
    gap = width - width_of(left) - width_of(right)
    return (*left, (" " * max(0, gap), Role.TEXT), *right) if gap >= 1 else right or left


def dimmed(line: Line) -> Line:
    """Return a line with every role taken back."""
    return tuple((text, Role.OFF) for text, _ in line)


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
