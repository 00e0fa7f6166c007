"""Every decision, the newest first, searched and followed live."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Region
from textual.timer import Timer

from standup_tui.model.acts import Action
from standup_tui.model.text import clean_line
from standup_tui.protocol.messages import AskLog, Log, LogLine
from standup_tui.ui.actions import TO_PANES, bound
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.screens.handover import NoteLine, show_note
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.screens.search_line import SearchLine
from standup_tui.ui.console.state.log_book import PAGE_AHEAD, LogBook
from standup_tui.ui.console.state.log_lines import NOTE, detail, log_line
from standup_tui.ui.console.state.wall_words import footer_words
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.key_bar import short_line
from standup_tui.ui.widgets.log_list import LogList
from standup_tui.ui.widgets.wording import clip

_AGAIN = 1.0
"""Seconds between two questions at least."""

_SETTLED = 0.15
"""Seconds without a key after which the hub is asked for other words."""

_DETAIL = 3
_LOW = 14

_HERE = (
    "log", "down", "up", "top", "bottom", "page-down", "page-up", "take-in", "open", "search",
    *TO_PANES, "handover", "undo", "blank", "back", "palette", "help", "quit",
)  # fmt: skip
_FOOTER = (
    ("Esc", "Back"),
    ("‹open›", "Open"),
    ("‹search›", "Search"),
    ("‹down› ‹up›", "Move"),
    ("‹help›", "Keys"),
    ("‹blank›", "Blank walls"),
    ("‹handover›", "Note for the next shift"),
)

_TYPING = (("Enter", "Go to them"), ("Esc", "Show all again"))
"""What the keys do while somebody types."""


class LogScreen(ActingScreen, inherit_bindings=False):
    """All decisions, with a cursor on one of them."""

    OPENED = True
    MEANT: ClassVar[Mapping[str, tuple[str, str]]] = {
        "down": ("Next decision", "The one below."),
        "up": ("Previous decision", "The one above."),
        "top": ("Newest decision", "To the top; decisions that are made then show at once."),
        "bottom": ("Last decision", "To the end of what is listed."),
        "take-in": ("Newest decision", "To the top, with the decisions that were made since."),
        "open": ("Open", "The post that was decided on, hidden or not; or the note."),
        "search": ("Search", "Only decisions with these words, names or @handles, or -without."),
    }
    BINDINGS: ClassVar[list[BindingType]] = bound(_HERE)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.book = LogBook()
        self.list = LogList(self._row, lambda: len(self.book))
        self.search_line = SearchLine()
        self._fresh = 0
        self._follows = True
        self._known: object = None
        self._late = False
        self._asked_before = 0
        self._typing: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the list between the lines above and what it has of one decision."""
        yield from self.compose_top()
        yield NoteLine(id="note")
        yield self.list
        for row in range(_DETAIL):
            yield Bar(id=f"detail-{row}")
        yield self.search_line
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Ask at once, and again whenever something was decided."""
        self._ask()
        self.set_interval(_AGAIN, self._follow)

    def on_resize(self, event: Resize) -> None:
        """Do without a border and a detail where rows are few."""
        low = event.size.height < _LOW
        with while_it_stands():
            self.list.set_class(low, "-low")
            for row in range(_DETAIL):
                self.query_one(f"#detail-{row}", Bar).display = not low
            self.renew()

    # What the hub says.

    def _ask(self, before: int = 0) -> None:
        self._known = self._signs()
        if not self.desk.tell(AskLog(self.book.words, before)):
            self.desk.say("Not asked: there is no hub.", Role.WARN)

    def _signs(self) -> object:
        """Return what differs whenever anything was decided."""
        note = self.board.handover
        return self.board.decided, self.board.wall.seq, note and note.seq, self.board.lost

    def _follow(self) -> None:
        if self._signs() != self._known:
            self._late = bool(self.book.words)  # the index of words comes a little behind
            self._ask()
        elif self._late:
            self._late = False
            self._ask()

    def show_log(self, log: Log) -> None:
        """Take in a page; what somebody reads stays where it is."""
        top = self.book.lines[0].decision.seq if self.book.lines else 0
        self.book.take(log)
        if log.before == self._asked_before:
            self._asked_before = 0
        came = self.book.place(top) if top else 0
        if self._follows or not top:
            self.list.go(0)
        elif came:
            self._fresh += came
            self.list.pushed(came)
        self.renew()

    def free(self) -> Region:
        """Return where messages may stand: not over all that there is of one decision."""
        return super().free().intersection(self.list.content_region)

    def under_cursor(self) -> Region | None:
        """Return where the decision under the cursor stands."""
        return self.list.under_cursor()

    # Keys.

    def action_log(self) -> None:
        """Return to the panes: the key that opened this closes it."""
        self.action_quit()

    def action_move(self, by: int) -> None:
        """Move the cursor by so many decisions."""
        self._go(self.list.at + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        self._go(self.list.at + by * max(1, self.list.height - 1))

    def action_newest(self) -> None:
        """Go to the newest decision, and stay with the newest."""
        self._go(0)
        self._follows = True

    def action_last(self) -> None:
        """Go to the oldest decision that is here; older ones are asked for."""
        self._go(len(self.book) - 1)

    def _go(self, at: int) -> None:
        self.list.go(at)
        self._follows = False
        if self.list.first == 0:
            self._fresh = 0
        below = len(self.book) - self.list.first - self.list.height
        if self.book.more and below < PAGE_AHEAD and self._asked_before != self.book.oldest:
            self._asked_before = self.book.oldest
            self.desk.tell(AskLog(self.book.words, self.book.oldest))
        self.renew()

    def action_open(self) -> None:
        """Open the post of the decision under the cursor, hidden or not; or read the note."""
        line = self._line
        post = line.decision.post if line else None
        if line is not None and line.decision.verb == NOTE:
            show_note(self.app, self.desk)
        elif line is None or post is None:
            self.desk.say("This decision is about no post.", Role.WARN)
        elif (entry := self.board.entries.get(post)) is None:
            self.desk.say("That post is gone: nothing of it is stored.", Role.WARN)
        else:
            self.app.push_screen(PostScreen(self.desk, entry))

    def action_handover(self) -> None:
        """Read the newest note, and write one."""
        show_note(self.app, self.desk)

    def action_search(self) -> None:
        """Search the log, or go on from what was searched for."""
        self.search_line.open(self.book.words, "who, what, @handle, words of the reason, -without")
        self.call_after_refresh(self.renew_keys)

    def action_back(self) -> None:
        """Show all decisions again, then return to the panes."""
        if self.book.words:
            self._search("")
        elif self.is_current:
            self.dismiss()

    def action_quit(self) -> None:
        """Return to the panes: one goes back before one quits."""
        if self.is_current:
            self.dismiss()

    @on(SearchLine.Typed)
    def _narrow(self, message: SearchLine.Typed) -> None:
        if self._typing is not None:
            self._typing.stop()
        words = clean_line(message.words)
        self._typing = self.set_timer(_SETTLED, lambda: self._search(words))

    @on(SearchLine.Kept)
    def _keep(self, message: SearchLine.Kept) -> None:
        self.search_line.shut()
        self._search(clean_line(message.words))

    @on(SearchLine.Left)
    def _leave(self) -> None:
        self.search_line.shut()
        self._search("")

    def _search(self, words: str) -> None:
        if self._typing is not None:
            self._typing.stop()
            self._typing = None
        if words != self.book.words:
            self.book = LogBook(words)
            self._follows, self._fresh, self._asked_before = True, 0, 0
            self._late = False
            self._ask()
            self.renew()

    # The screen.

    @property
    def _line(self) -> LogLine | None:
        lines = self.book.lines
        return lines[self.list.at] if self.list.at < len(lines) else None

    def _row(self, at: int, width: int) -> Line:
        return log_line(self.book.lines[at], self.board, width - 1)

    def renew(self) -> None:
        """Draw what has changed."""
        if not self.whole:
            return
        book = self.book
        self.list.border_title = self._title()
        self.list.border_subtitle = f"{self._fresh:,} new ↑" if self._fresh else ""
        self.list.empty = book.why or self._emptiness()
        self.list.refresh()
        line = self._line
        rows = detail(line, self.board, self.size.width, _DETAIL) if line else []
        for row in range(_DETAIL):
            bar = self.query_one(f"#detail-{row}", Bar)
            bar.show(rows[row] if row < len(rows) else EMPTY)
        self.query_one(NoteLine).renew(self.board)
        self.renew_lines()

    def _emptiness(self) -> str:
        if not self.book.answered:
            return "There is no hub to ask." if self.board.lost else "Asking …"
        return "No decision matches." if self.book.words else "Nothing was decided yet."

    def _title(self) -> str:
        name = self.board.keys.titled("log", "Log")
        if not self.book.answered:
            return name
        more = "+" if self.book.more else ""
        words = f" · search: {clip(self.book.words, 40)}" if self.book.words else ""
        return f"{name} · {len(self.book):,}{more}{words}"

    def offered(self) -> Iterable[Action]:
        """Return the acts that mean something here."""
        return [one for one in self.board.keys.actions if one.name in _HERE[1:]]

    def _keys(self, width: int) -> Line:
        if self.search_line.is_open:
            return short_line(_TYPING, width)
        return short_line(footer_words(self.board, _FOOTER), width)
