"""What somebody wishes of the looks, as far as the terminal can do it; loads no screen library."""

import os
from dataclasses import dataclass
from typing import Final

from standup_tui.personal import Personal, read
from standup_tui.ui.looks.letters import terminal_speaks_utf8
from standup_tui.ui.looks.spelling import AS_WRITTEN, Emoji, Spelling

DEFAULT_THEME: Final = "dark"


@dataclass(frozen=True, slots=True)
class Looks:
    """What holds for one run of a screen."""

    theme: str = DEFAULT_THEME
    spelling: Spelling = AS_WRITTEN
    motion: bool = True
    bell: bool = False
    """Whether the terminal rings when a post needs a person at once."""
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
        bell=bool(wishes.bell),
        complaint=complaint,
    )
