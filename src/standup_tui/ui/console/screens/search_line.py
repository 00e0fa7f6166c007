"""The line in which one types what to search for."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

LONGEST = 300
"""Characters that the hub takes."""


class SearchLine(Input):
    """One line; while it has the keys, no key decides on a post."""

    DEFAULT_CSS = """
    SearchLine, SearchLine:focus {
        display: none; height: 1; border: none; padding: 0 1; background: $panel;
    }
    SearchLine.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "everywhere", show=False),
        Binding("ctrl+p", "nothing", show=False),
    ]

    @dataclass
    class Typed(Message):
        """Something else is searched for."""

        words: str

    @dataclass
    class Kept(Message):
        """Somebody wants to go on with what was found."""

        words: str

    @dataclass
    class Everywhere(Message):
        """Somebody wants these words searched for in everything."""

        words: str

    @dataclass
    class Left(Message):
        """Somebody gives up the search."""

    def __init__(self) -> None:
        super().__init__(id="search", max_length=LONGEST, select_on_focus=False)
        self.cursor_blink = False
        self.can_focus = False  # a screen gives the keys to whatever takes them, in sight or not

    @property
    def is_open(self) -> bool:
        """Whether somebody types here."""
        return self.has_class("-open")

    def open(self, words: str, asks: str) -> None:
        """Take the keys, with these words to go on from."""
        self.placeholder = asks
        with self.prevent(Input.Changed):
            self.value = words
        self.cursor_position = len(words)
        self.add_class("-open")
        self.can_focus = True
        self.focus()

    def shut(self) -> None:
        """Give the keys back."""
        self.remove_class("-open")
        self.blur()
        self.can_focus = False

    @on(Input.Changed)
    def _report(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Kept(event.value))

    def action_leave(self) -> None:
        """Give up the search."""
        self.post_message(self.Left())

    def action_everywhere(self) -> None:
        """Search everything for the same words."""
        self.post_message(self.Everywhere(self.value))

    def action_nothing(self) -> None:
        """Keep a key of the panes from meaning anything here."""
