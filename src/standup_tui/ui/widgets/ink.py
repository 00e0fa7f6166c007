"""Lines in roles: what a line says is apart from how it looks, and from whether it is drawn."""

from enum import StrEnum

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
