"""NO_COLOR: the same screens without a colour; weight, underline and reverse say what colours did.

Textual turns colours into greys there and sends those. Who asks for no colour gets none.
"""

from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

CSS: Final = """
Painted:nocolor {
    & > .ink--label { text-style: bold reverse; }
    & > .ink--off { text-style: dim; }
    & > .ink--here { text-style: bold reverse; }
    & > .ink--cursor { text-style: reverse; }
}
Input:nocolor {
    & > .input--cursor { text-style: reverse; }
    & > .input--selection { text-style: underline; }
    & > .input--placeholder { text-style: dim; }
}
OptionList:nocolor {
    & > .option-list--option-highlighted { text-style: reverse; }
    & > .option-list--option-disabled { text-style: dim; }
}
"""
"""What takes the place of a ground or a colour where there is none."""


class Colourless(LineFilter):
    """Takes the colours out of every line, and nothing else."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without colours."""
        del background
        return [
            Segment(text, None if style is None else _plain(style), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _plain(style: Style) -> Style:
    """Return a style without its colours, with what it does when it is clicked."""
    plain = style.without_color
    return plain + Style.from_meta(style.meta) if style.meta else plain
