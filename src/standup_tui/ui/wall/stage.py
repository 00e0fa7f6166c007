"""The one widget of the wall: it draws what the board allows at the moment of drawing."""

from collections.abc import Mapping
from typing import ClassVar, Final

from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from standup_tui.model.wall import Scene
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import About
from standup_tui.ui.wall import standby
from standup_tui.ui.wall.board import Board, Phase, steady
from standup_tui.ui.wall.slides import announcement
from standup_tui.ui.wall.spotlight import spotlight
from standup_tui.ui.wall.stream import page, stream
from standup_tui.ui.wall.tally import tally
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
        self._rows: dict[int, Line] = {}
        """What stands on the screen, row by row, or is on its way there."""

    def look(self, at: float) -> None:
        """Draw what differs from what was drawn: what stays the same is not even sent again."""
        sight = self._sight(at)
        if sight == self._asked:
            return
        width, height = self.size
        lines = self._lines(at)
        others = [row for row in range(height) if self._rows.get(row) != lines[row]]
        self._asked = sight
        for row in others:
            self._rows[row] = lines[row]
        if others:
            self.refresh(*(Region(0, row, width, 1) for row in others))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw what may be seen at this moment, whatever was drawn before.

        Textual would keep lines and draw them again; trust does not keep. Only the rows that
        were asked for are sent: one that is something else by now is asked for next time.
        """
        width = self.size.width
        lines = self._lines(steady())
        filters, (_, ground) = self.get_line_filters(), self.background_colors
        strips = []
        for row in range(crop.y, min(crop.bottom, len(lines))):
            if self._rows.get(row) != lines[row]:
                self._rows.pop(row, None)
                self._asked = None
            strip = self.paint(lines[row], width)
            for colours in filters:
                strip = strip.apply_filter(colours, ground)
            strips.append(strip.crop(crop.x, crop.right))
        return strips

    def notify_style_update(self) -> None:
        """Draw everything again in other colours."""
        super().notify_style_update()
        self._rows.clear()
        self._asked = None

    def _lines(self, at: float) -> list[Line]:
        width, height = self.size
        lines = frame(self._board, width, height, at, self.note)
        return lines + [EMPTY] * (height - len(lines))

    def _sight(self, at: float) -> object:
        """Return a value that differs when a frame drawn now would."""
        board = self._board
        phase, shown = board.phase(at), None
        if phase is Phase.SHOWING:
            ages, place = int(at / _AGES), board.place(at)
            shown = board.version, ages, place.turn, place.slot, page(board, at), board.said
        return phase, shown, board.about, board.why, _shifts(board, at), self.size, self.note


def frame(board: Board, width: int, height: int, at: float, note: str = "") -> list[Line]:
    """Return everything on the wall, line by line, none wider than the screen."""
    if width < 1 or height < 1:
        return []
    roomy = width >= _ROOMY[0] and height >= _ROOMY[1]
    right, down = _CORNERS[_shifts(board, at) % len(_CORNERS)] if roomy else (0, 0)
    width, height = width - roomy, height - roomy
    phase = board.phase(at)
    label = _label(board, width, dark=phase is Phase.BLANK)
    top = [label] if label or roomy else []
    noted = bool(note and roomy)
    room = height - len(top) - noted
    lines = [*top, *_shown(board, phase, (width, room), at)]
    if noted:
        lines += [EMPTY] * (height - 1 - len(lines))
        lines.append(((clip(note, width), Role.OFF),))
    shift = (" " * right, Role.TEXT)
    moved = ((shift, *line) if line else EMPTY for line in lines[:height])
    return [*[EMPTY] * down, *moved]


def _shifts(board: Board, at: float) -> int:
    return int((at - board.born) / SHIFT)


def _shown(board: Board, phase: Phase, size: tuple[int, int], at: float) -> list[Line]:
    match phase:
        case Phase.BLANK:
            return standby.blank()
        case Phase.SHOWING if board.about is not None:
            return _scene(board, board.about, size, at)
        case Phase.CONNECTING:
            return standby.connecting(board.why, *size)
        case _:
            return standby.holding(board.about, *size)


def _scene(board: Board, about: About, size: tuple[int, int], at: float) -> list[Line]:
    """Return the scene whose turn it is; the stream where that has nothing to show."""
    lines: list[Line] | None = None
    match board.place(at).slot.scene:
        case Scene.SPOTLIGHT:
            lines = spotlight(board, about, *size, at)
        case Scene.TALLY:
            lines = tally(board, about, *size, at)
        case Scene.SLIDES:
            lines = announcement(board, about, *size, at)
        case Scene.STREAM:
            pass
    return stream(board, about, *size, at) if lines is None else lines


def _label(board: Board, width: int, *, dark: bool) -> Line:
    """Return the words that say these are no real posts, in the middle of the first line."""
    if board.about is None or not board.about.label:
        return EMPTY
    said = f" {board.about.label} POSTS "
    if cells(said) > width:
        said = clip(board.about.label, width)
    margin = (" " * ((width - cells(said)) // 2), Role.TEXT)
    return (margin, (said, Role.OFF if dark else Role.LABEL))
