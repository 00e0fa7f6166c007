"""What is hidden, the newest first: no pane has it, and somebody may want to look all the same."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.ui.actions import also
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.hidden_posts import hidden_posts, hidden_why
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.wording import age, clip, count

MOST = 200
"""Posts in the list; older ones can be found by their authors' other posts."""

_WHO, _WHY = 16, 30
_TEXT = 200
"""Characters of a post that can stand in a row of any terminal."""


class HiddenList(Over[None]):
    """A list of hidden posts; who opens one comes back to the list."""

    DEFAULT_CSS = """
    HiddenList { align: center middle; background: $background 60%; }
    HiddenList Vertical {
        width: 110; max-width: 100%; height: auto; max-height: 90%;
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        border-subtitle-color: $text-muted;
        background: $surface;
    }
    HiddenList OptionList, HiddenList OptionList:focus {
        border: none; height: auto; max-height: 100%; background: $surface; padding: 0;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        & > .option-list--option-highlighted { background: $panel; color: $foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *also("dismiss", "back", "quit", "hidden"),
        *also("step(1)", "down"),
        *also("step(-1)", "up"),
    ]

    def __init__(self, board: Board, open_: Callable[[PostId], None]) -> None:
        super().__init__()
        self._board = board
        self._open_post = open_
        self._hidden: Sequence[Entry] = hidden_posts(board)

    def compose(self) -> ComposeResult:
        """List them, with who hid each and why."""
        with Vertical():
            yield OptionList(*(self._row(entry) for entry in self._hidden[:MOST]))

    def on_mount(self) -> None:
        """Say how many there are."""
        self._say_how_many()

    def on_screen_resume(self) -> None:
        """List what is hidden now: who comes back may have approved what was opened."""
        now = hidden_posts(self._board)
        if now == self._hidden:
            return
        self._hidden = now
        if not now:
            self.dismiss()
            return
        with while_it_stands():
            options = self.query_one(OptionList)
            at = options.highlighted or 0
            options.set_options(self._row(entry) for entry in now[:MOST])
            options.highlighted = min(at, options.option_count - 1)
        self._say_how_many()

    def _say_how_many(self) -> None:
        shown = f", the newest {MOST}" if len(self._hidden) > MOST else ""
        with while_it_stands():
            box = self.query_one(Vertical)
            box.border_title = f"{count(len(self._hidden), 'hidden post')}{shown}"
            box.border_subtitle = "Enter opens · Esc back"

    def _row(self, entry: Entry) -> Option:
        post = self._board.shown(entry).post
        flat = " ".join(post.text[:_TEXT].split())
        prompt = Content.assemble(
            (f" {age(post.at, self._board.now):>6}  ", "$text-muted"),
            (clip(f"@{post.author.handle}", _WHO).ljust(_WHO) + "  ", "$foreground"),
            (clip(hidden_why(entry), _WHY).ljust(_WHY) + "  ", "$warning"),
            (flat, "$text-muted"),
        )
        return Option(prompt, id=post.id)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self._open_post(PostId(event.option.id or ""))

    def action_step(self, by: int) -> None:
        """Move as in the panes."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
