"""Lines of a single row: they draw only the columns that changed."""

from collections.abc import Sequence

from textual.geometry import Region, Size
from textual.strip import Strip

from standup_tui.model.wrapping import wrap
from standup_tui.ui.widgets.direct import Direct
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, text_of, width_of
from standup_tui.ui.widgets.painted import Painted


class Bar(Direct):
    """One row; what it says is given to it."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._line: Line = EMPTY
        self._row: tuple[Strip, ...] = ()

    @property
    def said(self) -> str:
        """What stands there, without its colours."""
        return text_of(self._line)

    def show(self, line: Line) -> None:
        """Show a line instead of the one before."""
        old, self._line = self._line, line
        if old == line:
            return
        self._row = ()
        first, last = _difference(old, line)
        self.refresh(Region(first, 0, max(1, last - first), 1))

    def notify_style_update(self) -> None:
        """Draw in another theme's colours."""
        super().notify_style_update()
        self._row = ()

    def rows(self, width: int) -> Sequence[Strip]:
        """Return the line, painted once for as long as it stands."""
        if not self._row or self._row[0].cell_length != width:
            self._row = (self.filtered(self.paint(self._line, width)),)
        return self._row


class Notice(Painted):
    """What is wrong and what to do, in as many rows as it takes; no row while nothing is."""

    DEFAULT_CSS = "Notice { height: auto; width: 1fr; display: none; }"
    MOST = 4
    """Rows it takes from the panes at most."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self.said = ""
        """What stands there."""

    def show(self, text: str) -> None:
        """Show a sentence, or nothing."""
        if text == self.said:
            return
        width = self.size.width
        before, self.said = len(self._lines(width)) if width else 0, text
        self.display = bool(text)
        # As many rows as before are drawn alone: the panes under them stay as they are.
        self.refresh(layout=not text or len(self._lines(width or 1)) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the sentence takes."""
        del container, viewport
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Return one row of the sentence."""
        lines = self._lines(self.size.width)
        line: Line = ((f" {lines[y]}", Role.BAD),) if y < len(lines) else EMPTY
        return self.paint(line, self.size.width)

    def _lines(self, width: int) -> list[str]:
        return wrap(" ".join(self.said.split()), max(1, width - 2), self.MOST)


def _difference(old: Line, new: Line) -> tuple[int, int]:
    """Return the columns between which two lines differ; all of them where in doubt."""
    was, now = text_of(old), text_of(new)
    size = max(width_of(old), width_of(new))
    same_roles = [(len(text), role) for text, role in old] == [
        (len(text), role) for text, role in new
    ]
    if not same_roles or width_of(old) != len(was) or width_of(new) != len(now):
        return 0, size
    apart = [at for at, (one, other) in enumerate(zip(was, now, strict=True)) if one != other]
    return apart[0], apart[-1] + 1
