"""Sheets about the whole campaign; some are asked of the hub while they are open."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Resize
from textual.geometry import Region

from standup_tui.model.acts import Action
from standup_tui.protocol.messages import Up
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.state.wall_words import footer_words
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.ink import Line
from standup_tui.ui.widgets.key_bar import short_line
from standup_tui.ui.widgets.sheet import SCROLLING, Sheet

AGAIN = 2.0
"""Seconds between two questions to the hub."""

_LOW = 12


class SheetScreen(ActingScreen, inherit_bindings=False):
    """Lines about the campaign; nothing here decides on a post."""

    DEFAULT_CSS = """
    SheetScreen Sheet {
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        &.-low { border: none; }
    }
    """
    OPENED = True
    MEANT = SCROLLING
    TITLED: ClassVar[str]
    """What stands in the border."""
    HERE: ClassVar[Sequence[str]]
    """The acts that work here, by name; the first of them opened the screen and closes it."""
    FOOTER: ClassVar[Sequence[tuple[str, str]]]
    """What the bottom line offers, with acts in ‹ › for keys; the last ones go first where there
    is no room."""

    def compose(self) -> ComposeResult:
        """Lay the sheet between the lines above and below."""
        yield from self.compose_top()
        yield Sheet(self.lines)
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Say what this is about."""
        with while_it_stands():
            self.query_one(Sheet).border_title = self.TITLED

    def on_resize(self, event: Resize) -> None:
        """Do without a border where rows are few."""
        with while_it_stands():
            self.query_one(Sheet).set_class(event.size.height < _LOW, "-low")
            self.renew_lines()

    def renew(self) -> None:
        """Show how it is now; what somebody reads stays where it is."""
        if self.whole:
            self.query_one(Sheet).renew_in_place()
            self.renew_lines()

    def offered(self) -> Iterable[Action]:
        """Return the acts that mean something here."""
        return [one for one in self.board.keys.actions if one.name in self.HERE[1:]]

    def action_back(self) -> None:
        """Return to the panes."""
        if self.is_current:
            self.dismiss()

    def action_quit(self) -> None:
        """Return to the panes: one goes back before one quits."""
        self.action_back()

    def under_cursor(self) -> Region | None:
        """Return where the lines stand: messages must not cover what is read."""
        return self.query_one(Sheet).written()

    @abstractmethod
    def lines(self, width: int) -> Sequence[Line]:
        """Return what is known, for a width in columns."""

    def _keys(self, width: int) -> Line:
        return short_line(footer_words(self.board, self.FOOTER), width)


class AskingScreen(SheetScreen, inherit_bindings=False):
    """Lines that come from the hub's answers."""

    def on_mount(self) -> None:
        """Ask at once, and again as long as the screen is open."""
        self.inquire()
        self.set_interval(AGAIN, self.inquire)

    def inquire(self) -> None:
        """Ask the hub; its answer comes to the main screen, which has everything drawn again."""
        self.desk.tell(self.question())

    @abstractmethod
    def question(self) -> Up:
        """Return what is asked of the hub."""
