"""A few messages over the panes, where the cursor is not; nothing is drawn while there is none."""

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip

from standup_tui.model.wrapping import wrap
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.painted import Painted

_WIDEST = 52
_ROWS = 3
"""Rows of one message at most; the list of messages has all of it."""

_SIGNS = {Role.BAD: "‼", Role.WARN: "▲", Role.GOOD: "✓"}

Said = tuple[str, Role]
"""A message and how pressing it is."""


class Toasts(Painted):
    """Messages in a corner; they take no key and no row from anything else."""

    DEFAULT_CSS = """
    Toasts { layer: toasts; position: absolute; display: none; background: $panel; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._at = Region()
        self._lines: list[Line] = []

    @property
    def said(self) -> str:
        """What stands there, without its colours."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def show(self, messages: Sequence[Said], room: Region, cursor: Region | None) -> bool:
        """Show messages beside the cursor, as many as there is room for.

        Args:
            messages: What to say, the most pressing first.
            room: Where they may stand, in the screen's columns and rows.
            cursor: What they must not cover.

        Returns:
            Whether there was room for all of them.
        """
        width = min(_WIDEST, room.width - 1)
        cards = [_card(text, role, width) for text, role in messages] if width > 0 else []
        spot, lines = _spot(cards, width, room, cursor)
        if (spot, lines) != (self._at, self._lines):
            if spot != self._at:
                self.styles.offset = (spot.x, spot.y)
                self.styles.width, self.styles.height = spot.width, spot.height
                self.display = bool(lines)
            self._at, self._lines = spot, lines
            self.refresh()
        return len(lines) == sum(map(len, cards))

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        line = self._lines[y] if y < len(self._lines) else EMPTY
        return self.paint(line, self.size.width)


def _card(text: str, role: Role, width: int) -> list[Line]:
    """Return one message's lines: a bar and a sign tell it from the posts below."""
    rows = wrap(" ".join(text.split()), max(1, width - 5), _ROWS)
    sign = _SIGNS.get(role, "·")
    return [
        (("┃ ", role), (f"{sign if row == 0 else ' '} ", role), (said, Role.TEXT))
        for row, said in enumerate(rows)
    ]


def _spot(
    cards: Sequence[list[Line]], width: int, room: Region, cursor: Region | None
) -> tuple[Region, list[Line]]:
    """Return where how many of the messages can stand: below, for new posts come at the top."""
    for kept in range(len(cards), 0, -1):
        lines = [line for card in cards[:kept] for line in card]
        right = room.right - width
        for y in (room.bottom - len(lines), room.y):
            spot = Region(right, y, width, len(lines))
            if room.contains_region(spot) and not (cursor and spot.overlaps(cursor)):
                return spot, lines
    return Region(), []
