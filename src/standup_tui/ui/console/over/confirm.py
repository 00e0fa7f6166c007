"""Questions: one of their keys answers, anything else cancels."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key, Resize
from textual.geometry import Size

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.wrapping import wrap
from standup_tui.ui.console.over import evidence
from standup_tui.ui.console.over.evidence import Evidence
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.card import author_lines
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.sheet import Sheet
from standup_tui.ui.widgets.wording import age

_MOST_LINES = 6


class _Answered(Over[str]):
    """A question that is dismissed with the key that answered it, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Bindings rather than `on_key`, so that the y of a quick “ry” still finds its question.
        Binding("y", "answer('y')", show=False),
        Binding("s", "answer('s')", show=False),
    ]

    SCROLLING: ClassVar[frozenset[str]] = frozenset()
    """Keys that move the text instead of cancelling."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        super().__init__()
        self.answers = answers
        """What each key does, in a word or two."""

    def on_key(self, event: Key) -> None:
        """Cancel, unless the key is an answer."""
        if event.key not in self.answers and event.key not in self.SCROLLING:
            event.stop()
            self.answer("")

    def answer(self, key: str) -> None:
        """Dismiss once; what a burst of keys still brings is not for the screen below."""
        if self.is_current:
            self.dismiss(key)

    def action_answer(self, key: str) -> None:
        """Dismiss with an answer."""
        self.answer(key if key in self.answers else "")

    def offer(self) -> Line:
        """Return the keys and what they do."""
        offered = [
            part
            for key, does in self.answers.items()
            for part in ((f" {key} ", Role.KEY), (f"{does}  ", Role.TEXT))
        ]
        if not offered:
            return ((" any key ", Role.KEY), ("goes back", Role.TEXT))
        return (*offered, (" any other key ", Role.KEY), ("leaves it", Role.TEXT))


class Question(_Answered):
    """A question on the bottom line; the posts stay in sight."""

    DEFAULT_CSS = """
    Question { background: transparent; align: left bottom; }
    Question Vertical { dock: bottom; }
    Question Bar { background: $panel; }
    """

    def __init__(self, question: str, answers: Mapping[str, str]) -> None:
        super().__init__(answers)
        self.question = question
        """What is asked."""

    def compose(self) -> ComposeResult:
        """Lay the question over the status line, its keys over the footer."""
        with Vertical():
            for number in range(_MOST_LINES):
                yield Bar(id="question" if number == 0 else f"question-{number}")
            yield Bar(id="answers")

    def on_resize(self, event: Resize) -> None:
        """Ask, in as many rows as it takes."""
        lines = wrap(self.question, max(8, event.size.width - 2), _MOST_LINES)
        with while_it_stands():
            self.query_one("Vertical").styles.height = len(lines) + 1
            answers = self.query_one("#answers", Bar)
            rows = [bar for bar in self.query(Bar) if bar is not answers]
            for bar, line in zip_longest(rows, lines):
                bar.display = line is not None
                bar.show(((f" {line}", Role.WARN),) if line is not None else EMPTY)
            answers.show(self.offer())


class Confirm(_Answered):
    """A question with everything one has to see before answering it; a long text scrolls."""

    DEFAULT_CSS = """
    Confirm { align: center middle; background: $background 60%; }
    Confirm Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 90%;
        border: round $warning; border-title-color: $warning; border-title-style: bold;
        background: $surface; padding: 0 1;
    }
    Confirm Sheet { background: $surface; max-height: 100%; }
    Confirm Bar { background: $surface; }
    """
    SCROLLING = frozenset({"down", "up", "pagedown", "pageup", "home", "end"})

    def __init__(self, title: str, entry: Entry | None, facts: list[str], board: Board,
                 answers: Mapping[str, str]) -> None:  # fmt: skip
        super().__init__(answers)
        self._heading = title
        self._entry = entry
        self._facts = facts
        self._board = board

    def compose(self) -> ComposeResult:
        """Show the facts, then the post as it is, then the keys."""
        box, sheet, keys = Vertical(), Sheet(self._lines, id="evidence"), Bar(id="answers")
        # As a plain string the campaign's own words would be read as markup.
        box.border_title = Content(self._heading)
        # At once, not with the first Resize: that comes when a box of full height is painted.
        sheet.styles.height = self._rows(self.app.size)
        keys.show(self.offer())
        with box:
            yield sheet
            yield keys

    def on_resize(self, event: Resize) -> None:
        """Give the text its height: all of it where there is room."""
        with while_it_stands():
            self.query_one(Sheet).styles.height = self._rows(event.size)

    def _rows(self, size: Size) -> int:
        lines = self._lines(min(70, max(10, size.width - 8)))
        return min(len(lines), max(1, size.height - 6))

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = [EMPTY]
        if self._entry is not None:
            post = self._board.whole(self._entry).post
            lines += author_lines(post, age(post.at, self._board.now), width)
            lines += [((line, Role.TEXT),) for line in wrap(post.text, width)]
            lines += [EMPTY]
        for fact in self._facts:
            lines += [((line, Role.MUTED),) for line in wrap(self._board.keys.say(fact), width)]
        return [*lines, EMPTY]


def about_retweet(entry: Entry, board: Board) -> Confirm:
    """Return the question before a retweet: what goes out, as whom, and whose it is."""
    return _asked(evidence.about_retweet(entry, board), entry, board)


def about_hiding(entry: Entry, verb: Verb, why: str, board: Board) -> Confirm:
    """Return the question before a reply is hidden on X or shown again: whose, and its text."""
    return _asked(evidence.about_hiding(entry, verb, why, board), entry, board)


def contact_card(board: Board) -> Confirm:
    """Return the card that says whom to call."""
    return _asked(evidence.about_escalation(board), None, board)


def _asked(what: Evidence, entry: Entry | None, board: Board) -> Confirm:
    answers = {"y": what.yes} if what.yes else {}
    return Confirm(what.title, entry, list(what.facts), board, answers)
