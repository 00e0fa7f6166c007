"""NO_COLOR: the same screens without a colour; weight, underline and reverse say what colours did.

Textual turns colours into greys there and sends those. Who asks for no colour gets none.
"""

from functools import lru_cache
from typing import Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from standup_tui.ui.looks.themes import THEMES, WALLS

CSS: Final = """
Input:nocolor {
    & > .input--cursor { text-style: reverse !important; }
    & > .input--selection { text-style: underline !important; }
    & > .input--placeholder { text-style: dim !important; }
}
OptionList > .option-list--option-highlighted { text-style: bold !important; }
OptionList:nocolor {
    & > .option-list--option-disabled { text-style: dim !important; }
}
"""
"""What takes the place of a colour where there is none, and of one that alone says too little.

`widgets.painted` has the same for what we draw ourselves.
"""

_RAISED: Final = frozenset(
    RichColor.parse(str(theme.panel)).triplet for theme in (*THEMES.values(), *WALLS.values())
)
"""The grounds of what is chosen: a post, an act in a list."""


class Colourless(LineFilter):
    """Takes the colours out of every line; what is chosen is reversed."""

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
    if style.bgcolor is not None and style.bgcolor.triplet in _RAISED:
        plain += Style(reverse=True)
    return plain + Style.from_meta(style.meta) if style.meta else plain
