"""What one wall was started with, where it is not as all walls of its campaign."""

from dataclasses import dataclass

from standup_tui.model.wall import Scene
from standup_tui.ui.looks.spelling import AS_WRITTEN, Spelling
from standup_tui.ui.wall.layout import Density

MOST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of one wall."""

    scene: Scene | None = None
    """The only scene it shows; None: all, with the others."""
    columns: int = 0
    """Columns of posts, up to `MOST_COLUMNS`; 0: as many as its size suggests."""
    density: Density = Density.AUTO
    """How many posts it shows at a time."""
    theme: str = ""
    """``dark`` or ``light``; empty: the campaign's."""
    spelling: Spelling = AS_WRITTEN
    """How it writes what strangers wrote."""
    motion: bool = True
    """Whether new posts come in one by one; else only with the next scene."""
    codes: bool = True
    """Whether it can draw a code for telephones: ink on paper, in blocks."""
