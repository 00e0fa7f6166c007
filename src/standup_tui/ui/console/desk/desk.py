"""What the app offers its screens."""

from typing import Protocol

from standup_tui.model.command import Command
from standup_tui.model.post import PostId
from standup_tui.protocol.messages import Up
from standup_tui.ui.console.desk.reasons import Reasons
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import Role


class Desk(Protocol):
    """The link to the hub and what is known from it."""

    board: Board
    background: bool
    """Whether this console started the hub."""
    reasons: Reasons
    """The house rules offered after a hiding, and those that were given too early."""
    drafts: dict[PostId, str]
    """Notes that were begun and not saved."""
    worn: str
    """The name of the theme that is worn."""
    complaint: str
    """What is wrong with the moderator's own settings; empty if nothing is."""

    def ask(self, command: Command) -> None:
        """Have the hub do something; its answer comes to the main screen."""

    def tell(self, message: Up) -> bool:
        """Send something that needs no answer; return whether anybody is there."""

    def say(self, text: str, role: Role = Role.TEXT) -> None:
        """Say something in the status line of every screen."""

    def ring(self) -> None:
        """Ring the terminal's bell, if its moderator wants that."""

    def renew(self) -> None:
        """Draw again what has changed, on every screen."""

    def keep_theme(self, name: str) -> None:
        """Wear a theme from now on, here and the next time."""

    def to_pane(self, number: int) -> None:
        """Leave every screen over the panes and give the keys to one of these."""

    def leave(self) -> None:
        """End the app."""
