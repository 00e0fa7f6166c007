"""An app in somebody's colours, letters and motion."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter

from standup_tui.personal import Personal, read
from standup_tui.ui.looks import colourless
from standup_tui.ui.looks.colourless import Colourless
from standup_tui.ui.looks.letters import terminal_speaks_utf8
from standup_tui.ui.looks.signs import InAscii
from standup_tui.ui.looks.spelling import AS_WRITTEN, Emoji, Spelling

DEFAULT_THEME: Final = "dark"


@dataclass(frozen=True, slots=True)
class Looks:
    """What holds for one run of a screen."""

    theme: str = DEFAULT_THEME
    spelling: Spelling = AS_WRITTEN
    motion: bool = True
    complaint: str = ""
    """What is wrong with the person's own settings; empty if nothing is."""


def looks(asked: Personal | None = None) -> Looks:
    """Return what somebody wishes, as far as the terminal can do it.

    Args:
        asked: What was asked for this run; it goes over what is kept for this person.
    """
    kept, complaint = read()
    wishes = (asked or Personal()).over(kept)
    ascii_only = wishes.letters == "ascii" or not terminal_speaks_utf8()
    emoji = Emoji.TEXT if ascii_only else Emoji(wishes.emoji or Emoji.FULL)
    animated = os.environ.get("TEXTUAL_ANIMATIONS", "").lower() != "none"
    return Looks(
        theme=wishes.theme or DEFAULT_THEME,
        spelling=Spelling(emoji, ascii=ascii_only),
        motion=animated if wishes.motion is None else wishes.motion,
        complaint=complaint,
    )


class Dressed(App[int], inherit_bindings=False):
    """An app that draws in the letters and colours that its terminal and its person want."""

    DEFAULT_CSS = colourless.CSS

    def __init__(self, looks: Looks, driver: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver)
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
