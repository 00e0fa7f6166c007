"""The one widget of the wall: it draws what the board allows at the moment of drawing."""

from collections.abc import Mapping
from typing import ClassVar, Final

from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from standup_tui.model.wrapping import cells
from standup_tui.ui.wall import slides
from standup_tui.ui.wall.board import Board, Scene, steady
from standup_tui.ui.wall.stream import stream
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.painted import LOOKS, Look, Painted
from standup_tui.ui.widgets.wording import clip

SHIFT: Final = 240.0
"""Seconds after which everything moves by one cell, so that nothing burns in."""

_CORNERS: Final = ((0, 0), (1, 0), (1, 1), (0, 1))
_ROOMY: Final = (40, 12)
_AGES: Final = 5.0  # seconds after which the times beside the posts are looked at again


class Stage(Painted):
    """The wall's scenes, one at a time, over the whole screen."""

    DEFAULT_CSS: ClassVar[str] = """
    Stage {
        width: 1fr;
        height: 1fr;
        background: $background;
    }
    """
    LOOKS: ClassVar[Mapping[Role, Look]] = {**LOOKS, Role.KEY: ("primary", "", Style())}

    note: reactive[str] = reactive("")
    """A dim line at the foot, for whoever starts the wall."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board
        self._asked: object = None
        self._drawn: object = None

    def look(self, at: float) -> None:
        """Draw again if there is anything else to see than a moment ago."""
        sight = self._sight(at)
        if (sight, sight) != (self._asked, self._drawn):
            self._asked = sight
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw what may be seen at this moment, whatever was drawn before.

        Textual would keep lines and draw them again; trust does not keep.
        """
        at = steady()
        self._drawn = self._sight(at)
        width, height = self.size
        lines = frame(self._board, width, height, at, self.note)
        lines += [EMPTY] * (height - len(lines))
        filters, (_, ground) = self.get_line_filters(), self.background_colors
        strips = []
        for line in lines[crop.y : crop.bottom]:
            strip = self.paint(line, width)
            for colours in filters:
                strip = strip.apply_filter(colours, ground)
            strips.append(strip.crop(crop.x, crop.right))
        return strips

    def _sight(self, at: float) -> object:
        """Return a value that differs when a frame drawn now would."""
        board = self._board
        scene = board.scene(at)
        posts = (board.version, int(at / _AGES)) if scene is Scene.STREAM else None
        return scene, posts, board.about, board.why, _shifts(board, at), self.size, self.note


def frame(board: Board, width: int, height: int, at: float, note: str = "") -> list[Line]:
    """Return everything on the wall, line by line, none wider than the screen."""
    if width < 1 or height < 1:
        return []
    roomy = width >= _ROOMY[0] and height >= _ROOMY[1]
    right, down = _CORNERS[_shifts(board, at) % len(_CORNERS)] if roomy else (0, 0)
    width, height = width - roomy, height - roomy
    scene = board.scene(at)
    label = _label(board, width, dark=scene is Scene.BLANK)
    top = [label] if label or roomy else []
    lines = [*top, *_scene(board, scene, width, height - len(top), at)]
    if note and roomy:
        lines = [*lines[: height - 1], *[EMPTY] * (height - 1 - len(lines))]
        lines.append(((clip(note, width), Role.OFF),))
    shift = (" " * right, Role.TEXT)
    moved = ((shift, *line) if line else EMPTY for line in lines[:height])
    return [*[EMPTY] * down, *moved]


def _shifts(board: Board, at: float) -> int:
    return int((at - board.born) / SHIFT)


def _scene(board: Board, scene: Scene, width: int, height: int, at: float) -> list[Line]:
    match scene:
        case Scene.BLANK:
            return slides.blank()
        case Scene.STREAM if board.about is not None:
            return stream(board, board.about, width, height, at)
        case Scene.CONNECTING:
            return slides.connecting(board.why, width, height)
        case _:
            return slides.holding(board.about, width, height)


def _label(board: Board, width: int, *, dark: bool) -> Line:
    """Return the words that say these are no real posts, in the middle of the first line."""
    if board.about is None or not board.about.label:
        return EMPTY
    said = f" {board.about.label} POSTS "
    if cells(said) > width:
        said = clip(board.about.label, width)
    margin = (" " * ((width - cells(said)) // 2), Role.TEXT)
    return (margin, (said, Role.OFF if dark else Role.LABEL))
