"""Where the newest note is read beside what is open, and the next one written."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import TextArea

from standup_tui.model.command import Handover
from standup_tui.model.wrapping import wrap
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.desk.desk_screen import op
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.console.state.log_lines import who
from standup_tui.ui.console.state.open_here import open_lines
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.sheet import Sheet

_LONGEST = 4000
"""Characters that the hub takes."""

_KEYS = "Ctrl-D leaves the note · Esc keeps a draft"
_SCROLLS = " · Tab, then ↑ ↓ to scroll"

AGAIN = 2.0
"""Seconds between two looks at what is open."""

_NARROW = 72
"""Columns below which what is open stands under the note."""


class HandoverScreen(Over[None]):
    """The newest note, what is open beside it, and a place to write the next note.

    What was not sent stays a draft.
    """

    DEFAULT_CSS = """
    HandoverScreen { align: center middle; background: $background 60%; }
    HandoverScreen Vertical {
        width: 110; max-width: 100%; height: 30; max-height: 96%; margin-top: 1;
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        border-subtitle-color: $text-muted; background: $surface; padding: 0 1;
    }
    HandoverScreen Horizontal { height: 2fr; }
    HandoverScreen Horizontal.-narrow { layout: vertical; }
    HandoverScreen Sheet { width: 1fr; height: 1fr; background: $surface; }
    HandoverScreen TextArea, HandoverScreen TextArea:focus {
        height: 1fr; border: round $border-blurred; background: $surface; padding: 0;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+d", "send", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """Lay what was written over what is to be written."""
        with Vertical() as box:
            box.border_title = "For the next shift"
            with Horizontal():
                yield Sheet(self._read, id="note")
                yield Sheet(self._open, id="open")
            yield TextArea(self._desk.board.draft, soft_wrap=True, show_line_numbers=False)

    def on_mount(self) -> None:
        """Have it count as read."""
        board = self._desk.board
        board.read_note()
        with while_it_stands():
            area = self.query_one(TextArea)
            area.cursor_blink = False
            area.move_cursor(area.document.end)
            area.focus()
        self._desk.renew()
        self.set_interval(AGAIN, self._renew_open)

    def on_resize(self, event: Resize) -> None:
        """Have what is open stand under the note where there is no room beside it."""
        narrow = event.size.width < _NARROW
        with while_it_stands():
            self.query_one(Horizontal).set_class(narrow, "-narrow")
            self.query_one(Vertical).border_subtitle = _KEYS if narrow else f"{_KEYS}{_SCROLLS}"

    def _renew_open(self) -> None:
        with while_it_stands():
            self.query_one("#open", Sheet).renew_in_place()

    def _open(self, width: int) -> list[Line]:
        rows = [row for line in open_lines(self._desk.board) for row in _wrapped(line, width - 2)]
        return [((" Open now", Role.ACCENT),), *(((" " + row, Role.TEXT),) for row in rows)]

    def _read(self, width: int) -> list[Line]:
        note = self._desk.board.handover
        if note is None:
            return [((" Nobody has left a note yet.", Role.MUTED),)]
        head = f" {who(note)}, {self._desk.board.moment(note.at)}"
        text = [((" " + row, Role.TEXT),) for row in wrap(note.reason, max(1, width - 2))]
        return [((head, Role.ACCENT),), *text, EMPTY]

    def action_leave(self) -> None:
        """Go back; what was typed is there when one comes again."""
        self._desk.board.draft = self.query_one(TextArea).text
        self.dismiss()

    def action_send(self) -> None:
        """Leave the note for whoever comes next."""
        text = self.query_one(TextArea).text.strip()
        self._desk.board.draft = text
        if not text:
            self._desk.say("The note is empty.", Role.WARN)
        elif len(text) > _LONGEST:
            self._desk.say(f"The note is too long: {_LONGEST:,} characters at most.", Role.WARN)
            self.query_one(Vertical).border_subtitle = f"{len(text):,} of {_LONGEST:,} characters"
            return
        else:
            command = Handover(op(), text)
            self._desk.board.mine.sent(command)
            self._desk.ask(command)
        self.dismiss()


def _wrapped(line: str, width: int) -> list[str]:
    """Return a line wrapped, all of it as far in as it begins."""
    text = line.lstrip()
    indent = line[: len(line) - len(text)]
    return [indent + row for row in wrap(text, max(1, width - len(indent)))]
