"""The filter through which every line goes where only ASCII may be sent."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from standup_tui.ui.looks.signs import in_ascii


class InAscii(LineFilter):
    """Draws every line in ASCII, column for column."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in ASCII."""
        del background
        return [
            segment
            if segment.text.isascii()
            else Segment(in_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]
