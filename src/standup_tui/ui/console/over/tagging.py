"""For which of the campaign's actions a post counts: a digit sets each or takes it off."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste, Resize

from standup_tui.model.action import Tag
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import COUNTED, Status, Verb
from standup_tui.model.post import PostId
from standup_tui.model.wrapping import cells, wrap
from standup_tui.ui.actions import also
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.console.sheets.post_sheet import tag_in_words
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.card import author_lines, clipped
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.sheet import Sheet
from standup_tui.ui.widgets.wording import age

KEYS = "123456789abcdefhilmnoprsvwxyz"
"""One for each action: digits, then letters that mean nothing else here."""

_OTHERS = ("back", "quit", "tag", "undo")
"""Acts of the registry that mean something here."""

_TEXT_LINES = 3
_INDENT = 5

Decided = Callable[[Verb, Entry, str], None]
"""Sends a decision about a post and an action, or says why not."""


class TagScreen(Over[None]):
    """The campaign's actions, which of them a post counts for, and who says so."""

    DEFAULT_CSS = """
    TagScreen { align: center middle; background: $background 60%; }
    TagScreen Vertical {
        width: 72; max-width: 98%; height: auto; max-height: 96%;
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        background: $surface; padding: 0 1;
    }
    TagScreen Sheet { background: $surface; }
    TagScreen Bar { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *also("back", "back", "quit", "tag"),
        Binding("enter", "back", show=False),
        *also("undo", "undo"),
        # Bindings rather than `on_key`, so that the 1 of a quick “t1” still finds this screen.
        *(Binding(key, f"press('{key}')", show=False) for key in KEYS),
    ]

    def __init__(
        self, entry: Entry, board: Board, decide: Decided, undo: Callable[[], None]
    ) -> None:
        super().__init__()
        self.post: PostId = entry.post.id
        self._entry = entry
        self.board = board
        """What is known from the hub."""
        self._decide = decide
        self._undo = undo
        self.pressed: list[str] = []
        """Actions whose keys were pressed before the hub had answered about the last one."""
        taken = {key for name in _OTHERS for key in board.keys[name].key.split(",")}
        self._keys = [key for key in KEYS if key not in taken]

    @property
    def entry(self) -> Entry:
        """The post as it is now."""
        return self.board.entries.get(self.post, self._entry)

    def compose(self) -> ComposeResult:
        """Show the actions, then what came of the last key, then the keys."""
        with Vertical():
            yield Sheet(self.lines)
            yield Bar(id="said")
            yield Bar(id="offer")

    def on_mount(self) -> None:
        """Say what this is about, and the keys."""
        with while_it_stands():
            self.query_one(Vertical).border_title = Content(self.heading())
            offer: Line = ()
            for key, does in (
                ("1 2 …", "sets or takes off"),
                (self.board.keys.of("undo"), "undoes"),
                ("Esc", "closes"),
            ):
                offer += ((f" {key} ", Role.KEY), (f"{does} ", Role.TEXT))
            self.query_one("#offer", Bar).show(offer)

    def on_resize(self, event: Resize) -> None:
        """Give the actions their height: all of them where there is room."""
        width = min(68, max(10, event.size.width - 6))
        height = min(len(self.lines(width)), max(1, event.size.height - 6))
        with while_it_stands():
            self.query_one(Sheet).styles.height = height

    def heading(self) -> str:
        """Return what stands in the border."""
        return "Counts for"

    def say(self, text: str, role: Role = Role.TEXT) -> None:
        """Say what came of a key."""
        with while_it_stands():
            self.query_one("#said", Bar).show(((f" {text}", role),))

    def action_press(self, key: str) -> None:
        """Set an action, or take it off."""
        asked = dict(zip(self._keys, self.board.about.actions, strict=False))
        if key in asked:
            self.pressed.append(asked[key])
            self.go_on()

    def on_paste(self, event: Paste) -> None:
        """Swallow pasted text: it is never a key."""
        event.stop()

    def renew(self) -> None:
        """Show how it stands now, and do what was pressed meanwhile."""
        if not self.is_mounted:
            return
        if self.entry.standing.status is Status.GONE:
            self.action_back()
            return
        with while_it_stands():
            self.query_one(Sheet).renew_in_place()
        self.go_on()

    def go_on(self) -> None:
        """Send the next of the pressed keys, each on the post as the one before it left it."""
        entry = self.entry
        if self.board.shaken:
            self.pressed.clear()
        if self.pressed and not self.board.mine.unconfirmed(entry):
            action = self.pressed.pop(0)
            verb = Verb.UNTAG if action in entry.counts_for else Verb.TAG
            self._decide(verb, entry, action)

    def action_undo(self) -> None:
        """Take back my last decision."""
        self.pressed.clear()
        self._undo()

    def action_back(self) -> None:
        """Return to the post."""
        if self.is_current:
            self.dismiss()

    def lines(self, width: int) -> list[Line]:
        """Return the post, and the actions with their keys and who says so."""
        entry = self.board.shown(self.entry)
        post = entry.post
        lines: list[Line] = [*author_lines(post, age(post.at, self.board.now), width)]
        flat = " ".join(post.text[: width * (_TEXT_LINES + 2)].split())
        lines += [((line, Role.MUTED),) for line in clipped(flat, width, _TEXT_LINES)]
        lines.append(EMPTY)
        tags = {tag.action: tag for tag in entry.tags}
        for key, action in zip(self._keys, self.board.about.actions, strict=False):
            lines += _offered(key, action, tags.get(action), width)
        if entry.standing.status not in COUNTED:
            lines += [EMPTY, ((f"Not counted while it is {entry.standing.status}.", Role.WARN),)]
        return [*lines, EMPTY]


def _offered(key: str, action: str, tag: Tag | None, width: int) -> Iterator[Line]:
    """Yield an action with its key, and who says so: beside it where there is room."""
    sign = " " if tag is None else "✓" if tag.counts else "-"
    role = Role.STRONG if tag and tag.counts else Role.TEXT
    before: Line = ((f" {key} ", Role.KEY), (f"{sign} ", Role.ACCENT))
    said = f"   {tag_in_words(tag)}" if tag else ""
    if cells(action + said) <= width - _INDENT:
        yield (*before, (action, role), (said, Role.MUTED))
        return
    first, *rest = wrap(action, max(4, width - _INDENT))
    yield (*before, (first, role))
    for line in rest:
        yield ((" " * _INDENT, Role.TEXT), (line, role))
    for line in wrap(said.strip(), max(4, width - _INDENT)) if said else ():
        yield ((" " * _INDENT, Role.TEXT), (line, Role.MUTED))
