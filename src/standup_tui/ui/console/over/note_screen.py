"""A private note about a post: one line to write in; what was not saved is kept as a draft."""

from collections.abc import MutableMapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Paste, Resize
from textual.widgets import Input

from standup_tui.model.post import Post, PostId
from standup_tui.model.text import clean_line
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.ink import Line, Role, width_of
from standup_tui.ui.widgets.wording import clip

LONGEST = 1000
"""Characters of a note."""


class NoteInput(Input):
    """An input that takes a pasted text as one line."""

    def on_paste(self, event: Paste) -> None:
        """Flatten what is pasted: Textual's own takes its first line only."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(clean_line(" ".join(event.text.split())))


class NoteScreen(Over[str]):
    """A line to write in over the bottom of the screen; dismissed with what is to be saved."""

    DEFAULT_CSS = """
    NoteScreen { background: transparent; align: left bottom; }
    NoteScreen Vertical { height: 2; dock: bottom; background: $panel; }
    NoteScreen Bar { background: $panel; }
    NoteScreen Horizontal { height: 1; }
    NoteScreen #sign { width: 3; }
    NoteScreen NoteInput, NoteScreen NoteInput:focus {
        border: none; height: 1; width: 1fr; background: $panel; padding: 0;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
    ]

    def __init__(self, post: Post, drafts: MutableMapping[PostId, str]) -> None:
        super().__init__()
        self._post = post
        self._drafts = drafts

    def compose(self) -> ComposeResult:
        """Lay what it is about over the line to write in."""
        with Vertical():
            yield Bar(id="about")
            with Horizontal():
                yield Bar(id="sign")
                draft = self._drafts.get(self._post.id, "")
                yield NoteInput(draft, max_length=LONGEST, select_on_focus=False)

    def on_mount(self) -> None:
        """Begin to write."""
        with while_it_stands():
            self.query_one(Input).cursor_blink = False
            self.query_one("#sign", Bar).show(((" ✎ ", Role.ACCENT),))

    def on_resize(self, event: Resize) -> None:
        """Say whose post it is in as many words as there is room for."""
        with while_it_stands():
            self.query_one("#about", Bar).show(self._about(event.size.width))

    def _about(self, width: int) -> Line:
        keys: Line = (
            (" Enter ", Role.KEY),
            ("saves ", Role.TEXT),
            (" Esc ", Role.KEY),
            ("leaves ", Role.TEXT),
        )
        room = width - width_of(keys) - 2
        said = f"A note on @{self._post.author.handle}, for moderators only"
        return ((" " + clip(said, max(4, room)), Role.ACCENT), (" ", Role.TEXT), *keys)

    @on(Input.Changed)
    def _keep(self, event: Input.Changed) -> None:
        """Keep the draft at every key: whatever closes the screen loses nothing."""
        if event.value.strip():
            self._drafts[self._post.id] = event.value
        else:
            self._drafts.pop(self._post.id, None)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        self.dismiss(clean_line(event.value).strip())

    def action_leave(self) -> None:
        """Leave; what was written is kept for this post until the console ends."""
        self.dismiss("")
